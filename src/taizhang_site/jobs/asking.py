"""Asks for a job and answers the form: with the outcome when it is there within a second, else with the job's page."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from taizhang_site.jobs.badge import EXPECTS
from taizhang_site.jobs.models import DONE, Job
from taizhang_site.jobs.queue import ahead
from taizhang_site.request import SiteRequest

# Seconds. Chosen: within one the answer comes at once; looked for often enough that nobody notices.
PATIENCE, LOOK = 1.0, 0.05


def create_job(
    request: SiteRequest, kind: str, subject: str, args: Mapping[str, Any] | None = None, upload: str = ""
) -> HttpResponse:
    """Puts the job in the queue for the person who asks, and answers where to look."""
    job = Job.objects.create(
        kind=kind,
        subject=subject[:200],
        args=dict(args or {}),
        upload=upload,
        by=request.desk.actor.name,
        asked_at=datetime.now(UTC),
    )
    request.session[EXPECTS] = True
    if not ahead(job):
        wait(job)
    return redirect("job_result" if job.state == DONE else "job", token=job.token)


def describe_files(names: Sequence[str]) -> str:
    """Files in a few words: the first by name, and how many there are."""
    return "、".join(names) if len(names) < 3 else f"{names[0]} (+{len(names) - 1})"


def wait(job: Job) -> None:
    """Gives a short job the time to end."""
    end = time.monotonic() + PATIENCE
    while job.open and time.monotonic() < end:
        time.sleep(LOOK)
        job.refresh_from_db()
