"""How much text a workbook's cells hold together where many cells share a long one: told before any cell is read."""

from __future__ import annotations

import re
import zipfile

from taizhang.intake.reading.limits import Limits, too_much_memory

_SHARED, _SHEETS = "xl/sharedStrings.xml", "xl/worksheets/"
_ITEM = re.compile(r"<(?:\w+:)?si\b")
_CELL = re.compile(rb't="s"[^>]*>\s*<(?:\w+:)?v>(\d+)<')
# Bytes of the shortest cell that names a text: <c t="s"><v>0</v></c>.
_SHORTEST_CELL = 21
# Each cell gets a copy of its own, two bytes a character; the other half of the memory is for everything else.
_BYTES_EACH = 4


def require_modest(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Raises UnreadableWorkbook (INT-020) where the cells would hold more text than a child has memory for.

    Nearly every workbook is let through by the size of its sheets: only if as many cells as they have room for held the
    longest text are its cells counted, and only if all of these did, looked at one by one.
    """
    if _SHARED not in archive.namelist():
        return
    most = limits.memory // _BYTES_EACH
    lengths = [len(one) for one in _ITEM.split(archive.read(_SHARED).decode("utf-8", "ignore"))[1:]]
    longest = max(lengths, default=0)
    parts = [one for one in archive.infolist() if one.filename.startswith(_SHEETS) and one.filename.endswith(".xml")]
    if longest * sum(one.file_size // _SHORTEST_CELL for one in parts) <= most:
        return
    sheets = [archive.read(one) for one in parts]
    if longest * sum(one.count(b't="s"') for one in sheets) <= most:
        return
    places = (int(one) for sheet in sheets for one in _CELL.findall(sheet))
    if sum(lengths[place] for place in places if place < len(lengths)) > most:
        raise too_much_memory()
