"""When a matter is due: by its own due date, else by the legal clock of its ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from taizhang.catalogue.model import ClockDeclaration
from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Ledger
from taizhang.journal.entry import Head
from taizhang.terms.workdays import Workdays


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

    def __str__(self) -> str:
        """The day, its source and its reservations, in Chinese."""
        doubts = [word for word, is_ in (("日历未载入，暂定", self.provisional), ("未核", self.unverified)) if is_]
        return f"{self.day.isoformat()}（{'，'.join([self.rule, *doubts])}）"


def due_date(
    head: Head,
    row: Mapping[str, Scalar],
    ledger: Ledger,
    clocks: Mapping[str, ClockDeclaration],
    workdays: Workdays,
) -> DueDate | None:
    """The matter's due date; None when it has none.

    row: the matter's typed fields and derived columns (``row_of``). A legal clock counts only when it was in
    force on the day it started; time for which it stood still is added in the clock's own unit.
    """
    own = row.get("due")
    if isinstance(own, date):
        return DueDate(own, own, "台账期限")
    clock = clocks.get(ledger.declared.clock)
    start = row.get(clock.starts) if clock else None
    if clock is None or not isinstance(start, date) or not _in_force(clock, start):
        return None
    due = workdays.due(start, clock.amount, clock.unit, rolls=clock.rolls)
    day, known = _prolonged(due.day, head, clock, workdays)
    rule = f"{clock.title}，《{clock.source}》{clock.article}"
    return DueDate(day, due.raw, rule, due.provisional or not known, clock.confidence != "V")


def _in_force(clock: ClockDeclaration, start: date) -> bool:
    return (clock.effective_from is None or clock.effective_from <= start) and (
        clock.effective_to is None or start <= clock.effective_to
    )


def _prolonged(day: date, head: Head, clock: ClockDeclaration, workdays: Workdays) -> tuple[date, bool]:
    """The day moved by past suspensions, and whether the calendar was known where it mattered."""
    if clock.unit != "workday":
        return day + sum((end - since for since, end in head.pauses), timedelta()), True
    due = workdays.due(day, sum(workdays.between(since, end) for since, end in head.pauses), "workday")
    return due.day, not due.provisional
