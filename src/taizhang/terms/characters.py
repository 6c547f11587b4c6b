"""Characters as offices type them: full width, stray spaces, brackets."""

from __future__ import annotations

import re

# Unicode, Halfwidth and Fullwidth Forms: each stands 0xFEE0 above its plain twin; ideographic and no-break space.
_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_WIDE = re.compile("[\uff01-\uff5e\u3000\xa0]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
_HALF = re.compile("[\ud800-\udfff]")
# Unicode: signs of no width and marks of direction, which nobody sees and copying from pages brings along.
_WIDTHLESS = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as half width; nothing else changes."""
    # Most texts hold none of them, and looking is ten times as fast as translating every character through a table.
    return text.translate(_FULL) if _WIDE.search(text) else text


def squeeze(text: str) -> str:
    """Half width and without any white space: the form in which headings and choices are compared."""
    return "".join(narrow(text).split())


def tidy(text: str) -> str:
    """The text without leading, trailing and doubled white space and signs without width; line breaks stay single."""
    text = _WIDTHLESS.sub("", text)
    if "\n" not in text and "\r" not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def whole_signs(text: str) -> str:
    """The text with halves of signs joined, and □ for one alone: poor font tables of PDFs give them, no writer takes them."""
    if not _HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\ufffd", "□")


def is_han(character: str) -> bool:
    """Whether the character is a Chinese one."""
    return bool(_HAN.match(character))


def inert(text: str) -> str:
    """The text so that no office program opening a text file takes it for a formula: led by ' where it looks like one."""
    if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
