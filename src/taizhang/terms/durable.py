"""What it takes for a file to be on disk for good."""

from __future__ import annotations

import os
from pathlib import Path


def flush(path: Path) -> None:
    """Makes a file's bytes, or a folder's names, durable. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
