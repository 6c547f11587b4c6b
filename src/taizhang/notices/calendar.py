"""A person's calendar as iCalendar (RFC 5545): all-day events with an alarm, the same bytes for the same events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar
from icalendar import Event as Entry

from taizhang.notices.outward import Event

ALARM = timedelta(hours=-15)
"""Nine o'clock on the day before."""


def calendar(title: str, events: Iterable[Event]) -> bytes:
    """The whole calendar; events no longer given are gone from it."""
    made = Calendar()
    made.add("prodid", "-//taizhang//calendar//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", title)
    made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in sorted(events, key=lambda event: (event.day, event.uid)):
        made.add_component(_entry(one))
    return bytes(made.to_ical())


def _entry(one: Event) -> Entry:
    entry = Entry()
    entry.add("uid", f"{one.uid}@taizhang")
    entry.add("sequence", one.step)
    entry.add("dtstamp", datetime.combine(one.stamp, time(), UTC))
    entry.add("dtstart", one.day)
    entry.add("dtend", one.day + timedelta(days=1))
    entry.add("summary", one.summary)
    entry.add("url", one.link)
    entry.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one.summary)
    alarm.add("trigger", ALARM)
    entry.add_component(alarm)
    return entry
