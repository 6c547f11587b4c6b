"""The zip guard: a workbook's container is measured before any of it is parsed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from types import MappingProxyType
from typing import IO

from taizhang.confine.packages import HEAD, Bounds, Kind, is_disguised, unsafe
from taizhang.intake.reading.limits import SAVE_AS, Limits, UnreadableWorkbook
from taizhang.terms.sentence import sentence

_FAR = re.compile(rb'<c [^>]*?\br="(?:[A-Z]{3}\d+|[A-Z]{1,2}\d{6,7})"[^>]*?(?<!/)>')
_ROW = re.compile(rb"<row[ >]")
_MERGED = re.compile(rb"<mergeCell ")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# Parts that hold no cell, no string and no format: WPS and Power Query keep theirs in UTF-16, and nobody here opens them.
_NEVER_READ = (
    "customxml/",
    "docprops/",
    *(
        f"xl/{part}"
        for part in [
            "activex/",
            "calcchain",
            "chartsheets/",
            "charts/",
            "comments",
            "connections",
            "ctrlprops/",
            "customdata/",
            "custproperty/",
            "diagrams/",
            "drawings/",
            "embeddings/",
            "externallinks/",
            "media/",
            "metadata",
            "model/",
            "persons/",
            "pivot",
            "printersettings/",
            "querytables/",
            "richdata/",
            "slicer",
            "tables/",
            "theme/",
            "threadedcomments/",
            "timeline",
            "usernames",
            "webextensions/",
            "xmlmaps",
        ]
    ),
)
# Chosen: a part is read by the megabyte, with more kept than the longest reference to a cell; below 4 MB none swells
# to harm.
CHUNK, OVERLAP, SWOLLEN = 1 << 20, 256, 4 * 1024 * 1024
UNSAFE: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        "bomb": ("INT-011", "文件展开后大得不正常（压缩炸弹），不予读取。"),
        "locked": ("INT-005", "文件设有密码，无法读取。"),
        "outside": ("INT-010", "文件里有指向外面的路径，不予读取。"),
    }
)


def guard(file: IO[bytes], limits: Limits) -> tuple[str, ...]:
    """Refuses what would harm or mislead: raises UnreadableWorkbook with the reason. Gives what is unusual and not read."""
    try:
        with zipfile.ZipFile(file) as archive:
            _entries(archive, limits)
            for info in archive.infolist():
                if info.filename.endswith((".xml", ".rels")) and not info.filename.lower().startswith(_NEVER_READ):
                    with archive.open(info) as part:
                        _part(info.filename, part, limits)
            return _unusual(archive)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableWorkbook("INT-004", "文件不完整或已损坏，打不开。", "请重新拷贝或重新导出这个文件。") from error


def check_entries(file: IO[bytes], limits: Limits) -> None:
    """Refuses a package by the list of its parts: too many, too large, leading outside. Raises UnreadableWorkbook."""
    try:
        with zipfile.ZipFile(file) as archive:
            _entries(archive, limits)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableWorkbook("INT-004", "文件不完整或已损坏，打不开。", "请重新拷贝或重新导出这个文件。") from error


def _entries(archive: zipfile.ZipFile, limits: Limits) -> None:
    infos = archive.infolist()
    if len(infos) > limits.entries:
        raise UnreadableWorkbook(
            "INT-010", sentence("文件里有 {count} 个部件，不像正常的工作簿。", count=len(infos)), SAVE_AS
        )
    if len({info.filename for info in infos}) != len(infos):
        raise UnreadableWorkbook("INT-010", "文件里有重名的部件，不像正常的工作簿。", SAVE_AS)
    bounds = Bounds(limits.entries, limits.unpacked, limits.ratio, SWOLLEN)
    if fault := unsafe(infos, bounds):
        raise UnreadableWorkbook(*UNSAFE[fault.kind], SAVE_AS)
    for info in infos:
        name = info.filename.lower()
        if name.endswith("vbaproject.bin"):
            raise UnreadableWorkbook("INT-006", "文件带有宏，不予读取。", SAVE_AS)


def _unusual(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Parts that are there and are not read, as whole sentences."""
    names = [name.lower() for name in archive.namelist()]
    notes = []
    if any(name.startswith("xl/externallinks/") for name in names):
        notes.append("文件里有公式取自别的工作簿，按文件里保存的数读取，没有去取别的文件。")
    if any(name.startswith(("xl/embeddings/", "xl/activex/")) for name in names):
        notes.append("文件里嵌有其他程序的对象，对象里的内容没有读。")
    return tuple(notes)


def _part(name: str, part: IO[bytes], limits: Limits) -> None:
    """One XML part, read in pieces: no declarations, no far cells, no more rows than are read."""
    kept, read, rows, merged = b"", 0, 0, 0
    sheet = bool(_SHEET.fullmatch(name))
    while piece := part.read(CHUNK):
        if read == 0 and (is_disguised(piece) or b"\x00" in piece[:HEAD]):
            raise UnreadableWorkbook("INT-012", "文件内部编码异常或带有外部实体声明，不予读取。", SAVE_AS)
        read += len(piece)
        if read > limits.unpacked:
            raise UnreadableWorkbook(*UNSAFE["bomb"], SAVE_AS)
        if sheet:
            window = kept + piece
            if _FAR.search(window):
                message = sentence(
                    "工作表里有单元格远在表格之外（超过{rows}行或{columns}列）。",
                    rows=limits.rows,
                    columns=limits.columns,
                )
                raise UnreadableWorkbook("INT-013", message, "请删去表格外的内容（按 Ctrl+End 可找到），另存后再导入。")
            rows += len(_ROW.findall(piece))
            merged += len(_MERGED.findall(piece))
            kept = piece[-OVERLAP:]
        if rows > limits.rows or merged > limits.merged:
            what = f"超过{limits.rows}行" if rows > limits.rows else f"合并单元格超过{limits.merged}处"
            raise UnreadableWorkbook(
                "INT-014", sentence("工作表{what}，不予读取。", what=what), "请删去多余的空行，或拆成几个文件分别导入。"
            )
