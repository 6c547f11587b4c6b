"""Looks for words byte by byte in every file of a folder: as UTF-8, UTF-16 and GB 18030, and inside what is compressed."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def contents(data: bytes, name: str, depth: int = 3) -> Iterator[tuple[str, bytes]]:
    """The bytes themselves, and what archives and compressed streams in them hold."""
    yield name, data
    if not depth:
        return
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                yield from contents(archive.read(part), f"{name}!{part}", depth - 1)
    elif data[:2] == b"\x1f\x8b":
        yield from contents(gzip.decompress(data), f"{name}!gz", depth - 1)
    elif data[:1] == b"\x78":
        try:
            yield f"{name}!zlib", zlib.decompress(data)
        except zlib.error:
            return


def found(folders: Iterable[Path], needles: Iterable[str]) -> list[str]:
    """Where any needle lies, in a file's bytes or in its name: file and needle."""
    forms = [(needle, needle.encode(code)) for needle in needles for code in ENCODINGS]
    hits = []
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        hits += [f"{path}: {needle} in its name" for needle, _ in forms[:: len(ENCODINGS)] if needle in path.name]
        if path.is_file():
            for name, data in contents(path.read_bytes(), str(path)):
                hits += [f"{name}: {needle}" for needle, form in forms if form in data]
    return hits
