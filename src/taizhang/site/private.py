"""The site's folder belongs to one account of the machine: nothing in it is readable by anybody else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

# POSIX: whatever group and others may do with a file.
OTHERS = 0o077
# Chosen: a screen of a terminal; the rest is told by its number.
MOST_NAMED = 20
DATABASES = (".sqlite", ".duckdb", ".sqlite-wal", ".duckdb.wal")


def keep_private() -> None:
    """Files this process makes from now on are its owner's alone."""
    os.umask(OTHERS)


def open_paths(home: Path) -> Iterator[Path]:
    """The folder, and whatever in it, that others of the machine may read, change or enter.

    A link is left alone: what it names is not part of the folder.
    """
    for path in (home, *sorted(home.rglob("*"))):
        with suppress(FileNotFoundError):  # a journal of a transaction comes and goes
            if not path.is_symlink() and path.stat().st_mode & OTHERS:
                yield path


def make_private(home: Path) -> int:
    """Takes from all others what they may do with the folder and everything in it; how many paths were open to them."""
    found = [*open_paths(home)]
    for path in found:
        path.chmod(path.stat().st_mode & 0o777 & ~OTHERS)
    return len(found)


def exposed(home: Path) -> tuple[Problem, ...]:
    """What others of the machine may open in the folder (CMD-044), databases first, the first of them by name."""
    found = sorted(open_paths(home), key=lambda path: (not path.name.endswith(DATABASES), str(path)))
    hint = "请执行 chmod -R go= 站点文件夹，并查明是谁放开的；taizhang serve 启动时会收回。"
    problems = []
    for path in found[:MOST_NAMED]:
        says = sentence("这台机器的其他用户也能打开“{path}”。", path=path)
        if path.name.endswith(DATABASES):
            says = sentence("这台机器的其他用户也能读数据库“{path}”。", path=path)
        problems.append(Problem("CMD-044", says, Place(file=str(path)), hint))
    if more := len(found) - len(problems):
        problems.append(
            Problem(
                "CMD-044", sentence("另有{more}个文件也是其他用户能打开的。", more=more), Place(file=str(home)), hint
            )
        )
    return tuple(problems)
