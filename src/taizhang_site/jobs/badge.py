"""What the head of every page says of a person's jobs, asked for only by a session that has some to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from taizhang_site.jobs.models import OPEN, Job

EXPECTS = "expects jobs"


@dataclass(frozen=True, slots=True)
class Working:
    """How many jobs still wait or run, and how many ended without being looked at."""

    running: int
    ended: int


def working(request: Any) -> Working | None:
    """The jobs of the person who asks, in one question; none once there was nothing, until a job is asked for."""
    if not request.session.get(EXPECTS, True):
        return None
    mine = Job.objects.filter(Q(state__in=OPEN) | Q(seen=False), by=request.desk.actor.name)
    states = list(mine.values_list("state", flat=True))
    if not states:
        request.session[EXPECTS] = False
        return None
    running = sum(state in OPEN for state in states)
    return Working(running, len(states) - running)
