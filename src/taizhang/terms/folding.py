"""Characters folded so that one spelling finds the others: width, case, traditional and variant forms.

Folding never changes the length of a text, so an offset in the folded text is an offset in the text as written.
"""

from __future__ import annotations

import re
from functools import cache

from taizhang.terms.characters import narrow

# Unicode: CJK Unified Ideographs and their extension A.
_HAN = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]
_QUOTES = {"“": '"', "”": '"', "„": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "〔": "[", "〕": "]", "\u3000": " "}
# Unicode: the full-width twins of ASCII.
_WIDE = range(0xFF01, 0xFF5F)


def _in_number(code: int) -> bool:
    """Whether a full-width sign belongs to words and numbers: a letter, a digit, the point and the per cent."""
    return narrow(chr(code)).isalnum() or narrow(chr(code)) in ".%"


# With the no-break space that Word and browsers set.
_SIGNS = {ord(sign): plain for sign, plain in _QUOTES.items()} | {0xA0: " "}
_SIGNS |= {code: narrow(chr(code)) for code in _WIDE if not _in_number(code)}
_SIGN = re.compile(f"[{re.escape(''.join(map(chr, _SIGNS)))}]")


@cache
def _letters() -> dict[int, str]:
    """Letters, digits and characters that fold; OpenCC's own character table decides traditional forms."""
    import opencc

    plain = opencc.OpenCC("t2s").convert("\n".join(map(chr, _HAN))).split("\n")
    table = {code: char for code, char in zip(_HAN, plain, strict=True) if chr(code) != char and len(char) == 1}
    table |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    return table | {code: narrow(chr(code)).lower() for code in _WIDE if _in_number(code)}


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, _letters())))}]")


def plain_letters(text: str) -> str:
    """The text in half-width, lower-case letters and simplified characters; its signs stay as written."""
    return text.translate(_letters()) if _letter().search(text) else text


def plain_signs(text: str) -> str:
    """The text with full-width signs, quotation marks and six-cornered brackets as the plain ones."""
    return text.translate(_SIGNS)


def has_signs(text: str) -> bool:
    """Whether any sign of the text would fold."""
    return bool(_SIGN.search(text))


def fold(text: str) -> str:
    """The text with letters and signs folded: the form in which texts and queries are compared."""
    return plain_signs(plain_letters(text))
