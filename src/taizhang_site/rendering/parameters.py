"""What addresses and forms send, read in one place: nothing a browser sends raises an error."""

from __future__ import annotations

MOST = 999_999_999


def whole_number(text: str | None, usual: int = 0, most: int = MOST) -> int:
    """The number written in ASCII digits, at most ``most``; ``usual`` for anything else, as ``²`` or ``٣`` are."""
    written = (text or "").strip()
    if not (written.isascii() and written.isdigit() and len(written) <= len(str(MOST))):
        return usual
    return min(int(written), most)


def is_whole_number(text: str | None) -> bool:
    """Whether the text is a number as ``whole_number`` reads one."""
    return whole_number(text, -1) >= 0
