"""An act that undoes others takes back what they wrote, and a past day is told as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored, row_of
from taizhang.figures import naive
from taizhang.figures.value import Ask
from taizhang.matters.acts import Particulars, perform
from taizhang.matters.entry import CORRECT, RECORD, Entry, Head
from taizhang.matters.fold import fold
from taizhang.matters.lamps import Lamps
from taizhang.matters.lifecycles import GIVEN, LIFECYCLES, Transition
from taizhang.matters.past import head_on
from taizhang.matters.reminders import reminders_due
from taizhang.matters.soundness.days import reviews_are_not_skipped
from taizhang.matters.transition import due_fields, fits
from taizhang.matters.words import NEW
from taizhang.shipped import CATALOGUE
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation
from taizhang.terms.workdays import shipped_calendar

SHIPPED = load(CATALOGUE)
START, DUE = date(2026, 9, 1), "2026-10-15"
LAMPS = Lamps(SHIPPED.clocks, shipped_calendar())
EVERY = sorted(SHIPPED.ledgers)
# Acts that end a matter for good or stand for another one; they lead nowhere a reversal could come back from.
ASIDE = {
    RECORD,
    CORRECT,
    "merge",
    "absorb",
    "split",
    "branch",
    "cancel",
    "transfer",
    "link",
    "unlink",
    "recuse",
}


def opening(ledger: Ledger) -> dict[str, Stored]:
    """The facts a matter is registered with."""
    facts: dict[str, Stored] = {"opened": START.isoformat(), **dict.fromkeys(due_fields(ledger)[-1:], DUE)}
    if ledger.declared.status:
        words = SHIPPED.vocabularies[ledger.declared.field[ledger.declared.status].choices]
        facts[ledger.declared.status] = next((one for one in words.values if one not in words.done), None)
    return {name: value for name, value in facts.items() if name in ledger.declared.field and value is not None}


def step(ledger: Ledger, head: Head | None, row: Transition, day: date, seq: int) -> Entry:
    """The entry of one act of the table, done that day by somebody of its own."""
    more = Particulars(
        facts=opening(ledger) if head is None else {}, due=date(2026, 12, 30) if row.due == "move" else None
    )
    intention = perform(ledger, head, row.act, f"{row.act}{seq}", day, idem=str(seq), given=more)
    number = 1 if head is None else head.round.number + (row.act == "reopen")
    return Entry(seq, "m", seq, datetime.combine(day, time(8), UTC), row.to, number, intention)


def open_rows(ledger: Ledger, head: Head | None) -> list[Transition]:
    """The acts the table allows, whoever does them."""
    rows = LIFECYCLES[ledger.declared.lifecycle].rows
    state = head.state if head else NEW
    return [row for row in rows if row.state == state and row.act not in ASIDE and row.to != GIVEN and fits(row, head)]


def stage(head: Head) -> tuple[str, int]:
    """The state, and how many levels of verification were passed in it: each has written its day."""
    return head.state, len(head.round.verifiers)


def shortest(ledger: Ledger) -> Mapping[tuple[str, int], Head]:
    """The matter by the shortest walk to each stage."""
    found: dict[tuple[str, int], Head] = {}
    ahead: list[tuple[Head | None, int]] = [(None, 1)]
    while ahead:
        head, seq = ahead.pop(0)
        for row in open_rows(ledger, head):
            after = fold(head, step(ledger, head, row, START + timedelta(days=seq), seq))
            if stage(after) not in found:
                found[stage(after)] = after
                ahead.append((after, seq + 1))
    return found


# Acts that move nothing would keep a random walk near its beginning.
STANDING_STILL = {
    "remind",
    "chase",
    "warn",
    "sample",
    "recheck",
    "object",
    "settle",
    "report_progress",
    "ask_back",
    "refuse",
}
SHORTEST = {name: shortest(SHIPPED.ledgers[name]) for name in EVERY}


def looks(ledger: Ledger, head: Head) -> dict[str, Stored]:
    """What acts fill in, as it stands: which days are filled, and the words."""
    words = [one for sets in ledger.fills.values() for one in sets.items()]
    named = {name for name, _ in words}
    days = {name for name, word in words if word in ("on", "due")} | set(due_fields(ledger)[-1:])
    # Whether a term was prolonged is history, as is being returned; whether there is a term is not.
    seen = {name: head.facts.get(name) for name in {*named, *days} - set(due_fields(ledger)[:-1])}
    if head.state == "archived":  # a flag tells whether it was struck off before, and both ways lead here
        seen = {name: value for name, value in seen.items() if ledger.declared.field[name].type != "flag"}
    return {name: (value is not None) if name in days else value or None for name, value in sorted(seen.items())}


DAY = date(2027, 3, 1)


def lights(ledger: Ledger, head: Head) -> tuple[object, ...]:
    """Its lamp long after every term, whether a reminder falls due and letters of which level."""
    lamp = LAMPS.of(head, row_of(ledger, head.facts), ledger, DAY)
    due = reminders_due(head, ((DAY, lamp.colour),), ledger, shipped_calendar())
    history = head.course.returned > 0 and lamp.rule.startswith("returned")
    told = (lamp.colour, lamp.rule, due.remind < date.max, *(one < date.max for one in due.letters))
    return (lamp.overdue, lamp.due is not None, *(() if history else told))


def figures(ledger: Ledger, head: Head) -> dict[str, object]:
    """What every figure counted in the matter's ledger makes of it, over all the years it can lie in."""
    period, yard = Period(date(2026, 1, 1), date(2027, 12, 31)), Organisation({})
    return {
        name: naive.answer(SHIPPED, (head,), Ask(name, period), yard).amount
        for name, one in SHIPPED.figures.items()
        if one.ledger == ledger.name and one.kind in COUNTED and not one.composed
    }


