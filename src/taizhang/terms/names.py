"""Identifiers declared by people: ASCII, lower case, at most thirty characters."""

from __future__ import annotations

import re

NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")


def is_name(text: str) -> bool:
    """Whether the text may stand as an identifier in a declaration or a database."""
    return bool(NAME.fullmatch(text))
