"""A site's journal moved from the file in its folder to a database, or back: by canonical export, with identical bytes."""

from __future__ import annotations

import os
from pathlib import Path

from taizhang.journal.checkpoint import Checkpoint
from taizhang.journal.moving import occupied, take_over
from taizhang.journal.open_store import FILE, MOVED, open_store
from taizhang.site.site import Site
from taizhang.terms.problem import Problem, Refused

_EXPORTS = (".moving-from", ".moving-to")
_EARLIER = f"{MOVED}.earlier"
# What SQLite keeps beside a file, and the file itself.
_ENDS = ("-wal", "-shm", "")


def move(home: Path, there: str, to: str) -> Checkpoint:
    """Moves the journal from the store at one address to that at another; '' is the file in the site's folder.

    The old store stays as it is; a file is set aside as ``journal.sqlite.moved``, so that nobody goes on writing into it.
    Raises Refused: both are one (JRN-096), the other holds entries (JRN-095), what stands there afterwards does not export
    to the same bytes or somebody wrote meanwhile (JRN-097).
    """
    if there == to:
        raise Refused(
            Problem("JRN-096", "流水已经在那里，没有移动。", hint="请核对环境变量 TAIZHANG_DATABASE 和 --to。")
        )
    if not to and (home / FILE).exists():
        raise Refused(occupied())
    if to:
        point = _carry(home, there, to)
        if not there:
            _rename(home, FILE, MOVED)
        return point
    # The file set aside when the journal left would say that it is still away.
    _rename(home, MOVED, _EARLIER)
    try:
        return _carry(home, there, to)
    except BaseException:
        for end in _ENDS:
            (home / f"{FILE}{end}").unlink(missing_ok=True)
        _rename(home, _EARLIER, MOVED)
        raise


def _carry(home: Path, there: str, to: str) -> Checkpoint:
    before, after = (home / name for name in _EXPORTS)
    try:
        point = _export(home, there, before)
        store = open_store(home, point.origin, to)
        try:
            take_over(store, before)
        finally:
            store.close()
        _export(home, to, after)
        if _export(home, there, before) != point or before.read_bytes() != after.read_bytes():
            hint = "请停下网站和后台程序，换一个空的数据库再移。"
            raise Refused(Problem("JRN-097", "移动期间有人写入，或移过去的流水与原来的不同。", hint=hint))
    finally:
        before.unlink(missing_ok=True)
        after.unlink(missing_ok=True)
    return point


def _export(home: Path, database: str, path: Path) -> Checkpoint:
    with Site(home, database) as site:
        return site.journal.export(path)


def _rename(home: Path, name: str, other: str) -> None:
    for end in _ENDS:
        if (home / f"{name}{end}").exists():
            os.replace(home / f"{name}{end}", home / f"{other}{end}")
