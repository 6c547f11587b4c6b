"""How many unread notices the person has, in the frame of every page: a bounded question, remembered until an entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from taizhang.desk_notices import notices, reminded
from taizhang_site.notices.models import Mark

MOST = 99
REMEMBERED = 2000
MARKED = "marked"
"""Counts in the session how often the person marked notices, so that every process asks again."""


class Told(NamedTuple):
    """How many notices there are, counted up to MOST, and how many of those are unread; ``more``: there are others."""

    total: int
    unread: int
    more: bool


_told: dict[str, tuple[tuple[int, date, int], Told]] = {}


def told(request: Any) -> Told:
    """The person's notices, counted anew after an entry, on a new day, or when the person marked some."""
    desk = request.desk
    position = (desk.site.roll.size, desk.today, request.session.get(MARKED, 0))
    kept = _told.get(desk.actor.name)
    if kept is None or kept[0] != position:
        page = desk.page(replace(reminded(desk), size=MOST + 1, most=MOST + 1))
        keys = [one.key for one in notices(desk, page.heads)][:MOST]
        read = Mark.objects.filter(person=desk.actor.name, key__in=keys).count() if keys else 0
        if len(_told) >= REMEMBERED:
            _told.clear()
        kept = position, Told(len(keys), len(keys) - read, page.total > MOST)
        _told[desk.actor.name] = kept
    return kept[1]
