"""Opens the store a journal is kept in: the file in its folder, or the database an address names."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import apsw

from taizhang.journal.sqlite import SQLiteStore
from taizhang.journal.store import Store
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

FILE = "journal.sqlite"
MOVED = f"{FILE}.moved"
"""What the file is called once its entries stand in a database."""
GROUP = "taizhang.store"
BALLAST = "ballast"
# 1 MiB. Chosen: WAL's shared index takes 32 KiB, a few entries and their log some hundred; the rest is for the operator.
_ROOM = 1 << 20


def open_store(home: Path, origin: str, database: str = "") -> Store:
    """The store at the address ``database``, or in the folder ``home`` when it is ''.

    Stores of other databases join by an entry point of the group ``taizhang.store`` named like the scheme of
    their addresses. Raises Refused when there is none, its driver is not installed, or it cannot be used.
    """
    if not database:
        if (home / MOVED).exists() and not (home / FILE).exists():
            hint = "请设置环境变量 TAIZHANG_DATABASE；要移回来，用 taizhang move --to file。"
            raise Refused(Problem("JRN-098", "这个站点的流水已经移到数据库里。", Place(file=str(home / MOVED)), hint))
        return _with_room(home, lambda: SQLiteStore(home / FILE, origin))
    scheme = database.partition("://")[0]
    hint = "PostgreSQL 写作 postgresql://用户@主机/库名，并安装 taizhang[postgres]。"
    for point in entry_points(group=GROUP, name=scheme):
        try:
            kind = point.load()
        except ImportError as error:
            raise Refused(
                Problem(
                    "JRN-074",
                    sentence("没有安装“{scheme}”的驱动程序（{error}）。", scheme=scheme, error=error.name),
                    hint=hint,
                )
            ) from error
        store: Store = kind(database, origin)
        return store
    raise Refused(Problem("JRN-074", sentence("不认识“{scheme}”这种数据库。", scheme=scheme), hint=hint))


def _with_room(home: Path, opened: Callable[[], SQLiteStore]) -> SQLiteStore:
    """The store; on a full disk the ballast is thrown off first, for even reading needs a little room (the shared index of WAL)."""
    ballast = home / BALLAST
    try:
        store = opened()
    except (apsw.IOError, apsw.FullError):
        if not ballast.exists():
            raise
        ballast.unlink()
        return opened()
    if not ballast.exists():
        try:
            ballast.touch(0o600)
            ballast.write_bytes(bytes(_ROOM))
        except OSError:  # no room for it now; the next opening tries again
            ballast.unlink(missing_ok=True)
    return store
