"""The numbers headings begin with: 一、 （一） 1. （1）."""

from __future__ import annotations

import re

_N = "[一二三四五六七八九十]{1,3}"
_NUMBERED = (
    re.compile(rf"\s*(?:{_N}[、，,．.]|第{_N}(?:部分|章|编))"),
    re.compile(rf"\s*(?:[（(]{_N}[）)]|第{_N}节)"),
    re.compile(r"\s*\d{1,2}[.．、](?!\d)"),
    re.compile(r"\s*[（(]\d{1,2}[）)]"),
)


def heading_level(text: str) -> int:
    """Level of the number a line begins with (一、 1, （一） 2, 1. 3, （1） 4), 0 when it has none."""
    return next((level for level, style in enumerate(_NUMBERED, 1) if style.match(text)), 0)
