"""Files handed in that wait for a decision: kept for a day in a folder only their sender can name."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404

from taizhang.confine.limits import LARGEST_FILE
from taizhang.terms.file_names import fit_file_name
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence
from taizhang_site.accounts.limits import count_attempts, require_within_limit
from taizhang_site.jobs.queue import uploads_in_use
from taizhang_site.request import SiteRequest

INCOMING = settings.HOME / "incoming"
# Seconds: a day, so that an import begun in the afternoon is decided on next morning.
KEEP = 24 * 3600
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Received:
    """What was handed in: the token that names it, the files kept in order, and those not taken."""

    token: str
    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]


def receive(request: SiteRequest, suffixes: Iterable[str]) -> Received:
    """Keeps the files of the field ``files`` whose names end so and that are not too large."""
    require_within_limit(request, "upload")
    count_attempts(request, "upload", len(request.FILES.getlist("files")))
    _sweep()
    token, kinds = secrets.token_hex(16), tuple(suffixes)
    folder = INCOMING / token / "files"
    folder.mkdir(parents=True, mode=0o700)
    (INCOMING / token / "by").write_text(request.desk.actor.name, "utf-8")
    paths: list[Path] = []
    problems: list[Problem] = []
    for upload in request.FILES.getlist("files"):
        name = fit_file_name(upload.name or "", {one.name for one in paths})
        if not name.lower().endswith(kinds) or upload.size > LARGEST_FILE:
            says = sentence(
                "“{name}”没有收：只收 {kinds}，每个不超过{number}MB。",
                name=name,
                kinds="、".join(kinds),
                number=LARGEST_FILE // 1024 // 1024,
            )
            problems.append(Problem("WEB-006", says, Place(file=name), "请另存为可收的格式后再选。"))
            continue
        path = folder / name
        with path.open("wb") as copy:
            for chunk in upload.chunks():
                copy.write(chunk)
        paths.append(path)
    if not paths and not problems:
        problems.append(Problem("WEB-007", "没有选择文件。", hint="请选择文件，可以一次选多个。"))
    return Received(token, tuple(paths), tuple(problems))


def require_files(request: SiteRequest, token: str) -> list[Path]:
    """The files under a token; not there for anybody but their sender."""
    folder = INCOMING / token
    if not _TOKEN.fullmatch(token) or not folder.is_dir():
        raise Http404
    if (folder / "by").read_text("utf-8") != request.desk.actor.name:
        raise Http404
    return files_of(token)


def files_of(token: str) -> list[Path]:
    """The files under a token, by name; none when they are gone."""
    folder = INCOMING / token / "files"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def drop(token: str) -> None:
    """Removes what was decided on; '' names nothing."""
    if token:
        shutil.rmtree(INCOMING / token, ignore_errors=True)


def _sweep() -> None:
    """Removes uploads that nobody decided on within a day; those an unfinished job needs stay."""
    INCOMING.mkdir(mode=0o700, exist_ok=True)
    needed = uploads_in_use()
    for folder in INCOMING.iterdir():
        if folder.name not in needed and folder.stat().st_mtime < time.time() - KEEP:
            shutil.rmtree(folder, ignore_errors=True)
