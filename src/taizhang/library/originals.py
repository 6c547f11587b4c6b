"""The files as they were admitted, kept by digest under ``files/aa/<sha256>``, on the disk before anybody names them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from taizhang.terms.durable import flush

# Chosen: files flushed to the disk side by side; more threads wait for the same disk.
_AT_ONCE = 8


class Originals:
    """The kept files of one library."""

    def __init__(self, folder: Path) -> None:
        self._root = folder / "files"

    def place(self, digest: str) -> Path:
        """Where the file of that digest lies, if it is kept."""
        return self._root / digest[:2] / digest

    def keep(self, files: Iterable[tuple[Path, str]]) -> None:
        """Move files to the places of their digests; when this returns they are on the disk.

        Many are flushed side by side: the disk writes them together, which is ten times faster than one by one.
        """
        moves = [(path, self.place(digest)) for path, digest in files]
        folders = {target.parent for _, target in moves}
        made = [folder for folder in folders if not folder.is_dir()]
        for folder in made:
            folder.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(_settle, (path for path, _ in moves)))
            for path, target in moves:
                path.replace(target)
            list(pool.map(flush, folders))
            if made:
                flush(self._root)

    def remove(self, digest: str) -> None:
        """Take a file away for good; nothing happens when it is not there."""
        with suppress(FileNotFoundError):
            self.place(digest).unlink()
            flush(self.place(digest).parent)

    def is_whole(self, digest: str) -> bool:
        """Whether the file is there and its bytes are those of its digest."""
        try:
            with self.place(digest).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            return False


def _settle(path: Path) -> None:
    path.chmod(0o400)
    flush(path)
