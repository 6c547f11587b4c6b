"""Where a run keeps its files, and what it leaves untested: said at its end, loudly, with the way to mend it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.heaviest import rank
from tests.in_memory import enter, leave
from tests.left_out import reason_of, told

MADE = enter()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The heaviest modules first, each whole; the rest as they were."""
    items.sort(key=lambda one: rank(one.path.as_posix()))


def pytest_unconfigure() -> None:
    """The process that made the folder gives it back; workers were given it."""
    leave(MADE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Counts the skipped tests by reason; nothing is written when all ran."""
    counted = Counter(reason_of(one.longrepr) for one in terminalreporter.stats.get("skipped", []))
    if counted:
        terminalreporter.section("NOT TESTED ON THIS MACHINE", sep="!", red=True, bold=True)
        for line in told(counted):
            terminalreporter.write_line(line)
