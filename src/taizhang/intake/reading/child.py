"""The child process that parses one file: limited in memory, time and files, answering over a pipe.

Run as ``python -I -m taizhang.intake.reading.child``; reads one JSON line (path and limits), writes one JSON
document. It holds nothing worth keeping and may be killed at any moment.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path

from taizhang.intake.reading.grids import SheetGrid, html, read_delimited, workbook
from taizhang.intake.reading.guard import guard
from taizhang.intake.reading.kinds import kind_of
from taizhang.intake.reading.limits import Limits, UnreadableWorkbook

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


def parse(data: bytes, limits: Limits) -> dict[str, object]:
    """The file as plain values. Raises Unreadable."""
    kind = kind_of(data)
    encoding = ""
    if kind in ("xlsx", "xls"):
        if kind == "xlsx":
            guard(io.BytesIO(data), limits)
        grids = workbook(data, limits)
    elif kind == "html":
        grids, encoding = html(data, limits)
    else:
        grids, encoding = read_delimited(data, limits)
    return {"kind": kind, "encoding": encoding, "sheets": [_plain(grid) for grid in grids]}


def _plain(grid: SheetGrid) -> dict[str, object]:
    return {"name": grid.name, "hidden": grid.hidden, "rows": grid.rows, "dates": grid.dates, "merged": grid.merged}


def main() -> int:
    """Reads the order, parses, answers; exit code 0 when there is an answer, be it a refusal."""
    order = json.loads(sys.stdin.readline())
    limits = Limits(**order["limits"])
    confine(limits)
    try:
        answer = parse(Path(order["path"]).read_bytes(), limits)
    except UnreadableWorkbook as refused:
        answer = {"refused": [refused.code, refused.message, refused.hint]}
    except MemoryError:
        answer = {"refused": ["INT-020", "读取这个文件要用的内存超过限制。", "请拆成几个文件分别导入。"]}
    with os.fdopen(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False) as out:
        json.dump(answer, out, ensure_ascii=False, separators=(",", ":"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
