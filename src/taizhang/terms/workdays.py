"""The legal calendar as data: holidays, make-up workdays (调休) and counting to a due date."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Literal

from taizhang.terms.period import month_end

ClockUnit = Literal["workday", "day", "month", "year", "hour", "minute"]
# How many of each make a day; workdays, months and years have no fixed length.
_DAY: dict[ClockUnit, int] = {"day": 1, "hour": 24, "minute": 24 * 60}
# As ``date.weekday`` counts: so many workdays stand before it in a week (国务院关于职工工作时间的规定 art. 7).
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A due date: as counted (``raw``), as rolled past a holiday (``day``), and whether the calendar was known."""

    raw: date
    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Workdays:
    """Legal calendar of the years loaded.

    ``exceptions`` maps a date to whether work is done on it, where this differs from Monday to Friday.
    Source: the State Council's yearly notices; rules of counting: 民法典 arts. 201-203.
    """

    exceptions: dict[date, bool]
    years: frozenset[int]
    _days: list[date] = field(init=False, repr=False, compare=False)
    _sums: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sums up how far the exceptions have moved the count of workdays by each of them."""
        odd = sorted(day for day, work in self.exceptions.items() if work != (day.weekday() < _SATURDAY))
        object.__setattr__(self, "_days", odd)
        object.__setattr__(self, "_sums", [0, *accumulate(1 if self.exceptions[day] else -1 for day in odd)])

    def is_workday(self, day: date) -> bool:
        """Whether work is done that day; outside the years loaded, Monday to Friday (see ``knows``)."""
        return self.exceptions.get(day, day.weekday() < _SATURDAY)

    def knows(self, day: date) -> bool:
        """Whether the year's notice has been loaded."""
        return day.year in self.years

    def due(self, start: date, amount: int, unit: ClockUnit, *, rolls: bool = False) -> Due:
        """The last day of a limit that begins the day after ``start`` (民法典 art. 201).

        amount: of workdays, calendar days, months or years; hours and minutes count as the whole days they make up,
        as records tell days. rolls: whether a last day on a holiday moves to
        the next workday (art. 203); a limit in workdays never needs it. The result is provisional when a
        day it depends on lies in a year whose calendar is not loaded.
        """
        if unit == "workday":
            raw, known = self._count(start, amount)
        else:
            raw = (
                start + timedelta(days=amount // _DAY[unit])
                if unit in _DAY
                else _months(start, amount * (12 if unit == "year" else 1))
            )
            known = True
        day = raw
        if rolls:
            known = self.knows(day)
            while not self.is_workday(day):
                day += timedelta(days=1)
                known = known and self.knows(day)
        return Due(raw, day, not known)

    def _count(self, start: date, amount: int) -> tuple[date, bool]:
        day, known = start, True
        while amount:
            day += timedelta(days=1)
            known = known and self.knows(day)
            amount -= self.is_workday(day)
        return day, known

    def between(self, start: date, end: date) -> int:
        """Workdays after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
        if end < start:
            return -self.between(end, start)
        return self._until(end) - self._until(start)

    def leaving(self, amount: int, end: date) -> date:
        """The first day after which no more than ``amount`` workdays are left up to and including ``end``."""
        day = end - timedelta(days=amount // _SATURDAY * 7)
        while self.between(day, end) > amount:
            day += timedelta(days=1)
        while self.between(day - timedelta(days=1), end) <= amount:
            day -= timedelta(days=1)
        return day

    def _until(self, day: date) -> int:
        """Workdays from the Monday 1 January of year 1 up to and including ``day``, in constant time."""
        weeks, rest = divmod(day.toordinal(), 7)
        return weeks * _SATURDAY + min(rest, _SATURDAY) + self._sums[bisect_right(self._days, day)]


def _months(day: date, months: int) -> date:
    """The corresponding day so many months on, or the month's last day (民法典 art. 202)."""
    index = day.year * 12 + day.month - 1 + months
    last = month_end(index // 12, index % 12 + 1)
    return last if day.day > last.day else last.replace(day=day.day)


def read_workdays(text: str) -> Workdays:
    """A calendar from its table: ``date<TAB>work|rest<TAB>name`` a line, ``year<TAB>2026`` for a year loaded."""
    exceptions: dict[date, bool] = {}
    years: set[int] = set()
    for line in text.split("\n"):
        parts = line.split("\t")
        if parts[0] == "year":
            years.add(int(parts[1]))
        elif len(parts) >= 2 and not line.startswith("#"):
            exceptions[date.fromisoformat(parts[0])] = parts[1] == "work"
    return Workdays(exceptions, frozenset(years))


@cache
def shipped_calendar() -> Workdays:
    """The calendar carried by the package, mainland China 2004 to 2026."""
    return read_workdays((files("taizhang.terms") / "calendar.tsv").read_text(encoding="utf-8"))
