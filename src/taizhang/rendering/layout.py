"""The page of GB/T 9704-2012 in twips (1/20 point), and the fonts it names with what stands in for them.

5.1 A4; 5.2.1 top 37 mm, left 28 mm, type area 156 × 225 mm; 5.2.3 22 lines of 28 characters. Word's 三号 is
16 pt, 28 of which are wider than 156 mm: characters are set 0.3 pt closer, about the printer's 3号 (15.75 pt). With
0.25 pt a full line just fits, and LibreOffice 7.4 loses a mark that follows it.
"""

from __future__ import annotations

from dataclasses import dataclass

# A4, 210 × 297 mm (5.1).
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
# 37 mm and 28 mm (5.2.1); the others so that 156 × 225 mm remain.
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1587, 1474
TYPE_WIDTH = PAGE_WIDTH - LEFT - RIGHT
# 5.2.3.
LINES, CHARACTERS = 22, 28
# 225 mm by 22 lines (28.95 pt); 156 mm by 28 characters, that is 15.75 pt.
LINE, CHARACTER = 579, 315
# Twips, as above: measured in LibreOffice 7.4.
CLOSER = -6
# 7.5: the dashes of the page number stand 7 mm below the type area: 28 mm above the edge, less half a line of 14 pt.
FOOTER = 1447
# A line of 14 pt: the page number is in 4号 (7.5).
FOOTER_LINE = 280


@dataclass(frozen=True, slots=True)
class Typeface:
    """A typeface the standard asks for: its name in Word, what stands in for it in order, its family and panose."""

    name: str
    instead: tuple[str, ...]
    family: str
    pitch: str = "default"


FANGSONG = Typeface(
    "仿宋_GB2312",
    ("仿宋", "FangSong", "方正仿宋_GBK", "华文仿宋", "STFangsong", "FandolFang R", "FandolFang"),
    "modern",
)
KAI = Typeface("楷体_GB2312", ("楷体", "KaiTi", "方正楷体_GBK", "华文楷体", "STKaiti", "FandolKai"), "modern")
HEI = Typeface("黑体", ("SimHei", "方正黑体_GBK", "华文黑体", "思源黑体", "Noto Sans CJK SC", "FandolHei"), "modern")
XIAOBIAOSONG = Typeface(
    "方正小标宋简体",
    ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "思源宋体 Heavy", "Noto Serif CJK SC"),
    "auto",
)
SONG = Typeface(
    "宋体", ("SimSun", "方正书宋_GBK", "华文宋体", "STSong", "思源宋体", "Noto Serif CJK SC", "FandolSong"), "auto"
)
LATIN = Typeface("Times New Roman", ("Liberation Serif", "Nimbus Roman", "serif"), "roman", "variable")
FACES = (FANGSONG, KAI, HEI, XIAOBIAOSONG, SONG, LATIN)


def em(text: str) -> float:
    """The width of a text in characters of the line: half for ASCII, one for all others."""
    return sum(0.5 if character < "\x7f" else 1.0 for character in text)
