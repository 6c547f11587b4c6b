"""What was reported done is overdue no more from the day of the report, in every ledger and as its lamp says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import row_of
from taizhang.figures import naive
from taizhang.figures.compute import compute
from taizhang.figures.value import Ask
from taizhang.matters.entry import Entry, Head
from taizhang.matters.fold import fold_all
from taizhang.matters.past import head_on
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation
from taizhang.warehouse.projection import in_memory
from tests.figures.yard import Ledgers
from tests.matters.test_undoing import DUE, LAMPS, SHIPPED, START, open_rows, step

DAY = timedelta(days=1)
LATE, NOWHERE = date.fromisoformat(DUE) + 10 * DAY, Organisation({})
TIMED = sorted(
    name
    for name, one in SHIPPED.ledgers.items()
    if one.declared.lifecycle == "closed_loop"
    and any(use.family == "timing" and not use.where for use in one.declared.family)
)


def walked(ledger: Ledger, *acts: tuple[str, date]) -> list[Entry]:
    """The entries of a matter brought to work in time, then led by these acts on these days."""
    way = [(act, START + n * DAY) for n, act in enumerate(("register", "approve", "assign", "accept"))]
    entries: list[Entry] = []
    for seq, (act, day) in enumerate((*way, *acts), 1):
        head = fold_all(entries)
        row = next(row for row in open_rows(ledger, head) if row.act == act)
        entries.append(step(ledger, head, row, day, seq))
    return entries


def overdue(ledger: Ledger, entries: Sequence[Entry], day: date) -> int:
    """The figure of what is overdue on a day: the engine's, which is that of the plain fold."""
    head = fold_all(entries)
    assert head is not None
    ask = Ask(f"{ledger.name}_overdue_end", Period(START, day))
    told = compute(SHIPPED, in_memory(SHIPPED, Ledgers([head])), [ask], NOWHERE).value(ask)
    assert told == naive.answer(SHIPPED, [head], ask, NOWHERE)
    return int(told.amount or 0)


def lit(ledger: Ledger, entries: Sequence[Entry], day: date) -> bool:
    """Whether the lamp of the day says that it is overdue."""
    head = head_on(entries, ledger, day)
    assert isinstance(head, Head)
    return LAMPS.of(head, row_of(ledger, head.facts), ledger, day).overdue


def test_most_loops_have_no_day_of_completion_of_their_own() -> None:
    assert len([name for name in TIMED if "done" not in SHIPPED.ledgers[name].declared.field]) > 10


@pytest.mark.parametrize("name", TIMED)
def test_a_report_ends_what_is_overdue_on_its_day(name: str) -> None:
    ledger = SHIPPED.ledgers[name]
    due = date.fromisoformat(DUE)
    entries = walked(ledger, ("report", LATE))
    for day, wanted in ((due, 0), (due + DAY, 1), (LATE - DAY, 1), (LATE, 0), (LATE + DAY, 0)):
        assert (overdue(ledger, entries, day), lit(ledger, entries, day)) == (wanted, bool(wanted)), day


@pytest.mark.parametrize("name", TIMED)
def test_returned_work_is_overdue_again(name: str) -> None:
    ledger = SHIPPED.ledgers[name]
    entries = walked(ledger, ("report", LATE), ("start_review", LATE + DAY), ("return_work", LATE + 2 * DAY))
    for day in (LATE + 2 * DAY, LATE + 3 * DAY):
        assert (overdue(ledger, entries, day), lit(ledger, entries, day)) == (1, True), day
