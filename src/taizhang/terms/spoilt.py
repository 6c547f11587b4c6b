"""Text that is no value though something stands there: what a spreadsheet shows for errors and numbers cut, and 同上."""

from __future__ import annotations

import re

from taizhang.terms.characters import squeeze
from taizhang.terms.readings import Reason

_ERRORS = frozenset(
    [
        "#REF!",
        "#N/A",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
        "#BLOCKED!",
        "Err:502",
        "Err:504",
        "Err:508",
        "Err:511",
        "Err:522",
    ]
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+\d{2,}")
# What a spreadsheet shows of a number or day its column is too narrow for.
_TOO_NARROW = re.compile(r"#{3,}")
# What stands for the words of the row above.
DITTO = frozenset(("同上", "同前", "〃", "″", "〞"))


def spoilt(text: str, *, number: bool) -> Reason:
    """Why a text says nothing, '' where it may be read. number: of a field of numbers, which 1.5E+05 is one of."""
    if squeeze(text) in DITTO:
        return "ditto"
    if text[:1] in "#E" and (text.strip() in _ERRORS or _TOO_NARROW.fullmatch(text.strip())):
        return "error_value"
    if not number and "E+" in text.upper() and _SCIENTIFIC.fullmatch(text.strip()):
        return "long_number"
    return ""
