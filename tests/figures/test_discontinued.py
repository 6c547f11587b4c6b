"""What ended without being done is open the day before and no more on the day itself, in SQL and in the plain fold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.values import Stored
from taizhang.figures import naive
from taizhang.figures.compute import compute
from taizhang.figures.contributions import DISCONTINUED, by_flow
from taizhang.figures.split import Split
from taizhang.figures.trace import trace
from taizhang.figures.value import Ask
from taizhang.matters.entry import RECORD, Entry, Head, Intention
from taizhang.matters.fold import fold, fold_all
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.words import DISCONTINUED as STATES
from taizhang.matters.words import POINTERS
from taizhang.shipped import CATALOGUE
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation
from taizhang.warehouse.projection import in_memory
from tests.figures.yard import Ledgers

SHIPPED = load(CATALOGUE)
OPENED, DUE, BEFORE, DAY, AFTER = (
    date(2026, 3, 2),
    date(2026, 4, 1),
    date(2026, 6, 14),
    date(2026, 6, 15),
    date(2026, 6, 16),
)
NOWHERE = Organisation({})
WAYS = sorted(
    {
        (row.state, row.act, row.to)
        for row in LIFECYCLES["closed_loop"].rows
        if row.to in STATES and row.state not in STATES
    }
)
FACTS: Mapping[str, Stored] = {"opened": OPENED.isoformat(), "due": DUE.isoformat()}


def entry(seq: int, act: str, on: date, state: str, facts: Mapping[str, Stored]) -> Entry:
    """An entry that leads to that state."""
    intention = Intention("赵督查", str(seq), "research", act, on, "m1", facts=facts)
    return Entry(seq, "m1", seq, datetime.combine(on, time(8), UTC), state, 1, intention)


def ended(before: str, act: str, to: str, facts: Mapping[str, Stored] = FACTS) -> Head:
    """A matter of a loop brought to an end from that state on the day."""
    head = fold_all([entry(1, RECORD, OPENED, before, facts), entry(2, act, DAY, to, {})])
    assert head is not None
    return head


def amounts(head: Head, period: Period, *names: str) -> list[int]:
    """Figures of the loop in a period: the engine's numbers, which are those of the plain fold."""
    asks = [Ask(f"research_{name}", period) for name in names]
    warehouse = in_memory(SHIPPED, Ledgers([head]))
    answers = compute(SHIPPED, warehouse, asks, NOWHERE)
    for ask in asks:
        assert answers.value(ask) == naive.answer(SHIPPED, [head], ask, NOWHERE), ask
    return [int(answers.value(ask).amount or 0) for ask in asks]


@pytest.mark.parametrize(("before", "act", "to"), WAYS)
def test_every_way_to_end_without_being_done_leaves_the_stock_on_its_day(before: str, act: str, to: str) -> None:
    head = ended(before, act, to)
    names = ("open_end", "overdue_end", "closed_flow", "discontinued_flow")
    merged = to in POINTERS  # counted in what stands for it, on every day
    for end, wanted in ((BEFORE, [1, 1, 0, 0]), (DAY, [0, 0, 0, 1]), (AFTER, [0, 0, 0, 1])):
        assert amounts(head, Period(OPENED, end), *names) == ([0, 0, 0, 0] if merged else wanted), end
    assert amounts(head, Period(DAY, AFTER), "open_start") == [0 if merged else 1]
    assert amounts(head, Period(AFTER, AFTER), "open_start", "discontinued_flow") == [0, 0]


def test_every_loop_balances_with_what_was_discontinued() -> None:
    uses = [name for name in SHIPPED.figures if name.endswith("open_end") and SHIPPED.figures[name].kind == "stock"]
    flows = [one for one in SHIPPED.identities.values() if one.title.endswith("期初加登记等于办结加终止加期末")]
    assert len(flows) == len(uses) > 30


@pytest.mark.parametrize("closed", [BEFORE, DAY])
def test_what_was_closed_before_it_was_cancelled_counts_as_closed_once(closed: date) -> None:
    head = ended("closed", "cancel", "cancelled", {**FACTS, "closed": closed.isoformat()})
    names = ("closed_flow", "discontinued_flow", "open_end")
    assert amounts(head, Period(OPENED, AFTER), *names) == [1, 0, 0]


def test_what_is_noted_after_the_end_does_not_move_its_day() -> None:
    head = ended("in_progress", "cancel", "cancelled")
    head = fold(head, entry(3, "link", AFTER, "cancelled", {}))
    assert head.course.discontinued == DAY
    assert fold(head, entry(4, "correct", AFTER, "in_progress", {})).course.discontinued is None


def test_a_change_of_the_stock_says_that_it_was_discontinued() -> None:
    warehouse = in_memory(SHIPPED, Ledgers([ended("in_progress", "transfer", "transferred")]))
    asks = [Ask("research_open_end", Period(OPENED, end)) for end in (BEFORE, DAY)]
    first, last = (trace(SHIPPED, warehouse, ask, NOWHERE) for ask in asks)
    told = by_flow(Split(first.value, last.value, (), change=Decimal(-1)), (first, last))
    assert [(one.part, one.amount) for one in told] == [(DISCONTINUED, Decimal(-1))]
