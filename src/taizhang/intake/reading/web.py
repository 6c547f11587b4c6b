"""Tables of HTML files, as older systems save them under the name of a workbook."""

from __future__ import annotations

import lxml.html
from lxml import etree

from taizhang.intake.reading.delimited import decode
from taizhang.intake.reading.grids import FileRead, Plain, SheetGrid
from taizhang.intake.reading.limits import SAVE_AS, Limits, UnreadableWorkbook
from taizhang.terms.sentence import sentence

DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8", "utf8": "utf-8"}


def read_file(data: bytes, limits: Limits) -> FileRead:
    """An HTML file."""
    return FileRead(*html(data, limits))


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
