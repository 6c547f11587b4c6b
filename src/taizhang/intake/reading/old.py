"""What an old workbook (.xls, MS-XLS 2.4) holds beside plain values: formats, errors, how far its cells reach."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from taizhang.intake.reading.days import BUILT_IN_DAYS, day_of, shown_of_day
from taizhang.intake.reading.formats import BUILT_IN, HIDDEN, is_date, show
from taizhang.intake.reading.headers import header_lines
from taizhang.intake.reading.limits import SAVE_AS, Limits, UnreadableWorkbook
from taizhang.terms.sentence import sentence

# Records of MS-XLS 2.3.2, by their numbers.
_BOF, _EOF, _SHEET, _FORMAT, _XF, _LOCKED, _EPOCH = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x2F, 0x22
# Cells of MS-XLS 2.3.2, by their numbers.
_NUMBER, _RK, _MULRK, _FORMULA, _ERROR = 0x203, 0x27E, 0xBD, 0x06, 0x205
# Those of texts: Label, LabelSst, RString.
_WORDS = frozenset((0x204, 0xFD, 0xD6))
_FILLED = _WORDS | {_NUMBER, _RK, _FORMULA, _ERROR}
# Chosen: a comment that states a unit of measure is a line.
LONGEST_REMARK = 400
# MS-XLS 2.5.133, FormulaValue: a formula whose result is an empty text; and, not of the file, one that is a number.
_NO_WORDS, _COMPUTED = 3, -1
# What is printed at the head of the pages (MS-XLS 2.4.136).
_HEADER = 0x14
# A comment and where it stands, its box, the text of the box (MS-XLS 2.4.179, 2.4.181, 2.4.329, 2.4.58).
_NOTE, _OBJECT, _WORDS_OF_OBJECT, _CONTINUED = 0x1C, 0x5D, 0x1B6, 0x3C
# MS-XLS 2.5.10, BErr.
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


@dataclass(slots=True)
class OldSheet:
    """One sheet: cells as (row, column, kind, text), kind shown, hidden or error; comments as (row, column, text); lines
    of the page header and of text boxes."""

    name: str
    odd: list[tuple[int, int, str, str]] = field(default_factory=list)
    remarks: list[tuple[int, int, str]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)


@dataclass(slots=True)
class OldBook:
    """The sheets in the order of the file; epoch_1904 as the workbook counts days."""

    sheets: list[OldSheet] = field(default_factory=list)
    epoch_1904: bool = False


class _Boxes:
    """The boxes of comments met so far: their texts come before the notes that say where they stand."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._own, self._waits = 0, False

    def take(self, kind: int, body: bytes, sheet: OldSheet) -> bool:
        """Takes a record of a comment; False for any other."""
        if kind == _OBJECT and len(body) >= 8:
            self._own = struct.unpack_from("<H", body, 6)[0]
        elif kind == _WORDS_OF_OBJECT:
            self._waits = True
        elif kind == _CONTINUED and self._waits and body:
            self._waits = False
            said = body[1:].decode("utf-16-le" if body[0] & 1 else "latin-1", errors="replace")
            self._texts[self._own] = said[:LONGEST_REMARK]
        elif kind == _NOTE and len(body) >= 8:
            row, column, _, box = struct.unpack_from("<HHHH", body)
            if text := self._texts.pop(box, ""):
                sheet.remarks.append((row, column, text))
        else:
            return False
        return True

    def others(self) -> list[str]:
        """The lines of the boxes that are no comments."""
        return [line for text in self._texts.values() for line in text.split("\n") if line.strip()]


