"""Reminders and letters: derived from what happened, none lost after a send-back, none after closing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.catalogue.letters import Letters
from taizhang.catalogue.resolved import Ledger
from taizhang.journal.journal import Journal
from taizhang.lists.query import EVERYTHING_SEEN, NEVER, Filter, HeadQuery, ListRow, Order, Page
from taizhang.lists.rows import Lister
from taizhang.matters.entry import Course, Head, Letter, Pressing
from taizhang.matters.words import COUNTING, FINISHED, LEVELS
from taizhang.terms.workdays import shipped_calendar
from tests.journals import Clock
from tests.matters.acts import PAPER, against, brought_to, codes, does, wants
from tests.matters.test_lamps import CLOCKS
from tests.questions import asking

FACTS = {"no": "甲1", "opened": "2026-09-18", "due": "2026-10-22"}
YELLOW, RED = "2026-10-16", "2026-10-23"


@pytest.fixture
def lister(ledgers: dict[str, Ledger]) -> Lister:
    """Rows by the declared ledgers."""
    return Lister(ledgers, CLOCKS, shipped_calendar())


def head(state: str = "in_progress", **more: Any) -> Head:
    """A matter due on 22 October 2026, yellow from the 16th and red from the 23rd."""
    return replace(Head("a", "matter", "甲1", "城建科", state, 1, 1, FACTS), **more)


def due(row: ListRow) -> tuple[str, str, str, str]:
    """From when on the handler is reminded and each level falls due."""
    return row.remind, *row.letters


def letter(serial: int, on: date = date(2026, 11, 24), answer: int = 3) -> Letter:
    """A letter that asks for an answer."""
    title = "关于尽快办结路灯问题的督办函"
    return Letter(f"督函〔{on.year}〕{serial}号", title, "城建科", "办公室", on + timedelta(days=answer))


def test_the_first_letter_is_due_with_the_yellow_lamp_the_second_with_the_red_the_third_after_silence(
    lister: Lister,
) -> None:
    assert due(lister.of(head())) == (YELLOW, YELLOW, RED, NEVER)
    assert [lister.of(head()).letter_on(day) for day in ("2026-10-15", YELLOW, RED, "2026-12-30")] == [0, 1, 2, 2]
    assert due(lister.of(head(pressing=Pressing(level=2, on=date(2026, 10, 23)))))[1:] == ("2026-10-30",) * 3


def test_a_ledger_may_let_red_slips_go_out_at_once(ledgers: dict[str, Ledger]) -> None:
    bold = replace(ledgers["matter"], letters=Letters(ladder=False))
    assert due(Lister({"matter": bold}, CLOCKS, shipped_calendar()).of(head())) == (YELLOW, YELLOW, RED, "2026-10-30")


def test_feedback_lets_the_silence_begin_anew(lister: Lister) -> None:
    chased = head(pressing=Pressing(level=2, on=date(2026, 10, 23)), course=Course(last=date(2026, 10, 28)))
    assert due(lister.of(chased)) == (YELLOW, *("2026-11-04",) * 3)


def test_a_letter_sent_is_not_due_again_and_nothing_is_while_its_answer_is_awaited(lister: Lister) -> None:
    sent = head(pressing=Pressing(level=2, on=date(2026, 10, 23), answer_by=date(2026, 11, 2)))
    assert due(lister.of(sent))[1:] == ("2026-11-03",) * 3
    assert due(lister.of(replace(sent, pressing=replace(sent.pressing, answer_by=None))))[1:] == ("2026-10-30",) * 3


def test_a_letter_left_unanswered_asks_for_the_next_level(lister: Lister) -> None:
    first = head(pressing=Pressing(level=1, on=date(2026, 10, 16), answer_by=date(2026, 10, 20)))
    assert due(lister.of(first))[1:] == ("2026-10-21", "2026-10-21", NEVER)
    slip = head(pressing=Pressing(level=3, on=date(2026, 10, 30), answer_by=date(2026, 11, 4)))
    assert due(lister.of(slip))[1:] == ("2026-11-05",) * 3


def test_a_due_date_that_moved_asks_for_letters_anew(lister: Lister) -> None:
    moved = head(facts={**FACTS, "due": "2026-12-31"}, pressing=Pressing(level=2, on=date(2026, 10, 23)))
    row = lister.of(moved)
    assert row.letters[1] == "2027-01-01"
    assert row.letters[0] == row.changes[0].day


def test_who_must_sign_for_a_matter_is_reminded_after_a_workday(lister: Lister) -> None:
    assert lister.of(head("assigned", course=Course(on=date(2026, 9, 18)))).remind == "2026-09-20"


@pytest.mark.parametrize("state", [*FINISHED, "suspended"])
def test_nothing_is_due_of_what_is_finished_or_stands_still(lister: Lister, state: str) -> None:
    row = lister.of(head(state, pressing=Pressing(level=2, on=date(2026, 10, 23), answer_by=date(2026, 11, 2))))
    assert due(row) == (NEVER,) * 4


@pytest.mark.parametrize("ledger", ["meeting", "road"])
def test_ledgers_whose_matters_are_not_assigned_know_no_letters(lister: Lister, ledger: str) -> None:
    assert due(lister.of(replace(head(), ledger=ledger)))[1:] == (NEVER,) * 3


def test_a_ledger_may_declare_its_own_measure_or_none(ledgers: dict[str, Ledger]) -> None:
    for letters, third in ((Letters(silence=1), "2026-10-26"), (Letters(off=True), NEVER)):
        mine = Lister({"matter": replace(ledgers["matter"], letters=letters)}, CLOCKS, shipped_calendar())
        assert mine.of(head(pressing=Pressing(level=2, on=date(2026, 10, 23)))).letters[2] == third


def test_numbers_follow_one_another_and_none_is_given_twice(journal: Journal) -> None:
    one, other = (brought_to(journal, 4, number=f"甲{n}") for n in (1, 2))
    does(journal, "chase", one, actor="赵督查", letter=letter(7))
    assert codes(journal, wants("chase", other, actor="赵督查", letter=letter(7))) == ["JRN-056"]
    assert against(journal, wants("chase", other, actor="赵督查", letter=letter(5)))[0].hint == "请改用〔2026〕8号。"
    both = [wants("chase", matter, actor="赵督查", letter=letter(8)) for matter in (one, other)]
    assert codes(journal, *both) == ["JRN-056"]
    does(journal, "warn", other, actor="赵督查", letter=letter(9))
    found = journal.head(other)
    assert found is not None
    assert (found.pressing.level, found.pressing.letter, found.pressing.answer_by) == (
        3,
        "督函〔2026〕9号",
        date(2026, 11, 27),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "督函〔2025〕7号"},
        {"number": "督函[2026]7"},
        {"title": ""},
        {"to": ""},
        {"answer": date(2026, 11, 23)},
    ],
)
def test_a_letter_that_is_not_whole_is_refused(journal: Journal, wrong: dict[str, Any]) -> None:
    matter = brought_to(journal, 4)
    spoilt = replace(letter(7), **wrong)
    assert codes(journal, wants("chase", matter, actor="赵督查", letter=spoilt))[0] == "JRN-055"
    assert codes(journal, wants("report", matter, actor="孙", evidence=(PAPER,), letter=letter(7))) == ["JRN-055"]


def test_a_letter_sent_twice_happens_once(journal: Journal) -> None:
    matter = brought_to(journal, 4)
    asked = wants("chase", matter, actor="赵督查", letter=letter(1))
    assert journal.append([asked]) == journal.append([asked])
    assert journal.fsck().ok


STEPS: dict[str, dict[str, Any]] = {
    "accept": {"actor": "钱承办"},
    "report_progress": {"actor": "钱承办"},
    "report": {"actor": "孙科长", "evidence": (PAPER,)},
    "start_review": {"actor": "赵督查"},
    "return_work": {"actor": "赵督查"},
    "suspend": {"actor": "赵督查", "evidence": (PAPER,)},
    "resume": {"actor": "赵督查"},
    "reassign": {"actor": "赵督查", "unit": "水务科"},
    "reopen": {"actor": "李分管", "evidence": (PAPER,)},
    "cancel": {"actor": "李分管", "evidence": (PAPER,)},
    "transfer": {"actor": "赵督查", "evidence": (PAPER,)},
    "remind": {"actor": "赵督查"},
    "chase": {"actor": "赵督查"},
    "warn": {"actor": "赵督查"},
}
_serials = count(100)


def lived(ledgers: dict[str, Ledger], acts: Sequence[tuple[int, str]]) -> tuple[Head, list[tuple[str, date]], Lister]:
    """A matter to which these acts happened so many days after one another, those that were refused left out."""
    clock = Clock()
    clock.now = datetime(2026, 10, 9, 2, tzinfo=UTC)
    journal = Journal.in_memory(ledgers, clock)
    matter = brought_to_day(journal, clock)
    done: list[tuple[str, date]] = []
    for later, act in acts:
        clock.now += timedelta(days=later)
        on = clock.now.date()
        more = {**STEPS[act], "on": on}
        if act in LEVELS:
            more["letter"] = letter(next(_serials), on)
        if not against(journal, wants(act, matter, **more)):
            done.append((act, on))
    found = journal.head(matter)
    assert found is not None
    return found, done, Lister(ledgers, CLOCKS, shipped_calendar())


def brought_to_day(journal: Journal, clock: Clock) -> str:
    """A matter in progress, due in ten days."""
    on = clock.now.date()
    way: tuple[tuple[str, dict[str, Any]], ...] = (
        ("register", {"unit": "城建科", "facts": {**FACTS, "opened": on.isoformat(), "due": "2026-10-19"}}),
        ("approve", {"actor": "李分管"}),
        ("assign", {"actor": "赵督查"}),
        ("accept", {"actor": "钱承办"}),
    )
    matter = ""
    for act, more in way:
        matter = journal.append([wants(act, matter, on=on, **more)])[0].matter
    return matter


LIVES = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(sorted(STEPS))), max_size=14)
RUN = settings(max_examples=150, deadline=None, derandomize=True)
BREAKS = ("return_work", "reassign", "reopen")


@RUN
@given(LIVES, st.integers(0, 40))
def test_whatever_happened_no_letter_is_due_after_the_end_and_every_silent_red_day_has_one(
    ledgers: dict[str, Ledger], acts: list[tuple[int, str]], later: int
) -> None:
    one, done, lister = lived(ledgers, acts)
    row = lister.of(one)
    day = (max([on for _, on in done], default=date(2026, 10, 9)) + timedelta(days=later)).isoformat()
    level = row.letter_on(day)
    if one.state not in COUNTING:
        assert level == 0
    run = [(act, on) for n, (act, on) in enumerate(done) if not any(one in BREAKS for one, _ in done[n:])]
    sent = [on for act, on in run if act in LEVELS]
    if one.state in FINISHED:
        assert row.remind == NEVER
    elif one.state in COUNTING and row.lamp_on(day) == "red":
        assert row.remind <= day
        assert level >= 2 or sent, (done, row)
    if one.pressing.answer_by and one.pressing.answer_by.isoformat() >= day:
        assert level == 0


@RUN
@given(LIVES)
def test_a_send_back_asks_for_letters_again(ledgers: dict[str, Ledger], acts: list[tuple[int, str]]) -> None:
    again = [(0, "report"), (0, "start_review"), (0, "return_work")]
    one, done, lister = lived(ledgers, [*acts, *again])
    if [act for act, _ in done[-3:]] == ["report", "start_review", "return_work"]:
        row = lister.of(one)
        assert row.letter_on(done[-1][1].isoformat()) >= 1
        assert (one.pressing.level, one.pressing.answer_by) == (0, None)


@RUN
@given(LIVES)
def test_a_level_once_due_stays_due_until_something_happens(
    ledgers: dict[str, Ledger], acts: list[tuple[int, str]]
) -> None:
    one, _, lister = lived(ledgers, acts)
    row = lister.of(one)
    levels = [row.letter_on((date(2026, 10, 1) + timedelta(days=n)).isoformat()) for n in range(0, 200, 3)]
    assert levels == sorted(levels)
    assert row == lister.of(one)


def test_lists_of_letters_hold_what_plain_python_finds(journal: Journal) -> None:
    day = date(2026, 11, 24)
    for n in range(12):
        facts = {**FACTS, "no": f"甲{n}", "due": (day + timedelta(days=n * 3 - 14)).isoformat()}
        matter = brought_to(journal, 3 + n % 2, number=f"甲{n}", unit="城建科", facts=facts)
        if n % 3 == 0:
            does(journal, "chase", matter, actor="赵督查", letter=letter(n + 1))
    rows = [journal.row(one) for one in journal.heads("matter")]
    today = day.isoformat()
    asked: list[tuple[dict[str, Any], Callable[[ListRow], bool]]] = [
        ({"letters": (1, 2, 3)}, lambda row: row.letter_on(today) > 0),
        ({"letters": (2,)}, lambda row: row.letter_on(today) == 2),
        ({"reminded": True}, lambda row: row.remind <= today),
        ({"awaited": True}, lambda row: row.answer != NEVER),
        ({"lettered": True}, lambda row: row.lettered > 0),
    ]
    for more, holds in asked:
        query = asking(day, **more)
        expected = {row.matter for row in rows if holds(row)}
        assert 0 < len(expected) < 12, more
        assert {one.matter for one in journal.page(query).heads} == expected
        told = journal.counts(query, "letter")
        assert sum(told.values()) == len(expected)
    last = journal.page(
        HeadQuery(
            EVERYTHING_SEEN,
            day,
            filter=Filter(lettered=True),
            page=Page(size=1),
            order=Order("lettered", descending=True),
        )
    )
    assert last.heads[0].pressing.letter == "督函〔2026〕10号"
