"""Workbooks of Excel 97 to 2003 (.xls) as grids, with what their cells show and what they do not say."""

from __future__ import annotations

from taizhang.intake.reading.calamine import DAMAGED, mark, read_grids
from taizhang.intake.reading.compound import Broken, Compound, DirectoryEntry, with_name
from taizhang.intake.reading.grids import FileRead, SheetGrid
from taizhang.intake.reading.limits import SAVE_AS, Limits, UnreadableWorkbook
from taizhang.intake.reading.old import survey


def read_file(data: bytes, limits: Limits) -> FileRead:
    """An .xls."""
    return FileRead(read_old_book(data, limits))


def read_old_book(data: bytes, limits: Limits) -> list[SheetGrid]:
    """The sheets of an .xls. Raises UnreadableWorkbook for what is in the same container and no workbook."""
    try:
        file = Compound(data)
        entry = _book_of(file)
        found = survey(file.read(entry), limits)
    except Broken as error:
        raise UnreadableWorkbook(*DAMAGED) from error
    grids = read_grids(with_name(data, entry, "Book" if entry.name.lower() == "book" else "Workbook"), limits)
    named = {sheet.name: sheet for sheet in found.sheets}
    for grid in grids:
        grid.epoch_1904 = found.epoch_1904
        if grid.name in named:
            mark(grid, named[grid.name].odd)
            grid.remarks, grid.above = named[grid.name].remarks, named[grid.name].above
    return grids


def _book_of(file: Compound) -> DirectoryEntry:
    """The workbook stream, however its name is written; the reason when there is none."""
    names = {entry.name.lower(): entry for entry in file.entries}
    if "encryptedpackage" in names:
        raise UnreadableWorkbook("INT-005", "文件设有打开密码，无法读取。", SAVE_AS)
    book = next((names[name] for name in ("workbook", "book") if name in names and names[name].stream), None)
    if book is None and "worddocument" in names:
        raise UnreadableWorkbook(
            "INT-003", "这不是工作簿，而是旧版 Word 文档。", "请选择 .xlsx、.xls、.ods 或 .csv 文件。"
        )
    if book is None:
        raise UnreadableWorkbook("INT-003", "这不是工作簿，而是其他旧版 Office 文件。", SAVE_AS)
    if "_vba_project_cur" in names or "_vba_project" in names:
        raise UnreadableWorkbook("INT-006", "文件带有宏，不予读取。", SAVE_AS)
    return book
