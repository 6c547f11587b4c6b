"""Imports whose worker is killed at a named point and finished by another; prints what came of each as JSON.

Run as ``python -m tests.web.dying FOLDER WORKBOOK POINT…``. Every step is a process of its own, forked before
anything is opened.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import django
from django.core.management import call_command

from taizhang.intake.plan import write_plan
from taizhang.journal.sqlite import SQLiteStore
from taizhang.policy.posts import Post
from taizhang.site.site import Site

BODY, PERSON = "沄翀县人民政府办公室", "赵督查"
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def die(*_: object, **__: object) -> NoReturn:
    """Ends this process as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def after(call: Callable[..., Any]) -> Callable[..., NoReturn]:
    """The call, and death once it is done."""
    return lambda *given, **named: die(call(*given, **named))


def half(path: Path, wanted: object) -> NoReturn:
    """A plan whose writing is cut short."""
    die(path.write_bytes(b'{"actor":'))


def in_child(home: Path, what: Callable[[], None]) -> int:
    """Runs it in a child that has the site of ``home``; how it ended."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    os.environ.update(TAIZHANG_HOME=str(home), DJANGO_SETTINGS_MODULE="taizhang_site.settings")
    django.setup()
    what()
    os._exit(0)


def ask(workbook: Path) -> None:
    """A new site, and somebody's import waiting in its queue with what was seen of it before."""
    call_command("migrate", verbosity=0, interactive=False)
    from taizhang_site.house import site
    from taizhang_site.jobs.models import Job
    from taizhang_site.matters.import_work import fingerprint

    site().appoint(Post(PERSON, BODY, "supervisor"), "安全员", date(2026, 1, 1))
    files = site().home / "incoming" / "a" / "files"
    files.mkdir(parents=True)
    shutil.copy(workbook, files)
    changes = site().change_set([files / workbook.name]).changes
    seen = fingerprint(site().plan_intentions(changes, PERSON, date(2026, 11, 24)))
    args = {"ledger": "", "given": {}, "accept": True, "on": "2026-11-24", "seen": seen}
    Job.objects.create(token="a", kind="import_apply", args=args, upload="a", by=PERSON, asked_at=NOON)


def work(point: str, now: datetime) -> None:
    """A worker that dies at the point, '' for one that lives."""
    from taizhang_site.jobs import worker
    from taizhang_site.jobs.kinds import KINDS
    from taizhang_site.matters import import_work

    if point.startswith("while "):
        told = worker.Reporter.__call__

        def telling(self: Any, stage: str, done: int, total: int) -> None:
            told(self, stage, done, total)
            if stage == point.removeprefix("while "):
                die()

        worker.Reporter.__call__ = telling  # type: ignore[method-assign]
    places = {
        "half a plan": (import_work, "write_plan", half),
        "plan written": (import_work, "write_plan", after(write_plan)),
        "entries not committed": (SQLiteStore, "add", after(SQLiteStore.add)),
        "entries committed": (Site, "admit", after(Site.admit)),
        "end not told": (worker, "end", die),
    }
    if point in places:
        setattr(*places[point])
    while worker.JobWorker(KINDS, lambda: now, beats=0).step():
        pass


def finish(into: Path) -> None:
    """A worker that lives, a minute later, and what there is after it: the job, the journal, the files."""
    work("", NOON + timedelta(minutes=1))
    from taizhang_site.house import site
    from taizhang_site.jobs.models import Job

    job, health = Job.objects.get(), site().verify()
    told = {
        "state": job.state,
        "entries": job.told.get("entries"),
        "attempts": job.attempts,
        "journal": health.entries,
        "ok": health.ok,
        "files": health.blobs,
        "upload": (site().home / "incoming" / "a").exists(),
        "folder": job.folder.exists(),
        "problems": job.problems,
    }
    into.write_text(json.dumps(told), encoding="utf-8")


def main(folder: Path, workbook: Path, points: list[str]) -> None:
    """Each point in a copy of the same site."""
    origin, found = folder / "origin", {}
    Site.create(origin, BODY, "office").close()
    assert in_child(origin, lambda: ask(workbook)) == 0
    for number, point in enumerate(points):
        home = shutil.copytree(origin, folder / str(number))
        killed = in_child(home, lambda point=point: work(point, NOON))  # type: ignore[misc]
        assert in_child(home, lambda home=home: finish(home / "told.json")) == 0  # type: ignore[misc]
        found[point] = {**json.loads((home / "told.json").read_text("utf-8")), "killed": killed == signal.SIGKILL}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
