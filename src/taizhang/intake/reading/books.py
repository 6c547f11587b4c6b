"""Workbooks of today's Excel and WPS (.xlsx) as grids, with what their cells show and what they do not say."""

from __future__ import annotations

import io
import zipfile

from taizhang.intake.reading.calamine import mark, read_grids
from taizhang.intake.reading.grids import FileRead, SheetGrid
from taizhang.intake.reading.guard import guard
from taizhang.intake.reading.limits import Limits
from taizhang.intake.reading.oddities import survey
from taizhang.intake.reading.remarks import beside_cells
from taizhang.intake.reading.strings import require_modest


def read_file(data: bytes, limits: Limits) -> FileRead:
    """An .xlsx, unless it is dangerous."""
    notes = guard(io.BytesIO(data), limits)
    return FileRead(read_book(data, limits), notes=notes)


def read_book(data: bytes, limits: Limits) -> list[SheetGrid]:
    """The sheets of an .xlsx; formulas give their stored values and are never computed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        require_modest(archive, limits)
        found, beside = survey(archive), beside_cells(archive, limits)
    grids = read_grids(data, limits)
    for grid in grids:
        grid.epoch_1904 = found.epoch_1904
        mark(grid, found.cells.get(grid.name, []))
        grid.remarks, boxes = beside.get(grid.name, ([], []))
        grid.above = [*found.headers.get(grid.name, []), *boxes]
        grid.bold, grid.lined = found.set_apart.get(grid.name, ([], []))
    return grids
