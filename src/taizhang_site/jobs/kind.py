"""What a kind of job is: the page it belongs to, the work itself, and how its outcome is shown and guarded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpResponse

from taizhang.site.desk import Desk
from taizhang.terms.progress import Progress
from taizhang_site.jobs.models import Job
from taizhang_site.jobs.queue import Outcome


@dataclass(frozen=True, slots=True)
class JobOrder:
    """What a worker is to do: for whom, with which arguments and files, where the result goes, whom to tell."""

    desk: Desk
    args: Mapping[str, Any]
    upload: str
    folder: Path
    progress: Progress


def always(desk: Desk, job: Job) -> bool:
    """Nothing beyond the person's posts stands against giving the result out."""
    return True


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job.

    title: in Chinese. page: the name in PERMISSIONS of the page that asks for it; whoever may not ask for that page
    when the work begins, or when the result is fetched, gets nothing. work: does it; may be begun again after a
    crash at any point and then does what is left. show: the page of the outcome, None when that is a file. given:
    whether the person may have the outcome now. leaves: what is said when it was called off. back: the page to go
    back to, which needs no more than its name; ``page`` when it is ''.
    """

    title: str
    page: str
    work: Callable[[JobOrder], Outcome]
    show: Callable[[Any, Job], HttpResponse] | None = None
    given: Callable[[Desk, Job], bool] = always
    leaves: str = "什么都没有写入。"
    back: str = ""
