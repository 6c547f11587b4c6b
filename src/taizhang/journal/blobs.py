"""Evidence files kept by digest: under ``blob/aa/bb/<sha256>``, on disk for good before anybody names them.

Those of guarded matters lie beside them encrypted, under the digest of what they say and ``.box``, with a key for each file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp
from typing import BinaryIO

from taizhang.terms.durable import flush, replace_file
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence
from taizhang.vault.ciphers import WrongKeyError
from taizhang.vault.vault import Gone, Vault, memory_folder

_DIGEST = re.compile(r"[0-9a-f]{64}")
# Bytes copied at once; a file of any length needs no more memory.
_CHUNK = 1 << 20
BOXED = ".box"
_MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory alone: what is decrypted to be looked at never touches a disk there."""


class Blobs:
    """The files of one home. A file's name is the SHA-256 of its bytes, so the same file is kept once."""

    def __init__(self, home: Path, vault: Vault | None = None) -> None:
        self._root, self.vault = home / "blob", vault

    def put(self, content: Path | bytes, *, guarded: bool = False) -> str:
        """Keeps a file, or bytes, and gives its digest; nothing happens when it is there already, whole.

        guarded: encrypted; raises Refused without the site's key. Written beside its place, flushed to disk and then renamed: a crash leaves no half file under a digest.
        """
        if guarded and self.vault:
            return self._put_boxed(self.vault, content.read_bytes() if isinstance(content, Path) else content)
        with content.open("rb") if isinstance(content, Path) else BytesIO(content) as read:
            return self._write(read)

    def _put_boxed(self, vault: Vault, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        place = self._boxed(digest)
        if place.is_file() and self._open(digest) == data:
            return digest
        boxed = vault.encrypt_file(digest, data)
        vault.flush()
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, boxed)
        return digest

    def _boxed(self, digest: str) -> Path:
        return self.path(digest).with_suffix(BOXED)

    def _open(self, digest: str) -> bytes | Gone:
        """What an encrypted file says. Raises OSError, WrongKeyError."""
        return self.vault.decrypt_file(digest, self._boxed(digest).read_bytes()) if self.vault else Gone(erased=False)

    @contextmanager
    def at_hand(self, digest: str) -> Iterator[Path | None]:
        """A path under which the file can be read for a while; None for one that was destroyed or cannot be decrypted."""
        place = self.path(digest)
        if place.is_file():
            yield place
            return
        try:
            data = self._open(digest)
        except (OSError, WrongKeyError):
            data = Gone(erased=False)
        if isinstance(data, Gone):
            yield None
            return
        with TemporaryDirectory(prefix="taizhang-", dir=memory_folder()) as folder:
            opened = Path(folder) / digest
            opened.write_bytes(data)
            yield opened

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
        return self.path(digest).is_file() or self._boxed(digest).is_file()

    def wrong(self, digest: str) -> Problem | None:
        """What is wrong with the kept file: missing or other bytes; None when it is whole."""
        place = self.path(digest)
        if not place.is_file() and self._boxed(digest).is_file():
            return self._wrong_box(digest)
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

    def _wrong_box(self, digest: str) -> Problem | None:
        """What is wrong with an encrypted file; nothing with one that was destroyed, or while the site's key is not here."""
        place = self._boxed(digest)
        try:
            data = self._open(digest)
        except (OSError, WrongKeyError):
            data = b""
        if isinstance(data, Gone):
            if data.erased or self.vault is None or self.vault.problem:
                return None
            says = "一份佐证材料的密钥不在密钥文件里，而没有批准过销毁。"
            return Problem("JRN-089", says, Place(file=str(place)), "请从密钥备份取回密钥；取不回的，内容已经失去。")
        if sha256(data).hexdigest() == digest:
            return None
        says = sentence("佐证材料{digest}的内容与其摘要不符，已损坏或被改动。", digest=digest[:12])
        return Problem("JRN-085", says, Place(file=str(place)), "请用备份中的原件替换，并查明原因。")

    def digests(self) -> Iterator[str]:
        """The digests of all files kept, in order."""
        for path in sorted(self._root.glob("??/??/*")):
            if _DIGEST.fullmatch(name := path.name.removesuffix(BOXED)):
                yield name


def _copy(read: BinaryIO, write: BinaryIO) -> str:
    """Copies everything, flushes it to disk and gives its digest."""
    digest = sha256()
    while chunk := read.read(_CHUNK):
        digest.update(chunk)
        write.write(chunk)
    write.flush()
    os.fsync(write.fileno())
    return digest.hexdigest()
