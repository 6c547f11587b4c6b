"""Refused rows handed back as a workbook: those rows alone to be put right and imported again, or the sheets marked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from taizhang.intake.changes import ChangeSet, SheetResult
from taizhang.intake.rows import RowRefusal
from taizhang.intake.sheets import Cell, Sheet
from taizhang.intake.workbook import LONGEST_SHEET_NAME

REASON = "驳回原因"
_Grid = Mapping[tuple[int, int], Cell]


def write_refused(path: Path, changes: ChangeSet, *, whole: bool) -> None:
    """Writes each sheet that has refused rows: its heading, those rows (all of them if ``whole``), the reason last.

    Refused cells are red and carry the reason as a note. Texts are written as texts, never as formulas.
    """
    refused: dict[tuple[str, str], dict[int, list[RowRefusal]]] = {}
    for one in changes.refused:
        refused.setdefault((one.at.file, one.at.sheet), {}).setdefault(one.at.row - 1, []).append(one)
    found = {(one.file, one.sheet): one for one in changes.sheets}
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = cell_formats(book)
        names: set[str] = set()
        for workbook in changes.workbooks:
            for sheet in workbook.sheets:
                key = (workbook.name, sheet.name)
                if key in refused:
                    made = book.add_worksheet(name_once(sheet.name, names))
                    _write_sheet(made, sheet, found[key], refused[key], (formats, whole))


def cell_formats(book: Any) -> dict[str, Any]:
    """The formats of cells, by what they are."""
    return {
        "plain": book.add_format({"valign": "top", "text_wrap": True}),
        "day": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"}),
        "head": book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True}),
        "wrong": book.add_format({"valign": "top", "text_wrap": True, "bg_color": "#FFC7CE", "font_color": "#9C0006"}),
        "wrong_day": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "bg_color": "#FFC7CE"}),
    }


def name_once(name: str, taken: set[str]) -> str:
    """A sheet name that stands once in the book."""
    tried, n = name[:LONGEST_SHEET_NAME], 1
    while tried.lower() in taken:
        n += 1
        tried = f"{name[: LONGEST_SHEET_NAME - 4]}({n})"
    taken.add(tried.lower())
    return tried


def _write_sheet(
    made: Any,
    sheet: Sheet,
    found: SheetResult,
    refused: Mapping[int, list[RowRefusal]],
    how: tuple[dict[str, Any], bool],
) -> None:
    formats, whole = how
    bottom = found.map.heading.bottom if found.map else 0
    below = range(bottom + 1, len(sheet.rows)) if whole else sorted(refused)
    width = max(len(row) for row in sheet.rows)
    filled = _fill_merged(sheet, bottom)
    for written, row in enumerate((*range(bottom + 1), *below)):
        wrong = {one.at.cell: one for one in refused.get(row, ())}
        for column, cell in enumerate(sheet.rows[row]):
            value = cell if cell is not None else filled.get((row, column))
            here = wrong.get(sheet.address(row, column))
            kind = "head" if row <= bottom else "wrong" if here else "plain"
            write_cell(made, (written, column), value, (formats, kind))
            if here:
                made.write_comment(written, column, here.because)
        if row == bottom:
            made.write_string(written, width, REASON, formats["head"])
        elif wrong or row in refused:
            says = "；".join(one.because for one in refused[row])
            made.write_string(written, width, says, formats["wrong"])
    made.set_column(0, width, 16)
    made.set_column(width, width, 40)
    made.freeze_panes(bottom + 1, 0)


def _fill_merged(sheet: Sheet, bottom: int) -> _Grid:
    """What stands in cells merged down a column: the value of the first."""
    return {
        (row, left): sheet.rows[top][left]
        for top, left, last, right in sheet.merged
        if top > bottom and left == right
        for row in range(top + 1, min(last, len(sheet.rows) - 1) + 1)
    }


def write_cell(made: Any, place: tuple[int, int], value: Cell, how: tuple[dict[str, Any], str]) -> None:
    """Writes a cell as what it is: a day, a number, a text, never a formula."""
    formats, kind = how
    if isinstance(value, datetime | date):
        made.write_datetime(*place, value, formats["wrong_day" if kind == "wrong" else "day"])
    elif isinstance(value, Decimal) and not isinstance(value, bool) and len(str(value)) < 15:
        made.write_number(*place, value, formats[kind])
    elif value is None:
        made.write_blank(*place, None, formats[kind])
    else:
        made.write_string(*place, ("是" if value else "否") if isinstance(value, bool) else str(value), formats[kind])
