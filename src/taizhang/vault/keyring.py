"""The file of data keys: each wrapped under the site's key, in a record of fixed length that is zeroed to destroy it.

A record says whose key it is (the digest of an owner such as ``matter:…``), so an owner whose key is gone is known as
erased. Records are added at the end and never move; a half record that a crash left belongs to nothing and is overwritten.
"""

from __future__ import annotations

import fcntl
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac
from os import urandom
from pathlib import Path
from threading import RLock

from taizhang.vault.ciphers import KEY, WrongKeyError, decrypt, encrypt
from taizhang.vault.ciphers import Name as Cipher

# Bytes: half a SHA-256 and as much chance, both beyond collision among the keys of a site.
NAME = 16
# Number of the cipher, nonce, key and tag (see ``ciphers``).
WRAPPED = 1 + 12 + KEY + 16
_RECORD = struct.Struct(f"<B 2x {NAME}s {NAME}s {WRAPPED}s")
LENGTH = _RECORD.size
_MAGIC = b"taizhang-keys-1\n"
# States of a record, its first byte on the disk.
_HEAD, _LIVE, _GONE = 1, 2, 3
BLANK = bytes(WRAPPED)


def owner_of(kind: str, name: str) -> bytes:
    """The 16 bytes by which a key's owner is known in the file."""
    return sha256(f"{kind}:{name}".encode()).digest()[:NAME]


class Keyring:
    """The data keys in ``path``. Raises WrongKeyError when they are wrapped under another site key than ``master``."""

    def __init__(self, path: Path, master: bytes, cipher: Cipher = "aes-256-gcm") -> None:
        self._path, self._master, self._cipher = path, master, cipher
        self._lock = RLock()
        self._at: dict[bytes, int] = {}
        self._newest: dict[bytes, bytes] = {}
        self._gone: set[bytes] = set()
        self._fresh: dict[bytes, tuple[bytes, bytes]] = {}
        self._read = LENGTH
        made = not path.exists()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if made:
            os.pwrite(self._file, self._head(), 0)
            os.fsync(self._file)
        head = os.pread(self._file, LENGTH, 0)
        if len(head) != LENGTH or not compare_digest(head, self._head()):
            os.close(self._file)
            raise WrongKeyError("the file of keys belongs to another site key")
        self._follow()

    def _head(self) -> bytes:
        check = hmac(self._master, b"taizhang site key check", "sha256")
        return _RECORD.pack(_HEAD, _MAGIC, check[:NAME], BLANK)

    def close(self) -> None:
        """Lets go of the file."""
        os.close(self._file)

    def _follow(self) -> None:
        """Takes over the records other processes added since."""
        size = os.fstat(self._file).st_size // LENGTH * LENGTH
        while self._read < size:
            data = os.pread(self._file, min(size - self._read, LENGTH * 10_000), self._read)
            for start in range(0, len(data) // LENGTH * LENGTH, LENGTH):
                state, owner, name, _ = _RECORD.unpack_from(data, start)
                self._at[name] = self._read + start
                if state == _GONE:
                    self._gone.add(owner)
                else:
                    self._newest[owner] = name
            self._read += len(data) // LENGTH * LENGTH

    def key_for(self, owner: bytes) -> tuple[bytes, bytes]:
        """Name and key of an owner, a new one where there is none yet; it is kept by ``flush``, before what it seals."""
        with self._lock:
            if fresh := self._fresh.get(owner):
                return fresh
            if (old := self._newest.get(owner)) and (kept := self.key(old)):
                return old, kept
            name, key = urandom(NAME), urandom(KEY)
            self._fresh[owner] = (name, key)
            return name, key

    def key(self, name: bytes) -> bytes | None:
        """The key of this name as the file has it now; None when it was destroyed or never was here."""
        with self._lock:
            place = self._at.get(name)
            if place is None:
                self._follow()
                place = self._at.get(name)
            if place is None:
                return next((key for given, key in self._fresh.values() if given == name), None)
            state, _, _, wrapped = _RECORD.unpack(os.pread(self._file, LENGTH, place))
            return decrypt(self._master, wrapped, name) if state == _LIVE else None

    def knows(self, name: bytes) -> bool:
        """Whether a key of this name was ever kept here, destroyed since or not."""
        with self._lock:
            return name in self._at

    def is_erased(self, owner: bytes) -> bool:
        """Whether the owner's key was destroyed."""
        with self._lock:
            if owner not in self._gone and (name := self._newest.get(owner)) and name in self._at:
                (state,) = os.pread(self._file, 1, self._at[name])
                if state == _GONE:
                    self._gone.add(owner)
            return owner in self._gone

    def flush(self) -> None:
        """Keeps the keys made since, for good, in one write; those of others who seal at this moment as well.

        A key whose entries were refused in the end is kept and opens nothing: to drop it might drop that of another.
        """
        with self._lock:
            if not self._fresh:
                return
            fresh, self._fresh = self._fresh, {}
            records = b"".join(
                _RECORD.pack(_LIVE, owner, name, encrypt(self._cipher, self._master, key, name))
                for owner, (name, key) in fresh.items()
            )
            with self.alone():
                os.pwrite(self._file, records, os.fstat(self._file).st_size // LENGTH * LENGTH)
                os.fsync(self._file)
            self._follow()

    def destroy(self, owner: bytes) -> int:
        """Overwrites every key of the owner, and says so for ever, also where there was none; how many keys went."""
        with self._lock, self.alone():
            self._follow()
            found = [place for place in self._at.values() if self._record(place)[1] == owner]
            gone = 0
            for place in found:
                state, _, name, _ = self._record(place)
                gone += state == _LIVE
                os.pwrite(self._file, _RECORD.pack(_GONE, owner, name, BLANK), place)
            if not found:
                end = os.fstat(self._file).st_size // LENGTH * LENGTH
                os.pwrite(self._file, _RECORD.pack(_GONE, owner, urandom(NAME), BLANK), end)
            os.fsync(self._file)
            self._fresh.pop(owner, None)
            self._newest.pop(owner, None)
            self._gone.add(owner)
        self._follow()
        return gone

    def _record(self, place: int) -> tuple[int, bytes, bytes, bytes]:
        state, owner, name, wrapped = _RECORD.unpack(os.pread(self._file, LENGTH, place))
        return state, owner, name, wrapped

    def erased(self) -> tuple[bytes, ...]:
        """The owners whose keys were destroyed."""
        with self._lock:
            self._follow()
            return tuple(sorted({record[1] for record in map(self._record, self._at.values()) if record[0] == _GONE}))

    def count(self) -> int:
        """How many keys there are."""
        with self._lock:
            self._follow()
            return sum(self._record(place)[0] == _LIVE for place in self._at.values())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other process writes meanwhile."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


def erased_in(path: Path, told: Callable[[bytes], None]) -> None:
    """Tells the owners a file of keys knows as erased; needs no site key."""
    data = path.read_bytes()
    for start in range(LENGTH, len(data) // LENGTH * LENGTH, LENGTH):
        state, owner, _, _ = _RECORD.unpack_from(data, start)
        if state == _GONE:
            told(owner)
