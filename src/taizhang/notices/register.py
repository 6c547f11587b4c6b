"""The register of letters as a workbook: which fall due, which await an answer, which went out."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

import xlsxwriter

from taizhang.intake.workbook import MADE
from taizhang.matters.lamps import COLOURS

COLUMNS = ("编号", "内容", "单位", "期限", "灯", "该发", "已发", "答复期限")
WHY = "为什么"
# Widths of the columns in characters, by what stands in each.
_WIDTHS = (16, 44, 18, 12, 8, 12, 20, 12, 50)


class RegisterRow(NamedTuple):
    """One matter: what it is, its lamp's colour, the letter due, the last one sent, until when, and why."""

    number: str
    title: str
    unit: str
    due: str
    lamp: str
    level: str
    letter: str
    answer: str
    why: str


def register(lines: Iterable[RegisterRow]) -> bytes:
    """The lines as a workbook; texts are written as texts, never as formulas."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet("函件")
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        plain = book.add_format({"valign": "top", "text_wrap": True})
        for column, (title, width) in enumerate(zip((*COLUMNS, WHY), _WIDTHS, strict=True)):
            sheet.write_string(0, column, title, head)
            sheet.set_column(column, column, width, plain)
        for row, line in enumerate(lines, 1):
            lamp = next((label for colour, label in COLOURS.items() if colour == line.lamp), "")
            for column, text in enumerate(line._replace(lamp=lamp)):
                sheet.write_string(row, column, text, plain)
        sheet.freeze_panes(1, 1)
    return made.getvalue()
