"""Lines added to a file of records: whole, in one write, on disk when the call returns."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def append(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    """Adds each record as a line of JSON; the folder is made when there is none. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records).encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        os.write(descriptor, raw)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
