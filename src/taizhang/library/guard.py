"""What a file must not be before anything parses it: too large, not what its name says, a bomb, or a carrier."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from taizhang.confine.limits import LARGEST_FILE
from taizhang.confine.packages import HEAD, Kind, examine
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

READABLE = (".docx", ".pdf", ".txt", ".md", ".html", ".htm", ".xlsx")
CONVERTIBLE = (".doc", ".wps")
_MAGIC = {
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
    ".zip": b"PK\x03\x04",
    ".pdf": b"%PDF-",
    ".doc": b"\xd0\xcf\x11\xe0",
    ".wps": b"\xd0\xcf\x11\xe0",
}
_CODES: dict[Kind, str] = {
    "damaged": "LIB-005",
    "bomb": "LIB-006",
    "locked": "LIB-007",
    "outside": "LIB-008",
    "carrier": "LIB-009",
    "entities": "LIB-010",
}


def check(path: Path, name: str = "") -> Problem | None:
    """Why the file may not be parsed, or None. ``name`` is what its owner calls it, when it is stored otherwise."""
    name = name or path.name
    place, suffix = Place(file=name), PurePosixPath(name.lower()).suffix
    if suffix not in (*READABLE, *CONVERTIBLE, ".zip"):
        return Problem(
            "LIB-001",
            sentence("资料库不收“{value}”的文件。", value=suffix or "没有扩展名"),
            place,
            sentence("可收：{names}。", names="、".join((*READABLE, *CONVERTIBLE, ".zip"))),
        )
    size = path.stat().st_size
    if size == 0:
        return Problem("LIB-002", "文件是空的。", place, "请核对原件。")
    if size > LARGEST_FILE:
        return Problem(
            "LIB-003",
            sentence(
                "文件有{number}兆字节，超过{number2}兆字节。",
                number=f"{size / 1048576:.0f}",
                number2=LARGEST_FILE // 1048576,
            ),
            place,
            "请拆分或压缩其中的图片。",
        )
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not _is_what_it_says(head, suffix):
        return Problem(
            "LIB-004",
            sentence("文件内容不是{suffix}的格式。", suffix=suffix),
            place,
            "扩展名可能被改过，或文件加了密码：请另存为未加密的正确格式。",
        )
    return check_zip(path, place, suffix) if suffix in (".docx", ".xlsx", ".zip") else None


def check_zip(path: Path, place: Place, suffix: str) -> Problem | None:
    """Why a zip, or a Word or Excel file, which is one, may not be opened."""
    fault = examine(path, office=suffix != ".zip")
    if fault is None:
        return None
    return Problem(_CODES[fault.kind], sentence(fault.template, **fault.values), place, fault.hint)


def _is_what_it_says(head: bytes, suffix: str) -> bool:
    if suffix == ".pdf":
        return _MAGIC[suffix] in head[:1024]
    if suffix in _MAGIC:
        return head.startswith(_MAGIC[suffix])
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head
