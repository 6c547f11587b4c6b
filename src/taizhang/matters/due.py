"""When a matter is due: by its own due date, else by the legal clock of its ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from taizhang.catalogue.model import ClockDeclaration
from taizhang.catalogue.predicate import Scalar, holds, parse
from taizhang.catalogue.resolved import Ledger
from taizhang.matters.entry import Head
from taizhang.terms.sentence import chain, sentence
from taizhang.terms.workdays import Workdays

_LAST = ("done", "closed")


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day, where it comes from, and how far it can be trusted.

    raw: as counted, before rolling past a holiday and before adding suspensions. provisional: the calendar of
    a year it depends on is not loaded. unverified: the rule's text has not been read in full (未核).
    """

    day: date
    raw: date
    rule: str
    provisional: bool = False
    unverified: bool = False

    @property
    def words(self) -> str:
        """The day, its source and its reservations."""
        doubts = [word for word, is_ in (("日历未载入，暂定", self.provisional), ("未核", self.unverified)) if is_]
        return sentence("{day}（{source}）", day=self.day, source=chain((self.rule, *doubts), "，"))

    def __str__(self) -> str:
        """The same in Chinese."""
        return str(self.words)


def due_date(
    head: Head,
    row: Mapping[str, Scalar],
    ledger: Ledger,
    clocks: Mapping[str, ClockDeclaration],
    workdays: Workdays,
) -> DueDate | None:
    """The matter's due date; None when it has none.

    row: the matter's typed fields and derived columns (``row_of``). Of several legal clocks the earliest counts;
    time for which one stood still is added in the clock's own unit.
    """
    own = row.get("due")
    if isinstance(own, date):
        return DueDate(own, own, "台账期限")
    dues = [told.due for told in running(head, row, ledger, clocks, workdays) if told.ends]
    return min(dues, key=lambda due: due.day, default=None)


@dataclass(frozen=True, slots=True)
class Running:
    """A legal clock that runs for a matter: its last day, and the day it was stopped if it was.

    ends: whether it stops with the matter itself, so that it drives the lamp.
    """

    clock: ClockDeclaration
    due: DueDate
    stopped: date | None
    ends: bool

    def describe(self, day: date) -> str:
        """How the clock stands that day, in Chinese."""
        until = self.stopped if self.stopped and self.stopped <= day else None
        late = ((until or day) - self.due.day).days
        if until:
            return f"{until.isoformat()}完成，{f'超期{late}天' if late > 0 else '按期'}"
        return f"已超期{late}天" if late > 0 else f"还剩{-late}天"


def running(
    head: Head,
    row: Mapping[str, Scalar],
    ledger: Ledger,
    clocks: Mapping[str, ClockDeclaration],
    workdays: Workdays,
) -> tuple[Running, ...]:
    """Every clock that runs for the matter: the ledger's own, and those declared to run in the ledger.

    Only those in force on the day they started, and only for matters they are meant for.
    """
    found = []
    for name, clock in clocks.items():
        start = row.get(clock.starts)
        meant = not clock.every and (name == ledger.declared.clock or ledger.name in clock.ledgers)
        if meant and isinstance(start, date) and _in_force(clock, start) and _fits(clock, row):
            stopped = row.get(clock.ends)
            due = _due(clock, start, head, workdays)
            found.append(Running(clock, due, stopped if isinstance(stopped, date) else None, clock.ends in _LAST))
    return tuple(found)


def _fits(clock: ClockDeclaration, row: Mapping[str, Scalar]) -> bool:
    return not clock.where or holds(parse(clock.where), row)


def _due(clock: ClockDeclaration, start: date, head: Head, workdays: Workdays) -> DueDate:
    due = workdays.due(start, clock.amount, clock.unit, rolls=clock.rolls)
    day, known = _prolong(due.day, head, clock, workdays)
    rule = f"{clock.title}，《{clock.source}》{clock.article}"
    return DueDate(day, due.raw, rule, due.provisional or not known, clock.unverified)


def _in_force(clock: ClockDeclaration, start: date) -> bool:
    return (clock.effective_from is None or clock.effective_from <= start) and (
        clock.effective_to is None or start <= clock.effective_to
    )


def _prolong(day: date, head: Head, clock: ClockDeclaration, workdays: Workdays) -> tuple[date, bool]:
    """The day moved by past suspensions, and whether the calendar was known where it mattered."""
    if clock.unit != "workday":
        return day + sum((end - since for since, end in head.round.pauses), timedelta()), True
    due = workdays.due(day, sum(workdays.between(since, end) for since, end in head.round.pauses), "workday")
    return due.day, not due.provisional
