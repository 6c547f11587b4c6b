"""A journal of a past day answers lists, counts and matters as they were answered that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.catalogue.load import load
from taizhang.journal.journal import Journal
from taizhang.lists.query import EVERYTHING_SEEN, Counts, Filter, HeadQuery
from taizhang.matters.acts import Particulars, allowed, perform
from taizhang.matters.entry import CORRECT, RECORD, Head, Intention
from taizhang.matters.past import PastDay
from taizhang.matters.words import TOGETHER
from taizhang.shipped import CATALOGUE
from taizhang.terms.problem import Refused

LEDGERS = {name: one for name, one in load(CATALOGUE).ledgers.items() if name in ("hazard", "meeting", "works")}
START = date(2026, 3, 2)
PAPER = "ab" * 32


class Days:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.day = START

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 3, tzinfo=UTC)


def opened(ledger: str, day: date, number: int) -> Intention:
    """A new matter, its due date ten days off."""
    facts: dict[str, Any] = {"opened": day.isoformat(), "due": (day + timedelta(days=10)).isoformat()}
    facts = {name: value for name, value in facts.items() if name in LEDGERS[ledger].declared.field}
    more = Particulars(facts=facts, number=f"甲{number}", unit="东乡", note="据报")
    return perform(LEDGERS[ledger], None, "register", "登记员", day, idem=f"o{number}", given=more)


def tried(journal: Journal, head: Head, choice: int, day: date, number: int) -> None:
    """One of the acts the matter is open to, by somebody of its own; nothing when it needs more than is given."""
    acts = [one for one in allowed(LEDGERS[head.ledger].declared.lifecycle, head) if one.act not in TOGETHER]
    one = acts[choice % len(acts)] if acts else None
    if one is None or one.act in ("merge", "split", "link", "unlink"):
        return
    said = {asked.name: (asked.choices or ("30年",))[0] for asked in one.says if asked.required}
    facts: dict[str, Any] = {"note": f"第{number}次"} if one.act == CORRECT else {}
    given = Particulars(
        note="情况属实",
        evidence=(PAPER,),
        facts=facts,
        due=day + timedelta(days=40) if one.due == "move" else None,
        unit="西镇" if one.act in ("assign", "reassign") else "",
        review=day + timedelta(days=30),
        said=said,
    )
    try:
        journal.append(
            [perform(LEDGERS[head.ledger], head, one.act, f"人{number}", day, idem=f"a{number}", given=given)]
        )
    except Refused:
        return


QUERIES = (Filter(), Filter(live=True), Filter(lamps=("red",)), Filter(states=("assigned", "in_progress")))


def shown(journal: Journal, day: date) -> tuple[object, ...]:
    """Everything a person sees that day: every list with its rows, and the board's counts."""
    lists, counts = [], list[Counts]()
    for asked in QUERIES:
        query = HeadQuery(EVERYTHING_SEEN, day, asked)
        heads = sorted(journal.page(query).heads, key=lambda head: head.matter)
        lists.append([(head, journal.row(head), journal.row(head).lamp_on(day.isoformat())) for head in heads])
        counts.append(dict(journal.counts(query, "ledger", "state", "lamp")))
    return (lists, counts)


def lived(choices: list[tuple[int, int, int]]) -> Iterator[tuple[Journal, Days, date]]:
    """A journal at the end of each of its days."""
    clock, numbers = Days(), count(1)
    journal = Journal.in_memory(LEDGERS, clock)
    for what, which, pause in choices:
        if pause:
            yield journal, clock, clock.day
            clock.day += timedelta(days=pause * 4)
        heads = list(journal.heads())
        if what < 4 or not heads:
            journal.append([opened(list(LEDGERS)[which % 3], clock.day, next(numbers))])
        else:
            tried(journal, heads[which % len(heads)], what, clock.day, next(numbers))
    yield journal, clock, clock.day


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9), st.integers(0, 2)), min_size=2, max_size=25))
def test_what_was_shown_on_a_day_is_what_that_days_question_answers_later(choices: list[tuple[int, int, int]]) -> None:
    told: dict[date, tuple[object, ...]] = {}
    for journal, _, day in lived(choices):
        told[day] = shown(journal, day)
    for day, then in told.items():
        past = journal.on(PastDay(day, shown=True), LEDGERS)
        assert shown(past, day) == then
        for head in journal.heads():
            one = journal.on(PastDay(day, shown=True), LEDGERS)
            assert one.head(head.matter) == past.head(head.matter)


def taken_over(journal: Journal, on: date, **facts: str) -> str:
    """A hazard recorded from a workbook."""
    given = Particulars(facts=facts, number="乙1", unit="东乡", state="struck_off")
    (entry,) = journal.append([perform(LEDGERS["hazard"], None, RECORD, "人", on, idem="r", given=given)])
    return entry.matter


@pytest.mark.parametrize(
    ("day", "state", "live"),
    [(4, None, 0), (5, "in_progress", 1), (17, "in_progress", 1), (18, "reported", 1), (19, "struck_off", 0)],
)
def test_a_workbooks_row_is_open_on_the_days_before_it_was_closed(day: int, state: str | None, live: int) -> None:
    clock = Days()
    clock.day = date(2026, 11, 30)
    journal = Journal.in_memory(LEDGERS, clock)
    days = {"opened": "2026-03-05", "due": "2026-03-10", "done": "2026-03-18", "closed": "2026-03-19"}
    matter = taken_over(journal, clock.day, **days, status="已完成")
    on = date(2026, 3, day)
    past = journal.on(PastDay(on), LEDGERS)
    head = past.head(matter)
    assert (head.state if head else None) == state
    assert past.page(HeadQuery(EVERYTHING_SEEN, on, Filter(live=True))).total == live
    red = past.page(HeadQuery(EVERYTHING_SEEN, on, Filter(lamps=("red",)))).total
    assert red == (11 <= day < 18)
    assert journal.on(PastDay(on, shown=True), LEDGERS).head(matter) is None


def test_nothing_is_added_to_a_past_day() -> None:
    journal = Journal.in_memory(LEDGERS, Days())
    journal.append([opened("hazard", START, 1)])
    with pytest.raises(AssertionError):
        journal.on(PastDay(START), LEDGERS).append([opened("hazard", START, 2)])


def test_what_was_written_later_counts_for_the_day_it_took_effect_and_not_for_what_was_shown() -> None:
    clock = Days()
    journal = Journal.in_memory(LEDGERS, clock)
    journal.append([opened("hazard", START, 1)])
    (head,) = journal.heads()
    clock.day = START + timedelta(days=5)
    note = Particulars(note="同意立项")
    journal.append([perform(LEDGERS["hazard"], head, "approve", "李", START + timedelta(days=2), idem="l", given=note)])
    for day, state, seen in (
        (1, "registered", "registered"),
        (2, "approved", "registered"),
        (5, "approved", "approved"),
    ):
        on = START + timedelta(days=day)
        states = [
            one.state for asked in (PastDay(on), PastDay(on, shown=True)) for one in journal.on(asked, LEDGERS).heads()
        ]
        assert states == [state, seen]
        entries = journal.on(PastDay(on), LEDGERS).history(head.matter)
        assert [one.intention.act for one in entries] == ["register", "approve"][: 1 + (day >= 2)]
