"""Text tables (csv): the encoding told strictly, the delimiter by what the lines have in common."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from taizhang.intake.reading.grids import FileRead, SheetGrid
from taizhang.intake.reading.limits import Limits, UnreadableWorkbook
from taizhang.terms.sentence import sentence

# Chosen: sixty lines tell the delimiter; a title and notes are fewer.
_DELIMITERS, _SAMPLED = ",\t;|", 60
_TOLD = re.compile(r"sep=(?P<mark>[,\t;|])\s*")
_AS_TEXT = re.compile(r'=\s*"(?P<text>[^"]*)"')
_DECIMAL_COMMA = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+")
# Chosen: with one sign in ten broken a text is still UTF-8 and damaged, not GB18030; zeros show in the first page.
FEW_BROKEN, HEAD = 0.1, 4096


def read_file(data: bytes, limits: Limits) -> FileRead:
    """A text table."""
    rows, unclear, encoding = read_text_table(data, limits)
    odd = [(row, column, "comma_unclear", str(rows[row][column])) for row, column in unclear]
    return FileRead([SheetGrid("", rows=[list(row) for row in rows], odd=odd)], encoding)


def read_text_table(data: bytes, limits: Limits) -> tuple[list[list[str | None]], list[tuple[int, int]], str]:
    """The rows, the cells whose comma may part decimals or thousands, and the encoding: UTF-8, UTF-16, else GB18030."""
    text, encoding = decode(data)
    csv.field_size_limit(limits.cell)
    delimiter = _delimiter(text)
    rows: list[list[str | None]] = []
    area = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([_bare(cell) or None for cell in row])
            area += len(row)
            if len(rows) > limits.rows or len(row) > limits.columns or area > limits.cells:
                message = sentence("文件超过{rows}行或{columns}列。", rows=limits.rows, columns=limits.columns)
                raise UnreadableWorkbook("INT-014", message, "请删去多余的空行，或拆成几个文件分别导入。")
    except csv.Error as error:
        message = sentence(
            "第{number}条记录读不下去：引号不成对，或一格超过{cell}字。", number=len(rows) + 1, cell=limits.cell
        )
        raise UnreadableWorkbook("INT-015", message, "请检查这一行的引号。") from error
    return rows, _with_points(rows) if delimiter == ";" else [], encoding


def _delimiter(text: str) -> str:
    """The sign that parts most lines into the same number of cells; a title line says nothing."""
    lines = [line for line in text.splitlines() if line.strip()][:_SAMPLED]
    if lines and (told := _TOLD.fullmatch(lines[0])):
        return told["mark"]

    def worth(mark: str) -> int:
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=mark))
        except csv.Error:
            return 0
        return max(((cells - 1) * times for cells, times in counts.items() if cells > 1), default=0)

    return max(_DELIMITERS, key=worth)


def _bare(cell: str) -> str:
    """The cell without what programs put there to keep it text: ="001", 'AQ2026-001, a tab at its end."""
    if match := _AS_TEXT.fullmatch(cell.strip()):
        return match["text"]
    if cell[:1] == "'" and len(cell) > 1 and not cell.endswith("'"):
        return cell[1:]
    return cell


def _with_points(rows: Sequence[list[str | None]]) -> list[tuple[int, int]]:
    """Writes decimal commas as points, column by column; gives the cells where 1,500 may mean either.

    Tables parted by semicolons come from programs that write decimals with a comma.
    """
    unclear: list[tuple[int, int]] = []
    for column in range(max(map(len, rows), default=0)):
        cells = [(n, row[column]) for n, row in enumerate(rows) if column < len(row) and row[column]]
        numbers = [(n, cell.strip()) for n, cell in cells if cell and _DECIMAL_COMMA.fullmatch(cell.strip())]
        sure = any(not _THOUSANDS.fullmatch(cell) for _, cell in numbers)
        for n, cell in numbers:
            if sure:
                rows[n][column] = cell.replace(".", "").replace(",", ".")
            else:
                unclear.append((n, column))
    return unclear


def _require_whole(data: bytes, encoding: str) -> None:
    """Refuses a text of UTF-8 with a few broken signs: as GB18030 it could be read too, and would say nonsense."""
    text = data.decode("utf-8", errors="replace") if encoding == "utf-8" else ""
    broken = text.count("\ufffd")
    if broken and broken <= FEW_BROKEN * sum(sign > "\u2e7f" for sign in text):
        hint = "请重新导出；或用 WPS、Excel 打开检查后另存为 .xlsx。"
        raise UnreadableWorkbook(
            "INT-016", sentence("文件按 UTF-8 写成，但有{broken}处字已经损坏。", broken=broken), hint
        )


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text and its encoding. Raises UnreadableWorkbook when it is none of those offices use."""
    tries = (
        ["utf-8-sig"] if data.startswith(b"\xef\xbb\xbf") else [*([declared] if declared else []), "utf-8", "gb18030"]
    )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = ["utf-16"]
    elif b"\x00" in data[:HEAD]:
        tries = ["utf-16-le" if data[1:HEAD:2].count(0) > data[:HEAD:2].count(0) else "utf-16-be"]
    for encoding in tries:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            _require_whole(data, encoding)
            continue
        if "\x00" in text:
            break
        return text, encoding
    raise UnreadableWorkbook(
        "INT-016", "文件的文字编码认不出来，不是 UTF-8，也不是 GB18030。", "请用 WPS 或 Excel 打开，另存为 .xlsx。"
    )
