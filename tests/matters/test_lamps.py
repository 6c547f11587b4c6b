"""Due dates by own date and by legal clock, and lamps that say why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from taizhang.catalogue.model import ClockDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import row_of
from taizhang.matters.due import due_date
from taizhang.matters.entry import Course, Head, Round
from taizhang.matters.lamps import COLOURS, RULES, Lamp, Lamps
from taizhang.terms.workdays import shipped_calendar

CLOCK = ClockDeclaration(
    title="事项办结",
    starts="opened",
    amount=20,
    unit="workday",
    source="某某工作规定",
    article="第九条",
    effective_from=date(2026, 1, 1),
    effective_to=date(2026, 12, 31),
    confidence="VP",
)
CLOCKS = {"matter_close": CLOCK}
LAMPS = Lamps(CLOCKS, shipped_calendar())


def head(state: str = "in_progress", **more: Any) -> Head:
    """A matter opened on 18 September 2026."""
    facts = {"opened": "2026-09-18", **more.pop("facts", {})}
    return replace(Head("a", "matter", "甲1", "城建科", state, 1, 1, facts), **more)


def lamp(ledger: Ledger, one: Head, day: date) -> Lamp:
    """The matter's lamp on a day."""
    return LAMPS.of(one, row_of(ledger, one.facts), ledger, day)


@pytest.fixture
def ledger(ledgers: dict[str, Ledger]) -> Ledger:
    """The ledger with a clock of twenty workdays."""
    return ledgers["matter"]


def test_a_legal_clock_counts_workdays_over_the_national_holiday(ledger: Ledger) -> None:
    due = due_date(head(), row_of(ledger, head().facts), ledger, CLOCKS, shipped_calendar())
    assert due is not None
    assert (due.day, due.provisional, due.unverified) == (date(2026, 10, 22), False, True)
    assert str(due) == "2026-10-22（事项办结，《某某工作规定》第九条，未核）"


def test_its_own_due_date_beats_the_clock(ledger: Ledger) -> None:
    row = row_of(ledger, {"opened": "2026-09-18", "due": "2026-11-30"})
    due = due_date(head(), row, ledger, CLOCKS, shipped_calendar())
    assert due is not None
    assert (due.day, due.rule, due.unverified) == (date(2026, 11, 30), "台账期限", False)


