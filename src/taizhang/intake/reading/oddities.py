"""What an .xlsx holds beside plain values: errors, formulas without a result, numbers whose format says more.

The parts are searched as bytes (ECMA-376 part 1, 18.3.1.4): most sheets hold none of these and cost one look.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree

from taizhang.intake.reading.days import A_DAY, BUILT_IN_DAYS, day_of, shown_of_day
from taizhang.intake.reading.emphasis import emphasis_of
from taizhang.intake.reading.formats import BUILT_IN, EAST_ASIAN_DATES, HIDDEN, MOST_SECTIONS, is_date, show
from taizhang.intake.reading.headers import page_headers
from taizhang.intake.sheets import column_of

Odd = tuple[int, int, str, str]
_PLAIN_CODES = frozenset(("", "General", "0", "@", "#,##0", "#,##0_ ", "#,##0_);(#,##0)"))
_REF = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*>(?:\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]+)<'
)
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="(?:str|e|s|b)")[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>)?"
)


@dataclass(frozen=True, slots=True)
class Oddities:
    """Cells by sheet name as (row, column, kind, text), kind error, no_result, shown, hidden or date; the epoch; page headers."""

    cells: dict[str, list[Odd]]
    epoch_1904: bool = False
    headers: dict[str, list[str]] = field(default_factory=dict)
    set_apart: dict[str, tuple[list[tuple[int, int]], list[int]]] = field(default_factory=dict)


def survey(archive: zipfile.ZipFile) -> Oddities:
    """The workbook looked through; nothing where its parts are not where the standard has them."""
    names = set(archive.namelist())
    book = part_of(archive, "xl/workbook.xml", names)
    if book is None:
        return Oddities({})
    styles = part_of(archive, "xl/styles.xml", names)
    numbers, emphasis = _named_formats(styles), emphasis_of(styles)
    words = {style: code for style, code in numbers.items() if "@" in code or code.count(";") >= MOST_SECTIONS - 1}
    epoch = any(one.get("date1904") in ("1", "true") for one in book.iter("{*}workbookPr"))
    unsettled = any(one.get("fullCalcOnLoad") in ("1", "true") for one in book.iter("{*}calcPr"))
    cells, set_apart, headers = {}, {}, {}
    for name, part in sheets_of(archive, book, names):
        data = archive.read(part)
        found = [*_errors(data), *_formulas(data, unsettled), *_formatted(data, numbers, epoch), *_worded(data, words)]
        found += [(row, column, "struck", "") for row, column in emphasis.struck_cells(data)]
        set_apart[name], headers[name] = emphasis.rows(data), page_headers(data)
        if found:
            cells[name] = found
    return Oddities(cells, epoch, headers, set_apart)


def part_of(archive: zipfile.ZipFile, part: str, names: set[str]) -> etree._Element | None:
    """A part as XML; None where it is not there or broken."""
    if part not in names:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(archive.read(part), parser)
    except etree.XMLSyntaxError:
        return None


def sheets_of(archive: zipfile.ZipFile, book: etree._Element, names: set[str]) -> Iterator[tuple[str, str]]:
    """Name and part of every sheet."""
    links = part_of(archive, "xl/_rels/workbook.xml.rels", names)
    targets = (
        {}
        if links is None
        else {str(one.get("Id")): str(one.get("Target") or "") for one in links.iter("{*}Relationship")}
    )
    for sheet in book.iter("{*}sheet"):
        link = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        target = targets.get(str(link), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if part in names:
            yield str(sheet.get("name")), part


def _named_formats(styles: etree._Element | None) -> dict[bytes, str]:
    """Style → format code, of those styles whose numbers must be looked at."""
    if styles is None:
        return {}
    codes = {one.get("numFmtId"): one.get("formatCode") or "" for one in styles.iter("{*}numFmt")}
    found = {}
    for cells in styles.iter("{*}cellXfs"):
        for n, style in enumerate(cells.iterchildren("{*}xf")):
            number = style.get("numFmtId") or "0"
            known = int(number) if number.isdigit() else 0
            code = codes.get(number) or BUILT_IN.get(known) or BUILT_IN_DAYS.get(known, "")
            day = is_date(code)
            if not codes.get(number) and known in EAST_ASIAN_DATES and not shown_of_day(code, A_DAY):
                code = "date"
            if code not in _PLAIN_CODES and (code == "date" or not day or shown_of_day(code, A_DAY)):
                found[str(n).encode()] = code
    return found


def _errors(data: bytes) -> Iterator[Odd]:
    if b't="e"' in data:
        for match in _ERROR.finditer(data):
            yield (*_place(data, match), "error", match[1].decode("ascii", errors="replace"))


def _formulas(data: bytes, unsettled: bool) -> Iterator[Odd]:
    """Formulas without a result, and with the 0 a program puts there that leaves computing to whoever opens the file."""
    if b"<f" not in data and b":f" not in data:
        return
    formulas = list(_FORMULA.finditer(data))
    unsettled = unsettled and all(one[2] in (None, b"", b"0") for one in formulas)
    for match in formulas:
        if not match[2] or unsettled:
            yield (*_place(data, match), "no_result", f"={_text_of(match[1] or b'')}"[:200])


def _text_of(content: bytes) -> str:
    """What the content of an element says, its escapes (&amp;) read."""
    try:
        return etree.fromstring(b"<f>" + content + b"</f>").text or ""
    except etree.XMLSyntaxError:
        return content.decode("utf-8", errors="replace")


def _worded(data: bytes, formats: dict[bytes, str]) -> Iterator[Odd]:
    """Cells of text whose format may add words to it, each with that format."""
    if not formats:
        return
    cell = re.compile(
        rb'<(?:\w+:)?c\s(?=[^>]*\bs="(' + b"|".join(formats) + rb')")(?=[^>]*\bt="(?:s|str|inlineStr)")[^>]*[^/]>'
    )
    for match in cell.finditer(data):
        yield (*_place(data, match), "text", formats[match[1]])


def _formatted(data: bytes, formats: dict[bytes, str], epoch_1904: bool) -> Iterator[Odd]:
    if not formats:
        return
    styles = b"|".join(formats)
    cell = re.compile(
        rb'<(?:\w+:)?c\s(?=[^>]*\bs="(' + styles + rb')")(?![^>]*\bt="(?!n"))[^>]*>'
        rb"(?:\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]+)<"
    )
    for match in cell.finditer(data):
        code = formats[match[1]]
        try:
            number = Decimal(match[2].decode("ascii"))
        except (InvalidOperation, UnicodeDecodeError):
            continue
        if code == "date":
            yield (*_place(data, match), "date", str(number))
        elif is_date(code):
            yield (*_place(data, match), "shown", shown_of_day(code, day_of(number, epoch_1904)))
        elif text := show(code, _short(number)):
            yield (*_place(data, match), "hidden" if text == HIDDEN else "shown", "" if text == HIDDEN else text)


def _short(number: Decimal) -> Decimal:
    """The number as its shortest double: 3.1000000000000001 is 3.1."""
    return Decimal(repr(float(number))) if len(number.as_tuple().digits) > 15 else number


def _place(data: bytes, match: re.Match[bytes]) -> tuple[int, int]:
    """Zero-based row and column of a matched cell; counted where the cell does not name its place."""
    head = data[match.start() : data.index(b">", match.start())]
    if named := _REF.search(head):
        return int(named[2]) - 1, column_of(named[1].decode("ascii"))
    start = max(data.rfind(b"<row", 0, match.start()), data.rfind(b":row", 0, match.start()))
    row = len(re.findall(rb"<(?:\w+:)?row\b", data[: match.start()])) - 1
    return row, len(re.findall(rb"<(?:\w+:)?c[\s>]", data[start : match.start()]))
