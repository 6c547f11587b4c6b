"""What an import is about to ask of the journal, written down first: whoever goes on after a crash asks the same."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from taizhang.matters.entry import Intention, Source


def write_plan(path: Path, intentions: Sequence[Intention]) -> None:
    """Writes one line an intention and their number last, and returns when the disk has them."""
    with path.open("wb") as file:
        file.writelines(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in intentions)
        file.write(orjson.dumps({"count": len(intentions)}))
        file.flush()
        os.fsync(file.fileno())


def read_plan(path: Path) -> tuple[Intention, ...] | None:
    """The plan as it was written; None when there is none or its writing was cut short."""
    if not path.is_file():
        return None
    *lines, last = path.read_bytes().split(b"\n")
    if last != orjson.dumps({"count": len(lines)}):
        return None
    return tuple(_intention(orjson.loads(line)) for line in lines)


def _intention(told: dict[str, Any]) -> Intention:
    review = told.pop("review")
    return Intention(
        **{name: value for name, value in told.items() if name not in ("on", "evidence", "source", "related")},
        on=date.fromisoformat(told["on"]),
        evidence=tuple(told["evidence"]),
        source=Source(**told["source"]),
        related=tuple(told["related"]),
        review=date.fromisoformat(review) if review else None,
    )
