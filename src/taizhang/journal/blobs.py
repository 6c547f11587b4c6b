"""Evidence files kept by digest: under ``blob/aa/bb/<sha256>``, on disk for good before anybody names them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from taizhang.terms.durable import flush
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

_DIGEST = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20


class Blobs:
    """The files of one home. A file's name is the SHA-256 of its bytes, so the same file is kept once."""

    def __init__(self, home: Path) -> None:
        self._root = home / "blob"

    def put(self, content: Path | bytes) -> str:
        """Keeps a file, or bytes, and gives its digest; nothing happens when it is there already, whole.

        Written beside its place, flushed to disk and then renamed: a crash leaves no half file under a digest.
        """
        with content.open("rb") if isinstance(content, Path) else BytesIO(content) as read:
            return self._write(read)

    def _write(self, read: BinaryIO) -> str:
        self._root.mkdir(parents=True, exist_ok=True)
        handle, name = mkstemp(dir=self._root, prefix="incoming-")
        incoming = Path(name)
        try:
            with os.fdopen(handle, "wb") as write:
                digest = _copy(read, write)
            place = self.path(digest)
            if self.wrong(digest) is None:
                incoming.unlink()
                return digest
            for folder in (place.parent.parent, place.parent):
                if not folder.is_dir():
                    folder.mkdir(exist_ok=True)
                    flush(folder.parent)
            incoming.replace(place)
            flush(place.parent)
        except BaseException:
            with suppress(FileNotFoundError):
                incoming.unlink()
            raise
        return digest

    def path(self, digest: str) -> Path:
        """Where the file with this digest lies, if it is kept. Raises ValueError for what is no digest."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"no SHA-256 digest: {digest!r}")
        return self._root / digest[:2] / digest[2:4] / digest

    def has(self, digest: str) -> bool:
        """Whether a file is kept under this digest, without reading it."""
        return self.path(digest).is_file()

    def wrong(self, digest: str) -> Problem | None:
        """What is wrong with the kept file: missing or other bytes; None when it is whole."""
        place = self.path(digest)
        try:
            with place.open("rb") as read:
                same = file_digest(read, "sha256").hexdigest() == digest
        except OSError:
            says = sentence("佐证材料{digest}不在材料库中。", digest=digest[:12])
            return Problem("JRN-084", says, Place(file=str(place)), "请从备份或提交人处找回原件。")
        if same:
            return None
        says = sentence("佐证材料{digest}的内容与其摘要不符，已损坏或被改动。", digest=digest[:12])
        return Problem("JRN-085", says, Place(file=str(place)), "请用备份中的原件替换，并查明原因。")

    def digests(self) -> Iterator[str]:
        """The digests of all files kept, in order."""
        for path in sorted(self._root.glob("??/??/*")):
            if _DIGEST.fullmatch(path.name):
                yield path.name


def _copy(read: BinaryIO, write: BinaryIO) -> str:
    """Copies everything, flushes it to disk and gives its digest."""
    digest = sha256()
    while chunk := read.read(_CHUNK):
        digest.update(chunk)
        write.write(chunk)
    write.flush()
    os.fsync(write.fileno())
    return digest.hexdigest()
