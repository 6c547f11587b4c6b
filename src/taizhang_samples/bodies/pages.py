"""Lay drawn records out as workbooks in the way offices keep them, from the ledger's own declaration."""

from collections.abc import Mapping, Sequence
from random import Random

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang_samples.bodies.choose import PLAIN_UNITS
from taizhang_samples.bodies.contradict import Facts
from taizhang_samples.bodies.draw import YEARS
from taizhang_samples.county.book import Book, compose
from taizhang_samples.county.columns import sequence
from taizhang_samples.county.days import write_day, write_due, write_optional_day
from taizhang_samples.county.form import Block, Column, Writer
from taizhang_samples.county.numbers import write_number
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Fault, Page
from taizhang_samples.county.plan import Ledger as Planned
from taizhang_samples.county.record import CellValue, Record, amount, day, word

# Rows. Chosen: offices save short lists as text, long ones stay workbooks.
LARGEST_SHEET = 4000


def workbook(
    catalogue: Catalogue,
    ledger: Ledger,
    records: Sequence[Facts],
    place: int,
    rng: Random,
    *,
    tidy: bool,
    flawless: bool,
) -> Book:
    """The workbook of one ledger: a sheet a year, its columns in another order on each; csv for the plainest."""
    blocks = _blocks(catalogue, ledger)
    kind = "csv" if place % 6 == 5 and len(records) < LARGEST_SHEET else "xlsx"

    def pages(made: Sequence[Record], chance: Random) -> list[Page]:
        return [_page(ledger, blocks, rows, year, chance) for year, rows in _by_sheet(made, kind) if rows]

    planned = Planned(
        ledger.name,
        f"{place + 1:02}_{ledger.title}.{kind}",
        kind,
        (),
        lambda _rng, _scale: list(records),
        pages,
        () if flawless else _faults(catalogue, ledger, records),
        repeats=2 if len(records) > 60 and "no" in ledger.declared.field else 0,
        encoding="gb18030" if kind == "csv" else None,
    )
    return compose(planned, rng, scale=1, tidy=tidy)


def _by_sheet(records: Sequence[Record], kind: str) -> list[tuple[int | None, list[Record]]]:
    if kind == "csv":
        return [(None, list(records))]
    years = sorted({_year(one) for one in records})
    return [(year, [one for one in records if _year(one) == year]) for year in years]


def _year(record: Record) -> int:
    opened = day(record, "opened")
    return opened.year if opened else YEARS[-1]


def _page(ledger: Ledger, blocks: tuple[Block, ...], rows: list[Record], year: int | None, rng: Random) -> Page:
    middle = list(blocks)
    rng.shuffle(middle)
    return Page(
        f"{year}年" if year else None,
        rows,
        (Block((sequence(),)), *middle),
        f"{f'{year}年' if year else ''}{ledger.title}",
        "填报单位（盖章）：　　　　　　填表日期：2026年12月31日",
        ledger.declared.counter,
        year=year,
        two_rows=False,
        repeat_heading=rng.random() < 0.1,
    )


def _blocks(catalogue: Catalogue, ledger: Ledger) -> tuple[Block, ...]:
    return tuple(
        Block((Column(name, _headings(ledger, name, one), _writer(catalogue, name, one)),))
        for name, one in ledger.declared.field.items()
        if one.headings
    )


def _headings(ledger: Ledger, name: str, one: FieldDeclaration) -> tuple[str, ...]:
    """The plain headings of a field; those that only stand under a group heading or that others have too are left out."""
    others = {text for other, field in ledger.declared.field.items() if other != name for text in field.headings}
    plain = tuple(text for text in one.headings if ">" not in text and text not in others)
    return plain[:4] or one.headings[:1]


def _writer(catalogue: Catalogue, name: str, one: FieldDeclaration) -> Writer:
    if one.type == "date":
        return _dates(name, one)
    if one.type in ("integer", "decimal"):
        return _numbers(name, one)
    if one.type == "year":
        return lambda record, _pen: int(str(record.get(name))) if record.get(name) else ""
    if one.type in ("choice", "flag"):
        return _choices(catalogue, name, one)
    if one.type == "units":
        return lambda record, pen: pen.pick(("、", "，", "；")).join(_many(record, name))
    return lambda record, _pen: word(record, name)


def _many(record: Record, name: str) -> tuple[str, ...]:
    value = record.get(name)
    return tuple(str(one) for one in value) if isinstance(value, tuple) else ()


def _dates(name: str, one: FieldDeclaration) -> Writer:
    def write(record: Record, pen: Pen) -> CellValue:
        when = day(record, name)
        if name in ("due", "first_due"):
            return write_due(when, name, pen)
        if one.required and when is not None:
            return write_day(when, name, pen)
        return write_optional_day(when, name, pen)

    return write


def _numbers(name: str, one: FieldDeclaration) -> Writer:
    def write(record: Record, pen: Pen) -> CellValue:
        if record.get(name) is None:
            return ""
        number = amount(record, name)
        if one.unit in PLAIN_UNITS or name in ("year", "from_year", "to_year"):
            return str(number)
        return write_number(number, one.unit, pen, nil=False)

    return write


def _choices(catalogue: Catalogue, name: str, one: FieldDeclaration) -> Writer:
    words = catalogue.vocabularies[one.choices]
    ways: Mapping[str, tuple[str, ...]] = {value: (value, *spellings) for value, spellings in words.values.items()}

    def write(record: Record, pen: Pen) -> CellValue:
        value = record.get(name)
        if isinstance(value, bool):
            value = "是" if value else "否"
        if value is None:
            return ""
        return pen.pick(ways.get(str(value), (str(value),))[:3]) if pen.chance(0.3) else str(value)

    return write


def _faults(catalogue: Catalogue, ledger: Ledger, records: Sequence[Facts]) -> tuple[Fault, ...]:
    """A forgotten cell here, a word nobody agreed on there: only in ledgers of many rows."""
    if len(records) < 150:
        return ()
    fields = ledger.declared.field
    required = [name for name, one in fields.items() if one.required and one.type in ("text", "date") and one.headings]
    chosen = [
        name
        for name, one in fields.items()
        if one.required and one.type == "choice" and one.headings and not catalogue.vocabularies[one.choices].open
    ]
    found = [Fault("missing_required", name) for name in required[:2]]
    return (*found, *(Fault("unknown_value", name, words=("另行研究", "见附件")) for name in chosen[:1]))
