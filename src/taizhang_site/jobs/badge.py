"""What the head of every page says of a person's jobs: a link, which the page fills in only when there may be some."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from taizhang_site.jobs.models import OPEN, Job
from taizhang_site.request import SiteRequest

EXPECTS = "expects jobs"


@dataclass(frozen=True, slots=True)
class Working:
    """How many jobs still wait or run, and how many ended without being looked at."""

    running: int
    ended: int


def expects(request: SiteRequest) -> bool:
    """Whether the session may have jobs to look at; costs no question."""
    return bool(request.session.get(EXPECTS, True))


def count_jobs(request: SiteRequest) -> Working | None:
    """The jobs of the person who asks; None once there are none to look at, until a job is asked for."""
    mine = Job.objects.filter(Q(state__in=OPEN) | Q(seen=False), by=request.desk.actor.name)
    states = list(mine.values_list("state", flat=True))
    if not states:
        request.session[EXPECTS] = False
        return None
    running = sum(state in OPEN for state in states)
    return Working(running, len(states) - running)
