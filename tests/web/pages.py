"""Reads pages as a person or a browser does."""

from __future__ import annotations

import re
from html import unescape
from typing import Any


def body(answer: Any) -> str:
    """The words of a page, as a reader sees them."""
    return unescape(answer.content.decode())


def hidden(page: str, name: str) -> str:
    """What a form sends unseen under the name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]
