"""A run says what it skipped."""

from __future__ import annotations

from collections import Counter

from tests.left_out import reason_of, told


def test_reasons_are_read_from_what_pytest_keeps() -> None:
    assert reason_of(("tests/web/browser.py", 21, "Skipped: Chromium is not installed")) == "Chromium is not installed"
    assert reason_of("Skipped: no server") == "no server"


def test_skipped_tests_are_counted_by_reason_and_in_all() -> None:
    assert told(Counter({"no server": 2, "Chromium is not installed": 14})) == [
        "    14 skipped: Chromium is not installed",
        "     2 skipped: no server",
        "    16 in all",
    ]
