"""The site's folder belongs to one account of the machine: nothing in it is readable by anybody else."""

from __future__ import annotations

import os
from pathlib import Path

_OTHERS = 0o077


def keep_private() -> None:
    """Files this process makes from now on are its owner's alone."""
    os.umask(_OTHERS)


def make_private(home: Path) -> int:
    """Takes from all others what they may do with the folder and everything in it; how many paths were open to them.

    A link is left alone: what it names is not part of the folder.
    """
    found = 0
    for path in (home, *home.rglob("*")):
        if path.is_symlink() or not path.exists():
            continue
        mode = path.stat().st_mode & 0o777
        if mode & _OTHERS:
            path.chmod(mode & ~_OTHERS)
            found += 1
    return found
