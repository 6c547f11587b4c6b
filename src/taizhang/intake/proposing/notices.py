"""What a proposal leaves out of its numbers or does not read, said before anything is declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taizhang.intake.layout import RecordRow
from taizhang.intake.proposing.proposal import ProposedField
from taizhang.intake.sheets import Sheet
from taizhang.intake.tables import SheetTable
from taizhang.intake.tables.labels import is_label, says_heading
from taizhang.intake.tables.upright import told_of_layout
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

_KINDS = {"number": "数", "date": "日期", "flag": "是否"}
# Chosen: what a line of a page holds; fewer lines among the records are headings of groups; a table is turned where
# three rows and more begin with a heading.
MOST_WORDS, FEWEST_LINES, FEWEST_ITEMS = 3, 3, 3


def notices_of_fields(fields: Sequence[ProposedField], place: Place) -> Iterator[Problem]:
    """Cells that are no value of their column: kept in words, and counted nowhere (INT-076)."""
    for one in fields:
        if one.left:
            message = sentence(
                "“{column}”一栏有{count}格不是{kind}，照原文另存，不计入任何数：{words}。",
                column=one.heading,
                count=sum(count for _, count in one.left),
                kind=_KINDS[one.type],
                words="、".join(word for word, _ in one.left[:MOST_WORDS]),
            )
            yield Problem("INT-076", message, place, "要计入的，请在表里改成只写数或日期后再来。", "warning")


def notices_of_table(file: str, table: SheetTable, rows: Sequence[RecordRow]) -> Iterator[Problem]:
    """Lines of words among the records, which are not read (INT-077); a table whose headings stand in its first column (INT-078)."""
    sheet = table.sheet
    lines = _lines_among(sheet, rows)
    if len(lines) >= FEWEST_LINES:
        first = lines[0]
        message = sentence(
            "有{count}行整行文字夹在记录之间，没有读入：{words}。",
            count=len(lines),
            words="、".join(_words(sheet, one)[:12] for one in lines[:MOST_WORDS]),
        )
        place = sheet.place_of(first.index, file)
        yield Problem("INT-077", message, place, "要读入的，请把它们移到各条记录那一行的一栏里。", "warning")
    if sheet.origin:
        place = Place(file=file, sheet=sheet.name, line=table.heading.top + 1)
        yield Problem("INT-080", told_of_layout(sheet), place, "请核对读到的条数和各栏。", "warning")
    elif _is_turned(table, rows):
        message = sentence("工作表“{sheet}”像是横排的：各项名称在第一列，一列是一条。", sheet=sheet.name)
        place = Place(file=file, sheet=sheet.name, line=table.heading.top + 1)
        yield Problem(
            "INT-078", message, place, "请在表格软件里复制，用“选择性粘贴”的“转置”贴成一行一条后再来。", "warning"
        )


def _lines_among(sheet: Sheet, rows: Sequence[RecordRow]) -> list[RecordRow]:
    """Rows of words alone that follow at least every second record."""
    records = [row.index for row in rows if row.kind == "record"]
    found = [
        row
        for row in rows
        if records and records[0] < row.index <= records[-1] + 1 and row.kind in ("note", "subheading")
    ]
    return found if len(found) * 2 >= len(records) else []


def _words(sheet: Sheet, row: RecordRow) -> str:
    return next((str(cell) for cell in sheet.rows[row.index] if cell is not None), "")


def _is_turned(table: SheetTable, rows: Sequence[RecordRow]) -> bool:
    """Whether the first column reads like headings and the row taken for the heading does not."""
    items = [table.sheet.rows[row.index][table.left] for row in rows if row.kind == "record"]
    across = [one for one in table.leaves[table.left + 1 : table.right + 1] if one]
    if len(items) < FEWEST_ITEMS or len(across) < FEWEST_ITEMS:
        return False
    down = all(map(is_label, items)) and sum(map(says_heading, items)) * 2 > len(items)
    return down and len(set(items)) == len(items) and sum(map(says_heading, across)) * 4 <= len(across)
