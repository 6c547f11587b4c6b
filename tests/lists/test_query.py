"""Lists over each store: the same page as plain Python finds, the lamp of any day, and nothing out of sight."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import row_of
from taizhang.journal.journal import Journal
from taizhang.journal.open_store import FILE
from taizhang.journal.store import Store
from taizhang.lists.query import (
    NOTHING_SEEN,
    By,
    Grant,
    HeadQuery,
    ListRow,
    Party,
    Sight,
    Turn,
    answers,
    group_of,
)
from taizhang.lists.rows import Lister
from taizhang.matters.entry import Course, Head, Round
from taizhang.matters.lamps import Lamps
from taizhang.matters.words import FINISHED
from taizhang.terms.workdays import shipped_calendar
from tests.journals import Clock
from tests.matters.acts import PAPER, brought_to, does
from tests.matters.test_lamps import CLOCKS
from tests.questions import asking

TODAY = date(2026, 11, 24)
UNITS = ("城建科", "水务科", "沄溪镇")


@pytest.fixture
def full(journal: Journal) -> Journal:
    """Thirty matters in three units, open and finished, due around today."""
    for n in range(30):
        due = TODAY + timedelta(days=n - 15)
        facts = {
            "no": f"甲{n}",
            "text": f"第{n}处路灯不亮",
            "opened": f"2026-{n % 9 + 1:02}-05",
            "due": due.isoformat(),
        }
        more: dict[str, Any] = {"facts": facts, "number": f"甲{n}", "unit": UNITS[n % 3]}
        if n % 5 == 0:
            does(journal, "record", ledger="matter", state="struck_off", matter=f"x{n}", **more)
        elif n % 5 == 1:
            brought_to(journal, 7, **more)
        else:
            does(journal, "record", ledger="matter" if n % 2 else "order", matter=f"x{n}", **_fit(n, more))
    return journal


def _fit(n: int, more: dict[str, Any]) -> dict[str, Any]:
    return more if n % 2 else {**more, "facts": {"no": f"甲{n}", "opened": "2026-03-05", "first_due": "2026-11-30"}}


def ask(**more: Any) -> HeadQuery:
    """A question of somebody who may see everything."""
    return asking(more.pop("day", TODAY), **more)


def rows(journal: Journal) -> list[ListRow]:
    """Every matter's row, made anew."""
    return [journal.lister.of(head) for head in journal.heads()]


QUESTIONS = [
    ask(),
    ask(ledgers=("order",)),
    ask(units=("水务科", "沄溪镇")),
    ask(states=("in_progress", "in_review")),
    ask(lamps=("red",)),
    ask(lamps=("yellow", "green")),
    ask(lamps=("blue",), live=True),
    ask(live=False),
    ask(text="路灯不亮"),
    ask(text="甲1"),
    ask(text="%"),
    ask(person="周初核"),
    ask(numbers=("甲3", "甲4")),
    ask(due_from=TODAY, due_to=TODAY + timedelta(days=7)),
    ask(opened_from=date(2026, 3, 1), opened_to=date(2026, 3, 31)),
    ask(turns=()),
    ask(turns=(Turn(frozenset({"matter"}), frozenset({"in_review"}), verified=1),)),
    ask(turns=(Turn(frozenset({"matter"}), frozenset({"in_review"}), not_by="周初核"),)),
    ask(turns=(Turn(frozenset({"matter", "order"}), frozenset({"in_progress"}), units=frozenset({"水务科"})),)),
    ask(turns=(Turn(frozenset({"matter"}), frozenset({"in_review"}), not_by="周初核", not_role="acted"),)),
    ask(turns=(Turn(frozenset({"matter"}), frozenset({"in_progress"}), units=frozenset({"水务科"}), lead=True),)),
    ask(person="王登记", elsewhere=(Turn(frozenset({"matter"}), frozenset({"in_review"})),)),
    ask(bound=(Party("acted", "周初核"), Party("unit", "水务科"))),
    ask(without=Party("unit", "水务科")),
    ask(sight=NOTHING_SEEN),
    ask(sight=Sight((Grant(frozenset({"order"}), frozenset({"城建科"})), Grant(frozenset({"matter"}), None)))),
    ask(day=TODAY + timedelta(days=5), lamps=("red",)),
]


@pytest.mark.parametrize("query", QUESTIONS)
def test_a_page_holds_what_plain_python_finds(full: Journal, query: HeadQuery) -> None:
    expected = {row.matter for row in rows(full) if answers(query, row)}
    page = full.page(query)
    assert {head.matter for head in page.heads} == expected
    assert page.total == len(expected)


def test_the_questions_find_something_and_leave_something_out(full: Journal) -> None:
    totals = [full.page(query).total for query in QUESTIONS]
    assert sum(0 < total < 30 for total in totals) >= 17, totals


