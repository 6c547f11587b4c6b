"""What a run of the suite leaves untested is said at its end, loudly, with the way to mend it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.left_out import reason_of, told


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Counts the skipped tests by reason; nothing is written when all ran."""
    counted = Counter(reason_of(one.longrepr) for one in terminalreporter.stats.get("skipped", []))
    if counted:
        terminalreporter.section("NOT TESTED ON THIS MACHINE", sep="!", red=True, bold=True)
        for line in told(counted):
            terminalreporter.write_line(line)
