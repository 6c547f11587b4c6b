"""The child process that parses one file: limited in memory, time and files, answering over a pipe.

Run as ``python -I -m taizhang.intake.reading.child``; reads one JSON line (path and limits), writes one JSON
document. It holds nothing worth keeping and may be killed at any moment.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import fields
from importlib import import_module
from pathlib import Path

from taizhang.intake.reading.grids import FileRead, SheetGrid
from taizhang.intake.reading.kinds import kind_of
from taizhang.intake.reading.limits import Limits, UnreadableWorkbook, too_much_memory
from taizhang.terms.sentence import plain

try:
    import resource
except ImportError:  # not a POSIX system: the parent's wall clock still holds
    resource = None  # type: ignore[assignment]


def confine(limits: Limits) -> None:
    """Takes away what parsing does not need: memory, processor time, files, core dumps."""
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


# Each file has a child of its own, and loading the readers of all kinds takes longer than reading most files: the child
# loads the one module it needs. Each has ``read_file``.
READERS = {
    "xlsx": "taizhang.intake.reading.books",
    "xls": "taizhang.intake.reading.old_books",
    "ods": "taizhang.intake.reading.ods",
    "html": "taizhang.intake.reading.web",
    "csv": "taizhang.intake.reading.delimited",
}


def parse(data: bytes, limits: Limits) -> dict[str, object]:
    """The file as plain values. Raises UnreadableWorkbook."""
    kind = kind_of(data)
    read_file: Callable[[bytes, Limits], FileRead] = import_module(READERS[kind]).read_file
    read = read_file(data, limits)
    sheets = [_plain(grid) for grid in read.sheets]
    return {"kind": kind, "encoding": read.encoding, "notes": read.notes, "sheets": sheets}


def _plain(grid: SheetGrid) -> dict[str, object]:
    return {one.name: getattr(grid, one.name) for one in fields(grid)}


def _refusal(refused: UnreadableWorkbook) -> dict[str, object]:
    return {"refused": [refused.code, plain(refused.message), plain(refused.hint)]}


def main() -> int:
    """Reads the order, parses, answers; exit code 0 when there is an answer, be it a refusal."""
    order = json.loads(sys.stdin.readline())
    limits = Limits(**order["limits"])
    confine(limits)
    try:
        answer = parse(Path(order["path"]).read_bytes(), limits)
    except UnreadableWorkbook as refused:
        answer = _refusal(refused)
    except MemoryError:
        answer = _refusal(too_much_memory())
    with os.fdopen(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False) as out:
        json.dump(answer, out, ensure_ascii=False, separators=(",", ":"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
