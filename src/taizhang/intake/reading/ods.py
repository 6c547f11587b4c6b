"""An OpenDocument workbook (.ods, ODF 1.2 part 1) as grids: values, and what is shown where that says more."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from taizhang.intake.reading.days import shown_of_day, words_of_day
from taizhang.intake.reading.formats import HIDDEN, is_date, show, show_text
from taizhang.intake.reading.grids import FileRead, Plain, SheetGrid, check_area
from taizhang.intake.reading.guard import check_entries
from taizhang.intake.reading.limits import Limits, UnreadableWorkbook
from taizhang.intake.reading.ods_formats import codes_of, column_styles
from taizhang.terms.cut_days import cut_short
from taizhang.terms.sentence import sentence

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_PLAIN = re.compile(r"-?[\d,]+(?:\.\d+)?")
_NUMBERS = frozenset(("float", "currency", "percentage"))
# ODF 1.2 part 1, 19.379–19.389: where the value of a kind stands.
_VALUES = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}


def read_file(data: bytes, limits: Limits) -> FileRead:
    """An .ods, unless it is dangerous."""
    check_entries(io.BytesIO(data), limits)
    return FileRead(read_ods(data, limits))


def read_ods(data: bytes, limits: Limits) -> list[SheetGrid]:
    """The sheets. Raises UnreadableWorkbook for a damaged one and for one that reaches too far."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise UnreadableWorkbook("INT-005", "文件设有打开密码，无法读取。", "请去掉密码另存后再导入。")
            root = etree.fromstring(archive.read("content.xml"), parser)
            styles = etree.fromstring(archive.read("styles.xml"), parser) if _has_styles(archive) else None
    except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise UnreadableWorkbook("INT-004", "文件不完整或已损坏，打不开。", "请重新拷贝或重新导出这个文件。") from error
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(one.get(f"{_TABLE}display") == "false" for one in style.iterchildren(f"{_STYLE}table-properties"))
    }
    codes = codes_of([root] if styles is None else [styles, root])
    grids = [_Sheet(table, limits, codes).grid(hidden) for table in root.iter(f"{_TABLE}table")]
    for grid in grids:
        grid.above += _page_headers(styles)
    return grids


def _has_styles(archive: zipfile.ZipFile) -> bool:
    return "styles.xml" in archive.namelist()


def _page_headers(styles: etree._Element | None) -> list[str]:
    """What is printed at the head of the pages, of whichever style of page."""
    headers = () if styles is None else styles.iter(f"{_STYLE}header")
    lines = ("".join(_pieces(part)).strip() for header in headers for part in header.iter(f"{_TEXT}p"))
    return list(dict.fromkeys(filter(None, lines)))


