"""Put a finished workbook into a file: xlsx, csv or an HTML table under an .xls name. The same workbook gives the same bytes."""

import csv
import html
import io
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from taizhang_samples.county.book import Book
from taizhang_samples.county.grid import Cell, Formula, Grid

_CREATED = datetime.combine(date(2026, 12, 31), time(17, 30))
"""A fixed moment, without a zone as the file format has it: the same workbook is the same bytes."""
_DATE_FORMATS = ("yyyy/m/d", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "yyyy.m.d")


def write_book(book: Book, folder: Path) -> Path:
    """Write a workbook into a folder under its own name; give the path."""
    path = folder / book.file
    if book.kind == "xlsx":
        _write_xlsx(book, path)
    elif book.kind == "csv":
        path.write_bytes(_csv(book.grids[0]).encode(book.encoding or "utf-8"))
    else:
        path.write_bytes(_html(book.grids[0]).encode(book.encoding or "utf-8"))
    return path


def _write_xlsx(book: Book, path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": _CREATED})
    formats = [workbook.add_format({"num_format": shape}) for shape in _DATE_FORMATS]
    timed = workbook.add_format({"num_format": "yyyy/m/d h:mm"})
    boxed = workbook.add_format({"text_wrap": True, "align": "center"})
    for index, grid in enumerate(book.grids):
        sheet = workbook.add_worksheet(grid.name)
        if grid.hidden:
            sheet.hide()
        for top, left, bottom, right in grid.merges:
            sheet.merge_range(top - 1, left, bottom - 1, right, "", boxed)
        for row, cells in enumerate(grid.rows):
            for column, cell in enumerate(cells):
                shape = timed if isinstance(cell, datetime) else formats[index % len(formats)]
                _write_cell(sheet, row, column, cell, shape)
    shown = next(index for index, grid in enumerate(book.grids) if not grid.hidden)
    workbook.worksheets()[shown].activate()
    workbook.close()


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, shape: object) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.text, None, cell.value)
    elif isinstance(cell, (date, datetime)):
        sheet.write_datetime(row, column, cell, shape)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    else:
        sheet.write_number(row, column, cell)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _csv(grid: Grid) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_text(cell) for cell in row] for row in grid.rows)
    return out.getvalue()


def _html(grid: Grid) -> str:
    """Give the table as office systems export it, with a charset label that is too narrow for its characters."""
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in grid.merges:
        covered |= {(row, place) for row in range(top, bottom + 1) for place in range(left, right + 1)}
        covered.discard((top, left))
        wide = f' colspan="{right - left + 1}"' if right > left else ""
        tall = f' rowspan="{bottom - top + 1}"' if bottom > top else ""
        spans[top, left] = wide + tall
    lines = []
    for row, cells in enumerate(grid.rows, 1):
        name = "th" if row in grid.header_rows else "td"
        written = [
            f"<{name}{spans.get((row, place), '')}>{_html_text(cell)}</{name}>"
            for place, cell in enumerate(cells)
            if (row, place) not in covered
        ]
        lines.append(f"<tr>{''.join(written)}</tr>")
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    body = "\r\n".join(lines)
    return (
        f"<html>\r\n<head>{head}</head>\r\n<body>\r\n<table border=1>\r\n{body}\r\n</table>\r\n</body>\r\n</html>\r\n"
    )


def _html_text(cell: Cell) -> str:
    return html.escape(_text(cell), quote=False).replace("\n", "<br>") or "&nbsp;"
