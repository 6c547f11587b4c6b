"""Reminders and letters of a desk: what its person is told, which letters are due, and issuing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from taizhang.lists.query import LARGEST_PAGE, LAST_LETTER, NEVER, Filter, HeadQuery, Order, Page
from taizhang.matters.acts import Particulars
from taizhang.matters.entry import Entry, Head
from taizhang.notices.letter import LetterDraft, LetterSetting, draft_letter
from taizhang.notices.notice import LETTERS, Notice, notice, reason
from taizhang.notices.outward import Event, events
from taizhang.policy.decide import presses
from taizhang.site.desk import Desk
from taizhang.site.opened import Opened
from taizhang.terms.document_numbers import LARGEST_SERIAL, ordinal
from taizhang.terms.workdays import shipped_calendar

# Chosen: letters that one person looks through before they go out.
MOST_AT_ONCE = 100
# Chosen: a calendar keeps a quarter behind it.
PAST = timedelta(days=90)


def reminder_query(desk: Desk) -> HeadQuery:
    """The matters the person is reminded of: those that wait for him and are near, late, unsigned or pressed."""
    return desk.query(Filter(turns=desk.turns, reminded=True))


def notices(desk: Desk, heads: Sequence[Head]) -> list[Notice]:
    """The notices of these matters, in their order."""
    told = [
        notice(head, desk.site.journal.row(head), desk.lamp(head), desk.site.catalogue.ledgers[head.ledger], desk.today)
        for head in heads
    ]
    return [one for one in told if one]


def calendar_events(desk: Desk, link: Callable[[str], str]) -> list[Event]:
    """The days of the matters that wait for the person, as far as they may be told outside. link: a matter's address."""
    first = desk.today - PAST
    page = desk.page(
        desk.query(
            Filter(turns=desk.turns, live=True, due_from=first),
            page=Page(size=LARGEST_PAGE),
            order=Order("due"),
        )
    )
    pressed = desk.page(desk.query(Filter(turns=desk.turns, awaited=True), page=Page(size=LARGEST_PAGE)))
    heads = {head.matter: head for head in (*page.heads, *pressed.heads)}
    found: list[Event] = []
    for head in heads.values():
        due = desk.site.journal.row(head).due
        day = None if due == NEVER else date.fromisoformat(due)
        found += events(head, desk.site.catalogue.ledgers[head.ledger], day, link(head.matter))
    return found


def letters_due(desk: Desk) -> HeadQuery:
    """The matters to which the person may issue letters that are due."""
    levels, turns = presses(desk.actor, desk.site.catalogue.ledgers, desk.units)
    return desk.query(Filter(turns=turns, letters=levels or (max(LETTERS),)))


def letters_out(desk: Desk, awaited: bool = True) -> HeadQuery:
    """The matters within his reach that letters went to; ``awaited``: and are yet to be answered."""
    _, turns = presses(desk.actor, desk.site.catalogue.ledgers, desk.units)
    return desk.query(Filter(turns=turns, awaited=True)) if awaited else desk.query(Filter(lettered=True))


def level_of(desk: Desk, head: Head) -> int:
    """The level of letter due to a matter today, 0 for none."""
    return desk.site.journal.row(head).letter_on(desk.today.isoformat())


def why_due(desk: Desk, head: Head) -> str:
    """Why a letter is due to a matter today; '' when none is."""
    ledger = desk.site.catalogue.ledgers[head.ledger]
    return reason(head, desk.site.journal.row(head), desk.lamp(head), ledger, desk.today, shipped_calendar())


def next_serial(desk: Desk) -> int:
    """The serial after the last letter of this year."""
    last = desk.site.journal.page(replace(LAST_LETTER, day=desk.today)).heads
    year, serial = divmod(max((ordinal(one.pressing.letter) for one in last), default=0), LARGEST_SERIAL)
    return serial + 1 if year == desk.today.year else 1


def drafts(desk: Desk, numbered: Sequence[tuple[Head, int]], level: int = 0) -> list[LetterDraft]:
    """Letters about these matters as the program would write them, each with its serial.

    level: 0 takes what is due to each, a reminder letter where nothing is.
    """
    found = []
    for head, serial in numbered:
        ledger = desk.site.catalogue.ledgers[head.ledger]
        subject = (head, desk.site.journal.row(head), desk.lamp(head), ledger)
        setting = LetterSetting(desk.site.catalogue.body.name, desk.today, shipped_calendar(), serial)
        found.append(draft_letter(subject, level or level_of(desk, head) or 1, why_due(desk, head), setting))
    return found


def issue(desk: Desk, asked: Sequence[tuple[Opened, LetterDraft]], on: date, idem: str) -> tuple[Entry, ...]:
    """Issues the letters, all of them or none; Refused with every reason why not.

    The matters are as the person saw them. Sent twice with one ``idem`` they go out once.
    """
    wanted = [(opened, draft.act, Particulars(note=draft.text, letter=draft.letter)) for opened, draft in asked]
    return desk.act_each(wanted, on, idem)
