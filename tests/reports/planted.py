"""A small site in which every figure counts something: a row planted for each figure, written as workbooks.

The rows are worked out from the catalogue alone: the condition of a figure is solved for values that meet it, the
other cells take plain values of their field. So a ledger, figure or template added later is held by the same tests.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.predicate import (
    ColumnRef,
    Compare,
    Empty,
    Every,
    Literal,
    Not,
    OneOf,
    Parameter,
    Predicate,
    Some,
    parse,
)
from taizhang.catalogue.resolved import Catalogue, Figure, Ledger
from tests.reports import plausible
from tests.reports.plausible import Cellar, Given

SMALL, GREAT, TOGETHER = 1, 9, 20
ONLY: Mapping[tuple[str, str], Cellar | None] = {
    ("recheck", "round"): 3,
    ("recheck", "level"): 2,
    ("procurement", "violations"): 0,
    ("event", "errors"): 0,
    ("staff_roll", "violated_on"): None,
    ("honour", "from_year"): 2026,
    ("honour", "to_year"): 2028,
}
TIMES = {"norm_strict": 4, "norm_forbidden": 10}
LEFT = {"黑臭水体": "违法建设"}
MEASURES = {"高技术制造业投资": "亿元", "城镇新增就业": "人次", "老年人口": "人", "城镇居民人均可支配收入": "亿元"}
MONTHS = tuple(f"{month}月" for month in range(1, 13))
QUARTERS = ("一季度", "二季度", "三季度", "四季度")


def write(catalogue: Catalogue, folder: Path, year: int) -> list[Path]:
    """Workbooks of a dozen ledgers each, with a sheet of the year and a shorter one of the year before."""
    ledgers = [
        one
        for name, one in catalogue.ledgers.items()
        if name != "unit" and any(field.headings for field in one.declared.field.values())
    ]
    paths = []
    for start in range(0, len(ledgers), TOGETHER):
        paths.append(folder / f"{start // TOGETHER + 1}.xlsx")
        with xlsxwriter.Workbook(paths[-1], {"default_date_format": "yyyy-mm-dd"}) as book:
            for ledger in ledgers[start : start + TOGETHER]:
                for when in (year, year - 1):
                    rows = list(planted(catalogue, ledger, when, stocks=when == year))
                    sheet = book.add_worksheet(f"{when}年{ledger.title}")
                    _sheet(catalogue, ledger, sheet, rows[:: 1 if when == year else 2])
    return paths


def planted(catalogue: Catalogue, ledger: Ledger, year: int, *, stocks: bool) -> Iterator[Given]:
    """One row a figure and one a served mechanism; stocks: also for figures that count what is still open."""
    figures = [
        one for one in catalogue.figures.values() if one.ledger == ledger.name and (stocks or one.basis != "stock")
    ]
    every = [one for figure in figures for one in [figure] * TIMES.get(figure.name, 1)]
    wanted: list[Given] = [_wanted(ledger, figure, year) for figure in every]
    for condition in ledger.declared.serves.values():
        wanted.append({})
        _solve(parse(condition), wanted[-1], year)
    for number, given in enumerate(wanted):
        yield _row(catalogue, ledger, given, number, year)


def _wanted(ledger: Ledger, figure: Figure, year: int) -> Given:
    given: Given = {}
    _solve(figure.where, given, year)
    _solve(figure.met, given, year)
    if figure.basis == "stock":
        given["closed"] = None
        given.setdefault("opened", date(year - 1, 12, 1) if figure.declared.at == "start" else date(year, 2, 1))
    derived = {one.name: one.first for one in ledger.derived}
    for name, sources in derived.items():
        if name in given:
            value = given.pop(name)
            given.update(dict.fromkeys(sources, value) if value is None else {sources[0]: value})
    return given


def _solve(node: Predicate, given: Given, year: int) -> None:
    """Values that make the condition true, where it names any."""
    match node:
        case Every(parts):
            for part in parts:
                _solve(part, given, year)
        case Some(parts):
            _solve(parts[0], given, year)
        case OneOf(ColumnRef(name), values):
            given.setdefault(name, _plain(values[0].value))
        case Empty(ColumnRef(name)):
            given[name] = None
        case Compare(ColumnRef(name), sign, Literal(value)):
            _compare(name, sign, value, given)
        case Compare(ColumnRef(name), sign, Parameter(which)):
            day = {"start": date(year, 1, 1), "end": date(year, 12, 31)}[which]
            given.setdefault(name, day + timedelta(days={"<": -9, ">": 9}.get(sign, 0)))
        case Compare(ColumnRef(name), sign, ColumnRef(other)):
            small, great = (name, other) if "<" in sign else (other, name)
            given.setdefault(small, SMALL)
            given.setdefault(great, GREAT)
        case Not(_) | Empty(_) | OneOf(_) | Compare(_):
            pass


def _compare(name: str, sign: str, value: str | Decimal | bool, given: Given) -> None:
    if sign == "=":
        given[name] = _plain(value)
    elif sign in (">", ">=") and isinstance(value, Decimal):
        given[name] = float(value) + 2
    elif sign in ("<", "<=") and isinstance(value, Decimal):
        given[name] = max(float(value) - 1, 0)


def _plain(value: str | Decimal | bool) -> Cellar:
    return "是" if value is True else "否" if value is False else float(value) if isinstance(value, Decimal) else value


def _row(catalogue: Catalogue, ledger: Ledger, given: Given, number: int, year: int) -> Given:
    fields = ledger.declared.field
    dates = itertools.count()
    row: Given = {}
    for place, (name, field) in enumerate(fields.items()):
        if field.type == "date":
            row[name] = date(year, 2, 20) + timedelta(days=9 * next(dates) + number % 5)
        else:
            row[name] = _value(catalogue, ledger, (name, field), (number, place, year))
    for name, value in given.items():
        if name in fields:
            far = fields[name].type == "date" and isinstance(value, int)
            row[name] = date(year, 4 if value == SMALL else 11, 5) if far else value
        if name in fields and fields[name].type == "year" and isinstance(value, date):
            row[name] = year + (value > date(year, 1, 1))
    row.update({name: value for (owner, name), value in ONLY.items() if owner == ledger.name})
    if row.get("kind") in LEFT and not row.get("closed"):
        row["kind"] = LEFT[str(row["kind"])]
    if "measure" in row and row.get("name") in MEASURES:
        row["measure"] = MEASURES[str(row["name"])]
    if "status" in row and ledger.declared.status == "status":
        row["status"] = "已完成" if row.get(ledger.roles.closed, row.get("done")) else "办理中"
    plausible.mend(catalogue, ledger, row, frozenset(given))
    return row


def _value(
    catalogue: Catalogue, ledger: Ledger, named: tuple[str, FieldDeclaration], at: tuple[int, int, int]
) -> Cellar | None:
    (name, field), (number, place, year) = named, at
    if field.type in ("choice", "flag"):
        words = list(catalogue.vocabularies[field.choices].values)
        return "否" if field.type == "flag" else words[number % len(words)] if words else "其他"
    if field.about:
        return f"名册外：某{number + 1}"
    if field.type in ("unit", "units"):
        return ("城东街道", "西塘镇", "住房和城乡建设局")[number % 3]
    if field.type == "year":
        return year
    if field.type == "integer":
        return 60 - place
    if field.type == "decimal":
        return 10 + place / 4
    serial = f"{ledger.name.upper().replace('_', '-')}-{year}-{number + 1:03}"
    return serial if name in ledger.declared.key or name in ("code", "no") else f"{field.title[:4]}之{number + 1}"


def _sheet(catalogue: Catalogue, ledger: Ledger, sheet: Worksheet, rows: list[Given]) -> None:
    shown = {name: field for name, field in ledger.declared.field.items() if field.headings}
    sheet.write(0, 0, ledger.title)
    heads = [max((one for one in field.headings if ">" not in one), key=len) for field in shown.values()]
    spread = list(itertools.product(*_axes(catalogue, ledger)))
    depth = len(spread[0]) if spread and ledger.declared.pivot else 1
    for column, head in enumerate(heads):
        sheet.write(depth, column, head)
    for at, words in enumerate(spread if ledger.declared.pivot else []):
        for level, word in enumerate(words):
            sheet.write(level + 1, len(heads) + at, word)
    for line, row in enumerate(rows, depth + 1):
        for column, name in enumerate(shown):
            value = row[name]
            if isinstance(value, date):
                sheet.write_datetime(line, column, value)
            elif value is not None:
                sheet.write(line, column, value)
        for at in range(len(spread) if ledger.declared.pivot else 0):
            _spread_cell(catalogue, ledger, sheet, (line, len(heads) + at))


def _spread_cell(catalogue: Catalogue, ledger: Ledger, sheet: Worksheet, at: tuple[int, int]) -> None:
    pivot = ledger.declared.pivot
    assert pivot is not None
    kind = catalogue.ledgers[pivot.into].declared.field[pivot.value].type
    if kind == "date":
        sheet.write_datetime(*at, date(2026, 6, 10))
    else:
        sheet.write(*at, 12)


def _axes(catalogue: Catalogue, ledger: Ledger) -> list[tuple[str, ...]]:
    pivot = ledger.declared.pivot
    if pivot is None:
        return []
    fields = catalogue.ledgers[pivot.into].declared.field.values()
    return [
        MONTHS
        if one.axis == "month"
        else QUARTERS
        if one.axis == "quarter"
        else tuple(catalogue.vocabularies[one.choices].values)
        for one in fields
        if one.axis
    ]
