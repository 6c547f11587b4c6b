"""How a report on a window speaks of it: a year, a half, a quarter, a month, a year so far, or any other days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taizhang.reports.printing import chinese_date, chinese_period
from taizhang.terms.period import Period, month_end
from taizhang.terms.sentence import sentence

_QUARTERS, _HALVES = "一二三四", "上下"


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """The words of one window.

    titled: in a title (2026年度). opening: at the head of the text (2026年). within: for all that happened in it (全年).
    same: for what began and ended in it (当年). carried: what it was handed over by the one before (上年结转).
    """

    titled: str
    opening: str
    within: str
    same: str
    carried: str


def period_words(period: Period) -> PeriodWords:
    """The words by which a report speaks of its window."""
    period = period.days
    year, start = f"{period.start.year}年", period.start
    if period == Period.year(start.year):
        return PeriodWords(f"{year}度", year, "全年", "当年", "上年结转")
    for half in (1, 2):
        if period == Period.half(start.year, half):
            named = f"{_HALVES[half - 1]}半年"
            return PeriodWords(year + named, year + named, named, "当期", "上期结转")
    for quarter in (1, 2, 3, 4):
        if period == Period.quarter(start.year, quarter):
            named = f"{_QUARTERS[quarter - 1]}季度"
            return PeriodWords(year + named, year + named, named, "当季", "上季结转")
    if period == Period.month(start.year, start.month):
        return PeriodWords(f"{year}{start.month}月", f"{year}{start.month}月", "本月", "当月", "上月结转")
    named = chinese_period(period)
    if period.begins_a_year and period.end.year == start.year:
        until = f"截至{period.end.month}月" + ("底" if _ends_month(period) else f"{period.end.day}日")
        return PeriodWords(named, f"{year}以来（{until}）", "今年以来", "当年", "上年结转")
    return PeriodWords(named, named, "期内", "当期", "上期结转")


def _ends_month(period: Period) -> bool:
    return period.end == month_end(period.end.year, period.end.month)


def ahead_of(period: Period, today: date) -> str:
    """What whoever reads numbers up to a day still to come must know of them; '' once the period's last day is here."""
    if period.end <= today:
        return ""
    return sentence(
        "期间到{end}才结束，今天是{today}：数只计到今天，以后日期的还没有计入；同比比的是上年全期。"
        "要与上年同期比的，期间请用 {until}。",
        end=chinese_date(period.end),
        today=chinese_date(today),
        until=Period(period.start, max(today, period.start)).key,
    )
