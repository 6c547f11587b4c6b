"""What became of a letter, told from the matter's history."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from taizhang.matters.entry import Entry, Head, Intention, Letter
from taizhang.matters.fold import fold_all
from taizhang.notices.answers import answer

SENT = date(2026, 11, 20)
LETTER = Letter("督函〔2026〕3号", "关于抓紧办理的督办函", "茂塘镇", "县政府办公室", date(2026, 11, 25))


def history(*acts: tuple[str, date, str]) -> list[Entry]:
    """A matter recorded, pressed by letter, and what happened after: act, day and state it leads to."""
    steps: list[tuple[str, date, str, dict[str, Any]]] = [
        ("record", SENT, "in_progress", {}),
        ("chase", SENT, "in_progress", {"letter": LETTER}),
        *((act, on, state, {"letter": LETTER} if act == "warn" else {}) for act, on, state in acts),
    ]
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return [
        Entry(n, "a", n, at, state, 1, Intention("甲", f"i{n}", "supervision", act, on, "a", **more))
        for n, (act, on, state, more) in enumerate(steps, 1)
    ]


@pytest.mark.parametrize(
    ("acts", "day", "expected"),
    [
        ([], date(2026, 11, 25), "awaited"),
        ([], date(2026, 11, 26), "overdue"),
        ([("report_progress", date(2026, 11, 25), "in_progress")], date(2026, 12, 1), "answered"),
        ([("report", date(2026, 11, 27), "reported")], date(2026, 12, 1), "late"),
        ([("warn", date(2026, 11, 27), "in_progress")], date(2026, 12, 1), "passed"),
        ([("cancel", date(2026, 11, 22), "cancelled")], date(2026, 12, 1), "passed"),
        ([("reassign", date(2026, 11, 22), "assigned")], date(2026, 12, 1), "passed"),
    ],
)
def test_a_letter_is_answered_awaited_overdue_or_passed_by(
    acts: list[tuple[str, date, str]], day: date, expected: str
) -> None:
    entries = history(*acts)
    head = fold_all(entries)
    assert isinstance(head, Head)
    found = answer(entries, entries[1], head, day)
    assert found.state == expected
    assert (found.by is not None) == (expected in ("answered", "late"))


def test_an_entry_without_a_letter_has_no_answer() -> None:
    entries = history()
    head = fold_all(entries)
    assert head
    with pytest.raises(ValueError, match="letter"):
        answer(entries, entries[0], head, SENT)
