"""A report speaks of its own window: a year, a half, a quarter, a month, a year so far; a paper dated earlier ends there."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.reports.period_words import ahead_of, period_words
from taizhang.terms.period import Period


@pytest.mark.parametrize(
    ("written", "titled", "opening", "within", "same", "carried"),
    [
        ("2026", "2026年度", "2026年", "全年", "当年", "上年结转"),
        ("2026H1", "2026年上半年", "2026年上半年", "上半年", "当期", "上期结转"),
        ("2026H2", "2026年下半年", "2026年下半年", "下半年", "当期", "上期结转"),
        ("2026Q1", "2026年一季度", "2026年一季度", "一季度", "当季", "上季结转"),
        ("2026Q4", "2026年四季度", "2026年四季度", "四季度", "当季", "上季结转"),
        ("2026-03", "2026年3月", "2026年3月", "本月", "当月", "上月结转"),
        ("2026-01", "2026年1月", "2026年1月", "本月", "当月", "上月结转"),
        (
            "2026-01-01..2026-11-20",
            "2026年1月1日至11月20日",
            "2026年以来（截至11月20日）",
            "今年以来",
            "当年",
            "上年结转",
        ),
        ("2026-01-01..2026-11-30", "2026年1月至11月", "2026年以来（截至11月底）", "今年以来", "当年", "上年结转"),
        (
            "2026-01-01..2026-12-30",
            "2026年1月1日至12月30日",
            "2026年以来（截至12月30日）",
            "今年以来",
            "当年",
            "上年结转",
        ),
        ("2026-02-01..2026-03-31", "2026年2月至3月", "2026年2月至3月", "期内", "当期", "上期结转"),
        ("2025-01-01..2026-06-30", "2025年1月至2026年6月", "2025年1月至2026年6月", "期内", "当期", "上期结转"),
    ],
)
def test_a_window_has_its_words(written: str, titled: str, opening: str, within: str, same: str, carried: str) -> None:
    words = period_words(Period.parse(written))
    assert (words.titled, words.opening, words.within, words.same, words.carried) == (
        titled,
        opening,
        within,
        same,
        carried,
    )


def test_the_last_day_of_a_quarter_makes_it_one() -> None:
    assert period_words(Period(date(2026, 1, 1), date(2026, 3, 31))).within == "一季度"
    assert period_words(Period(date(2026, 1, 1), date(2026, 3, 30))).within == "今年以来"


def test_numbers_up_to_a_day_still_to_come_are_told_as_such_and_on_the_last_day_no_more() -> None:
    year = Period.year(2026)
    told = ahead_of(year, date(2026, 12, 30))
    assert "期间到2026年12月31日才结束，今天是2026年12月30日" in told
    assert told.endswith("期间请用 2026-01-01..2026-12-30。")
    assert ahead_of(year, date(2026, 12, 31)) == ""
    assert ahead_of(year, date(2027, 1, 1)) == ""
    assert ahead_of(year, date(2025, 12, 31)).endswith("期间请用 2026-01-01..2026-01-01。")
