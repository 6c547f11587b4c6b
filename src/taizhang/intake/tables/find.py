"""Finds the tables of a sheet: one below another, side by side, or one printed in halves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from taizhang.intake.headings import Heading
from taizhang.intake.layout import HeadingRows, headings_of
from taizhang.intake.sheets import Cell, Sheet
from taizhang.intake.tables.heads import Area, find_heading, heading_again
from taizhang.intake.tables.labels import AS_WRITTEN
from taizhang.terms.characters import squeeze
from taizhang.terms.measures import parted

# Chosen: a table for each township of a large county below one another; halves printed side by side are two or three.
MOST_TABLES, MOST_HALVES = 40, 6


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One table of a sheet.

    sheet: the whole sheet with every cell outside the table and its titles left out, so that cells keep their
    addresses. heading: its rows and headings as written, half width and without white space. left, right: its columns,
    both included. half: it continues the table before it, printed beside it under the same heading.
    """

    sheet: Sheet
    heading: HeadingRows
    left: int
    right: int
    half: bool = False

    @property
    def leaves(self) -> tuple[str, ...]:
        """The words right above each column, '' outside."""
        return tuple(one.leaf for one in self.heading.headings)


def tables_of(sheet: Sheet) -> tuple[SheetTable, ...]:
    """Every table of the sheet, from the top, those side by side from the left; () where nothing reads like a heading."""
    width = max((len(row) for row in sheet.rows), default=0)
    found: list[SheetTable] = []
    for table in _in(sheet, Area(0, 0, len(sheet.rows) - 1, width - 1)):
        found.append(table)
        if len(found) == MOST_TABLES:
            break
    if len(found) == 1:
        one = found[0]
        return (SheetTable(sheet, one.heading, one.left, one.right),)
    return tuple(found)


def _in(sheet: Sheet, area: Area) -> Iterator[SheetTable]:
    """The tables of one part of the sheet."""
    while area.top <= area.bottom:
        rows = find_heading(sheet, area)
        if rows is None:
            return
        top, bottom = rows
        end = heading_again(sheet, area, bottom)
        parts = _beside(sheet, Area(area.top, area.left, end, area.right), top, bottom)
        if len(parts) > 1:
            shared = area.top
            for left, right in parts:
                yield from _in(
                    _with_titles(sheet, (shared, top), (left, right)), Area(shared, left, area.bottom, right)
                )
            return
        left, right = parts[0] if parts else (area.left, area.right)
        yield from _halves(sheet, Area(area.top, left, end, right), (top, bottom))
        sheet = replace(sheet, above=(*sheet.above, *_title_lines(sheet, area.top, top)))
        area = Area(end + 1, area.left, area.bottom, area.right)


def _title_lines(sheet: Sheet, first: int, top: int) -> tuple[str, ...]:
    """The lines over the heading that begins at ``top``, one a row."""
    lines = ("".join(str(cell) for cell in row if cell is not None) for row in sheet.rows[first:top])
    return tuple(line for line in lines if line)


def _with_titles(sheet: Sheet, rows: tuple[int, int], columns: tuple[int, int]) -> Sheet:
    """The sheet with titles that stand over several tables repeated over the one in these columns."""
    left, right = columns
    changed = list(sheet.rows)
    for index in range(*rows):
        row = sheet.rows[index]
        if not any(cell is not None for cell in row[left : right + 1]):
            words = next((cell for cell in row if cell is not None), None)
            changed[index] = (*row[:left], words, *row[left + 1 :])
    return replace(sheet, rows=tuple(changed))


def _beside(sheet: Sheet, area: Area, top: int, bottom: int) -> list[tuple[int, int]]:
    """The runs of columns that stand apart: between them a column empty from the heading down."""
    used = [
        any(_at(sheet, row, column) is not None for row in range(top, area.bottom + 1)) or _covered(sheet, top, column)
        for column in range(area.left, area.right + 1)
    ]
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for n, filled in enumerate([*used, False]):
        if filled and start is None:
            start = n
        elif not filled and start is not None:
            runs.append((area.left + start, area.left + n - 1))
            start = None
    heads = [run for run in runs if _labels(sheet, top, bottom, run) >= 2]
    if len(heads) <= 1:
        return [(runs[0][0], runs[-1][1])] if runs else []
    return heads


def _labels(sheet: Sheet, top: int, bottom: int, run: tuple[int, int]) -> int:
    return sum(
        any(isinstance(_at(sheet, row, column), str) for row in range(top, bottom + 1))
        for column in range(run[0], run[1] + 1)
    )


def _covered(sheet: Sheet, row: int, column: int) -> bool:
    return any(t <= row <= b and left <= column <= r for t, left, b, r in sheet.merged)


def _halves(sheet: Sheet, area: Area, rows: tuple[int, int]) -> Iterator[SheetTable]:
    """The table, or each of its halves where the same headings stand there twice and more."""
    top, bottom = rows
    headings = headings_of(sheet, top, bottom, AS_WRITTEN)
    inside = [headings[n].path if n < len(headings) else "" for n in range(area.left, area.right + 1)]
    width = _period([squeeze(parted(one)[0]) for one in inside])
    for n, left in enumerate(range(area.left, area.right + 1, width)):
        part = Area(area.top, left, area.bottom, min(left + width - 1, area.right))
        cropped = cropped_to(_with_titles(sheet, (part.top, top), (part.left, part.right)), part)
        shown = tuple(one if part.left <= m <= part.right else Heading(()) for m, one in enumerate(headings))
        again = inside[:width] == inside[part.left - area.left :][:width]  # the same units of measure, too
        yield SheetTable(cropped, HeadingRows(top, bottom, shown), part.left, part.right, half=n > 0 and again)


def _period(words: list[str]) -> int:
    """After how many columns the headings begin anew; all of them where they do not."""
    whole = len(words)
    for times in range(2, MOST_HALVES + 1):
        width, rest = divmod(whole, times)
        if not rest and width >= 2 and all(words[:width]) and words == words[:width] * times:
            return width
    return whole


def cropped_to(sheet: Sheet, area: Area) -> Sheet:
    """The sheet with every cell outside the area left out."""

    def cell(row: int, column: int, value: Cell) -> Cell:
        return value if area.top <= row <= area.bottom and area.left <= column <= area.right else None

    rows = tuple(
        tuple(cell(n, m, value) for m, value in enumerate(row)) for n, row in enumerate(sheet.rows[: area.bottom + 1])
    )
    merged = tuple(
        one
        for one in sheet.merged
        if area.top <= one[0] and one[2] <= area.bottom and area.left <= one[1] <= area.right
    )
    return replace(sheet, rows=rows, merged=merged)


def _at(sheet: Sheet, row: int, column: int) -> Cell:
    cells = sheet.rows[row]
    value = cells[column] if column < len(cells) else None
    return None if isinstance(value, str) and not value.strip() else value
