"""Reporting periods and the periods they are compared with (同比, 环比)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from taizhang.terms.sentence import sentence

EARLIEST, LATEST = 1900, 2199
"""Years a body accounts for; beyond them the day before, or the year before, may not be there."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``start`` to ``end``, both included; ``end`` is also the cut-off (截止日).

    until: the day it is asked on while it is not over: what is dated after that day is not counted. No day of the calendar
    but the last one Python knows once it is over, or where nobody says when it is asked.
    """

    start: date
    end: date
    until: date = date.max

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"period ends before it starts: {self.start} > {self.end}")

    @property
    def key(self) -> str:
        """A short name, unique per period: ``2026``, ``2026-03`` or ``2026-01-01..2026-11-20``."""
        if self.days == Period.year(self.start.year):
            return f"{self.start.year}"
        if self.days == Period.month(self.start.year, self.start.month):
            return f"{self.start:%Y-%m}"
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    @property
    def stored(self) -> str:
        """The name and the day it was asked on, as ``parse`` reads it: ``2026~2026-11-30``."""
        return self.key if self.until == date.max else f"{self.key}~{self.until.isoformat()}"

    @property
    def days(self) -> Period:
        """The period itself, whenever it is asked for."""
        return Period(self.start, self.end)

    @property
    def last(self) -> date:
        """The last day that counts: its end, or the day it is asked on where that comes first."""
        return min(self.end, self.until)

    def as_of(self, day: date) -> Period:
        """The period as it is asked on a day: while it is not over, what is dated after that day does not count."""
        return self if day >= self.last else Period(self.start, self.end, day)

    @property
    def day_before(self) -> date:
        """The last day before the period: the opening balance (期初) is taken at its end."""
        return self.start - timedelta(days=1)

    @property
    def whole_years(self) -> bool:
        """Whether the period begins on 1 January and ends on 31 December."""
        return (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)

    @property
    def begins_a_year(self) -> bool:
        """Whether the period begins on 1 January."""
        return (self.start.month, self.start.day) == (1, 1)

    def last_year(self) -> Period:
        """The same days one year earlier (同比); 29 February becomes the 28th, a month end stays one."""
        return self.shift(-1)

    def shift(self, years: int) -> Period:
        """The same days so many years later; 29 February becomes the 28th, a month end stays one."""
        end = shift_years(self.end, years)
        if self.end == month_end(self.end.year, self.end.month):
            end = month_end(end.year, end.month)
        return Period(shift_years(self.start, years), end).as_of(self.until)

    def previous(self) -> Period:
        """The period of the same length just before (环比): month to month, year to year, else days."""
        if self.start.day == 1 and self.end == month_end(self.end.year, self.end.month):
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
            end = self.day_before
            first = end.year * 12 + end.month - months
            return Period(date(first // 12, first % 12 + 1, 1), end).as_of(self.until)
        return Period(self.day_before - (self.end - self.start), self.day_before).as_of(self.until)

    @staticmethod
    def year(year: int, until: date | None = None) -> Period:
        """The calendar year, or its part up to and including ``until``."""
        return Period(date(year, 1, 1), until or date(year, 12, 31))

    @staticmethod
    def month(year: int, month: int) -> Period:
        """The calendar month."""
        return Period(date(year, month, 1), month_end(year, month))

    @staticmethod
    def quarter(year: int, quarter: int) -> Period:
        """The calendar quarter, 1 to 4."""
        return Period(date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3))

    @staticmethod
    def around(day: date, axis: str) -> Period:
        """The month or quarter a day lies in; the day itself for any other axis."""
        if axis == "quarter":
            return Period.quarter(day.year, (day.month + 2) // 3)
        return Period.month(day.year, day.month) if axis == "month" else Period(day, day)

    @staticmethod
    def half(year: int, half: int) -> Period:
        """The half year, 1 or 2."""
        return Period(date(year, half * 6 - 5, 1), month_end(year, half * 6))

    @staticmethod
    def week(year: int, week: int) -> Period:
        """The week from Monday to Sunday, counted as ISO 8601 does. Raises ValueError when the year has no such week."""
        monday = date.fromisocalendar(year, week, 1)
        return Period(monday, monday + timedelta(days=6))

    @staticmethod
    def parse(text: str) -> Period:
        """A period as a person types it: ``2026``, ``2026-03``, ``2026Q2``, ``2026H1``, ``2026-W10``,
        ``2026-01-01..2026-11-20``; each with the day it was asked on behind it, as ``stored`` writes it.

        Raises ValueError with a Chinese sentence when it is none of these.
        """
        named, _, asked = text.strip().partition("~")
        for pattern, read in _WRITTEN:
            if match := re.fullmatch(pattern, named):
                with suppress(ValueError):
                    found = read(*match.groups()).as_of(date.fromisoformat(asked) if asked else date.max)
                    if found.start.year >= EARLIEST and found.end.year <= LATEST:
                        return found
        written = "2026、2026H1、2026Q2、2026-03、2026-W10 或 2026-01-01..2026-11-20"
        raise ValueError(sentence("期间“{text}”写法不对，应为 {written}。", text=text[:40], written=written))


_WRITTEN: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"(\d{4})", lambda year: Period.year(int(year))),
    (r"(\d{4})[Qq]([1-4])", lambda year, quarter: Period.quarter(int(year), int(quarter))),
    (r"(\d{4})[Hh]([12])", lambda year, half: Period.half(int(year), int(half))),
    (r"(\d{4})-?[Ww](\d{1,2})", lambda year, week: Period.week(int(year), int(week))),
    (r"(\d{4})-(\d{2})", lambda year, month: Period.month(int(year), int(month))),
    (
        r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})",
        lambda start, end: Period(date.fromisoformat(start), date.fromisoformat(end)),
    ),
)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def shift_years(day: date, years: int) -> date:
    """The same month and day in another year; 29 February falls back to the 28th."""
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
