"""How many unread notices the person has, in the frame of every page: a bounded question, remembered until an entry."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from taizhang.lists.query import Page
from taizhang.notices.inbox import notices, reminder_query
from taizhang_site.notices.models import Mark
from taizhang_site.request import SiteRequest

# The largest number that fits the badge; beyond it says 99+.
MOST = 99
# Persons. Chosen: the people of one body who are about.
REMEMBERED = 2000
MINUTE = 60
"""For so many seconds the number of somebody with more than MOST stands, whatever is written meanwhile: it is costly."""
MARKED = "marked"
"""Counts in the session how often the person marked notices, so that every process asks again."""


class NoticeCount(NamedTuple):
    """How many notices there are, counted up to MOST, and how many of those are unread; ``more``: there are others."""

    total: int
    unread: int
    more: bool


_told: dict[str, tuple[tuple[int, date, int], NoticeCount, float]] = {}


def count_notices(request: SiteRequest) -> NoticeCount:
    """The person's notices, counted anew after an entry, on a new day, or when the person marked some."""
    desk = request.present
    position = (desk.site.roll.size, desk.today, request.session.get(MARKED, 0))
    kept = _told.get(desk.actor.name)
    if kept is None or (kept[0] != position and not _stands(kept, position)):
        page = desk.page(replace(reminder_query(desk), page=Page(size=MOST + 1, most=MOST + 1)))
        keys = [one.key for one in notices(desk, page.heads)][:MOST]
        read = Mark.objects.filter(person=desk.actor.name, key__in=keys).count() if keys else 0
        if len(_told) >= REMEMBERED:
            _told.clear()
        kept = position, NoticeCount(len(keys), len(keys) - read, page.total > MOST), time.monotonic()
        _told[desk.actor.name] = kept
    return kept[1]


def _stands(kept: tuple[tuple[int, date, int], NoticeCount, float], position: tuple[int, date, int]) -> bool:
    """Whether a costly number may stand: only entries came in since, and not for long."""
    return kept[1].more and kept[0][1:] == position[1:] and time.monotonic() - kept[2] < MINUTE
