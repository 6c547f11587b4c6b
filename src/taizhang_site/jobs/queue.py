"""The table of jobs as a queue: every step is one statement that only one worker can win."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import F, Q

from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence
from taizhang_site.jobs.models import CANCELLED, FAILED, OPEN, RUNNING, WAITING, Job, plain_problems

# Thirty beats of a worker: one that is silent so long has died.
STALE = timedelta(seconds=30)
# Chosen: what has ended three workers ends a fourth as well.
MOST_ATTEMPTS = 3
# Chosen: a result waits over the weekend, and personal data not much longer.
KEPT = timedelta(days=7)
Word = Literal["go", "cancel", "lost"]


@dataclass(frozen=True, slots=True)
class JobProgress:
    """What is being done now and how much of it."""

    stage: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: plain values for its page, the name of a file in its folder, and what it found wrong.

    consumed: the files handed in for it are no longer needed.
    """

    told: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    problems: tuple[Problem, ...] = ()
    consumed: bool = False


def claim(worker: str, now: datetime) -> Job | None:
    """The next job, now this worker's: the one asked first that waits, or whose worker has fallen silent."""
    while True:
        silent = Q(state=RUNNING, beat__lt=now - STALE)
        job = Job.objects.filter(Q(state=WAITING) | silent).order_by("asked_at").first()
        if job is None:
            return None
        mine = Job.objects.filter(pk=job.pk, state=job.state, worker=job.worker, attempts=job.attempts, beat=job.beat)
        if job.calls_off:
            mine.update(state=CANCELLED, ended_at=now, worker="")
        elif job.attempts >= MOST_ATTEMPTS:
            says = sentence("这项工作开始了{attempts}次，每次都中断。", attempts=job.attempts)
            broken = Problem("WEB-032", says, hint="请缩小范围再试；仍不行，请把这一页告诉系统管理员。")
            mine.update(state=FAILED, ended_at=now, worker="", problems=plain_problems([broken]))
        elif mine.update(
            state=RUNNING, worker=worker, beat=now, attempts=F("attempts") + 1, started_at=job.started_at or now
        ):
            return Job.objects.get(pk=job.pk)


def beat(job: Job, worker: str, step: JobProgress, now: datetime) -> Word:
    """Says that the worker is at it and how far; hears whether to go on."""
    held = Job.objects.filter(pk=job.pk, worker=worker, state=RUNNING)
    if not held.update(beat=now, stage=step.stage[:80], done=step.done, total=step.total):
        return "lost"
    return "cancel" if held.filter(calls_off=True).exists() else "go"


def end(job: Job, worker: str, state: str, outcome: Outcome, now: datetime) -> bool:
    """Ends a job this worker still holds; False when another one has it."""
    changes = {
        "state": state,
        "ended_at": now,
        "worker": "",
        "told": dict(outcome.told),
        "file": outcome.file,
        "problems": plain_problems(outcome.problems),
        "posts": job.posts,
    }
    return bool(Job.objects.filter(pk=job.pk, worker=worker, state=RUNNING).update(**changes))


def release(worker: str) -> None:
    """Gives back whatever the worker holds: the next one goes on at once, and the attempt does not count."""
    held = Job.objects.filter(worker=worker, state=RUNNING)
    held.update(state=WAITING, worker="", beat=None, attempts=F("attempts") - 1)


def call_off(job: Job, now: datetime) -> bool:
    """Cancels a job that waits, True then; asks the worker of one that runs to stop; what has ended stays as it is."""
    waits = Job.objects.filter(pk=job.pk, state=WAITING)
    if waits.update(state=CANCELLED, ended_at=now, seen=True):
        return True
    Job.objects.filter(pk=job.pk, state=RUNNING).update(calls_off=True)
    return False


def ahead(job: Job) -> int:
    """How many jobs come before this one."""
    return Job.objects.filter(state__in=OPEN, asked_at__lt=job.asked_at).count()


def is_unattended(job: Job, now: datetime) -> bool:
    """Whether the job waits although nobody works: no worker is running, most likely."""
    waits = job.state == WAITING and job.asked_at < now - STALE
    return waits and not Job.objects.filter(state=RUNNING, beat__gte=now - STALE).exists()


def uploads_in_use() -> set[str]:
    """The tokens of files that an unfinished job still needs."""
    return set(Job.objects.filter(state__in=OPEN).exclude(upload="").values_list("upload", flat=True))


def sweep(now: datetime) -> None:
    """Removes jobs that ended some days ago, with their results."""
    over = Job.objects.filter(ended_at__lt=now - KEPT).exclude(state__in=OPEN)
    for job in over:
        job.clear()
    over.delete()
