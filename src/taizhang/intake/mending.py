"""Cells of an uploaded workbook that a person put right on the page, put in the place of what the file says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from taizhang.catalogue.values import format_scalar
from taizhang.intake.sheets import Cell, Sheet, UnresolvedCell, Workbook, column_of
from taizhang.intake.tables.upright import upright
from taizhang.terms.sentence import chain, sentence

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
CellKey = tuple[str, str, str]
"""File, sheet and the cell's address."""


class Typed(str):
    """What a person typed for a cell, knowing what stood there: its year is meant, however far off."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Whether both were typed and read the same; the same text of a file is read more warily."""
        return isinstance(other, Typed) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        """The opposite."""
        return not self == other

    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True)
class Mended:
    """A cell put right: where, what the file says and what was typed instead. row: of the sheet, from 1."""

    file: str
    sheet: str
    row: int
    cell: str
    before: str
    after: str

    @property
    def told(self) -> str:
        """The change as the entry's note says it."""
        if self.before == self.after:
            return sentence("{cell}的“{after}”经核对无误", cell=self.cell, after=self.after)
        return sentence("{cell}由“{before}”改为“{after}”", cell=self.cell, before=self.before, after=self.after)


def mend(
    workbooks: Sequence[Workbook], cells: Mapping[CellKey, str]
) -> tuple[tuple[Workbook, ...], tuple[Mended, ...]]:
    """The workbooks, laid out a record a row, with those cells in place, and what was changed; a cell no sheet has changes nothing."""
    done: list[Mended] = []
    return tuple(_mend_workbook(upright(one), cells, done) for one in workbooks), tuple(done)


def note_of(mended: Iterable[Mended]) -> str:
    """What was put right in a row, for its entry's note; '' for a row taken as it is."""
    told = chain([one.told for one in mended], "；")
    return sentence("导入时在页面改正：{told}。", told=told) if told else ""


def _mend_workbook(workbook: Workbook, cells: Mapping[CellKey, str], done: list[Mended]) -> Workbook:
    names = {sheet for file, sheet, _ in cells if file == workbook.name}
    sheets = tuple(
        _mend_sheet(workbook.name, one, cells, done) if one.name in names else one for one in workbook.sheets
    )
    return replace(workbook, sheets=sheets)


def _mend_sheet(file: str, sheet: Sheet, cells: Mapping[CellKey, str], done: list[Mended]) -> Sheet:
    rows: list[tuple[Cell, ...]] = list(sheet.rows)
    for (book, name, cell), typed in cells.items():
        place = place_of(cell)
        if (book, name) != (file, sheet.name) or place is None:
            continue
        row, column = sheet.origin.here(*place) if sheet.origin else place
        if row < len(rows) and column < len(rows[row]):
            before, text = as_typed(rows[row][column]), typed.strip()
            rows[row] = (*rows[row][:column], Typed(text) if text else None, *rows[row][column + 1 :])
            done.append(Mended(file, name, row + 1, cell, before, text))
    return replace(sheet, rows=tuple(rows))


def place_of(cell: str) -> tuple[int, int] | None:
    """Row and column of an address, from zero: F18 → (17, 5); None for anything else."""
    found = _ADDRESS.fullmatch(cell)
    return (int(found[2]) - 1, column_of(found[1])) if found else None


def as_typed(cell: Cell) -> str:
    """A cell as it would be typed: days ISO, numbers plain, 是 and 否, '' for nothing."""
    if cell is None or isinstance(cell, UnresolvedCell):
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ", "minutes")
    return format_scalar(cell)
