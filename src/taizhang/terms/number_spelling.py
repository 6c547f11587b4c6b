"""The one spelling in which numbers of matters are compared: AQ2026-001 is ａｑ2026－001 and AQ 2026—001.

Numbers are shown and kept as they were first written; who writes one with another keyboard means the same matter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from taizhang.terms.characters import narrow

# Unicode: hyphens, dashes, the minus sign and the box line that input methods give for a stroke.
_DASHES = re.compile("[-‐‑‒–—―⁃−─━﹘﹣ー]+")
# Unicode, categories Cf and Mn: signs without width, marks of direction, variants of a character.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
# Names of bodies have （ ）; of the square ones all kinds are typed.
_BRACKETS = (
    {ord("("): "（", ord(")"): "）"} | {ord(one): "〔" for one in "[{【〖﹝"} | {ord(one): "〕" for one in "]}】〗﹞"}
)
# GB/T 9704-2012 7.2.5 sets the year of a document number in 〔 〕.
_YEAR = re.compile(r"（((?:19|20)\d\d)）")
# Cyrillic and Greek capitals that look like Latin ones, as input methods for signs give them.
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEKMHOPCTXABEZHIKMNOPTX")
_ORDINARY = re.compile(r"[A-Z0-9\u4e00-\u9fff〔〕/.·]+(?:-[A-Z0-9\u4e00-\u9fff〔〕/.·]+)*")
_DOTS = str.maketrans("・•‧∙●", "·····")


@lru_cache(maxsize=65_536)
def fold_number(written: str) -> str:
    """The number in capitals and half width, without white space and signs nobody sees, with one kind of stroke and bracket."""
    if _ORDINARY.fullmatch(written):
        return written
    plain = _UNSEEN.sub("", unicodedata.normalize("NFC", narrow(written)))
    plain = "".join(plain.split()).upper().translate(_BRACKETS).translate(_LOOK_ALIKE).translate(_DOTS)
    return _YEAR.sub(r"〔\1〕", _DASHES.sub("-", plain))


def same_number(one: str, other: str) -> bool:
    """Whether two spellings are of one number."""
    return fold_number(one) == fold_number(other)
