"""Which line of a TOML file a key stands on, so that a fault can be shown where it is."""

from __future__ import annotations

import re
from functools import lru_cache

_TABLE = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*((?:\"[^\"]*\"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:\"[^\"]*\"|'[^']*'|[\w-]+))*)\s*=")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")


@lru_cache(maxsize=512)
def lines_of(text: str) -> dict[tuple[str, ...], int]:
    """Line numbers, from 1, of tables and keys by their path; the n-th of an array of tables adds ``n``."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    quote = ""
    for number, line in enumerate(text.split("\n"), 1):
        if quote:
            quote = "" if line.count(quote) % 2 else quote
            continue
        if match := _TABLE.match(line):
            table = _path(match[1])
            if line.lstrip().startswith("[["):
                counts[table] = counts.get(table, -1) + 1
                table = (*table, str(counts[table]))
            found.setdefault(table, number)
        elif match := _KEY.match(line):
            found.setdefault((*table, *_path(match[1])), number)
        quote = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")
    return found


def line_of(lines: dict[tuple[str, ...], int], path: tuple[str, ...]) -> int:
    """The line of the path, or of its nearest parent that has one; 0 when none has."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 0


def _path(text: str) -> tuple[str, ...]:
    return tuple(one or two or three for one, two, three in _PART.findall(text))
