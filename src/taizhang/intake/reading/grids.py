"""Workbooks, csv files and HTML tables as grids of plain values, inside the child process."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import lxml.html
import python_calamine
from lxml import etree

from taizhang.intake.reading.limits import SAVE_AS, Limits, UnreadableWorkbook

Plain = str | int | float | bool | None
DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8", "utf8": "utf-8"}


@dataclass(slots=True)
class SheetGrid:
    """One sheet as it crosses the pipe: dates apart as (row, column, ISO text), everything else in rows."""

    name: str
    hidden: bool = False
    rows: list[list[Plain]] = field(default_factory=list)
    dates: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def workbook(data: bytes, limits: Limits) -> list[SheetGrid]:
    """The sheets of an .xlsx or .xls; formulas give their cached values and are never computed."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        grids = []
        for meta in book.sheets_metadata:
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
            grid = _grid(meta.name, sheet.to_python(skip_empty_area=False), limits)
            grid.hidden = hidden
            grid.merged = [
                (top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
            ]
            grids.append(grid)
    except python_calamine.PasswordError as error:
        raise UnreadableWorkbook("INT-005", "文件设有打开密码，无法读取。", SAVE_AS) from error
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise UnreadableWorkbook("INT-004", "文件不完整或已损坏，打不开。", "请重新拷贝或重新导出这个文件。") from error
    return grids


def _grid(name: str, rows: Sequence[Sequence[object]], limits: Limits) -> SheetGrid:
    grid = SheetGrid(name)
    if len(rows) > limits.rows or max((len(row) for row in rows), default=0) > limits.columns:
        message = f"工作表“{name}”超过{limits.rows}行或{limits.columns}列。"
        raise UnreadableWorkbook("INT-014", message, "请删去多余的空行空列，或拆成几个文件分别导入。")
    for index, row in enumerate(rows):
        plain: list[Plain] = []
        for column, cell in enumerate(row):
            if type(cell) is str:
                if len(cell) > limits.cell:
                    raise UnreadableWorkbook(
                        "INT-015", f"工作表“{name}”第{index + 1}行有一格超过{limits.cell}字。", "请缩短这一格的内容。"
                    )
                plain.append(cell or None)
            elif isinstance(cell, float):
                plain.append(int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell)
            elif isinstance(cell, bool | int) or cell is None:
                plain.append(cell)
            else:
                plain.append(None)
                grid.dates.append((index, column, _iso(cell)))
        grid.rows.append(plain)
    return grid


def _iso(cell: object) -> str:
    """A date, time or span as ISO text; a date-time at midnight is a date."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return f"{cell.total_seconds():.0f}s" if isinstance(cell, timedelta) else str(cell)


def read_delimited(data: bytes, limits: Limits) -> tuple[list[SheetGrid], str]:
    """A csv file, its encoding told strictly: UTF-8, UTF-16 with a mark, else GB18030."""
    text, encoding = decode(data)
    csv.field_size_limit(limits.cell)
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(",\t;", key=first.count) if any(mark in first for mark in ",\t;") else _commonest(text)
    rows: list[list[Plain]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([cell or None for cell in row])
            if len(rows) > limits.rows or len(row) > limits.columns:
                message = f"文件超过{limits.rows}行或{limits.columns}列。"
                raise UnreadableWorkbook("INT-014", message, "请删去多余的空行，或拆成几个文件分别导入。")
    except csv.Error as error:
        message = f"第{len(rows) + 1}条记录读不下去：引号不成对，或一格超过{limits.cell}字。"
        raise UnreadableWorkbook("INT-015", message, "请检查这一行的引号。") from error
    return [SheetGrid("", rows=rows)], encoding


def _commonest(text: str) -> str:
    return max(",\t;", key=text[:20000].count)


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text and its encoding. Raises Unreadable when it is none of those offices use."""
    tries = (
        ["utf-8-sig"] if data.startswith(b"\xef\xbb\xbf") else [*([declared] if declared else []), "utf-8", "gb18030"]
    )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = ["utf-16"]
    for encoding in tries:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text, encoding
    raise UnreadableWorkbook(
        "INT-016", "文件的文字编码认不出来，不是 UTF-8，也不是 GB18030。", "请用 WPS 或 Excel 打开，另存为 .xlsx。"
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
                raise UnreadableWorkbook("INT-014", f"表格超过{limits.rows}行或{limits.columns}列。", SAVE_AS)
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
        raise UnreadableWorkbook("INT-015", f"表格里有一格超过{limits.cell}字。", "请缩短这一格的内容。")
    return text or None