COUNTED = ("flow", "cohort", "stock", "sum", "distinct")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EVERY), st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=8, max_size=30))
def test_a_state_looks_the_same_whichever_way_led_there(name: str, choices: list[tuple[int, bool]]) -> None:
    ledger, head = SHIPPED.ledgers[name], None
    for seq, (choice, moves) in enumerate(choices, 1):
        rows = [row for row in open_rows(ledger, head) if not moves or row.act not in STANDING_STILL]
        if not rows:
            break
        head = fold(head, step(ledger, head, rows[choice % len(rows)], START + timedelta(days=seq), seq))
        plain = SHORTEST[name][stage(head)]
        assert looks(ledger, head) == looks(ledger, plain), (head.state, choices)
    assert head is not None
    plain = SHORTEST[name][stage(head)]
    here, there = lights(ledger, head), lights(ledger, plain)
    assert here[: len(there)] == there[: len(here)], (head.state, choices)
    assert figures(ledger, head) == figures(ledger, plain), (head.state, choices)


@pytest.mark.parametrize("name", EVERY)
def test_every_ledger_can_be_walked_to_every_state_acts_lead_to(name: str) -> None:
    """A walk that never gets anywhere would agree with anything."""
    lifecycle = LIFECYCLES[SHIPPED.ledgers[name].declared.lifecycle]
    led_to = {row.to for row in lifecycle.rows if row.act not in ASIDE and row.to not in (GIVEN, row.state)}
    assert {state for state, _ in SHORTEST[name]} == led_to


def walked(name: str, *acts: str) -> Head:
    """A matter after the acts, one a day."""
    ledger, head = SHIPPED.ledgers[name], None
    for seq, act in enumerate(acts, 1):
        row = next(one for one in open_rows(ledger, head) if one.act == act)
        head = fold(head, step(ledger, head, row, START + timedelta(days=seq), seq))
    assert head is not None
    return head


CLOSED = ("register", "approve", "assign", "accept", "report", "start_review", "verify", "verify", "verify", "close")


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("hazard", {"closed": "2026-09-12", "status": "已完成"}),
        ("supervision", {"closed": "2026-09-12", "status": "已完成"}),
        ("inspection", {"verified": "2026-09-11", "struck": "否"}),
    ],
)
def test_what_is_filed_away_when_only_closed_is_done_and_was_not_struck_off(
    name: str, facts: dict[str, Stored]
) -> None:
    head = walked(name, *CLOSED, "archive")
    assert {one: head.facts.get(one) for one in facts} == facts