class _Sheet:
    """One table element read row by row."""

    def __init__(self, table: etree._Element, limits: Limits, codes: Mapping[str, str]) -> None:
        self._table, self._limits, self._codes = table, limits, codes
        self._columns = column_styles(table, limits.columns)
        self._grid = SheetGrid(table.get(f"{_TABLE}name") or "")

    def grid(self, hidden: set[str | None]) -> SheetGrid:
        grid = self._grid
        grid.hidden = self._table.get(f"{_TABLE}style-name") in hidden
        grid.above = [words for shape in self._table.iter(f"{_DRAW}*") if (words := _words(shape).strip())]
        index = area = 0
        for row in self._table.iter(f"{_TABLE}table-row"):
            times, before = _times(row, "rows"), (len(grid.dates), len(grid.odd))
            cells = list(self._cells(row, index))
            area += times * len(cells)
            if cells and (index + times > self._limits.rows or area > self._limits.cells):
                self._too_far(index + times, len(cells))
            if cells:
                grid.rows += [[] for _ in range(index - len(grid.rows))]
                grid.rows += [list(cells) for _ in range(times)]
                dates, odd = grid.dates[before[0] :], grid.odd[before[1] :]
                grid.dates += [(index + n, *rest) for n in range(1, times) for _, *rest in dates]  # type: ignore[misc]
                grid.odd += [(index + n, *rest) for n in range(1, times) for _, *rest in odd]  # type: ignore[misc]
            index += times
        check_area(grid.name, len(grid.rows), max(map(len, grid.rows), default=0), self._limits)
        return grid

    def _too_far(self, row: int, column: int) -> None:
        message = sentence(
            "工作表“{name}”里有单元格远在表格之外（第{row}行、第{column}列）。",
            name=self._grid.name,
            row=row,
            column=column,
        )
        raise UnreadableWorkbook("INT-013", message, "请删去表格外的内容（按 Ctrl+End 可找到），另存后再导入。")

    def _cells(self, row: etree._Element, index: int) -> Iterator[Plain]:
        """The row's cells up to the last that says something."""
        grid = self._grid
        column = empty = 0
        for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            times, at = _times(cell, "columns"), column + empty
            before = (len(grid.dates), len(grid.odd))
            value = None if cell.tag == f"{_TABLE}covered-table-cell" else self._value(cell, index, at)
            dates, odd = grid.dates[before[0] :], grid.odd[before[1] :]
            if value is None and not dates and not odd:
                empty += times
                continue
            if at + times > self._limits.columns:
                self._too_far(index + 1, at + times)
            grid.dates += [(index, at + n, text) for n in range(1, times) for _, _, text in dates]
            grid.odd += [(index, at + n, kind, text) for n in range(1, times) for _, _, kind, text in odd]
            yield from (None for _ in range(empty))
            yield from (value for _ in range(times))
            column, empty = at + times, 0

    def _value(self, cell: etree._Element, row: int, column: int) -> Plain:
        kind, text = cell.get(f"{_OFFICE}value-type"), _words(cell)
        self._merge(cell, row, column)
        for note in cell.iterchildren(f"{_OFFICE}annotation"):
            self._grid.remarks.append((row, column, _words(note)))
        if len(text) > self._limits.cell:
            raise UnreadableWorkbook(
                "INT-015",
                sentence(
                    "工作表“{name}”第{number}行有一格超过{cell}字。",
                    name=self._grid.name,
                    number=row + 1,
                    cell=self._limits.cell,
                ),
                "请缩短这一格的内容。",
            )
        if cell.get(f"{_CALC}value-type") == "error":
            return text or "#N/A"
        if not text and _lacks_result(cell, kind):
            self._grid.odd.append((row, column, "no_result", (cell.get(f"{_TABLE}formula") or "").removeprefix("of:")))
            return None
        if kind in _NUMBERS:
            return self._number(cell, text, (row, column))
        if kind == "date":
            self._day(cell, text, (row, column))
            return None
        if kind == "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
        return text or self._unshown(cell, (row, column))

    def _unshown(self, cell: etree._Element, place: tuple[int, int]) -> Plain:
        """A text the cell does not show: hidden where it says that it shows nothing, by its style where it says nothing."""
        said = cell.get(f"{_OFFICE}string-value") or ""
        shown = HIDDEN if _says_shown(cell) else show_text(self._code(cell, place[1]), said)
        if said and shown == HIDDEN:
            self._grid.odd.append((*place, "hidden", said))
            return None
        return (shown or said) if said else None

    def _code(self, cell: etree._Element, column: int) -> str:
        """The format code of the cell's style, of its column's where it names none."""
        usual = self._columns[column] if column < len(self._columns) else ""
        return self._codes.get(cell.get(f"{_TABLE}style-name") or usual, "")

    def _day(self, cell: etree._Element, text: str, place: tuple[int, int]) -> None:
        day = cell.get(f"{_OFFICE}date-value") or ""
        self._grid.dates.append((*place, day.removesuffix("T00:00:00")))
        with contextlib.suppress(ValueError):
            at = date.fromisoformat(day[:10])
            if shown := words_of_day(text, at) if text else shown_of_day(self._code(cell, place[1]), at):
                self._grid.odd.append((*place, "shown", shown))

    def _number(self, cell: etree._Element, text: str, place: tuple[int, int]) -> Plain:
        try:
            number = Decimal(cell.get(f"{_OFFICE}value") or "")
        except InvalidOperation:
            return text or None
        code = self._code(cell, place[1])
        if not text and not _says_shown(cell):
            usual = "0%" if cell.get(f"{_OFFICE}value-type") == "percentage" else ""
            code = code if code and not is_date(code) else usual
            text = show(code, number) if code else ""
        if _is_hidden(number, text, code, _says_shown(cell)):
            self._grid.odd.append((*place, "hidden", ""))
            return None
        bare = text.strip().lstrip("¥￥").removeprefix("CN")
        digits = bare.lstrip("-")
        plain = bool(_PLAIN.fullmatch(bare)) and not (len(digits) > 1 and digits[0] == "0" and digits[1].isdigit())
        if plain and cut_short(abs(number)) and "." in bare:
            plain = len(bare.partition(".")[2]) != 2 and bare != format(number.normalize(), "f")
        if plain and text:  # a number style may divide what it shows: 1.5 for 15000
            told = Decimal(bare.replace(",", ""))
            plain = abs(abs(number) - abs(told)) * 2 <= Decimal(1).scaleb(-len(bare.partition(".")[2]))
        if not plain and text:
            self._grid.odd.append((*place, "shown", text.strip()))
        return int(number) if number == number.to_integral_value() and abs(number) < 2**53 else float(number)

    def _merge(self, cell: etree._Element, row: int, column: int) -> None:
        across = int(cell.get(f"{_TABLE}number-columns-spanned") or 1)
        down = int(cell.get(f"{_TABLE}number-rows-spanned") or 1)
        if (across > 1 or down > 1) and len(self._grid.merged) < self._limits.merged:
            self._grid.merged.append((row, column, row + down - 1, column + across - 1))


