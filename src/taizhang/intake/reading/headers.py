"""The lines of a page header as Excel stores it: three places, with codes for type and fields between the words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

# ECMA-376 part 1, 18.3.1.46: &L &C &R begin a place, &"font,style" and &12 set type, &K a colour, &P &D and others are fields.
_PLACES = re.compile(r"&[LCR]")
_CODES = re.compile(r"&\"[^\"]*\"|&\d{1,3}|&K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|&[A-Za-z]")
_HEADER = re.compile(rb"<(?:\w+:)?(?:odd|first|even)Header>([^<]{1,600})<")


def page_headers(sheet: bytes) -> list[str]:
    """What the part of a sheet has printed at the head of its pages (ECMA-376 part 1, 18.3.1.39)."""
    stored = (html.unescape(found[1].decode("utf-8", errors="replace")) for found in _HEADER.finditer(sheet))
    return [line for one in stored for line in header_lines(one)]


def header_lines(stored: str) -> Iterator[str]:
    """The words of each place, in lines."""
    for place in _PLACES.split(stored):
        for line in _CODES.sub("", place).replace("&&", "&").split("\n"):
            if line.strip():
                yield line.strip()