REVIEWED = ("hazard", "clearance")
IN_REVIEW = ("register", "approve", "assign", "accept", "report", "start_review")


def reviews(head: Head) -> tuple[Stored, ...]:
    """The days of its reviews."""
    return tuple(head.facts.get(one) for one in SHIPPED.ledgers[head.ledger].roles.verified.values())


def test_the_ledgers_with_reviews_by_level_are_those() -> None:
    verified = {name: dict(one.roles.verified) for name, one in SHIPPED.ledgers.items() if one.roles.verified}
    assert verified == {
        "hazard": {"verify_1": "review1", "verify_2": "review2", "verify_3": "review3"},
        "clearance": {"verify_3": "checked_on"},
    }


def test_each_level_of_verification_writes_its_day() -> None:
    levels = ("verify", "verify", "verify")
    told = [reviews(walked("hazard", *IN_REVIEW, *levels[:count])) for count in range(4)]
    days = ("2026-09-08", "2026-09-09", "2026-09-10")
    assert told == [(*days[:count], *(None,) * (3 - count)) for count in range(4)]
    assert reviews(walked("clearance", *IN_REVIEW, *levels[:2])) == (None,)
    assert reviews(walked("clearance", *IN_REVIEW, *levels)) == ("2026-09-10",)


@pytest.mark.parametrize("name", REVIEWED)
@pytest.mark.parametrize(
    "acts",
    [
        (*IN_REVIEW, "verify", "verify", "verify", "return_work"),
        (*CLOSED, "reopen"),
        (*CLOSED, "strike_off", "reopen"),
    ],
)
def test_returning_and_reopening_clear_the_days_of_the_reviews(name: str, acts: tuple[str, ...]) -> None:
    assert not any(reviews(walked(name, *acts)))


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_figure_of_a_review_counts_what_was_verified_on_the_site(level: int) -> None:
    head = walked("hazard", *IN_REVIEW, *("verify",) * level)
    told = figures(SHIPPED.ledgers["hazard"], head)
    assert [told[f"hazard_review{one}_flow"] for one in (1, 2, 3)] == [int(one <= level) for one in (1, 2, 3)]


@pytest.mark.parametrize("name", REVIEWED)
def test_what_was_verified_on_the_site_is_not_called_unreviewed(name: str) -> None:
    ledger = SHIPPED.ledgers[name]
    head = walked(name, *CLOSED, "strike_off")
    assert list(reviews_are_not_skipped(ledger, row_of(ledger, head.facts))) == []


def test_what_was_struck_off_keeps_its_day_when_it_is_filed_away() -> None:
    assert walked("hazard", *CLOSED, "strike_off", "archive").facts["closed"] == "2026-09-12"


def test_a_term_given_with_new_work_is_no_extension_of_the_old_one() -> None:
    way = ("register", "approve", "assign", "accept", "extend")
    assert walked("supervision", *way).facts["extended_to"] == "2026-12-30"
    anew = walked("supervision", *way, "reassign")
    assert (anew.facts["first_due"], anew.facts.get("extended_to")) == ("2026-12-30", None)


def hazard(*acts: tuple[str, date]) -> list[Entry]:
    """A hazard on its way: registered on 1 September, then the acts named."""
    ledger, head, entries = SHIPPED.ledgers["hazard"], None, list[Entry]()
    for seq, (act, day) in enumerate((("register", START), ("approve", START), ("assign", START), *acts), 1):
        row = next(one for one in open_rows(ledger, head) if one.act == act)
        entries.append(step(ledger, head, row, day, seq))
        head = fold(head, entries[-1])
    return entries


RETURNED = (
    ("accept", START),
    ("report", date(2026, 10, 10)),
    ("start_review", date(2026, 10, 11)),
    ("return_work", date(2026, 10, 12)),
)


