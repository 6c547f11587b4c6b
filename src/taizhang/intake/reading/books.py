"""Workbooks of Excel and WPS as grids: .xlsx and .xls, with what their cells show and what they do not say."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import python_calamine

from taizhang.intake.reading import oddities, old
from taizhang.intake.reading.compound import Broken, Compound, Entry, with_name
from taizhang.intake.reading.grids import Plain, SheetGrid, check_area
from taizhang.intake.reading.limits import SAVE_AS, Limits, UnreadableWorkbook
from taizhang.terms.sentence import sentence

_DAMAGED = ("INT-004", "文件不完整或已损坏，打不开。", "请重新拷贝或重新导出这个文件。")
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


def read_book(data: bytes, limits: Limits) -> list[SheetGrid]:
    """The sheets of an .xlsx; formulas give their stored values and are never computed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = oddities.survey(archive)
    grids = _grids(data, limits)
    for grid in grids:
        grid.epoch_1904 = found.epoch_1904
        _mark(grid, found.cells.get(grid.name, []))
    return grids


def read_old_book(data: bytes, limits: Limits) -> list[SheetGrid]:
    """The sheets of an .xls. Raises UnreadableWorkbook for what is in the same container and no workbook."""
    try:
        file = Compound(data)
        entry = _book_of(file)
        found = old.survey(file.read(entry), limits)
    except Broken as error:
        raise UnreadableWorkbook(*_DAMAGED) from error
    grids = _grids(with_name(data, entry, "Book" if entry.name.lower() == "book" else "Workbook"), limits)
    named = {sheet.name: sheet for sheet in found.sheets}
    for grid in grids:
        grid.epoch_1904 = found.epoch_1904
        if grid.name in named:
            _mark(grid, named[grid.name].odd)
    return grids


def _book_of(file: Compound) -> Entry:
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


def _grids(data: bytes, limits: Limits) -> list[SheetGrid]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        grids = []
        for meta in book.sheets_metadata:
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            grid = _grid(meta.name, sheet.to_python(skip_empty_area=False), limits)
            grid.hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
            grid.merged = [
                (top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
            ]
            grids.append(grid)
    except python_calamine.PasswordError as error:
        raise UnreadableWorkbook("INT-005", "文件设有打开密码，无法读取。", SAVE_AS) from error
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise UnreadableWorkbook(*_DAMAGED) from error
    return grids


def _mark(grid: SheetGrid, odd: Sequence[tuple[int, int, str, str]]) -> None:
    """Sets what was found beside plain values: errors as their text, days as dates, the rest apart."""
    for row, column, kind, text in odd:
        if row >= len(grid.rows):
            grid.rows += [[] for _ in range(row + 1 - len(grid.rows))]
        if kind == "error":
            line = grid.rows[row]
            line += [None] * (column + 1 - len(line))
            line[column] = text
        elif kind == "date":
            day = _EPOCHS[grid.epoch_1904] + timedelta(days=int(Decimal(text)))
            grid.dates.append((row, column, day.isoformat()))
        else:
            grid.odd.append((row, column, kind, text))


def _grid(name: str, rows: Sequence[Sequence[object]], limits: Limits) -> SheetGrid:
    grid = SheetGrid(name)
    if len(rows) > limits.rows or max((len(row) for row in rows), default=0) > limits.columns:
        message = sentence(
            "工作表“{name}”超过{rows}行或{columns}列。", name=name, rows=limits.rows, columns=limits.columns
        )
        raise UnreadableWorkbook("INT-014", message, "请删去多余的空行空列，或拆成几个文件分别导入。")
    check_area(name, len(rows), max((len(row) for row in rows), default=0), limits)
    for index, row in enumerate(rows):
        plain: list[Plain] = []
        for column, cell in enumerate(row):
            if type(cell) is str:
                if len(cell) > limits.cell:
                    raise UnreadableWorkbook(
                        "INT-015",
                        sentence(
                            "工作表“{name}”第{number}行有一格超过{cell}字。",
                            name=name,
                            number=index + 1,
                            cell=limits.cell,
                        ),
                        "请缩短这一格的内容。",
                    )
                plain.append(cell or None)
            elif isinstance(cell, float):
                plain.append(int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell)
            elif isinstance(cell, bool | int) or cell is None:
                plain.append(cell)
            else:
                plain.append(None)
                grid.dates.append((index, column, _iso(cell)))
        while plain and plain[-1] is None:
            plain.pop()
        grid.rows.append(plain)
    return grid


def _iso(cell: object) -> str:
    """A date, time or span as ISO text; a date-time at midnight is a date."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return f"{cell.total_seconds():.0f}s" if isinstance(cell, timedelta) else str(cell)
