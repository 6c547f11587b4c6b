"""Why a zip, or a Word or Excel file, which is one, may not be opened: damaged, a bomb, locked, or a carrier."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

Kind = Literal["damaged", "bomb", "locked", "outside", "carrier", "entities"]
_LINK = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
# Word notes where a document's template lies on its author's machine; nobody fetches it.
_HARMLESS = re.compile(
    rb"/(?:hyperlink|externalLinkPath|oleObject)[\"']|/attachedTemplate[\"'](?=[^>]*Target\s*=\s*[\"']file:///[A-Za-z]:)"
)
_HARMLESS_TURNED = re.compile(rb"Target\s*=\s*[\"']file:///[A-Za-z]:[^>]*/attachedTemplate[\"']")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Chosen: a declaration stands at the very beginning of an XML part (XML 1.0, 2.8); a page of memory holds it.
HEAD = 4096
# The earliest day a zip can say (APPNOTE 4.4.6, MS-DOS): packages of like parts are like bytes.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# Parts nobody here opens; WPS and Power Query keep theirs in UTF-16.
NEVER_READ = ("customxml/", "word/embeddings/", "xl/embeddings/", "ppt/embeddings/")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many parts a package may have, how large they may be together, and how far one may swell.

    Long tables of like rows shrink a hundredfold too; below ``swollen`` bytes they do no harm.
    """

    parts: int = 20_000
    unpacked: int = 600 * 1024 * 1024
    ratio: int = 100
    swollen: int = 16 * 1024 * 1024


USUAL = Bounds()


@dataclass(frozen=True, slots=True)
class PackageFault:
    """Why a package may not be opened: the kind, the template of one Chinese sentence, what to do, what fills it."""

    kind: Kind
    template: str
    hint: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence."""
        return self.template.format_map(self.values)


def examine(path: Path, *, office: bool) -> PackageFault | None:
    """The first fault of the package, None when it may be opened. office: its parts are examined too."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            return unsafe(members, USUAL) or (_carrier(archive, members) if office else None)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, EOFError, zlib.error):
        return PackageFault("damaged", "压缩结构已损坏。", "请从原处重新取得文件。")


def unsafe(members: Sequence[zipfile.ZipInfo], bounds: Bounds) -> PackageFault | None:
    """The first fault of a package's list of parts: too many or too large, locked, or leading outside."""
    hint = "请解压后只交需要的文件。"
    if len(members) > bounds.parts:
        return PackageFault(
            "bomb", "压缩包内有{count}个文件，超过{parts}个。", hint, {"count": len(members), "parts": bounds.parts}
        )
    total = 0
    for member in members:
        total += member.file_size
        if member.flag_bits & 1:
            return PackageFault(
                "locked", "压缩包内的“{filename}”加了密码。", "请去掉密码再交。", {"filename": member.filename}
            )
        swollen = member.file_size > bounds.swollen and member.file_size > bounds.ratio * max(member.compress_size, 1)
        if swollen or total > bounds.unpacked:
            return PackageFault("bomb", "压缩包内的“{filename}”展开后过大。", hint, {"filename": member.filename})
        if member.filename.startswith(("/", "\\")) or ".." in PurePosixPath(member.filename.replace("\\", "/")).parts:
            return PackageFault("outside", "压缩包内的“{filename}”指向包外。", hint, {"filename": member.filename})
        if stat.S_ISLNK(member.external_attr >> 16):
            return PackageFault("outside", "压缩包内的“{filename}”是链接。", hint, {"filename": member.filename})
    return None


def is_disguised(head: bytes) -> bool:
    """Whether an XML part, told by its beginning, declares entities or hides behind another encoding."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or bool(_DECLARED.search(head[:HEAD]))


def _carrier(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> PackageFault | None:
    """Macros, templates and pictures fetched from elsewhere, and XML that declares entities.

    Objects of other programs are no fault: nobody here opens them, and many a form holds one.
    """
    for member in members:
        name = member.filename.lower()
        if name.endswith("vbaproject.bin"):
            return PackageFault(
                "carrier", "文件里有宏（{filename}）。", "请另存为不含宏的文件。", {"filename": member.filename}
            )
        if name.endswith((".xml", ".rels")) and not name.startswith(NEVER_READ):
            with archive.open(member) as file:
                content = file.read(member.file_size if name.endswith(".rels") else HEAD)
            if is_disguised(content):
                return PackageFault(
                    "entities",
                    "文件里的{filename}带有实体声明或异常编码。",
                    "请用办公软件另存一遍。",
                    {"filename": member.filename},
                )
            if any(not _harmless(link) for link in _LINK.findall(content)):
                return PackageFault(
                    "carrier",
                    "文件要从外部取模板或图片（{filename}）。",
                    "请断开外部链接后另存。",
                    {"filename": member.filename},
                )
    return None


def _harmless(link: bytes) -> bool:
    return bool(_HARMLESS.search(link) or _HARMLESS_TURNED.search(link))
