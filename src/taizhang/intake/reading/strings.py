"""How much text a workbook's cells hold together where many cells share a long one: told before any cell is read."""

from __future__ import annotations

import re
import zipfile

from taizhang.intake.reading.limits import Limits, UnreadableWorkbook

_SHARED, _SHEETS = "xl/sharedStrings.xml", "xl/worksheets/"
_ITEM = re.compile(r"<(?:\w+:)?si\b")
_CELL = re.compile(rb't="s"[^>]*>\s*<(?:\w+:)?v>(\d+)<')
# Each cell gets a copy of its own, two bytes a character; the other half of the memory is for everything else.
_BYTES_EACH = 4


def require_modest(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Raises UnreadableWorkbook (INT-020) where the cells would hold more text than a child has memory for.

    Nearly every workbook is let through after counting its cells: only if all of them held the longest text would it
    be too much for it to be looked at cell by cell.
    """
    if _SHARED not in archive.namelist():
        return
    lengths = [len(one) for one in _ITEM.split(archive.read(_SHARED).decode("utf-8", "ignore"))[1:]]
    sheets = [archive.read(name) for name in archive.namelist() if name.startswith(_SHEETS) and name.endswith(".xml")]
    most = limits.memory // _BYTES_EACH
    if max(lengths, default=0) * sum(one.count(b't="s"') for one in sheets) <= most:
        return
    places = (int(one) for sheet in sheets for one in _CELL.findall(sheet))
    if sum(lengths[place] for place in places if place < len(lengths)) > most:
        raise UnreadableWorkbook("INT-020", "读取这个文件要用的内存超过限制。", "请拆成几个文件分别导入。")
