"""Office files read into plain grids, each in a limited child process; the parent never dies of a file."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal, NotRequired, TypedDict

from taizhang.intake.reading.limits import Limits, UnreadableWorkbook
from taizhang.intake.sheets import EPOCH, EPOCH_1904, Cell, Sheet, Shown, UnresolvedCell, Unsaid, Workbook
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import from_plain, sentence


class _SheetMessage(TypedDict):
    """A sheet as the child sends it; row and column numbers come as Decimal like every number."""

    name: str
    hidden: bool
    rows: list[list[Cell]]
    dates: list[tuple[Decimal, Decimal, str]]
    odd: list[tuple[Decimal, Decimal, str, str]]
    epoch_1904: bool
    merged: list[tuple[Decimal, Decimal, Decimal, Decimal]]
    bold: list[tuple[Decimal, Decimal]]
    lined: list[Decimal]
    remarks: list[tuple[Decimal, Decimal, str]]
    above: list[str]


class _ChildAnswer(TypedDict):
    """What the child sends: a workbook, or in ``refused`` a code, a message and a hint."""

    kind: Literal["xlsx", "xls", "ods", "csv", "html"]
    encoding: str
    notes: list[str]
    sheets: list[_SheetMessage]
    refused: NotRequired[tuple[str, object, object]]


# Digits a spreadsheet keeps and shows of a number (Excel specifications and limits).
DIGITS_SHOWN = 15
_CHILD = (sys.executable, "-I", "-B", "-m", "taizhang.intake.reading.child")


def read(path: Path, *, limits: Limits | None = None) -> Workbook:
    """The file as sheets of cells. Raises Refused with one problem when it is not read."""
    answer = _attempt(path, limits or Limits())
    if isinstance(answer, Problem):
        raise Refused(answer)
    return answer


def read_many(paths: Sequence[Path], progress: Callable[[int, int], None] | None = None) -> list[Workbook | Problem]:
    """Every file, two children at once, in the order given; a problem in the place of one that is not read."""
    answers: list[Workbook | Problem] = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for done, answer in enumerate(pool.map(lambda path: _attempt(path, Limits()), paths), 1):
            answers.append(answer)
            if progress:
                progress(done, len(paths))
    return answers


def _attempt(path: Path, limits: Limits) -> Workbook | Problem:
    try:
        data = _bytes(path, limits)
        answer = _ask_child(path, limits)
    except UnreadableWorkbook as refused:
        return refused.problem(path.name)
    if "refused" in answer:
        code, message, hint = answer["refused"]
        return UnreadableWorkbook(code, from_plain(message), from_plain(hint)).problem(path.name)
    sheets = tuple(_sheet(one) for one in answer["sheets"])
    digest = hashlib.sha256(data).hexdigest()
    return Workbook(path.name, digest, len(data), answer["kind"], answer["encoding"], sheets, tuple(answer["notes"]))


def _bytes(path: Path, limits: Limits) -> bytes:
    if not path.is_file():
        what = "是一个文件夹" if path.is_dir() else "不存在"
        raise UnreadableWorkbook("INT-001", f"“{path}”{what}。", "请检查文件名和路径。")
    size = path.stat().st_size
    if size > limits.file:
        message = sentence(
            "文件有 {number} MB，超过 {number2} MB。", number=size // 1024 // 1024, number2=limits.file // 1024 // 1024
        )
        raise UnreadableWorkbook("INT-009", message, "请拆成几个文件分别导入。")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableWorkbook(
            "INT-001",
            sentence("“{path}”读不出来：{strerror}。", path=path, strerror=error.strerror),
            "请检查是否有权限，文件是否被占用。",
        ) from error


def _ask_child(path: Path, limits: Limits) -> _ChildAnswer:
    """The child's answer. Numbers come as Decimal of the shortest text of the stored double."""
    order = json.dumps({"path": str(path.resolve()), "limits": limits.plain()}) + "\n"
    try:
        done = subprocess.run(_CHILD, input=order.encode(), capture_output=True, timeout=limits.wall, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableWorkbook(
            "INT-021",
            sentence("读取超过 {wall} 秒，已停止。", wall=limits.wall),
            "请拆成几个文件，或另存为 .xlsx 后再试。",
        ) from error
    if done.returncode:
        raise UnreadableWorkbook(
            "INT-020",
            "读取这个文件的程序中途停止，文件可能已损坏或被动过手脚。",
            "请用 Excel 或 WPS 打开并另存，再导入。",
        )
    try:
        answer: _ChildAnswer = json.loads(done.stdout, parse_float=_as_shown, parse_int=Decimal)
    except ValueError as error:
        raise UnreadableWorkbook(
            "INT-020", "读取这个文件的程序没有给出完整的结果。", "请重试；仍不行请另存为 .xlsx。"
        ) from error
    return answer


def _as_shown(stored: str) -> Decimal:
    """The number as a spreadsheet shows it, in 15 digits at most: 0.30000000000000004 is 0.3."""
    number = Decimal(stored)
    return Decimal(format(float(stored), ".15g")) if len(number.as_tuple().digits) > DIGITS_SHOWN else number


def _sheet(plain: _SheetMessage) -> Sheet:
    rows = plain["rows"]
    for row, column, text in plain["dates"]:
        _put(rows, int(row), int(column), _day(text))
    for row, column, kind, text in plain["odd"]:
        _put(rows, int(row), int(column), _odd(kind, text, _at(rows, int(row), int(column))))
    width = max(map(len, rows), default=0)
    padded = tuple(tuple(row) if len(row) == width else (*row, *(None,) * (width - len(row))) for row in rows)
    merged = tuple((int(top), int(left), int(bottom), int(right)) for top, left, bottom, right in plain["merged"])
    epoch = EPOCH_1904 if plain["epoch_1904"] else EPOCH
    bold = frozenset(int(row) for row, cells in plain["bold"] if 2 * cells >= _filled(padded, int(row)))
    remarks = tuple((int(row), int(column), text) for row, column, text in plain["remarks"])
    lined = frozenset(map(int, plain["lined"]))
    above = tuple(plain["above"])
    return Sheet(plain["name"], plain["hidden"], padded, merged, epoch, bold, lined, above, remarks)


def _filled(rows: tuple[tuple[Cell, ...], ...], row: int) -> int:
    return sum(cell is not None for cell in rows[row]) if row < len(rows) else 0


def _at(rows: list[list[Cell]], row: int, column: int) -> Cell:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _put(rows: list[list[Cell]], row: int, column: int, value: Cell) -> None:
    """Sets a cell, in a row that was sent without its empty end."""
    line = rows[row]
    line += [None] * (column + 1 - len(line))
    line[column] = value


def _odd(kind: str, text: str, number: Cell) -> Cell:
    """A cell that is not what stands in the rows."""
    if kind == "shown":
        return Shown(text, number) if isinstance(number, Decimal) else text
    if kind == "struck":
        return None if number is None else UnresolvedCell("struck_out", str(number))
    reasons: dict[str, Unsaid] = {
        "no_result": "no_result",
        "hidden": "hidden_by_format",
        "comma_unclear": "comma_unclear",
    }
    return UnresolvedCell(reasons[kind], text)


def _day(text: str) -> Cell:
    """A date or date-time; a time of day or a span stays text."""
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text
