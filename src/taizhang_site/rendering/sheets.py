"""Any page's tables as a workbook or a text file: the page itself is asked with ``?sheet=xlsx`` or ``?sheet=csv``.

What a table shows is what its page shows to whoever asks, so no page needs an export of its own and none can tell more.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from lxml import html

from taizhang.intake.workbook import LONGEST_SHEET_NAME
from taizhang.terms.characters import inert, squeeze
from taizhang_site.accounts.access import record_request
from taizhang_site.rendering.downloads import XLSX, download

SHEET, KINDS = "sheet", ("xlsx", "csv")
# Below Excel's bound for the text of a cell, 32,767 characters.
LONGEST_CELL = 32_000
_TABLE = "//main//table[contains(concat(' ', normalize-space(@class), ' '), ' list ')]"
_NUMBER, _DAY = re.compile(r"-?\d{1,14}(\.\d{1,6})?"), re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table as texts: its name, its heading row and the rows below."""

    name: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Sheets:
    """Gives a page's tables as a file when the address asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = request.GET.get(SHEET, "")
        page = response.status_code == 200 and str(response.headers.get("Content-Type", "")).startswith("text/html")
        if kind not in KINDS or request.method != "GET" or not page or not hasattr(request, "desk"):
            return response
        content = response.content.decode()
        found = grids(content)
        if not found:
            return response
        title = _title(content)
        record_request(request, "export", f"{request.path} {title}")
        name = f"{title}.{kind}"
        if kind == "xlsx":
            return download(_book(found), name, XLSX)
        return download(_text(found), name, "text/csv; charset=utf-8")


def _title(content: str) -> str:
    """The page's name, without the site's."""
    told = re.search(r"<title>(.*?)(?:·[^·<]*)?</title>", content, re.DOTALL)
    return squeeze(unescape(told[1])) if told and squeeze(told[1]) else "表"


def grids(content: str) -> list[ExportTable]:
    """The tables of a page; boxes to tick, buttons and what is only said to the ear are left out."""
    page: Any = html.fromstring(content)
    for gone in page.xpath("//main//*[self::form or self::button or self::select or self::input]"):
        gone.drop_tree()
    for gone in page.xpath(
        "//main//table//*[contains(concat(' ', @class, ' '), ' hidden ') or contains(@class, 'pick') or @aria-hidden]"
    ):
        gone.drop_tree()
    return [_grid(table) for table in page.xpath(_TABLE)]


def _grid(table: Any) -> ExportTable:
    region = table.xpath("ancestor::*[@aria-label][1]/@aria-label")
    lines = [tuple(_words(cell) for cell in row.xpath("./th|./td")) for row in table.xpath(".//tr")]
    heads = len(table.xpath("./thead/tr"))
    return ExportTable(squeeze(region[0]) if region else "", lines[0] if heads else (), tuple(lines[heads:]))


def _words(cell: Any) -> str:
    """What a cell says, its parts set apart."""
    return " ".join(part for part in (text.strip() for text in cell.itertext()) if part)[:LONGEST_CELL]


def _book(found: list[ExportTable]) -> bytes:
    """A sheet a table: dates as dates, numbers as numbers, texts as texts and never as formulas."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for n, grid in enumerate(found, 1):
            name = re.sub(r"[\[\]:*?/\\']", " ", grid.name)[: LONGEST_SHEET_NAME - 4].strip() or "表"
            sheet = book.add_worksheet(name if len(found) == 1 else f"{n} {name}")
            for row, cells in enumerate((grid.heading, *grid.rows) if grid.heading else grid.rows):
                for column, text in enumerate(cells):
                    _write(sheet, (row, column), text, (head if grid.heading and not row else None, day))
            sheet.freeze_panes(1 if grid.heading else 0, 0)
            sheet.set_column(0, max((len(row) for row in grid.rows), default=1), 18)
    return made.getvalue()


def _write(sheet: Any, place: tuple[int, int], text: str, formats: tuple[Any, Any]) -> None:
    head, day = formats
    if head is None and _DAY.fullmatch(text):
        sheet.write_datetime(*place, date.fromisoformat(text), day)
    elif head is None and _NUMBER.fullmatch(text) and not re.match(r"-?0\d", text):
        sheet.write_number(*place, Decimal(text))
    else:
        sheet.write_string(*place, text, head)


def _text(found: list[ExportTable]) -> bytes:
    """All tables one below the other, in UTF-8 with a mark by which Excel knows it."""
    made = StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(_lines(found))
    return made.getvalue().encode("utf-8-sig")


def _lines(found: list[ExportTable]) -> Iterator[list[str]]:
    for n, grid in enumerate(found):
        yield from [[]] * bool(n)
        for cells in (grid.heading, *grid.rows) if grid.heading else grid.rows:
            yield [inert(text) for text in cells]
