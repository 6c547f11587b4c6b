"""What calamine reads of a workbook, as grids, and the marks of what its cells show beside plain values."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import python_calamine

from taizhang.intake.reading.formats import HIDDEN, show_text
from taizhang.intake.reading.grids import Plain, SheetGrid, check_area
from taizhang.intake.reading.limits import SAVE_AS, Limits, UnreadableWorkbook
from taizhang.intake.sheets import EPOCH, EPOCH_1904
from taizhang.terms.sentence import sentence

DAMAGED = ("INT-004", "文件不完整或已损坏，打不开。", "请重新拷贝或重新导出这个文件。")


def read_grids(data: bytes, limits: Limits) -> list[SheetGrid]:
    """The sheets of an .xlsx or .xls; formulas give their stored values and are never computed."""
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
        raise UnreadableWorkbook(*DAMAGED) from error
    return grids


def mark(grid: SheetGrid, odd: Sequence[tuple[int, int, str, str]]) -> None:
    """Sets what was found beside plain values: errors as their text, days as dates, the rest apart."""
    for row, column, kind, text in odd:
        if row >= len(grid.rows):
            grid.rows += [[] for _ in range(row + 1 - len(grid.rows))]
        if kind == "error":
            line = grid.rows[row]
            line += [None] * (column + 1 - len(line))
            line[column] = text
        elif kind == "text":
            said = grid.rows[row][column] if column < len(grid.rows[row]) else None
            shown = show_text(text, said) if isinstance(said, str) else ""
            if shown == HIDDEN:
                grid.odd.append((row, column, "hidden", str(said)))
            elif shown:
                grid.rows[row][column] = shown
        elif kind == "date":
            day = (EPOCH_1904 if grid.epoch_1904 else EPOCH) + timedelta(days=int(Decimal(text)))
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
