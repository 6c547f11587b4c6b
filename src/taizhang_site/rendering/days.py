"""Days as addresses and forms send them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from taizhang.terms.period import EARLIEST, LATEST


def day_of(text: str | None) -> date | None:
    """The day written as 2026-03-05; None when it is none."""
    with suppress(ValueError):
        day = date.fromisoformat(text or "")
        return day if EARLIEST <= day.year <= LATEST else None
    return None
