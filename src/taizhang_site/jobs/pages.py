"""A person's own jobs: the list, one with its bar, calling it off, and fetching what came of it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from taizhang.site.desk import Desk
from taizhang.terms.problem import Problem
from taizhang_site.accounts.access import record_request
from taizhang_site.jobs.badge import count_jobs
from taizhang_site.jobs.files import at_hand
from taizhang_site.jobs.kinds import KINDS
from taizhang_site.jobs.models import DONE, OPEN, Job
from taizhang_site.jobs.queue import ahead, call_off, is_unattended
from taizhang_site.permissions import PERMISSIONS, admits
from taizhang_site.rendering.downloads import stream_file
from taizhang_site.request import SiteRequest
from taizhang_site.uploads import drop

# Chosen: more than a person asks for in the week that jobs are kept.
MOST_LISTED = 100


@require_safe
def jobs(request: SiteRequest) -> HttpResponse:
    """What the person asked for in the last days, what still runs first."""
    now = datetime.now(UTC)
    listed = list(Job.objects.filter(by=request.desk.actor.name).order_by("-asked_at")[:MOST_LISTED])
    rows = [
        (job, KINDS[job.kind].title, _format_duration(job, now)) for job in sorted(listed, key=lambda one: not one.open)
    ]
    return render(request, "jobs/jobs.html", {"rows": rows, "running": any(job.open for job in listed)})


@require_safe
def badge(request: SiteRequest) -> HttpResponse:
    """How many run and how many ended unseen, for the head of every page."""
    return render(request, "jobs/badge.html", {"working": count_jobs(request)})


@require_safe
def job(request: SiteRequest, token: str) -> HttpResponse:
    """How far a job is; alone to htmx, which is sent on to the outcome when there is a page of it."""
    mine, now = _own_job_or_404(request, token), datetime.now(UTC)
    _mark_seen(mine)
    kind = KINDS[mine.kind]
    if request.htmx and mine.state == DONE and kind.show:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = reverse("job_result", args=[token])
        return answer
    context = {
        "job": mine,
        "kind": kind.title,
        "taken": _format_duration(mine, now),
        "problems": mine.found,
        "page": bool(kind.show),
        "leaves": kind.leaves,
        "ahead": ahead(mine) if mine.open else 0,
        "unattended": is_unattended(mine, now),
        "back": reverse(kind.back or kind.page),
    }
    return render(request, "jobs/state.html" if request.htmx else "jobs/job.html", context)


@require_POST
def cancel(request: SiteRequest, token: str) -> HttpResponse:
    """Calls a job off; one that has ended stays as it is."""
    mine = _own_job_or_404(request, token)
    if call_off(mine, datetime.now(UTC)):
        drop(mine.upload)
    return redirect("job", token=token)


@require_safe
def result(request: SiteRequest, token: str) -> HttpResponse | FileResponse:
    """What came of a job, to who asked for it and may still see it."""
    mine = _own_job_or_404(request, token)
    kind = KINDS[mine.kind]
    if mine.state != DONE:
        return redirect("job", token=token)
    _mark_seen(mine)
    if not _may_have(request.desk, mine):
        says = "您的岗位或看得到的范围在这项工作之后有变动，结果不再给出。"
        problems = [Problem("WEB-033", says, hint="请按现在的岗位重新办理。")]
        return render(request, "jobs/withheld.html", {"problems": problems}, status=403)
    if kind.show:
        return kind.show(request, mine)
    with at_hand(mine.folder, mine.file) as path:
        if path is None:
            raise Http404
        record_request(request, "export", f"{kind.title}：{mine.subject}")
        return stream_file(path, mine.file)


def _may_have(desk: Desk, job: Job) -> bool:
    """Whether every post the work was done with is still held, and the kind sees nothing against it either."""
    kind, held = KINDS[job.kind], {(post.role, post.unit) for post in desk.actor.posts}
    same = {(role, unit) for role, unit in job.posts} <= held
    return same and admits(PERMISSIONS[kind.page], desk.actor) and kind.given(desk, job)


def _own_job_or_404(request: SiteRequest, token: str) -> Job:
    """The job, which is not there for anybody but its asker."""
    found = Job.objects.filter(pk=token, by=request.desk.actor.name).first()
    if found is None:
        raise Http404
    return found


def _mark_seen(job: Job) -> None:
    if job.state not in OPEN and not job.seen:
        Job.objects.filter(pk=job.pk).update(seen=True)


def _format_duration(job: Job, now: datetime) -> str:
    """How long it took so far, as minutes and seconds."""
    seconds = int(job.lasted(now).total_seconds())
    return f"{seconds // 60}:{seconds % 60:02d}"