@pytest.mark.parametrize("by", [("lamp",), ("unit", "lamp"), ("ledger", "state"), ("opened_month",), ("lamp", "week")])
@pytest.mark.parametrize("query", [QUESTIONS[0], QUESTIONS[3], QUESTIONS[-1]])
def test_counts_equal_the_lists_they_open(full: Journal, query: HeadQuery, by: tuple[By, ...]) -> None:
    expected = Counter(group_of(by, row, query.day) for row in rows(full) if answers(query, row))
    assert dict(full.counts(query, *by)) == dict(expected)
    assert sum(expected.values()) == full.page(query).total


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", ["due", "opened", "number", "unit", "state", "seq"])
def test_pages_follow_one_another_without_gap_or_repeat(full: Journal, order: Any, descending: bool) -> None:
    whole = [head.matter for head in full.page(ask(order=order, descending=descending)).heads]
    parts = [
        head.matter
        for start in range(0, 30, 7)
        for head in full.page(ask(order=order, descending=descending, start=start, size=7)).heads
    ]
    assert parts == whole
    assert len(set(whole)) == 30
    keys = [getattr(full.lister.of(head), order) for head in map(full.head, whole) if head]
    assert keys == sorted(keys, reverse=descending)


def test_a_matter_moves_in_the_list_with_its_acts(full: Journal) -> None:
    matter = brought_to(full, 4, number="乙1", unit="城建科", facts={"no": "乙1", "due": "2026-12-01"})
    query = ask(matters=(matter,))
    assert full.counts(query, "state", "lamp") == {("in_progress", "green"): 1}
    does(full, "report", matter, actor="孙科长", evidence=(PAPER,))
    assert full.counts(query, "state", "lamp") == {("reported", "blue"): 1}
    assert full.page(ask(matters=(matter,), person="孙科长")).total == 1


def test_whom_a_matter_is_about_never_sees_it(store: Store, ledgers: dict[str, Ledger], clock: Clock) -> None:
    field = ledgers["matter"].declared.field
    told = {"no": field["no"], "against": field["text"].model_copy(update={"about": True})}
    lead = replace(
        ledgers["matter"], declared=ledgers["matter"].declared.model_copy(update={"field": told}), derived=()
    )
    journal = Journal(store, {"matter": lead}, clock)
    does(journal, "record", "a", unit="城建科", facts={"no": "1", "against": "水务科、孙某某"})
    does(journal, "record", "b", unit="水务科", facts={"no": "2"})
    everywhere = (Grant(None, None),)
    for name in ("水务科", "孙某某"):
        sight = Sight(everywhere, frozenset({name}))
        assert [head.matter for head in journal.page(ask(sight=sight)).heads] == ["b"]
        assert journal.counts(ask(sight=sight), "ledger") == {("matter",): 1}
    assert journal.page(ask(sight=Sight(everywhere, frozenset({"别的科"})))).total == 2


def test_changed_declarations_make_the_rows_anew(tmp_path: Path, ledgers: dict[str, Ledger]) -> None:
    with_none = Journal.open(tmp_path, revision="1")
    does(with_none, "record", "a", facts={"no": "甲1", "text": "漏水"})
    assert with_none.page(ask(text="漏水")).total == 0
    with_none.close()
    for revision, found in (("1", 0), ("2", 1)):
        journal = Journal.open(tmp_path, ledgers, revision=revision)
        assert journal.page(ask(text="漏水")).total == found
        assert journal.fsck().ok == bool(found)
        journal.close()


def test_a_row_changed_behind_the_back_is_found(tmp_path: Path, ledgers: dict[str, Ledger]) -> None:
    journal = Journal.open(tmp_path, ledgers)
    does(journal, "record", "a", unit="城建科", facts={"no": "甲1"})
    assert journal.fsck().ok
    journal.close()
    for change in ("UPDATE listed SET state = 'closed'", "DELETE FROM party WHERE role = 'unit'", "DELETE FROM listed"):
        other = apsw.Connection(str(tmp_path / FILE))
        other.execute(change)
        other.close()
        again = Journal.open(tmp_path, ledgers)
        assert {problem.code for problem in again.fsck().problems} == {"JRN-088"}, change
        again.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_row_tells_the_lamp_of_any_later_day(ledgers: dict[str, Ledger], data: st.DataObject) -> None:
    near = st.integers(-60, 60).map(lambda days: (TODAY + timedelta(days=days)).isoformat())
    facts = data.draw(st.fixed_dictionaries({}, optional={"opened": near, "due": near, "done": near, "closed": near}))
    head = Head("a", "matter", "甲1", "城建科", "in_progress", 1, 1, facts)
    states = ("assigned", "in_progress", "reported", "closed", "struck_off", "standing", "suspended")
    head = replace(
        head,
        state=data.draw(st.sampled_from(states)),
        course=Course(
            returned=data.draw(st.integers(0, 2)),
            last=data.draw(st.none() | st.integers(-60, 0).map(lambda days: TODAY + timedelta(days=days))),
        ),
        round=Round(review=data.draw(st.none() | st.integers(-9, 30).map(lambda days: TODAY + timedelta(days=days)))),
    )
    lister, lamps = Lister(ledgers, CLOCKS, shipped_calendar()), Lamps(CLOCKS, shipped_calendar())
    row = lister.of(head)
    for days in islice(range(0, 200, 3), 60):
        day = TODAY + timedelta(days=days)
        if head.state in FINISHED and any(facts.get(name, "") > day.isoformat() for name in ("done", "closed")):
            continue
        lamp = lamps.of(head, row_of(ledgers["matter"], facts), ledgers["matter"], day)
        assert row.lamp_on(day.isoformat()) == lamp.colour, (day, facts)
