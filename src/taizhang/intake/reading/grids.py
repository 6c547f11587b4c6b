"""A sheet as it crosses the pipe, and HTML tables read as such, inside the child process."""

from __future__ import annotations

from dataclasses import dataclass, field

import lxml.html
from lxml import etree

from taizhang.intake.reading.delimited import decode
from taizhang.intake.reading.limits import SAVE_AS, Limits, UnreadableWorkbook
from taizhang.terms.sentence import sentence

Plain = str | int | float | bool | None
DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8", "utf8": "utf-8"}


@dataclass(slots=True)
class SheetGrid:
    """One sheet as it crosses the pipe: dates apart as (row, column, ISO text), everything else in rows.

    odd: cells that are not what stands in rows, as (row, column, kind, text): shown (what the number is shown as),
    no_result (a formula), hidden. epoch_1904: days left as numbers count from 1904.
    """

    name: str
    hidden: bool = False
    rows: list[list[Plain]] = field(default_factory=list)
    dates: list[tuple[int, int, str]] = field(default_factory=list)
    odd: list[tuple[int, int, str, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    epoch_1904: bool = False


def check_area(name: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuses a sheet whose few cells lie so far apart that the grid between them would fill the memory."""
    if rows * columns > limits.cells:
        message = sentence(
            "工作表“{name}”的内容散布在{rows}行、{columns}列里，摊开有{number}格，超过{cells}格。",
            name=name,
            rows=rows,
            columns=columns,
            number=rows * columns,
            cells=limits.cells,
        )
        raise UnreadableWorkbook(
            "INT-014", message, "请删去表格外的内容（按 Ctrl+End 可找到），或拆成几个文件分别导入。"
        )


def html(data: bytes, limits: Limits) -> tuple[list[SheetGrid], str]:
    """The tables of an HTML file, as older systems save them; scripts, styles and references stay inert."""
    declared = next(
        (DECLARED[name] for name in DECLARED if f"charset={name}".encode() in data[:4096].lower().replace(b'"', b"")),
        "",
    )
    text, encoding = decode(data, declared)
    parser = lxml.html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8"
    )
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableWorkbook("INT-004", "网页格式的表格不完整，打不开。", SAVE_AS) from error
    etree.strip_elements(tree, "script", "style", "object", "iframe", "svg", with_tail=False)
    tables = [table for table in tree.iter("table") if not any(True for _ in table.iterancestors("table"))]
    if not tables:
        raise UnreadableWorkbook("INT-017", "网页文件里没有表格。", "请选择 .xlsx、.xls 或 .csv 文件。")
    names = [""] if len(tables) == 1 else [f"表{n}" for n in range(1, len(tables) + 1)]
    return [_table(name, table, limits) for name, table in zip(names, tables, strict=True)], encoding


def _table(name: str, table: lxml.html.HtmlElement, limits: Limits) -> SheetGrid:
    grid = SheetGrid(name)
    cells: dict[tuple[int, int], Plain] = {}
    height = width = 0
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (row, column) in cells:
                column += 1
            down, across = _span(cell.get("rowspan"), limits.rows), _span(cell.get("colspan"), limits.columns)
            if row + down > limits.rows or column + across > limits.columns or len(cells) + down * across > 4_000_000:
                raise UnreadableWorkbook(
                    "INT-014",
                    sentence("表格超过{rows}行或{columns}列。", rows=limits.rows, columns=limits.columns),
                    SAVE_AS,
                )
            cells.update({(row + y, column + x): None for y in range(down) for x in range(across)})
            cells[(row, column)] = _words(cell, limits)
            if down * across > 1:
                grid.merged.append((row, column, row + down - 1, column + across - 1))
            column += across
            width = max(width, column)
        height = row + 1
    grid.rows = [[cells.get((row, column)) for column in range(width)] for row in range(height)]
    return grid


def _span(text: str | None, most: int) -> int:
    return max(1, min(int(text), most)) if text and text.isdigit() and len(text) < 7 else 1


def _words(cell: lxml.html.HtmlElement, limits: Limits) -> str | None:
    for line_break in cell.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    text = str(cell.text_content()).replace("\xa0", " ").strip()
    if len(text) > limits.cell:
        raise UnreadableWorkbook(
            "INT-015", sentence("表格里有一格超过{cell}字。", cell=limits.cell), "请缩短这一格的内容。"
        )
    return text or None
