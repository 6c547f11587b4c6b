"""Notices: what whoever has to act on a matter is told today, and why a letter falls due, with the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from taizhang.catalogue.resolved import Ledger
from taizhang.lists.query import NEVER, ListRow
from taizhang.matters.entry import Head
from taizhang.matters.lamps import Lamp
from taizhang.matters.reminders import LONG_AGO, NO_DAY, silent_since
from taizhang.matters.words import COUNTING
from taizhang.terms.sentence import sentence
from taizhang.terms.workdays import Workdays

Kind = Literal["letter", "red", "yellow", "unsigned"]
KINDS: Mapping[Kind, str] = MappingProxyType(
    {"letter": "待答复的函件", "red": "红灯", "yellow": "黄灯", "unsigned": "待签收"}
)
# The three levels, each stronger than the one before.
LETTERS: Mapping[int, str] = MappingProxyType({1: "提醒函", 2: "督办函", 3: "红色督查单"})


@dataclass(frozen=True, slots=True)
class Notice:
    """One matter's notice to whoever has to act on it; the most pressing kind speaks.

    key: the same as long as its cause is the same, another after a send-back, a new letter or a moved due date.
    answer: until when a letter is to be answered. why: one Chinese sentence with the numbers.
    """

    key: str
    kind: Kind
    matter: str
    due: date | None
    answer: date | None
    why: str


def notice(head: Head, row: ListRow, lamp: Lamp, ledger: Ledger, day: date) -> Notice | None:
    """The matter's notice that day; None when there is nothing to remind of. lamp: that day's."""
    if row.remind > day.isoformat():
        return None
    cause = _cause(head, row, lamp, ledger, day)
    if cause is None:
        return None
    kind, since, why = cause
    key = f"{head.matter}:{kind}:{since}:{head.round.number}.{head.course.returned}"
    return Notice(key, kind, head.matter, lamp.due.day if lamp.due else None, head.pressing.answer_by, why)


def _cause(head: Head, row: ListRow, lamp: Lamp, ledger: Ledger, day: date) -> tuple[Kind, str, str] | None:
    """Why somebody is reminded, each cause by its own facts; None when there is none that day."""
    if head.pressing.answer_by and head.pressing.on:
        late = "，已过期" if head.pressing.answer_by < day else ""
        return (
            "letter",
            head.pressing.letter,
            sentence(
                "{letter}须于{answer_by}前答复{late}。",
                letter=head.pressing.letter,
                answer_by=head.pressing.answer_by.isoformat(),
                late=late,
            ),
        )
    if lamp.colour == "red":
        return "red", first_day_of(row, ("red",)).isoformat(), lamp.reason
    if lamp.colour == "yellow":
        return "yellow", first_day_of(row, ("yellow",)).isoformat(), lamp.reason
    return _unsigned(head, ledger)


def _unsigned(head: Head, ledger: Ledger) -> tuple[Kind, str, str] | None:
    """Assigned and not signed for; None for a matter that was never assigned."""
    if head.state != "assigned" or head.course.on is None:
        return None
    on = head.course.on.isoformat()
    return "unsigned", on, sentence("{on}交办，满{unsigned}个工作日没有签收。", on=on, unsigned=ledger.letters.unsigned)


def first_day_of(row: ListRow, colours: tuple[str, ...]) -> date:
    """The first day on which its lamp has one of the colours; LONG_AGO when no day is known, NO_DAY when never."""
    for since, colour in (("", row.lamp), *row.changes):
        if colour in colours and since != NEVER:
            return date.fromisoformat(since) if since else LONG_AGO
    return NO_DAY


def reason(head: Head, row: ListRow, lamp: Lamp, ledger: Ledger, day: date, workdays: Workdays) -> str:
    """Why a letter of the level of that day is due: one or two Chinese sentences; '' when none is."""
    level = row.letter_on(day.isoformat())
    if not level or head.state not in COUNTING:
        return ""
    if head.pressing.answer_by and head.pressing.answer_by < day:
        return sentence(
            "{letter}应于{answer_by}前答复，至今没有答复。",
            letter=head.pressing.letter,
            answer_by=head.pressing.answer_by.isoformat(),
        )
    if level < max(LETTERS):
        return lamp.reason
    since = silent_since(head, first_day_of(row, ("red",)))
    passed = workdays.between(since, day)
    return sentence(
        "{reason}自{since}起已{passed}个工作日没有反馈，达到{silence}个。",
        reason=lamp.reason,
        since=since.isoformat(),
        passed=passed,
        silence=ledger.letters.silence,
    )
