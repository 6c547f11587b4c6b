"""A worker: takes jobs one after another, tells how far it is, stops when asked, and leaves nothing half done."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, connection

from taizhang.terms.problem import Problem, Refused
from taizhang.terms.progress import Cancelled, Progress
from taizhang.terms.sentence import sentence
from taizhang_site.house import figures_lock, open_desk
from taizhang_site.jobs.files import encrypt_files
from taizhang_site.jobs.kind import JobOrder, Kind
from taizhang_site.jobs.models import CANCELLED, DONE, FAILED, Job
from taizhang_site.jobs.queue import JobProgress, Outcome, beat, claim, end, release, sweep
from taizhang_site.permissions import PERMISSIONS, admits
from taizhang_site.uploads import drop

# Seconds. Chosen: a job begins before anybody wonders; a beat a second costs one row.
LOOK, BEAT = 0.2, 1.0
# Chosen: what is over goes within the hour; more often finds nothing.
SWEEP = timedelta(hours=1)
log = logging.getLogger("django")


def server_time() -> datetime:
    """The server's time in UTC."""
    return datetime.now(UTC)


class Lost(Cancelled):
    """Another worker has the job, or this one is to stop: nothing more is said of the job."""


class Reporter:
    """Told by the work how far it is; tells the queue, and stops the work when the queue or the worker says so."""

    def __init__(self, job: Job, worker: str, clock: Callable[[], datetime], stop: threading.Event) -> None:
        self._job, self._worker, self._clock, self._stop = job, worker, clock, stop
        self._step, self._word = JobProgress(), "go"

    def __call__(self, stage: str, done: int, total: int) -> None:
        """The progress callback; costs no question to the database."""
        self._step = JobProgress(stage, done, total)
        if self._stop.is_set() or self._word == "lost":
            raise Lost
        if self._word == "cancel":
            raise Cancelled

    def beat(self) -> None:
        """Tells the queue, and hears what it says."""
        self._word = beat(self._job, self._worker, self._step, self._clock())


class JobWorker:
    """Does jobs of these kinds. clock: the time, aware. beats: seconds between two reports, 0 to report at each step."""

    def __init__(
        self, kinds: Mapping[str, Kind], clock: Callable[[], datetime] = server_time, beats: float = BEAT
    ) -> None:
        self._kinds, self._clock, self._beats = kinds, clock, beats
        self._swept: datetime | None = None
        self.name = secrets.token_hex(8)
        self.stop = threading.Event()

    def run(self) -> None:
        """Works until ``stop`` is set; what it was doing then is given back."""
        while not self.stop.is_set():
            if not self.step():
                self.stop.wait(LOOK)
        release(self.name)

    def step(self) -> bool:
        """Does the next job; False when there is none."""
        now = self._clock()
        if self._swept is None or now - self._swept > SWEEP:
            sweep(now)
            self._swept = now
        job = claim(self.name, now)
        if job is None:
            return False
        reporter = Reporter(job, self.name, self._clock, self.stop)
        with self._beating(reporter):
            ended = self._finish(job, reporter)
        if ended is None:
            release(self.name)
            return True
        state, outcome = ended
        if outcome.file:
            encrypt_files(job.folder)
        if end(job, self.name, state, outcome, self._clock()):
            if not outcome.file:
                job.clear()
            if state == CANCELLED or outcome.consumed:
                drop(job.upload)
        return True

    def _finish(self, job: Job, reporter: Reporter) -> tuple[str, Outcome] | None:
        """The state the job ends in and its outcome; None when it does not end here."""
        progress = reporter if self._beats else _each(reporter)
        try:
            return DONE, self._perform(job, progress)
        except Lost:
            return None
        except Cancelled:
            return CANCELLED, Outcome()
        except Refused as refused:
            return FAILED, Outcome(problems=refused.problems)
        except Exception:
            number = secrets.token_hex(4)
            log.exception("failure %s", number)
            says = sentence("程序出错，这项工作没有完成，编号 {number}。", number=number)
            return FAILED, Outcome(problems=(Problem("WEB-031", says, hint="请把编号告诉系统管理员。"),))

    def _perform(self, job: Job, progress: Progress) -> Outcome:
        kind = self._kinds[job.kind]
        desk = open_desk(job.by)
        if not admits(PERMISSIONS[kind.page], desk.actor):
            says = "您现在的岗位不能做这项工作。"
            raise Refused(Problem("WEB-030", says, hint="岗位由安全管理员授予；请由有此职责的人办理。"))
        job.posts = sorted([post.role, post.unit] for post in desk.actor.posts)
        progress("准备", 0, 0)
        job.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with figures_lock:
            return kind.work(JobOrder(desk, job.args, job.upload, job.folder, progress))

    @contextmanager
    def _beating(self, reporter: Reporter) -> Iterator[None]:
        """Reports beside the work, which may be deep in a query and say nothing for long."""
        if not self._beats:
            yield
            return
        ended = threading.Event()

        def beats() -> None:
            while not ended.wait(self._beats):
                with suppress(DatabaseError):
                    reporter.beat()
            connection.close()

        thread = threading.Thread(target=beats, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def _each(reporter: Reporter) -> Progress:
    """Reports at each step, before the work goes on."""

    def progress(stage: str, done: int, total: int) -> None:
        reporter(stage, done, total)
        reporter.beat()
        reporter(stage, done, total)

    return progress
