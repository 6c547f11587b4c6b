"""Files shown in place: what a file really is, and its pages or tables as plain text, read in a limited process."""

from __future__ import annotations

import base64
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from taizhang.confine.worker import Worker
from taizhang.intake.reading.files import read
from taizhang.intake.sheets import Cell
from taizhang.library.workers import Child, ExtractedFile
from taizhang.terms.problem import Problem, Refused

# Chosen: what a look at a file needs; whoever wants all of it fetches the file.
ROWS, COLUMNS, PARAGRAPHS = 200, 30, 400
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"%PDF-", "pdf"),
)
_ENDINGS = {
    "png": {"png"},
    "jpg": {"jpeg"},
    "jpeg": {"jpeg"},
    "gif": {"gif"},
    "webp": {"webp"},
    "pdf": {"pdf"},
    "docx": {"zip"},
    "xlsx": {"zip"},
    "xls": {"ole"},
    "doc": {"ole"},
    "wps": {"ole", "zip"},
    "et": {"ole", "zip"},
    "txt": {"text"},
    "csv": {"text"},
    "md": {"text"},
    "ofd": {"zip"},
}


@dataclass(frozen=True, slots=True)
class TextTable:
    """A sheet as text cells; cut: whether there is more than is shown."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What can be shown of a file: pages to be drawn one by one, paragraphs, tables, or why nothing can."""

    pages: int = 0
    paragraphs: tuple[str, ...] = ()
    tables: tuple[TextTable, ...] = ()
    problems: tuple[Problem, ...] = ()
    cut: bool = False


def kind_of(path: Path, name: str) -> str:
    """What the file is, when its bytes fit its name: its ending, or png, jpeg, gif, webp; '' when they do not fit."""
    with path.open("rb") as file:
        start = file.read(512)
    ending = Path(name).suffix.lower().removeprefix(".")
    found = next((kind for magic, kind in _MAGIC if start.startswith(magic)), "")
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        found = "webp"
    elif start.startswith(b"PK\x03\x04"):
        found = "zip"
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        found = "ole"
    elif not found and start and b"\0" not in start:
        found = "text"
    if found not in _ENDINGS.get(ending, set()):
        return ""
    return found if found in ("png", "jpeg", "gif", "webp", "pdf") else ending


def preview(path: Path, kind: str) -> Preview:
    """The file as paragraphs or tables; problems when it cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"file.{kind}"
        shutil.copyfile(path, copy)
        if kind in ("xlsx", "xls", "csv", "et"):
            return _tables(copy)
        if kind == "pdf":
            return _pages(copy)
        if kind in ("docx", "txt", "md"):
            return _paragraphs(copy)
    says = "这种文件不能在页面上查看。"
    return Preview(problems=(Problem("WEB-005", says, hint="请下载后用办公软件打开。", level="warning"),))


def secret(path: Path, kind: str) -> Problem | None:
    """Why the file must not be kept here: it is marked a state secret (保守国家秘密法 art. 31); None when it may."""
    if kind not in ("pdf", "docx", "txt", "md"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"file.{kind}"
        shutil.copyfile(path, copy)
        found = _read_file(copy)
    return found if isinstance(found, Problem) and found.code == "LIB-014" else None


def _read_file(path: Path) -> ExtractedFile | Problem:
    child = Child()
    try:
        return child.read(path, path.name)
    finally:
        child.end()


def page_of(path: Path, page: int, width: int = 0) -> tuple[bytes, int]:
    """A page of a PDF as PNG, b'' when it cannot be drawn, and how many pages there are; width 0: to be read."""
    with Worker("taizhang.viewing.pdf_page") as worker:
        answer = worker.ask({"path": str(path), "page": page, "width": width})
    if isinstance(answer, str):
        return b"", 0
    return base64.b64decode(str(answer["png"])), int(str(answer["pages"]))


def _pages(path: Path) -> Preview:
    drawn, count = page_of(path, 1)
    if drawn:
        return Preview(count)
    says = "PDF 文件不能打开，可能已损坏或加了密码。"
    return Preview(problems=(Problem("WEB-005", says, hint="请下载后核对，或请提交人重新导出。", level="warning"),))


def _tables(path: Path) -> Preview:
    try:
        book = read(path)
    except Refused as refused:
        return Preview(problems=refused.problems)
    shown = []
    for sheet in book.sheets:
        if not sheet.hidden:
            rows = tuple(tuple(map(_text, row[:COLUMNS])) for row in sheet.rows[:ROWS])
            wide = any(len(row) > COLUMNS for row in sheet.rows[:1])
            shown.append(TextTable(sheet.name, rows, len(sheet.rows) > ROWS or wide))
    return Preview(tables=tuple(shown))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return str(cell)


def _paragraphs(path: Path) -> Preview:
    found = _read_file(path)
    if isinstance(found, Problem):
        return Preview(problems=(found,))
    lines = [line for line in found.body.split("\n") if line.strip()]
    return Preview(paragraphs=tuple(lines[:PARAGRAPHS]), cut=len(lines) > PARAGRAPHS)