def test_a_clock_counts_only_what_began_while_it_was_in_force(ledger: Ledger) -> None:
    for opened, is_ in (("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)):
        row = row_of(ledger, {"opened": opened})
        assert (due_date(head(), row, ledger, CLOCKS, shipped_calendar()) is not None) == is_
    assert due_date(head(), row_of(ledger, {}), ledger, CLOCKS, shipped_calendar()) is None
    assert due_date(head(), row_of(ledger, {"opened": "2026-09-18"}), ledger, {}, shipped_calendar()) is None


def test_a_due_date_beyond_the_calendar_is_provisional_and_says_so(ledger: Ledger) -> None:
    row = row_of(ledger, {"opened": "2026-12-20"})
    due = due_date(head(), row, ledger, CLOCKS, shipped_calendar())
    assert due is not None
    assert due.provisional
    assert "日历未载入，暂定，未核" in str(due)


def test_time_the_clock_stood_still_is_added_in_its_own_unit(ledger: Ledger) -> None:
    row = row_of(ledger, {"opened": "2026-09-18"})
    still = head(round=Round(pauses=((date(2026, 9, 30), date(2026, 10, 9)),)))
    due = due_date(still, row, ledger, CLOCKS, shipped_calendar())
    assert due is not None
    assert due.day == date(2026, 10, 26)  # two workdays, 8 and 9 October
    days = {"matter_close": CLOCK.model_copy(update={"unit": "day", "amount": 30})}
    due = due_date(still, row, ledger, days, shipped_calendar())
    assert due is not None
    assert (due.raw, due.day) == (date(2026, 10, 18), date(2026, 10, 27))


@pytest.mark.parametrize(
    ("one", "day", "colour", "rule"),
    [
        (head(), date(2026, 9, 28), "green", "in_order"),
        (head(), date(2026, 10, 15), "green", "in_order"),
        (head(), date(2026, 10, 16), "yellow", "near"),
        (head(), date(2026, 10, 22), "yellow", "near"),
        (head(), date(2026, 10, 23), "red", "overdue"),
        (head("assigned"), date(2026, 10, 23), "red", "overdue"),
        (head("suspended", course=Course(suspended=date(2026, 10, 1))), date(2026, 12, 1), "grey", "standing_still"),
        (head("reported", course=Course(last=date(2026, 10, 20))), date(2026, 11, 1), "blue", "awaiting_review"),
        (head("in_review", course=Course(last=date(2026, 10, 20))), date(2026, 11, 1), "blue", "awaiting_review"),
        (head("reported", facts={"done": "2026-10-30"}), date(2026, 11, 1), "blue", "awaiting_review"),
        (head("reported"), date(2026, 11, 1), "red", "overdue"),
        (head("reported", facts={"done": "2026-11-05"}), date(2026, 11, 1), "red", "overdue"),
        (head(facts={"done": "2026-10-01"}), date(2026, 11, 1), "blue", "awaiting_review"),
        (head(course=Course(returned=1)), date(2026, 9, 28), "yellow", "returned_once"),
        (head(course=Course(returned=2)), date(2026, 9, 28), "red", "returned_often"),
        (head("closed", course=Course(returned=3)), date(2026, 11, 1), "green", "finished"),
        (head("struck_off"), date(2026, 11, 1), "green", "finished"),
        (head("struck_off", facts={"done": "2026-10-30"}), date(2026, 10, 30), "green", "finished"),
        (head("struck_off", facts={"done": "2026-10-30"}), date(2026, 10, 29), "red", "overdue"),
        (head("struck_off", facts={"done": "2026-10-30"}), date(2026, 9, 29), "green", "in_order"),
        (head("standing", round=Round(review=date(2026, 11, 1))), date(2026, 11, 1), "green", "finished"),
        (head("standing", round=Round(review=date(2026, 10, 31))), date(2026, 11, 1), "yellow", "finished"),
        (head(facts={"opened": None}), date(2026, 11, 1), "green", "in_order"),
    ],
)
def test_the_lamp_on_a_day(ledger: Ledger, one: Head, day: date, colour: str, rule: str) -> None:
    seen = lamp(ledger, one, day)
    assert (seen.colour, seen.rule) == (colour, rule)
    assert seen.reason.endswith("。")
    assert seen.label in COLOURS.values()


def test_the_reason_names_the_rule_and_its_numbers(ledger: Ledger) -> None:
    assert lamp(ledger, head(), date(2026, 10, 16)).reason == (
        "到期日2026-10-22（事项办结，《某某工作规定》第九条，未核），还剩4个工作日，不多于提醒线（3个工作日，全部20个工作日的20%两者取大）。"
    )
    assert lamp(ledger, head(), date(2026, 10, 30)).reason.endswith("至2026-10-30已逾期8天。")
    assert (
        lamp(ledger, head("suspended", course=Course(suspended=date(2026, 10, 1))), date(2026, 12, 1)).reason
        == "自2026-10-01起中止计时。"
    )


def test_once_overdue_is_shown_for_ever(ledger: Ledger) -> None:
    late = lamp(ledger, head("struck_off", facts={"done": "2026-10-30"}), date(2026, 11, 1))
    assert (late.overdue, late.ever) == (False, True)
    punctual = lamp(ledger, head("struck_off", facts={"done": "2026-10-22"}), date(2026, 11, 1))
    assert (punctual.overdue, punctual.ever) == (False, False)
    remembered = lamp(ledger, head(facts={"due": "2026-12-30"}, course=Course(late=True)), date(2026, 11, 1))
    assert (remembered.overdue, remembered.ever) == (False, True)
    before = lamp(ledger, head("struck_off", facts={"done": "2026-10-30"}), date(2026, 10, 20))
    assert before.ever is False


def test_the_last_rule_always_speaks() -> None:
    assert RULES[-1].__name__ == "in_order"


def test_of_several_clocks_the_earliest_drives_the_lamp_and_none_is_hidden(ledger: Ledger) -> None:
    sooner = CLOCK.model_copy(update={"title": "先行告知", "amount": 5, "ledgers": ("matter",), "confidence": "V"})
    other = sooner.model_copy(update={"title": "别的事项", "where": "text = '别处'"})
    lapsed = sooner.model_copy(update={"title": "旧规定", "effective_from": None, "effective_to": date(2025, 12, 31)})
    lamps = Lamps({"matter_close": CLOCK, "first": sooner, "other": other, "lapsed": lapsed}, shipped_calendar())
    one = head()
    told = lamps.clocks_of(one, row_of(ledger, one.facts), ledger)
    assert [str(clock.due) for clock in told] == [
        "2026-10-22（事项办结，《某某工作规定》第九条，未核）",
        "2026-09-24（先行告知，《某某工作规定》第九条）",
    ]
    assert told[1].describe(date(2026, 9, 20)) == "还剩4天"
    assert told[1].describe(date(2026, 9, 27)) == "已超期3天"
    due = lamps.of(one, row_of(ledger, one.facts), ledger, date(2026, 9, 20)).due
    assert due is not None
    assert due.day == date(2026, 9, 24)


def test_a_clock_that_was_stopped_tells_when_and_whether_in_time(ledger: Ledger) -> None:
    one = head("struck_off", facts={"opened": "2026-09-18", "closed": "2026-10-23"})
    (told,) = LAMPS.clocks_of(one, row_of(ledger, one.facts), ledger)
    assert told.describe(date(2026, 11, 1)) == "2026-10-23完成，超期1天"
    assert told.describe(date(2026, 10, 22)) == "还剩0天"
