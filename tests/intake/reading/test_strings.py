"""Text that many cells share is counted before any is read: up to what there is memory for, and not a character more."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from taizhang.intake.reading.limits import Limits, UnreadableWorkbook
from taizhang.intake.reading.strings import require_modest

# What a text of ten characters takes in the part: <si>, that is three signs of it, then the text, then both ends.
ITEM = "<si><t>十个字的一段文字甲乙丙</t></si>"
COUNTED = len(ITEM.removeprefix("<si"))


def book(cells: int) -> zipfile.ZipFile:
    """A workbook of two texts whose cells all name the first one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst>{ITEM}<si><t>短</t></si></sst>")
        archive.writestr("xl/worksheets/sheet1.xml", '<c r="A1" t="s"><v>0</v></c>' * cells + "<c><v>1</v></c>" * 50)
    return zipfile.ZipFile(out)


@pytest.mark.parametrize("cells", [1, 7, 100])
def test_as_much_as_there_is_memory_for_is_read(cells: int) -> None:
    granted = replace(Limits(), memory=cells * COUNTED * 4)
    with book(cells) as archive:
        require_modest(archive, granted)
    with book(cells + 1) as archive, pytest.raises(UnreadableWorkbook, match="内存超过限制"):
        require_modest(archive, granted)


def test_a_workbook_without_shared_texts_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", '<c t="s"><v>0</v></c>' * 9)
    with zipfile.ZipFile(out) as archive:
        require_modest(archive, replace(Limits(), memory=4))
