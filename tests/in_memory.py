"""Where a run of the suite keeps its files: in memory where there is room, for no test is about a power cut.

A commit of the journal waits for the disk, thousands of times a run; that a killed process loses nothing does not
depend on the disk, and what a disk refuses is tried on a disk of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 6 << 30
"""Bytes; a whole run on two workers was seen to hold less than half of it."""

NAME = "taizhang-tests-"


def enter(memory: Path = MEMORY, room: int = ROOM) -> Path | None:
    """Has temporary files made in memory from here on; the folder this process made for them, if any.

    Whoever sets TMPDIR has chosen himself, as has the process that starts workers for these.
    """
    if os.environ.get("TMPDIR") or not memory.is_dir() or shutil.disk_usage(memory).free < room:
        return None
    for left in memory.glob(f"{NAME}*"):  # by a run that was killed
        if not Path("/proc", left.name.removeprefix(NAME).split("-")[0]).exists():
            shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f"{NAME}{os.getpid()}-", dir=memory))
    os.environ["TMPDIR"] = str(made)
    tempfile.tempdir = None
    return made


def leave(made: Path | None) -> None:
    """Gives the memory back; a process forked from the one that made it leaves it alone."""
    if made is not None and made.name.startswith(f"{NAME}{os.getpid()}-"):
        shutil.rmtree(made, ignore_errors=True)


def in_memory() -> bool:
    """Whether temporary files are made in memory, by this process or the one that started it."""
    return Path(tempfile.gettempdir()).is_relative_to(MEMORY)
