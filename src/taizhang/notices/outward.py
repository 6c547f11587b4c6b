"""What may leave the site about a matter: its number, its ledger and what is due, never what it says.

Of a matter in a confidential ledger not even these: that there is something to be done, and where to look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.resolved import Ledger
from taizhang.matters.entry import Head
from taizhang.notices.notice import KINDS, Notice

UNNAMED = "一件事项"


@dataclass(frozen=True, slots=True)
class Event:
    """A day in somebody's calendar. step: of the matter when it was made; stamp: the day of its last act."""

    uid: str
    day: date
    summary: str
    link: str
    step: int
    stamp: date


def outward_name(head: Head, ledger: Ledger) -> str:
    """What the matter is called outside."""
    if ledger.declared.level == "confidential":
        return UNNAMED
    return f"{ledger.title} {head.number}".strip()


def line(one: Notice, head: Head, ledger: Ledger, link: str) -> str:
    """One notice as one line of a message."""
    until = one.answer if one.kind == "letter" else one.due
    day = f"，{'答复期限' if one.kind == 'letter' else '到期日'}{until.isoformat()}" if until else ""
    return f"{outward_name(head, ledger)}：{KINDS[one.kind]}{day} {link}"


def events(head: Head, ledger: Ledger, due: date | None, link: str) -> tuple[Event, ...]:
    """The days of a matter that belong in a calendar: when it is due, and until when a letter is to be answered."""
    name, stamp = outward_name(head, ledger), head.course.on or due or head.pressing.answer_by
    found = []
    if due and stamp:
        found.append(Event(f"due-{head.matter}", due, f"到期：{name}", link, head.mseq, stamp))
    if head.pressing.answer_by and stamp:
        found.append(
            Event(f"answer-{head.matter}", head.pressing.answer_by, f"答复函件：{name}", link, head.mseq, stamp)
        )
    return tuple(found)
