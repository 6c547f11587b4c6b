"""The clock all days are told by."""

from __future__ import annotations

from datetime import timedelta, timezone

# The legal time of China, +08:00 in the whole country and the whole year: without daylight saving since 1992.
CHINA_TIME = timezone(timedelta(hours=8))
