"""So many in every month, quarter, half year or year: counted to the day, for the body and for each person."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.catalogue.model import ClockDeclaration
from taizhang.catalogue.predicate import Row
from taizhang.matters.recurring import Recurrence, periods_of, recurrences

QUARTERLY = ClockDeclaration(title="学习", ledgers=("study",), where="kind = '集体学习'", every="quarter")
LECTURE = ClockDeclaration(title="党课", ledgers=("study",), every="year", each="lecturer")
FILING = ClockDeclaration(title="个人事项", ledgers=("watch",), every="year", each="code", within=31)


def session(day: date, kind: str = "集体学习") -> Row:
    return {"opened": day, "kind": kind}


def lecture(day: date, lecturer: str) -> Row:
    return {"opened": day, "lecturer": lecturer}


def told(found: tuple[Recurrence, ...]) -> list[tuple[str, int, int, bool]]:
    return [(one.period.key, one.held, one.missing, one.over) for one in found]


@pytest.mark.parametrize(
    ("held", "in_first"),
    [(date(2026, 1, 1), 1), (date(2026, 3, 31), 1), (date(2026, 4, 1), 0), (date(2025, 12, 31), 0)],
)
def test_the_first_and_the_last_day_of_a_period_are_its_own(held: date, in_first: int) -> None:
    first, *_ = recurrences(QUARTERLY, [session(held)], date(2026, 6, 30))
    assert first.held == in_first


@pytest.mark.parametrize(("on", "over"), [(date(2026, 3, 31), False), (date(2026, 4, 1), True)])
def test_a_period_is_over_only_on_the_day_after_its_last(on: date, over: bool) -> None:
    first, *_ = recurrences(QUARTERLY, [], on)
    assert (first.held, first.missing, first.over) == (0, 1, over)


def test_what_is_held_twice_in_one_quarter_does_not_serve_the_next() -> None:
    rows = [session(date(2026, 2, 2)), session(date(2026, 3, 3)), session(date(2026, 5, 5), "报告会")]
    assert told(recurrences(QUARTERLY, rows, date(2026, 7, 1))) == [
        ("2026-01-01..2026-03-31", 2, 0, True),
        ("2026-04-01..2026-06-30", 0, 1, True),
        ("2026-07-01..2026-09-30", 0, 1, False),
    ]


def test_what_is_dated_later_has_not_come() -> None:
    first, *_ = recurrences(QUARTERLY, [session(date(2026, 3, 20))], date(2026, 3, 19))
    assert first.missing == 1


def test_each_person_is_counted_and_whoever_lectured_last_year_is_expected_again() -> None:
    rows = [
        lecture(date(2026, 5, 5), "甲"),
        lecture(date(2026, 6, 6), "甲"),
        lecture(date(2025, 1, 1), "乙"),
        lecture(date(2024, 12, 31), "丙"),
        {"opened": date(2026, 5, 5), "lecturer": None},
    ]
    found = recurrences(LECTURE, rows, date(2026, 12, 31))
    assert [(one.member, one.held, one.missing, one.over) for one in found] == [
        ("乙", 0, 1, False),
        ("甲", 2, 0, False),
    ]
    assert recurrences(LECTURE, [], date(2026, 12, 31)) == ()


@pytest.mark.parametrize(("filed", "missing"), [(date(2026, 1, 31), 0), (date(2026, 2, 1), 1)])
def test_what_is_due_by_a_day_of_the_year_is_not_there_when_it_comes_a_day_later(filed: date, missing: int) -> None:
    (found,) = recurrences(FILING, [{"opened": filed, "code": "G-1"}], date(2026, 2, 1))
    assert (found.period.end, found.missing, found.over) == (date(2026, 1, 31), missing, True)


@pytest.mark.parametrize(("since", "periods"), [(date(2026, 1, 1), 2), (date(2026, 1, 2), 1)])
def test_a_rule_asks_for_nothing_of_a_period_it_was_not_in_force_for(since: date, periods: int) -> None:
    rule = QUARTERLY.model_copy(update={"effective_from": since})
    assert len(recurrences(rule, [], date(2026, 6, 30))) == periods


def test_two_a_half_year_are_two() -> None:
    rule = QUARTERLY.model_copy(update={"every": "half_year", "times": 2})
    first, second = recurrences(rule, [session(date(2026, 6, 30)), session(date(2026, 7, 1))], date(2026, 12, 31))
    assert (first.missing, second.missing) == (1, 1)


def test_a_time_limit_recurs_never() -> None:
    assert recurrences(ClockDeclaration(title="办理", amount=60), [session(date(2026, 2, 2))], date(2026, 3, 1)) == ()
    assert [one.key for one in periods_of("month", 2024)][1] == "2024-02"
    assert periods_of("month", 2024)[1].end == date(2024, 2, 29)
