"""Lay out ledgers kept as wide tables: months, quarters or kinds across, one unit or project a row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang_samples.bodies.contradict import Facts
from taizhang_samples.bodies.draw import YEARS, Drawer, month_ends
from taizhang_samples.county.book import Book
from taizhang_samples.county.grid import Cell, Grid
from taizhang_samples.county.record import HANDED_IN

Across = tuple[str, ...]
_HAN = "一二三四"
PLANS = ("plan", "budget", "plan_km")


def wide_workbook(catalogue: Catalogue, ledger: Ledger, records: Sequence[Facts], place: int, drawer: Drawer) -> Book:
    """The workbook of a ledger whose rows carry cells of another ledger: a sheet a year, numbers only."""
    into = catalogue.ledgers[ledger.declared.pivot.into] if ledger.declared.pivot else ledger
    axes = {name: one for name, one in into.declared.field.items() if one.axis}
    grids = []
    for year in YEARS:
        rows = [one for one in records if one.get("year", _opened(one)) == year]
        if rows:
            grids.append(_sheet(ledger, axes, _spans(catalogue, axes), rows, year, drawer))
    return Book(ledger.name, f"{place + 1:02}_{ledger.title}.xlsx", "xlsx", None, "一行是一件", (), grids, [], [])


def _opened(record: Facts) -> int:
    opened = record.get("opened")
    return opened.year if isinstance(opened, date) else 0


def _spans(catalogue: Catalogue, axes: Mapping[str, FieldDeclaration]) -> list[Across]:
    """What stands above each cell: one heading for each axis."""
    lists = []
    for one in axes.values():
        if one.axis == "month":
            lists.append([f"{month}月" for month in range(1, 13)])
        elif one.axis == "quarter":
            lists.append([f"{_HAN[quarter]}季度" for quarter in range(4)])
        else:
            lists.append(list(catalogue.vocabularies[one.choices].values))
    return list(product(*lists))


def _sheet(
    ledger: Ledger,
    axes: Mapping[str, FieldDeclaration],
    spans: list[Across],
    rows: Sequence[Facts],
    year: int,
    drawer: Drawer,
) -> Grid:
    own = {name: one for name, one in ledger.declared.field.items() if one.headings and not one.axis}
    own.pop("value", None)
    grid = Grid(f"{year}年", 1 + len(own) + len(spans))
    grid.add_line(f"{year}年{ledger.title}", "title")
    unit = next((one.unit for one in own.values() if one.unit), "件")
    grid.add_line(f"单位：{unit}", "unit_line")
    left = ["序号", *(one.headings[0] for one in own.values())]
    if len(axes) == 2:
        upper = [span[0] if place == 0 or spans[place - 1][0] != span[0] else "" for place, span in enumerate(spans)]
        top = grid.add([*left, *upper], "header")
        grid.add([*[""] * len(left), *(span[1] for span in spans)], "header")
        _join(grid, top, len(left), spans)
        grid.header_rows += [top, top + 1]
    else:
        grid.header_rows.append(grid.add([*left, *(span[0] for span in spans)], "header"))
    for number, record in enumerate(rows, 1):
        cells = [_plain(record.get(name)) for name in own]
        grid.add([number, *cells, *_values(ledger, record, spans, drawer)])
    return grid


def _join(grid: Grid, top: int, left: int, spans: list[Across]) -> None:
    for column in range(left):
        grid.merge(top, column, top + 1, column)
    start = 0
    for place in range(1, len(spans) + 1):
        if place == len(spans) or spans[place][0] != spans[start][0]:
            grid.merge(top, left + start, top, left + place - 1)
            start = place


def _values(ledger: Ledger, record: Facts, spans: list[Across], drawer: Drawer) -> Iterator[Cell]:
    """What the cells hold: days of feedback, parts of the row's plan, or counts that never exceed those before them."""
    pivot = ledger.declared.pivot
    assert pivot is not None
    rng, into = drawer.rng, drawer.catalogue.ledgers[pivot.into]
    if into.declared.field[pivot.value].type == "date":
        return _feedback(record, len(spans), rng)
    least, most = drawer.spec.range.get(f"{ledger.name}.cell", (94, 106))
    whole = next((value for name in PLANS if isinstance(value := record.get(name), Decimal)), None)
    unit = next((one for one in drawer.spec.offices if one.name == record.get(ledger.declared.unit)), None)
    year = int(str(record.get("year") or _opened(record)))
    stood = [span for span in spans if unit is None or unit.stands_on(_ends(span, year))]
    told = _counts(stood, (least, most), rng) if whole is None else _parts(whole, stood, (least, most), rng)
    return (next(told) if span in stood else 0 for span in spans)


def _ends(span: Across, year: int) -> date:
    """The last day of the month or quarter a cell stands for; of another kind of cell, of the year."""
    month = next((int(part.removesuffix("月")) for part in span if part.endswith("月")), 0)
    quarter = next((_HAN.index(part[0]) + 1 for part in span if part.endswith("季度")), 0)
    return month_ends((year,), 1)[(month or quarter * 3 or 12) - 1]


def _feedback(record: Facts, many: int, rng: Random) -> Iterator[Cell]:
    opened, closed = record["opened"], record.get("closed")
    assert isinstance(opened, date)
    last = closed if isinstance(closed, date) else HANDED_IN
    day = opened
    for _ in range(many):
        day += timedelta(days=rng.randint(5, 20))
        yield day if day <= last else ""


def _parts(whole: Decimal, spans: list[Across], share: tuple[int, int], rng: Random) -> Iterator[Cell]:
    """The plan spread over the cells, as much of it in percent as ``share`` allows."""
    done = whole * rng.randint(*share) / 100
    weights = [rng.randint(60, 140) for _ in spans]
    for weight in weights:
        yield float((done * weight / sum(weights)).quantize(Decimal("0.01")))


def _counts(spans: list[Across], bounds: tuple[int, int], rng: Random) -> Iterator[Cell]:
    """Counts month by month; of two kinds in a month the second, what was finished, is not the greater."""
    first: dict[str, int] = {}
    for span in spans:
        month = next((part for part in span if part.endswith("月")), "")
        number = max(0, first[month] - rng.choice((0, 0, 0, 0, 1))) if month in first else rng.randint(*bounds)
        first.setdefault(month, number)
        yield number


def _plain(value: object) -> str | int | float:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else "" if value is None else str(value)
