"""Text that is no value though something stands there: what a spreadsheet shows for errors and numbers cut, and 同上."""

from __future__ import annotations

import re

from taizhang.terms.characters import squeeze
from taizhang.terms.readings import Reason

# ECMA-376 part 1, 18.17.3, the newer errors of Excel, those of Chinese builds and of LibreOffice.
_ERROR = re.compile(r"#(?:[A-Z][A-Z_/0]*[!?]|N/A|GETTING_DATA|不适用|[\u4e00-\u9fff/0]{1,4}[!?])|Err:\d{3}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+\d{2,}")
# What a spreadsheet shows of a number or day its column is too narrow for.
_TOO_NARROW = re.compile(r"#{3,}")
# What stands for the words of the row above.
DITTO = frozenset(("同上", "同前", "〃", "″", "〞"))


def spoilt(text: str, *, number: bool) -> Reason:
    """Why a text says nothing, '' where it may be read. number: of a field of numbers, which 1.5E+05 is one of."""
    if squeeze(text) in DITTO:
        return "ditto"
    if text.lstrip()[:1] in ("#", "＃", "E"):
        plain = squeeze(text)
        if _TOO_NARROW.fullmatch(plain):
            return "too_narrow"
        if _ERROR.fullmatch(plain):
            return "error_value"
    if not number and "E+" in text.upper() and _SCIENTIFIC.fullmatch(text.strip()):
        return "long_number"
    return ""
