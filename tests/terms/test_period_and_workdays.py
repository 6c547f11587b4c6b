"""Periods, the legal calendar and counting to a due date."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.terms.period import Period
from taizhang.terms.workdays import read_workdays, shipped_calendar

DAYS = st.dates(date(2005, 1, 1), date(2026, 12, 31))


def test_a_year_compares_with_the_year_before() -> None:
    assert Period.year(2026).last_year() == Period.year(2025) == Period.year(2026).previous()


def test_a_part_year_compares_with_the_same_days() -> None:
    part = Period.year(2026, date(2026, 11, 20))
    assert part.last_year() == Period.year(2025, date(2025, 11, 20))
    assert part.key == "2026-01-01..2026-11-20"


def test_the_end_of_february_stays_a_month_end() -> None:
    assert Period(date(2025, 2, 1), date(2025, 2, 28)).last_year().end == date(2024, 2, 29)
    assert Period(date(2024, 2, 1), date(2024, 2, 29)).last_year().end == date(2023, 2, 28)


def test_a_month_follows_the_month_before_it() -> None:
    assert Period.month(2026, 3).previous() == Period.month(2026, 2)
    assert Period.month(2026, 1).previous() == Period.month(2025, 12)
    assert Period.quarter(2026, 1).previous() == Period.quarter(2025, 4)


def test_a_period_that_is_not_over_counts_up_to_the_day_it_is_asked_on() -> None:
    year = Period.year(2026)
    assert year.as_of(date(2026, 12, 30)).last == date(2026, 12, 30)
    assert year.as_of(date(2026, 12, 31)) == year.as_of(date(2027, 1, 1)) == year
    asked = year.as_of(date(2026, 11, 30))
    assert (asked.key, asked.stored, asked.days) == ("2026", "2026~2026-11-30", year)
    assert Period.parse(asked.stored) == asked != year
    assert asked.as_of(date(2026, 12, 15)) == asked, "what was asked earlier is not asked again later"
    assert asked.last_year() == asked.previous() == Period.year(2025), "what is over is over"
    assert asked.shift(1).last == date(2026, 11, 30)


@pytest.mark.parametrize("text", ["2026", "2026Q2", "2026H2", "2026-W53", "2026-03", "2026-01-01..2026-11-20"])
def test_a_period_is_read_as_typed(text: str) -> None:
    assert Period.parse(Period.parse(text).key) == Period.parse(text)


def test_a_period_that_is_none_is_refused_in_a_chinese_sentence() -> None:
    with pytest.raises(ValueError, match="写法不对"):
        Period.parse("去年")
    with pytest.raises(ValueError, match="写法不对"):
        Period.parse("2026-W60")
    with pytest.raises(ValueError, match="写法不对"):
        Period.parse("2026-13")


@given(st.tuples(DAYS, DAYS).map(sorted))
def test_a_period_and_the_one_before_it_touch(days: list[date]) -> None:
    period = Period(days[0], days[1])
    assert period.previous().end + timedelta(days=1) == period.start


@given(DAYS)
def test_the_calendar_agrees_with_an_independent_one(day: date) -> None:
    assert shipped_calendar().is_workday(day) == chinese_calendar.is_workday(day)


# The examples count workdays over the make-up days of 2026 and months over short ones.
@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        (date(2026, 9, 18), 20, "workday", date(2026, 10, 22)),
        (date(2026, 10, 22), 20, "workday", date(2026, 11, 19)),
        (date(2026, 2, 12), 7, "workday", date(2026, 2, 28)),
        (date(2026, 4, 30), 5, "workday", date(2026, 5, 11)),
        (date(2025, 11, 30), 3, "month", date(2026, 2, 28)),
        (date(2026, 8, 6), 60, "day", date(2026, 10, 5)),
    ],
)
def test_a_limit_ends_on_its_day(start: date, amount: int, unit: str, due: date) -> None:
    assert shipped_calendar().due(start, amount, unit).day == due  # type: ignore[arg-type]


def test_a_last_day_on_a_holiday_rolls_and_shows_both() -> None:
    due = shipped_calendar().due(date(2026, 9, 21), 15, "day", rolls=True)
    assert (due.raw, due.day, due.provisional) == (date(2026, 10, 6), date(2026, 10, 8), False)


def test_a_year_not_loaded_gives_a_provisional_date() -> None:
    due = shipped_calendar().due(date(2026, 12, 28), 10, "workday")
    assert due.provisional
    assert not shipped_calendar().knows(due.day)
    assert not shipped_calendar().due(date(2026, 11, 2), 10, "workday").provisional


@given(DAYS, st.integers(1, 40))
def test_counting_forward_and_measuring_back_agree(start: date, amount: int) -> None:
    due = shipped_calendar().due(start, amount, "workday").day
    assert shipped_calendar().between(start, due) == amount


def test_a_site_calendar_is_read_from_its_table() -> None:
    table = read_workdays("# notice\nyear\t2027\n2027-02-08\trest\tSpring Festival\n2027-02-13\twork\tmake-up\n")
    assert not table.is_workday(date(2027, 2, 8))
    assert table.is_workday(date(2027, 2, 13))
    assert table.knows(date(2027, 6, 1))


@given(DAYS, DAYS)
def test_workdays_between_two_days_are_those_counted_one_by_one(one: date, other: date) -> None:
    start, end = sorted((one, other))
    counted = sum(shipped_calendar().is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
    assert shipped_calendar().between(start, end) == counted
    assert shipped_calendar().between(end, start) == -counted


@given(DAYS, st.integers(0, 90))
def test_the_day_that_leaves_so_many_workdays_is_the_first_that_does(end: date, amount: int) -> None:
    day = shipped_calendar().leaving(amount, end)
    assert shipped_calendar().between(day, end) <= amount < shipped_calendar().between(day - timedelta(days=1), end)
