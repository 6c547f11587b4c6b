"""Identifiers declared by people: ASCII, lower case, of bounded length."""

from __future__ import annotations

import re

NAME = re.compile(r"[a-z][a-z0-9_]*")
# Below the shortest bound of the databases in use (30 bytes of older Oracle, 63 of PostgreSQL); figures are no
# identifiers there.
DATABASE, FIGURE = 30, 40


def is_name(text: str, longest: int = DATABASE) -> bool:
    """Whether the text may stand as an identifier: of a database, or of a figure with ``longest=FIGURE``."""
    return len(text) <= longest and bool(NAME.fullmatch(text))
