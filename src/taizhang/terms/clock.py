"""The clock all days are told by."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

# The legal time of China, +08:00 in the whole country and the whole year: without daylight saving since 1992.
CHINA_TIME = timezone(timedelta(hours=8))


def current_time() -> datetime:
    """The time it is, in UTC."""
    return datetime.now(UTC)


def current_day() -> date:
    """The day it is at +08:00, whatever zone the machine stands in: at 23:30 UTC it is the next day already."""
    return current_time().astimezone(CHINA_TIME).date()
