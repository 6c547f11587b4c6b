"""What addresses and forms send, read in one place: nothing a browser sends raises an error."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from taizhang.terms.period import EARLIEST, LATEST

# Nine digits: within what every database counts in (2**31).
MOST = 999_999_999


def day_of(text: str | None) -> date | None:
    """The day written as 2026-03-05; None when it is none."""
    with suppress(ValueError):
        day = date.fromisoformat(text or "")
        return day if EARLIEST <= day.year <= LATEST else None
    return None


def whole_number(text: str | None, usual: int = 0, most: int = MOST) -> int:
    """The number written in ASCII digits, at most ``most``; ``usual`` for anything else, as ``²`` or ``٣`` are."""
    written = (text or "").strip()
    if not (written.isascii() and written.isdigit() and len(written) <= len(str(MOST))):
        return usual
    return min(int(written), most)


def is_whole_number(text: str | None) -> bool:
    """Whether the text is a number as ``whole_number`` reads one."""
    return whole_number(text, -1) >= 0
