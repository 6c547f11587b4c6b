"""Where a heading stands in a part of a sheet, how deep it is, and where the next one begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taizhang.intake.headings import SEQUENCE, is_unit_row
from taizhang.intake.layout import is_closing
from taizhang.intake.sheets import Cell, Sheet
from taizhang.intake.tables.labels import is_label, says_heading
from taizhang.terms.characters import squeeze
from taizhang.terms.measures import parted, units_stated
from taizhang.terms.readings import NIL

# Chosen as those below: rows a heading may have, rows above it, titles right above it.
DEEPEST, LATEST, MOST_TITLES, MOST_TITLE_WORDS = 4, 40, 4, 3
# Chosen by hand on invented workbooks, then held against public tables (benchmarks/intake/tables.py): a heading of a
# plain ledger has nine labels in ten cells and ends like one in half of them; a row of words alone has neither.
LABELS, ENDS, FILLED = 0.8, 0.34, 0.5


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a sheet, zero-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class _HeadingRow:
    """A row looked at as a heading: its cells with merged ones repeated, and what they are."""

    cells: tuple[Cell, ...]

    @property
    def filled(self) -> list[Cell]:
        return [one for one in self.cells if one is not None]

    @property
    def distinct(self) -> int:
        return len({squeeze(str(one)) for one in self.filled})

    @property
    def labels(self) -> int:
        return sum(map(is_label, self.filled))

    @property
    def ends(self) -> int:
        return sum(map(says_heading, self.filled))


def row_of(sheet: Sheet, index: int, area: Area) -> _HeadingRow:
    """A row of the area with merged cells repeated across."""
    cells = list(sheet.rows[index])
    cells += [None] * (area.right + 1 - len(cells))
    for top, left, bottom, right in sheet.merged:
        if top <= index <= bottom and top < len(sheet.rows) and left < len(sheet.rows[top]):
            for column in range(left, min(right, area.right) + 1):
                cells[column] = sheet.rows[top][left]
    return _HeadingRow(
        tuple(None if isinstance(one, str) and not one.strip() else one for one in cells[area.left : area.right + 1])
    )


def find_heading(sheet: Sheet, area: Area) -> tuple[int, int] | None:
    """The first and last row of the first heading of the area; None where nothing reads like one."""
    last = min(area.bottom, area.top + LATEST)
    best: tuple[float, int] | None = None
    for index in range(area.top, last + 1):
        worth = _worth(sheet, index, area)
        if worth >= 1.0:
            best = (worth, index)
            break
        if worth > 0 and (best is None or worth > best[0]):
            best = (worth, index)
    if best is None:
        return None
    top = _upwards(sheet, best[1], area)
    return top, _depth(sheet, top, area)


def _upwards(sheet: Sheet, top: int, area: Area) -> int:
    """A row of group headings right above belongs to the heading: it has fewer words but says as much."""
    while top - 1 >= area.top:
        row, below = row_of(sheet, top - 1, area), row_of(sheet, top, area)
        if row.distinct < 2 or row.labels < len(row.filled) or not _shares_merge(sheet, top - 1, area):
            break
        if len(row.filled) * 2 < len(below.filled):
            break
        top -= 1
    return top


def _shares_merge(sheet: Sheet, index: int, area: Area) -> bool:
    return any(
        top <= index
        and (bottom > index or right > left)
        and bottom >= index
        and area.left <= left <= area.right
        and right - left < area.right - area.left
        for top, left, bottom, right in sheet.merged
    )


def _worth(sheet: Sheet, index: int, area: Area) -> float:
    """How much the row reads like a heading: 1 and more surely, 0 not at all."""
    row = row_of(sheet, index, area)
    if row.distinct < 2 or row.labels < LABELS * len(row.filled):
        return 0.0
    below = [row_of(sheet, n, area) for n in _next(sheet, index, area)]
    if not below:
        return 0.0
    width = max(len(one.filled) for one in below)
    if len(row.filled) < FILLED * min(width, area.right - area.left + 1):
        return 0.0
    ends = row.ends / len(row.filled)
    first = row.filled[0]
    numbered = isinstance(first, str) and squeeze(first).lower() in SEQUENCE
    kinds = _other_kinds(row, below)
    distinct = row.distinct / len(row.filled)
    worth = (0.9 if ends >= ENDS else ends) + (0.5 if numbered else 0) + min(kinds, 2) * 0.2
    return worth * (1.0 if distinct > 0.5 or _grouped(sheet, index, area) else 0.3)


def _grouped(sheet: Sheet, index: int, area: Area) -> bool:
    return any(top <= index <= bottom and right > left for top, left, bottom, right in sheet.merged)


def _next(sheet: Sheet, index: int, area: Area) -> Iterator[int]:
    """The next few rows that say something."""
    told = 0
    for n in range(index + 1, min(area.bottom, index + 12) + 1):
        if any(cell is not None for cell in sheet.rows[n][area.left : area.right + 1]):
            yield n
            told += 1
        if told == 6:
            return


def _other_kinds(row: _HeadingRow, below: list[_HeadingRow]) -> int:
    """In how many columns numbers or days stand below words."""
    found = 0
    for n, cell in enumerate(row.cells):
        if isinstance(cell, str):
            cells = [one.cells[n] for one in below if n < len(one.cells) and one.cells[n] is not None]
            values = sum(1 for one in cells if isinstance(one, Decimal | date) or not is_label(one))
            found += bool(cells) and values * 2 >= len(cells)
    return found


def _depth(sheet: Sheet, top: int, area: Area) -> int:
    """The last row of the heading that begins at ``top``."""
    bottom = top
    while bottom + 1 <= min(area.bottom, top + DEEPEST - 1) and _continues(sheet, top, bottom, area):
        bottom += 1
    return bottom


def _continues(sheet: Sheet, top: int, bottom: int, area: Area) -> bool:
    """Whether the row below still belongs to the heading."""
    row = _own(sheet, bottom + 1, area)
    filled = [one for one in row if one is not None]
    reaches = any(t >= top and t <= bottom < b and area.left <= left <= area.right for t, left, b, _ in sheet.merged)
    if reaches:
        return not filled or sum(map(is_label, filled)) * 2 >= len(filled)
    if not filled:
        return False
    if is_unit_row(filled):
        return True
    if not all(isinstance(one, str) and is_label(one) and squeeze(one) not in NIL for one in filled):
        return False
    return _below_groups(sheet, bottom, area, row)


def _own(sheet: Sheet, index: int, area: Area) -> list[Cell]:
    cells = list(sheet.rows[index]) + [None] * (area.right + 1 - len(sheet.rows[index]))
    return [None if isinstance(one, str) and not one.strip() else one for one in cells[area.left : area.right + 1]]


def _below_groups(sheet: Sheet, above: int, area: Area, row: list[Cell]) -> bool:
    """Whether the words of the row stand only below group headings: merged across, or (in plain text) blank to the right."""
    upper = _own(sheet, above, area)
    groups = {
        column - area.left
        for top, left, bottom, right in sheet.merged
        if top <= above <= bottom and right > left
        for column in range(max(left, area.left), min(right, area.right) + 1)
    }
    if not groups and not any(area.left <= one[1] <= area.right for one in sheet.merged):
        for n, cell in enumerate(upper):
            if cell is None and any(one is not None for one in upper[:n]):
                groups |= {n} | ({n - 1} if upper[n - 1] is not None else set())
    places = [n for n, cell in enumerate(row) if cell is not None]
    if len(places) < 2 or not groups.issuperset(places):
        return False
    return sum(says_heading(row[n]) for n in places) * 2 >= len(places) or len(places) * 2 > len(row)


def heading_again(sheet: Sheet, area: Area, bottom: int) -> int:
    """The last row before another table begins below the heading that ends at ``bottom``."""
    first = row_of(sheet, bottom, area)
    words = [squeeze(str(one)) if one is not None else "" for one in first.cells]
    for index in range(bottom + 2, area.bottom + 1):
        if not all(one is None or is_label(one) for one in _own(sheet, index, area)):
            continue  # most rows hold a number, a day or a sentence, and that is quickly seen
        row = row_of(sheet, index, area)
        if row.distinct >= 2 and _begins(sheet, index, area, words):
            return titles_above(sheet, Area(bottom + 1, area.left, area.bottom, area.right), index) - 1
    return area.bottom


def _begins(sheet: Sheet, index: int, area: Area, words: list[str]) -> bool:
    """Whether another heading stands here: not the same once more, and plainly one."""
    row = row_of(sheet, index, area)
    here = [squeeze(str(one)) if one is not None else "" for one in row.cells]
    if not all(map(is_label, row.filled)) or row.ends < max(2, 0.6 * len(row.filled)):
        return False
    same = sum(a == b for a, b in zip(here, words, strict=True) if a)
    if sorted(map(_bare, here)) == sorted(map(_bare, words)) and len(row.filled) >= 3:
        # the same headings once more: in another order, in another unit of measure, or under a line that states one
        moved = any(_bare(a) != _bare(b) for a, b in zip(here, words, strict=True))
        return moved or any(map(_states_anew, here, words)) or _states_other_unit(sheet, index, area)
    if same * 2 > len(row.filled):
        return any(map(_states_anew, here, words))
    apart = index - 1 >= 0 and row_of(sheet, index - 1, area).distinct <= 1
    numbered = squeeze(str(row.filled[0])).lower() in SEQUENCE
    return (apart or numbered) and _worth(sheet, index, area) >= 0.9


def _states_anew(here: str, above: str) -> bool:
    """Whether a heading says the same as the one above it in another unit of measure: 资金（元） below 资金（万元）."""
    unit = parted(here)[1]
    return bool(unit) and unit != parted(above)[1] and _bare(here) == _bare(above)


def _bare(heading: str) -> str:
    """A heading without the unit of measure it states."""
    return squeeze(parted(heading)[0])


def _states_other_unit(sheet: Sheet, index: int, area: Area) -> bool:
    """Whether the lines right above a repeated heading state a unit of measure that those over the table do not."""
    own = _units_in(sheet, range(titles_above(sheet, area, index), index))
    first = next((n for n in range(area.top, index) if row_of(sheet, n, area).distinct > MOST_TITLE_WORDS), index)
    return not own.issubset(_units_in(sheet, range(area.top, first)))


def _units_in(sheet: Sheet, rows: Iterable[int]) -> set[str]:
    cells = (cell for n in rows for cell in sheet.rows[n] if isinstance(cell, str))
    return {one.unit for cell in cells for one in units_stated(cell)}


def _closes(cell: Cell) -> bool:
    """Whether a cell ends the table above; who fills in the next one stands among its titles."""
    return isinstance(cell, str) and not squeeze(cell).startswith(("填报", "填表", "编制")) and is_closing(cell)


def titles_above(sheet: Sheet, area: Area, top: int) -> int:
    """The first of the title rows right above a heading; the heading's own row where there are none."""
    first = top
    for index in range(top - 1, max(area.top, top - MOST_TITLES) - 1, -1):
        row = row_of(sheet, index, area)
        if not row.filled or row.distinct > MOST_TITLE_WORDS or any(map(_closes, row.filled)):
            break
        first = index
    return first