def test_returned_work_is_overdue_and_not_rectified() -> None:
    ledger = SHIPPED.ledgers["hazard"]
    head = head_on(hazard(*RETURNED), ledger, date(2026, 11, 30))
    assert head is not None
    assert "done" not in head.facts
    lamp = LAMPS.of(head, row_of(ledger, head.facts), ledger, date(2026, 11, 30))
    assert (lamp.colour, lamp.overdue) == ("red", True)
    assert reminders_due(head, ((date(2026, 10, 16), "red"),), ledger, shipped_calendar()).remind < date.max


@pytest.mark.parametrize(
    ("day", "state", "done"),
    [
        (9, "in_progress", None),
        (10, "reported", "2026-10-10"),
        (11, "in_review", "2026-10-10"),
        (12, "in_progress", None),
    ],
)
def test_a_past_day_is_that_day(day: int, state: str, done: str | None) -> None:
    head = head_on(hazard(*RETURNED), SHIPPED.ledgers["hazard"], date(2026, 10, day))
    assert head is not None
    assert (head.state, head.facts.get("done")) == (state, done)


@settings(deadline=None)
@given(st.sampled_from(EVERY), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), min_size=1, max_size=20))
def test_what_was_shown_on_a_day_is_what_that_days_question_answers_later(
    name: str, choices: list[tuple[int, int]]
) -> None:
    ledger, head, day = SHIPPED.ledgers[name], None, START
    entries: list[Entry] = []
    shown: dict[date, Head] = {}
    for seq, (choice, pause) in enumerate(choices, 1):
        rows = open_rows(ledger, head)
        if not rows:
            break
        day += timedelta(days=pause)
        entries.append(step(ledger, head, rows[choice % len(rows)], day, seq))
        head = fold(head, entries[-1])
        shown[day] = head
    assert {on: head_on(entries, ledger, on) for on in shown} == shown
    assert head_on(entries, ledger, START - timedelta(days=1)) is None


def test_a_matter_taken_over_is_there_from_its_opening_and_open_until_its_row_closes_it() -> None:
    ledger = SHIPPED.ledgers["hazard"]
    facts: dict[str, Stored] = {"no": "甲", "opened": "2026-03-05", "due": "2026-03-20", "done": "2026-03-18"}
    facts |= {"closed": "2026-03-19", "status": "已完成"}
    intention = perform(ledger, None, RECORD, "人", date(2026, 11, 30), idem="1", given=Particulars(facts=facts))
    entry = Entry(1, "m", 1, datetime(2026, 11, 30, tzinfo=UTC), "struck_off", 1, intention)
    told = {4: None, 5: "in_progress", 17: "in_progress", 18: "reported", 19: "struck_off"}
    for day, state in told.items():
        head = head_on([entry], ledger, date(2026, 3, day))
        assert (head.state if head else None) == state
    assert head_on([entry], ledger, date(2026, 3, 19), datetime(2026, 6, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize("act", [RECORD, "register", "branch"])
def test_a_matter_is_there_from_its_opening_however_it_was_written_down(act: str) -> None:
    """The form and the import of one row, months later, answer alike for every day before; so does the figure."""
    ledger, written = SHIPPED.ledgers["research"], date(2026, 11, 20)
    facts: dict[str, Stored] = {"no": "甲", "opened": "2026-03-05", "due": "2026-03-20"}
    intention = perform(ledger, None, act, "人", written, idem="1", given=Particulars(facts=facts))
    entry = Entry(1, "m", 1, datetime(2026, 11, 20, tzinfo=UTC), "in_progress", 1, intention)
    now = fold(None, entry)
    for day, there in ((date(2026, 3, 4), 0), (date(2026, 3, 5), 1), (written - timedelta(days=1), 1), (written, 1)):
        head = head_on([entry], ledger, day)
        assert (head is not None) == bool(there), day
        ask = Ask("research_open_end", Period(date(2026, 1, 1), day))
        assert naive.answer(SHIPPED, [now], ask, Organisation({})).amount == there
    assert head_on([entry], ledger, written - timedelta(days=1), datetime(2026, 11, 1, tzinfo=UTC)) is None
