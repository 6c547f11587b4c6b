"""A weekday written beside a day is that day's, or one of the two is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.terms.days import read_day


@pytest.mark.parametrize("written", ["2026-9-1(周二)", "2026年9月1日（星期二）", "9月1日（礼拜二）", "2026-09-01"])
def test_the_weekday_of_the_day_is_read_over(written: str) -> None:
    assert read_day(written, 2026).value == date(2026, 9, 1)


@pytest.mark.parametrize(
    "written", ["2026-9-1(周五)", "2026年9月1日（星期三）", "9月1日（礼拜一）", "2026-09-01（周日）"]
)
def test_another_weekday_is_asked_about(written: str) -> None:
    assert read_day(written, 2026).reason == "weekday_differs"


@pytest.mark.parametrize("day", ["日", "天"])
def test_sunday_has_two_names(day: str) -> None:
    assert read_day(f"2026-9-6（星期{day}）", None).value == date(2026, 9, 6)