def _lacks_result(cell: etree._Element, kind: str | None) -> bool:
    """Whether a formula's result was not stored: no value of its kind; an empty text is stored as one."""
    if not cell.get(f"{_TABLE}formula"):
        return False
    if kind == "string":
        return not _says_shown(cell) and cell.get(f"{_OFFICE}string-value") is None
    return not cell.get(f"{_OFFICE}{_VALUES.get(kind or '', 'value')}")


def _says_shown(cell: etree._Element) -> bool:
    """Whether the cell says what it shows, be it nothing."""
    return cell.find(f"{_TEXT}p") is not None


def _is_hidden(number: Decimal, text: str, code: str, said: bool) -> bool:
    """Whether a number is shown as nothing at all, or as its opposite."""
    if text == HIDDEN or (said and not text.strip() and number):
        return True
    coloured = "[Red]" in code
    return number < 0 and bool(text) and not coloured and not any(sign in text for sign in "-−(（")


def _times(element: etree._Element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    return max(int(text), 1) if text.isdigit() and len(text) < 9 else 1


def _words(cell: etree._Element) -> str:
    """The paragraphs of a cell, one a line; notes and drawings are not in it."""
    return "\n".join("".join(_pieces(part)) for part in cell.iterchildren(f"{_TEXT}p"))


def _pieces(part: etree._Element) -> Iterator[str]:
    yield part.text or ""
    for inner in part:
        if inner.tag == f"{_TEXT}s":
            yield " " * int(inner.get(f"{_TEXT}c") or 1)
        elif inner.tag == f"{_TEXT}tab":
            yield "\t"
        elif inner.tag == f"{_TEXT}line-break":
            yield "\n"
        elif isinstance(inner.tag, str) and inner.tag not in (f"{_OFFICE}annotation", f"{_TEXT}ruby-text"):
            yield from _pieces(inner)
        yield inner.tail or ""
