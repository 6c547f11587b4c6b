"""The day on which the tests of the library play."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=8)))
TODAY = date(2026, 11, 24)
