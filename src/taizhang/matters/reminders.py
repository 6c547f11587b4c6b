"""From which day a matter asks for a reminder or a letter: by its lamp, its silence, and the letters sent before.

Practice, no statute: a reminder letter (提醒函, level 1) when the lamp turns yellow, a chasing letter (督办函, 2) on the
day it turns red, a red slip (红色督查单, 3) when it stayed red without feedback after that, or when it was not answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from taizhang.catalogue.resolved import Ledger
from taizhang.matters.entry import Head
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.words import AWAITING_REVIEW, COUNTING, FINISHED, LEVELS
from taizhang.terms.workdays import Workdays

# Before any matter, and after every one.
LONG_AGO, NO_DAY = date(1900, 1, 1), date.max
_WARNING = ("yellow", "red")


@dataclass(frozen=True, slots=True)
class Reminders:
    """The first day of each, NO_DAY for never.

    remind: whoever has to act is reminded. letters: a letter of level 1, 2 or 3, or of a higher level, falls due.
    """

    remind: date = NO_DAY
    letters: tuple[date, date, date] = (NO_DAY, NO_DAY, NO_DAY)


NOTHING_DUE = Reminders()


def reminders_due(head: Head, steps: Sequence[tuple[date, str]], ledger: Ledger, workdays: Workdays) -> Reminders:
    """What falls due from which day on, as long as nothing happens to the matter.

    steps: its lamp from each day on which it changes. A letter counts against a lamp it was sent under: a due date
    that moved since asks for letters anew, and so does work that began anew (退回重办).
    """
    if head.state in FINISHED or head.state == "suspended":
        return NOTHING_DUE
    steps = _since_report(head, steps)
    yellow = next((day for day, colour in steps if colour in _WARNING), NO_DAY)
    remind = min(yellow, unsigned_since(head, ledger, workdays))
    if head.pressing.answer_by and head.pressing.on:
        remind = min(remind, head.pressing.on)
    if ledger.letters.off or head.state not in _pressed_states(ledger.declared.lifecycle):
        return Reminders(remind)
    red = next((day for day, colour in steps if colour == "red"), NO_DAY)
    first, second = (
        NO_DAY if head.pressing.level >= level and head.pressing.on and head.pressing.on >= since else since
        for level, since in ((1, yellow), (2, red))
    )
    skips = second != NO_DAY and ledger.letters.ladder
    third = NO_DAY if skips else silent(head, red, ledger, workdays)
    if head.pressing.answer_by:
        late = head.pressing.answer_by + timedelta(days=1)
        if head.pressing.level == 1:
            second = min(second, late)
        else:
            third = min(third, late)
        # While an answer is awaited, nothing further is sent.
        first, second, third = (max(day, late) for day in (first, second, third))
    return Reminders(remind, (min(first, second, third), min(second, third), third))


def _since_report(head: Head, steps: Sequence[tuple[date, str]]) -> Sequence[tuple[date, str]]:
    """What the lamp does once the work is reported: a term missed before that asks for no letter any more."""
    if head.state not in AWAITING_REVIEW:
        return steps
    blue = [place for place, (_, colour) in enumerate(steps) if colour == "blue"]
    return steps[blue[-1] :] if blue else steps


def unsigned_since(head: Head, ledger: Ledger, workdays: Workdays) -> date:
    """From which day an assigned matter has gone unsigned for too long (待签收)."""
    if head.state != "assigned" or head.course.on is None:
        return NO_DAY
    return workdays.due(head.course.on, ledger.letters.unsigned, "workday").day


def silent(head: Head, red: date, ledger: Ledger, workdays: Workdays) -> date:
    """From which day a red matter has been silent for too long."""
    if red == NO_DAY:
        return NO_DAY
    return workdays.due(silent_since(head, red), ledger.letters.silence, "workday").day


def silent_since(head: Head, red: date) -> date:
    """The last of: it turned red, its last feedback, the last red slip.

    A matter that is red by being returned has no day on which it turned, and is silent since its last step.
    """
    slip = head.pressing.on if head.pressing.level == LEVELS["warn"] else None
    step = head.course.on if red == LONG_AGO else None
    return max(day for day in (red, head.course.last, slip, step) if day)


@cache
def _pressed_states(lifecycle: str) -> frozenset[str]:
    """The states in which somebody is at work and can be pressed."""
    return frozenset(row.state for row in LIFECYCLES[lifecycle].rows if row.act in LEVELS and row.state in COUNTING)
