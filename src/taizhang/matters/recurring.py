"""How often matters must come: so many in every month, quarter, half year or year, of the whole body or of each unit or
person, and what of it is missing on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from taizhang.catalogue.model import ClockDeclaration, Every
from taizhang.catalogue.predicate import Row, holds, parse
from taizhang.matters.soundness.days import day_of
from taizhang.terms.period import Period

# Of the calendar.
MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often one unit or person held what must recur in one period. member: '' for the whole body.

    over: whether the period was over on the day asked about, so that what is missing can no longer come in time.
    """

    member: str
    period: Period
    held: int
    wanted: int
    over: bool

    @property
    def missing(self) -> int:
        """How many have not come."""
        return max(0, self.wanted - self.held)


def periods_of(every: Every, year: int) -> tuple[Period, ...]:
    """The months, quarters, half years or the year, in order."""
    length = MONTHS[every]
    starts = range(1, 13, length)
    return tuple(Period(Period.month(year, one).start, Period.month(year, one + length - 1).end) for one in starts)


def recurrences(clock: ClockDeclaration, rows: Iterable[Row], on: date) -> tuple[Recurrence, ...]:
    """Every period of the day's year that has begun, for the body or for each value of the clock's ``each``.

    Who held any in the year or in the one before is expected to; a body that held none is still expected. What is
    dated after the day has not come. A rule asks for nothing before the day it is in force from, nor after it ended.
    """
    if not clock.every:
        return ()
    held = list(_held(clock, rows, on))
    members = (
        dict.fromkeys(sorted(member for member, day in held if day.year >= on.year - 1)) if clock.each else {"": None}
    )
    periods = (_cut(one, clock.within) for one in periods_of(clock.every, on.year) if _in_force(clock, one))
    begun = [one for one in periods if one.start <= on]
    counted = Counter((member, period) for member, day in held for period in begun if period.start <= day <= period.end)
    return tuple(
        Recurrence(member, period, counted[member, period], clock.times, period.end < on)
        for member in members
        for period in begun
    )


def _cut(period: Period, within: int) -> Period:
    """The first so many days of a period; all of it for 0."""
    last = period.start + timedelta(days=within - 1) if within else period.end
    return Period(period.start, min(last, period.end))


def _held(clock: ClockDeclaration, rows: Iterable[Row], on: date) -> Iterator[tuple[str, date]]:
    """Of whom and when: each matter that meets the clock's condition and came by the day."""
    asked = parse(clock.where)
    for row in rows:
        day = day_of(row, clock.starts)
        member = str(row.get(clock.each) or "") if clock.each else ""
        if day is not None and day <= on and holds(asked, row) and (member or not clock.each):
            yield member, day


def _in_force(clock: ClockDeclaration, period: Period) -> bool:
    """Whether the rule is in force through the whole period: nothing is asked for a part of one."""
    begun = clock.effective_from is None or clock.effective_from <= period.start
    return begun and (clock.effective_to is None or period.end <= clock.effective_to)