class _Reader:
    """Walks the records of the workbook stream once."""

    def __init__(self, stream: bytes, limits: Limits) -> None:
        self._stream, self._limits = stream, limits
        self._codes: dict[int, str] = {}
        self._formats: list[int] = []
        self._starts: dict[int, OldSheet] = {}
        self._wide = True
        self._results: list[int] = []
        self._unsaid: list[tuple[OldSheet, int, int]] = []
        self._boxes, self._reach = _Boxes(), (0, 0)
        self.book = OldBook()

    def read(self) -> OldBook:
        sheet: OldSheet | None = None
        depth = 0
        for place, kind, body in self._records():
            if kind == _BOF:
                depth += 1
                if depth == 1:
                    sheet, self._reach, self._boxes = self._starts.get(place), (0, 0), _Boxes()
                    self._wide = len(body) < 2 or body[:2] == b"\x00\x06"
            elif kind == _EOF:
                if depth == 1 and sheet is not None:
                    sheet.above += self._boxes.others()
                depth = max(depth - 1, 0)
            elif sheet is not None:
                self._of_sheet(sheet, kind, body, inside=depth > 1)
            elif depth == 1:
                self._globals(kind, body)
        # A program that computes nothing stores no text for every formula; of one that computes some are texts or numbers.
        if all(result == _NO_WORDS for result in self._results):
            for own, row, column in self._unsaid:
                own.odd.append((row, column, "no_result", "=…"))
        return self.book

    def _of_sheet(self, sheet: OldSheet, kind: int, body: bytes, *, inside: bool) -> None:
        """A record of a sheet. inside: of a chart on it."""
        if kind == _HEADER and not inside and len(body) > 3:
            sheet.above += header_lines(_text(body, 0, 2 if self._wide else 1, self._wide))
        elif self._boxes.take(kind, body, sheet) or inside or kind not in (*_FILLED, _MULRK) or len(body) < 6:
            return
        else:
            row, column = struct.unpack_from("<HH", body)
            bottom, right = self._reach = max(self._reach[0], row + 1), max(self._reach[1], column + 1)
            if bottom > self._limits.rows or bottom * right > self._limits.cells:
                self._too_far(sheet, bottom, right)
            self._cell(sheet, kind, body)

    def _too_far(self, sheet: OldSheet, bottom: int, right: int) -> None:
        message = sentence(
            "工作表“{sheet}”里有单元格远在表格之外（第{bottom}行、第{right}列）。",
            sheet=sheet.name,
            bottom=bottom,
            right=right,
        )
        raise UnreadableWorkbook("INT-013", message, "请删去表格外的内容（按 Ctrl+End 可找到），另存后再导入。")

    def _records(self) -> Iterator[tuple[int, int, bytes]]:
        stream, place = self._stream, 0
        while place + 4 <= len(stream):
            kind, length = struct.unpack_from("<HH", stream, place)
            yield place, kind, stream[place + 4 : place + 4 + length]
            place += 4 + length

    def _globals(self, kind: int, body: bytes) -> None:
        if kind == _LOCKED:
            raise UnreadableWorkbook("INT-005", "文件设有打开密码，无法读取。", SAVE_AS)
        if kind == _EPOCH and len(body) >= 2:
            self.book.epoch_1904 = body[0] == 1
        elif kind == _FORMAT and len(body) > 4:
            number = struct.unpack_from("<H", body)[0]
            self._codes[number] = _text(body, 2, 2 if self._wide else 1, self._wide)
        elif kind == _XF and len(body) >= 4:
            self._formats.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _SHEET and len(body) > 7:
            sheet = OldSheet(_text(body, 6, 1, self._wide))
            self.book.sheets.append(sheet)
            self._starts[struct.unpack_from("<I", body)[0]] = sheet

    def _cell(self, sheet: OldSheet, kind: int, body: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        if kind == _ERROR and len(body) >= 8 and body[7]:
            sheet.odd.append((row, column, "error", ERRORS.get(body[6], "#N/A")))
        elif kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff":
            self._results.append(body[6])
            if body[6] == 2:
                sheet.odd.append((row, column, "error", ERRORS.get(body[8], "#N/A")))
            elif body[6] == _NO_WORDS:
                self._unsaid.append((sheet, row, column))
        elif kind in _WORDS and "@" in (
            code := self._codes.get(self._formats[style], "") if style < len(self._formats) else ""
        ):
            sheet.odd.append((row, column, "text", code))
        elif kind in (_NUMBER, _FORMULA) and len(body) >= 14:
            self._results += [_COMPUTED] if kind == _FORMULA else []
            self._number(sheet, (row, column), style, struct.unpack_from("<d", body, 6)[0])
        elif kind == _RK and len(body) >= 10:
            self._number(sheet, (row, column), style, _rk(struct.unpack_from("<I", body, 6)[0]))
        elif kind == _MULRK:
            for n in range((len(body) - 6) // 6):
                own, packed = struct.unpack_from("<HI", body, 4 + 6 * n)
                self._number(sheet, (row, column + n), own, _rk(packed))

    def _number(self, sheet: OldSheet, place: tuple[int, int], style: int, number: float) -> None:
        form = self._formats[style] if style < len(self._formats) else 0
        code = self._codes.get(form) or BUILT_IN.get(form) or BUILT_IN_DAYS.get(form, "")
        if not code or code == "General" or number != number:
            return
        if is_date(code):
            if shown := shown_of_day(code, day_of(Decimal(repr(number)), self.book.epoch_1904)):
                sheet.odd.append((*place, "shown", shown))
            return
        text = show(code, Decimal(repr(number)))
        if text:
            sheet.odd.append((*place, "hidden" if text == HIDDEN else "shown", "" if text == HIDDEN else text))


def survey(stream: bytes, limits: Limits) -> OldBook:
    """The workbook stream looked through. Raises UnreadableWorkbook for one that is locked or reaches too far."""
    return _Reader(stream, limits).read()


def _text(body: bytes, place: int, width: int, wide: bool) -> str:
    """A string after its length, of one byte or two; before Excel 97 without a mark of its encoding."""
    length = int.from_bytes(body[place : place + width], "little")
    place += width
    if not wide:
        return body[place : place + length].decode("gb18030", errors="replace")
    if body[place : place + 1] and body[place] & 1:
        return body[place + 1 : place + 1 + 2 * length].decode("utf-16-le", errors="replace")
    return body[place + 1 : place + 1 + length].decode("latin-1")


def _rk(packed: int) -> float:
    """A packed number: the high 30 bits of a double or a whole number, perhaps a hundredfold (MS-XLS 2.5.217)."""
    if packed & 2:
        whole = packed >> 2
        number = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return number / 100 if packed & 1 else number
