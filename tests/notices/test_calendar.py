"""Calendars: the same bytes for the same days, an alarm for each, nothing of what is confidential."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from icalendar import Calendar

from taizhang.catalogue.load import load
from taizhang.matters.entry import Course, Head, Pressing
from taizhang.notices.calendar import calendar
from taizhang.notices.notice import Notice
from taizhang.notices.outward import Event, events, line
from taizhang.shipped import CATALOGUE

DECLARED = load(CATALOGUE)
DAY = date(2026, 12, 1)
HEAD = Head(
    "m1",
    "supervision",
    "督7号",
    "茂塘镇",
    "in_progress",
    4,
    9,
    {"text": "绝不外传"},
    course=Course(on=date(2026, 11, 2)),
)
LINK = "https://tz.example/matter/m1"


def made(head: Head) -> tuple[Event, ...]:
    """The days of a matter due on 1 December."""
    return events(head, DECLARED.ledgers[head.ledger], DAY, LINK)


def test_a_matter_has_its_due_day_and_the_day_to_answer() -> None:
    pressed = replace(HEAD, pressing=Pressing(level=2, on=DAY, answer_by=date(2026, 11, 27)))
    assert [(one.day, one.summary.split("：")[0]) for one in made(pressed)] == [
        (DAY, "到期"),
        (date(2026, 11, 27), "答复函件"),
    ]


def test_the_calendar_can_be_read_again() -> None:
    entries: list[Any] = list(Calendar.from_ical(calendar("甲", made(HEAD))).walk("VEVENT"))
    (entry,) = entries
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (DAY, DAY + timedelta(days=1))
    assert str(entry["UID"]) == "due-m1@taizhang"
    assert entry["SEQUENCE"] == 4
    (alarm,) = entry.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-15)


def test_the_same_days_in_any_order_are_the_same_bytes() -> None:
    days = [*made(HEAD), *made(replace(HEAD, matter="m2"))]
    assert calendar("甲", days) == calendar("甲", days[::-1])


def test_nothing_confidential_leaves_not_even_the_name_of_the_ledger_or_a_number() -> None:
    notice = Notice("k", "red", "m1", DAY, None, "到期日已过。")
    for name, ledger in DECLARED.ledgers.items():
        head = replace(HEAD, ledger=name)
        told = line(notice, head, ledger, LINK) + "".join(one.summary for one in made(head))
        assert "绝不外传" not in told
        hidden = ledger.declared.level == "confidential"
        assert (ledger.title in told, "督7号" in told) == (not hidden, not hidden)
