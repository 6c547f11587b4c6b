"""Tests that were skipped, counted by reason: a green run says what it did not look at."""

from __future__ import annotations

from collections import Counter


def reason_of(longrepr: object) -> str:
    """The reason of a skipped test's report: (file, line, "Skipped: reason") as pytest keeps it, or any text."""
    text = str(longrepr[2]) if isinstance(longrepr, tuple) and len(longrepr) == 3 else str(longrepr)
    return text.removeprefix("Skipped: ").strip()


def told(counted: Counter[str]) -> list[str]:
    """A line a reason, the most frequent first, and their sum."""
    rows = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [f"{count:6} skipped: {reason}" for reason, count in rows] + [f"{counted.total():6} in all"]
