"""Titles that span a turn of the year: 2025年12月—2026年3月, 2025—2026学年. They tell which year a day without one is of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.intake.sheets import Cell
from taizhang.terms.characters import squeeze

_TO = r"(?:至|到|[-—–~～]{1,2})"
_MONTHS = re.compile(
    rf"(?P<one>20\d\d)年(?P<from>\d{{1,2}})月(?:\d{{1,2}}日)?{_TO}(?P<two>20\d\d)年(?P<to>\d{{1,2}})月"
)
_SCHOOL = re.compile(rf"(?P<one>20\d\d){_TO}(?P<two>20\d\d)学?年度?(?:第?[一二12上下]学期)?")
_SHORT = re.compile(r"(?:于|至|截至)?(\d{1,2})(?:月|[./-]\d)")
# Chosen as schools keep it: the school year begins in September and ends in August.
_SCHOOL_STARTS, _SCHOOL_ENDS = 9, 8


@dataclass(frozen=True, slots=True)
class MonthSpan:
    """Months from the first to the last, both included, each as (year, month)."""

    first: tuple[int, int]
    last: tuple[int, int]

    def year(self, cell: Cell) -> int | None:
        """The year a day without one is of; None where its month comes twice in the span or not at all."""
        told = _SHORT.match(squeeze(cell)) if isinstance(cell, str) else None
        if told is None:
            return None
        month = int(told[1])
        years = [year for year in (self.first[0], self.last[0]) if self.first <= (year, month) <= self.last]
        return years[0] if len(years) == 1 else None


def month_span(text: str) -> MonthSpan | None:
    """The span of months a title names over the turn of one year; None where it names none."""
    words = squeeze(text)
    if (told := _MONTHS.search(words)) and int(told["two"]) == int(told["one"]) + 1:
        return MonthSpan((int(told["one"]), int(told["from"])), (int(told["two"]), int(told["to"])))
    if (told := _SCHOOL.search(words)) and "学" in told[0] and int(told["two"]) == int(told["one"]) + 1:
        return MonthSpan((int(told["one"]), _SCHOOL_STARTS), (int(told["two"]), _SCHOOL_ENDS))
    return None
