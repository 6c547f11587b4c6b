"""What is reported done shows one lamp on its page, in lists, on the board and to reminders, in every ledger."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from taizhang.catalogue.values import row_of
from taizhang.lists.rows import Lister
from taizhang.matters.entry import Head
from taizhang.matters.fold import fold
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.terms.workdays import shipped_calendar
from tests.matters.test_undoing import DUE, LAMPS, SHIPPED, START, open_rows, step

REPORTING = sorted(
    name
    for name, one in SHIPPED.ledgers.items()
    if any(row.act == "report" for row in LIFECYCLES[one.declared.lifecycle].rows)
)
TERM = date.fromisoformat(DUE)
LISTER = Lister(SHIPPED.ledgers, SHIPPED.clocks, shipped_calendar())
WAY = (("register", START), ("approve", START), ("assign", START), ("accept", START))


def acted(name: str, *acts: tuple[str, date]) -> Head:
    """A matter of the ledger after the acts, from its registration to its report."""
    head: Head | None = None
    for seq, (act, day) in enumerate((*WAY, *acts), 1):
        row = next(one for one in open_rows(SHIPPED.ledgers[name], head) if one.act == act)
        head = fold(head, step(SHIPPED.ledgers[name], head, row, day, seq))
    assert head is not None
    return head


def test_ledgers_of_a_closed_loop_are_there() -> None:
    assert {"hazard", "petition", "supervision", "proposal", "research"} <= set(REPORTING)


@pytest.mark.parametrize("late", [-1, 0, 1, 2, 30])
@pytest.mark.parametrize("name", REPORTING)
def test_the_list_shows_the_lamp_of_the_page(name: str, late: int) -> None:
    reported = TERM + timedelta(days=late)
    ledger = SHIPPED.ledgers[name]
    head = acted(name, ("report", reported))
    row = LISTER.of(head)
    for day in (reported, reported + timedelta(days=1), TERM + timedelta(days=60)):
        lamp = LAMPS.of(head, row_of(ledger, head.facts), ledger, day)
        assert (lamp.colour, row.lamp_on(day.isoformat())) == ("blue", "blue"), day
    assert (row.remind, *row.letters) == ("9999-12-31",) * 4


@pytest.mark.parametrize("name", REPORTING)
def test_what_is_returned_late_is_red_again_for_all(name: str) -> None:
    day = TERM + timedelta(days=5)
    ledger = SHIPPED.ledgers[name]
    head = acted(name, ("report", TERM), ("start_review", TERM), ("return_work", day))
    row = LISTER.of(head)
    colour = LAMPS.of(head, row_of(ledger, head.facts), ledger, day).colour
    assert row.lamp_on(day.isoformat()) == colour
    if "due" in row_of(ledger, head.facts):
        assert (colour, row.remind <= day.isoformat()) == ("red", True)
