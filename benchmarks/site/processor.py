"""Processor time spent by a server and all its children, and by the database beside it; read from /proc."""

from __future__ import annotations

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def spent(*roots: int) -> float:
    """Seconds of processor time of these processes, of their living descendants and of those that ended."""
    processes = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        processes[int(entry.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    own, found = set(roots), set()
    while own:
        found |= own
        own = {pid for pid, (parent, _) in processes.items() if parent in own} - found
    return sum(processes[pid][1] for pid in found if pid in processes) / TICK


def postmaster(database: str) -> int | None:
    """The process of the PostgreSQL server whose socket lies in a folder of this machine; None for another's."""
    folder = Path(database.partition("host=")[2])
    file = folder / "pg" / "postmaster.pid"
    return int(file.read_text().split()[0]) if folder != Path() and file.is_file() else None
