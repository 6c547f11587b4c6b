"""Every comparison of days and counts, on the limit itself, the day before and the day after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from taizhang.catalogue.model import ClockDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.matters.acts import Particulars, perform
from taizhang.matters.answers import CRITERION, LONGEST_ANSWER, OWNER, PROCEDURE, UNTIL, unsaid
from taizhang.matters.conditions import (
    BEFORE_DUE,
    DUE_NOT_EARLIER,
    EARLIEST_DUE,
    LATER_DUE,
    LATER_UNTIL,
    REVIEW,
    ActCase,
    Condition,
)
from taizhang.matters.due import DueDate, Running, running
from taizhang.matters.entry import Application, Course, Head, Pressing, Round
from taizhang.matters.lamps import Lamps
from taizhang.matters.reminders import LONG_AGO, NO_DAY, reminders_due, silent_since, unsigned_since
from taizhang.matters.transition import Governed, decide, govern, last_day
from taizhang.terms.workdays import shipped_calendar
from tests.matters.acts import wants
from tests.matters.test_lamps import CLOCK, CLOCKS

DAY = date(2026, 11, 24)
ONE = timedelta(days=1)
NEAR = pytest.mark.parametrize("days", [-1, 0, 1])


def head(state: str = "in_progress", **more: Any) -> Head:
    """A matter of the ledger ``matter`` due on DAY."""
    facts = {"no": "甲1", "opened": "2026-09-18", "due": DAY.isoformat()}
    one = Head(
        "a", "matter", "甲1", "城建科", state, 3, 3, facts, registrar="王登记", course=Course(on=date(2026, 11, 2))
    )
    return replace(one, **more)


def holds(condition: Condition, **more: Any) -> bool:
    given = {"act": "extend", "due": DAY, "new_due": None, "head": head(), **more}
    intention = wants(given["act"], "a", **{name: given[name] for name in ("on", "review", "said") if name in given})
    return condition.check(ActCase(intention, given["head"], given["due"], given["new_due"])) is None


@NEAR
def test_days_stand_on_their_side_of_the_due_date(days: int) -> None:
    day = DAY + days * ONE
    assert holds(BEFORE_DUE, on=day) == (days <= 0)
    assert holds(LATER_DUE, new_due=day) == (days > 0)
    assert holds(LATER_UNTIL, said={"until": day.isoformat()}) == (days > 0)
    assert holds(DUE_NOT_EARLIER, new_due=day) == (days >= 0)
    assert holds(EARLIEST_DUE, new_due=day) == (days <= 0)
    assert holds(REVIEW, on=DAY, review=day) == (days > 0)


def test_without_a_due_date_or_a_new_one() -> None:
    for condition in (BEFORE_DUE, LATER_UNTIL, DUE_NOT_EARLIER, EARLIEST_DUE):
        assert holds(condition, due=None, on=DAY + ONE)
    assert not holds(LATER_DUE, due=None)
    assert holds(LATER_DUE, due=None, new_due=DAY)
    assert not holds(DUE_NOT_EARLIER)
    assert not holds(EARLIEST_DUE)
    assert not holds(REVIEW, review=None)


@NEAR
def test_an_extension_asked_for_in_time_may_be_granted_late(days: int) -> None:
    asked = Application("extend", "钱承办", DAY + days * ONE)
    assert holds(BEFORE_DUE, on=DAY + 9 * ONE, head=head(application=asked)) == (days <= 0)
    assert not holds(BEFORE_DUE, act="suspend", on=DAY + ONE, head=head(application=asked))


@NEAR
def test_only_what_is_done_after_the_due_date_is_late(ledgers: dict[str, Ledger], days: int) -> None:
    on = DAY + days * ONE
    found = decide(govern(ledgers)["matter"], head(), wants("report_progress", "a", on=on), DAY + 9 * ONE)
    assert (found.problems, found.late) == ((), days > 0)


def test_a_finished_matter_is_never_late_and_a_recording_neither(ledgers: dict[str, Ledger]) -> None:
    governed, on = govern(ledgers)["matter"], DAY + ONE
    assert not decide(governed, head("struck_off"), wants("correct", "a", on=on, note="改"), on).late
    assert not decide(governed, head(), wants("correct", "a", on=on, note="改"), on).late


@NEAR
def test_an_act_takes_effect_by_today_and_not_before_the_one_it_follows(ledgers: dict[str, Ledger], days: int) -> None:
    governed = govern(ledgers)["matter"]
    day = date(2026, 11, 2) + days * ONE
    codes = [one.code for one in decide(governed, head(), wants("report_progress", "a", on=day), DAY).problems]
    assert codes == (["JRN-034"] if days < 0 else [])
    codes = [
        one.code for one in decide(governed, head(), wants("report_progress", "a", on=DAY + days * ONE), DAY).problems
    ]
    assert codes == (["JRN-033"] if days > 0 else [])


def windowed(ledger: Ledger) -> Governed:
    clock = ClockDeclaration(
        title="异议", source="某办法", article="第1条", starts="opened", ends="closed", amount=5, unit="day"
    )
    acts = MappingProxyType({"ask_back": clock, "object": clock, "settle": clock})
    return replace(govern({"matter": ledger})["matter"], windows=acts)


@NEAR
def test_an_application_and_an_objection_come_within_their_window(ledgers: dict[str, Ledger], days: int) -> None:
    governed, start = windowed(ledgers["matter"]), date(2026, 11, 10)
    on = date(2026, 11, 15) + days * ONE
    assigned = head("assigned", course=Course(on=start, assigned=start))
    given = wants("ask_back", "a", actor="钱承办", on=on, said={"owner": "水务科"})
    assert ["JRN-029"] * (days > 0) == [one.code for one in decide(governed, assigned, given, DAY).problems]
    closed = head("closed", course=Course(on=start, concluded=start))
    given = wants("object", "a", actor="某群众", on=on)
    assert ["JRN-029"] * (days > 0) == [one.code for one in decide(governed, closed, given, DAY).problems]


def test_a_window_runs_from_what_its_act_answers(ledgers: dict[str, Ledger]) -> None:
    governed = windowed(ledgers["matter"])
    days = Course(assigned=date(2026, 11, 1), concluded=date(2026, 11, 2))
    one = head(course=days, application=Application(objector="某", objected=date(2026, 11, 3)))
    ends = [last_day(governed, one, act) for act in ("ask_back", "object", "settle", "report")]
    assert ends == [date(2026, 11, 6), date(2026, 11, 7), date(2026, 11, 8), None]
    assert last_day(governed, head(), "object") is None


def test_settling_is_never_too_late(ledgers: dict[str, Ledger]) -> None:
    asked = Application(objector="某群众", objected=date(2026, 11, 2))
    given = wants("settle", "a", actor="新人", said={"ruling": "维持"})
    assert decide(windowed(ledgers["matter"]), head("closed", application=asked), given, DAY).problems == ()


@pytest.mark.parametrize(("length", "wrong"), [(LONGEST_ANSWER, []), (LONGEST_ANSWER + 1, ["JRN-018"])])
def test_an_answer_has_a_greatest_length(length: int, wrong: list[str]) -> None:
    assert LONGEST_ANSWER == 500
    assert [one.code for one in unsaid((CRITERION,), {"criterion": "好" * length}, "交办")] == wrong


def test_what_is_wrong_with_answers_is_told_each() -> None:
    asked = (OWNER, UNTIL, PROCEDURE, CRITERION)
    found = list(unsaid(asked, {"owner": " ", "until": "下周", "procedure": "某程序", "no": "x"}, "申请"))
    assert [(one.code, one.place.key) for one in found] == [
        ("JRN-018", "no"),
        ("JRN-017", "owner"),
        ("JRN-018", "until"),
        ("JRN-018", "procedure"),
    ]


def test_time_is_added_only_by_resuming_what_was_suspended(ledgers: dict[str, Ledger]) -> None:
    still = head("suspended", course=Course(on=date(2026, 11, 2), suspended=date(2026, 11, 2)))
    done = perform(
        ledgers["matter"], still, "resume", "赵督查", date(2026, 11, 12), idem="i", given=Particulars(note="恢复")
    )
    assert done.facts["due"] == (DAY + 10 * ONE).isoformat()
    for act, one in (("report_progress", still), ("resume", head("suspended"))):
        done = perform(
            ledgers["matter"], one, act, "赵督查", date(2026, 11, 12), idem="i", given=Particulars(note="办")
        )
        assert "due" not in done.facts


@NEAR
def test_a_clock_is_in_force_from_its_first_to_its_last_day(ledgers: dict[str, Ledger], days: int) -> None:
    start = date(2026, 9, 18)
    row = {"opened": start}

    def found(**more: date) -> int:
        clocks = {"matter_close": CLOCK.model_copy(update=more)}
        return len(running(head(), row, ledgers["matter"], clocks, shipped_calendar()))

    assert found(effective_from=start + days * ONE) == (days <= 0)
    assert found(effective_to=start + days * ONE) == (days >= 0)


@NEAR
def test_a_clock_says_late_only_after_its_last_day(days: int) -> None:
    due = DueDate(DAY, DAY, "某办法")
    day = DAY + days * ONE
    assert Running(CLOCK, due, None, ends=True).describe(day) == ("已超期1天" if days > 0 else f"还剩{-days}天")
    stopped = Running(CLOCK, due, day, ends=True).describe(DAY + 5 * ONE)
    assert stopped == f"{day.isoformat()}完成，{'超期1天' if days > 0 else '按期'}"
    assert Running(CLOCK, due, DAY + ONE, ends=True).describe(DAY) == "还剩0天"


@NEAR
def test_a_lamp_turns_after_the_due_date_the_review_and_with_the_second_return(
    ledgers: dict[str, Ledger], days: int
) -> None:
    lamps = Lamps(CLOCKS, shipped_calendar())
    ledger = ledgers["matter"]

    def colour(one: Head, day: date, **row: object) -> str:
        return lamps.of(one, {"opened": date(2026, 9, 18), "due": DAY, **row}, ledger, day).colour  # type: ignore[dict-item]

    day = DAY + days * ONE
    assert colour(head(), day) == ("red" if days > 0 else "yellow")
    assert colour(head("standing", round=Round(review=DAY)), day) == ("yellow" if days > 0 else "green")
    assert colour(head(), DAY, done=day) == ("yellow" if days > 0 else "blue")
    assert lamps.of(head(), {"due": DAY, "done": day}, ledger, DAY + 9 * ONE).ever == (days > 0)
    early = date(2026, 9, 28)
    assert colour(head(course=Course(returned=2 + days)), early) == ("yellow", "red", "red")[days + 1]


@NEAR
def test_a_letter_counts_against_the_lamp_it_was_sent_under(ledgers: dict[str, Ledger], days: int) -> None:
    yellow, red = date(2026, 11, 17), DAY + ONE
    steps = [(LONG_AGO, "green"), (yellow, "yellow"), (red, "red")]
    for level, since in ((1, yellow), (2, red)):
        one = head(pressing=Pressing(level=level, on=since + days * ONE))
        found = reminders_due(one, steps, ledgers["matter"], shipped_calendar())
        assert (found.letters[level - 1] > since) == (days >= 0), (level, days)


def test_a_matter_is_unsigned_only_while_it_is_assigned(ledgers: dict[str, Ledger]) -> None:
    since = Course(on=date(2026, 11, 2))
    told = [
        unsigned_since(one, ledgers["matter"], shipped_calendar())
        for one in (head(course=since), head("assigned", course=Course()), head("assigned", course=since))
    ]
    assert told[:2] == [NO_DAY, NO_DAY]
    assert told[2] == shipped_calendar().due(date(2026, 11, 2), ledgers["matter"].letters.unsigned, "workday").day


@pytest.mark.parametrize(("level", "since"), [(2, date(2026, 11, 2)), (3, DAY)])
def test_silence_runs_from_a_red_slip_and_from_no_lesser_letter(level: int, since: date) -> None:
    one = head(pressing=Pressing(level=level, on=DAY))
    assert silent_since(one, LONG_AGO) == since
    assert silent_since(one, date(2026, 11, 1)) == (DAY if level == 3 else date(2026, 11, 1))
