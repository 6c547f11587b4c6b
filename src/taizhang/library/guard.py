"""What a file must not be before anything parses it: too large, not what its name says, a bomb, or a carrier."""

from __future__ import annotations

import re
import stat
import zipfile
from pathlib import Path, PurePosixPath

from taizhang.terms.problem import Place, Problem

READABLE = (".docx", ".pdf", ".txt", ".md", ".html", ".htm", ".xlsx")
CONVERTIBLE = (".doc", ".wps")
LARGEST = 100 * 1024 * 1024
MEMBERS, UNPACKED, RATIO, RATIO_FROM = 20_000, 600 * 1024 * 1024, 100, 1024 * 1024
_MAGIC = {
    ".docx": b"PK\x03\x04", ".xlsx": b"PK\x03\x04", ".zip": b"PK\x03\x04", ".pdf": b"%PDF-",
    ".doc": b"\xd0\xcf\x11\xe0", ".wps": b"\xd0\xcf\x11\xe0",
}  # fmt: skip
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HEAD = 4096


def check(path: Path, name: str = "") -> Problem | None:
    """Why the file may not be parsed, or None. ``name`` is what its owner calls it, when it is stored otherwise."""
    name = name or path.name
    place, suffix = Place(file=name), PurePosixPath(name.lower()).suffix
    if suffix not in (*READABLE, *CONVERTIBLE, ".zip"):
        return Problem(
            "LIB-001",
            f"资料库不收“{suffix or '没有扩展名'}”的文件。",
            place,
            f"可收：{'、'.join((*READABLE, *CONVERTIBLE, '.zip'))}。",
        )
    size = path.stat().st_size
    if size == 0:
        return Problem("LIB-002", "文件是空的。", place, "请核对原件。")
    if size > LARGEST:
        return Problem(
            "LIB-003",
            f"文件有{size / 1048576:.0f}兆字节，超过{LARGEST // 1048576}兆字节。",
            place,
            "请拆分或压缩其中的图片。",
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not _is_what_it_says(head, suffix):
        return Problem(
            "LIB-004",
            f"文件内容不是{suffix}的格式。",
            place,
            "扩展名可能被改过，或文件加了密码：请另存为未加密的正确格式。",
        )
    return check_zip(path, place, suffix) if suffix in (".docx", ".xlsx", ".zip") else None


def check_zip(path: Path, place: Place, suffix: str) -> Problem | None:
    """Why a zip, or a Word or Excel file, which is one, may not be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            return _bomb(members, place) or (_carrier(archive, members, place) if suffix != ".zip" else None)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, EOFError):
        return Problem("LIB-005", "压缩结构已损坏。", place, "请从原处重新取得文件。")


def _is_what_it_says(head: bytes, suffix: str) -> bool:
    if suffix == ".pdf":
        return _MAGIC[suffix] in head[:1024]
    if suffix in _MAGIC:
        return head.startswith(_MAGIC[suffix])
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head


def _bomb(members: list[zipfile.ZipInfo], place: Place) -> Problem | None:
    hint = "请解压后只交需要的文件。"
    if len(members) > MEMBERS:
        return Problem("LIB-006", f"压缩包内有{len(members)}个文件，超过{MEMBERS}个。", place, hint)
    total = 0
    for member in members:
        total += member.file_size
        if member.flag_bits & 1:
            return Problem("LIB-007", f"压缩包内的“{member.filename}”加了密码。", place, "请去掉密码再交。")
        swollen = member.file_size > RATIO_FROM and member.file_size > RATIO * max(member.compress_size, 1)
        if swollen or total > UNPACKED:
            return Problem("LIB-006", f"压缩包内的“{member.filename}”展开后过大。", place, hint)
        if member.filename.startswith(("/", "\\")) or ".." in PurePosixPath(member.filename.replace("\\", "/")).parts:
            return Problem("LIB-008", f"压缩包内的“{member.filename}”指向包外。", place, hint)
        if stat.S_ISLNK(member.external_attr >> 16):
            return Problem("LIB-008", f"压缩包内的“{member.filename}”是链接。", place, hint)
    return None


def _carrier(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], place: Place) -> Problem | None:
    """Macros, OLE objects, templates and links fetched from elsewhere, and XML that declares entities."""
    for member in members:
        name = member.filename.lower()
        if name.endswith("vbaproject.bin") or ("oleobject" in name and name.endswith(".bin")):
            return Problem(
                "LIB-009", f"文件里有宏或嵌入对象（{member.filename}）。", place, "请另存为不含宏和对象的文件。"
            )
        if name.endswith((".xml", ".rels")):
            with archive.open(member) as file:
                content = file.read(member.file_size if name.endswith(".rels") else _HEAD)
            if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _DOCTYPE.search(content):
                return Problem(
                    "LIB-010", f"文件里的{member.filename}带有实体声明或异常编码。", place, "请用办公软件另存一遍。"
                )
            if any(b"/hyperlink" not in link for link in _EXTERNAL.findall(content)):
                return Problem(
                    "LIB-009", f"文件要从外部取模板或图片（{member.filename}）。", place, "请断开外部链接后另存。"
                )
    return None
