"""C2SP signed notes: keys as text, signatures of a log (Ed25519, type 1) and cosignatures of a witness (type 4).

A key's name and number are SHA-256(name ‖ LF ‖ type ‖ public key)[:4]; a cosignature is over
``cosignature/v1``, the time, and the note (c2sp.org/signed-note, c2sp.org/tlog-cosignature).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from taizhang.journal.checkpoint import Checkpoint
from taizhang.terms.problem import Place, Problem, Refused

LOG, WITNESS = 1, 4
"""Kinds of key: one signs its own journal's notes, the other says when it saw another's."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that verifies: its name, kind and 32 bytes."""

    name: str
    kind: int
    key: bytes

    @property
    def number(self) -> bytes:
        """The four bytes a signature begins with."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.number.hex()}+{b64encode(bytes([self.kind]) + self.key).decode()}"

    @property
    def pem(self) -> str:
        """The key as other software takes it (RFC 8410)."""
        key = Ed25519PublicKey.from_public_bytes(self.key)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def vouches(self, point: Checkpoint) -> bool:
        """Whether the checkpoint carries this key's valid signature."""
        for name, text in point.signatures:
            said = b64decode(text)
            if name == self.name and said[:4] == self.number and self._valid(point.note, said[4:]):
                return True
        return False

    def _valid(self, note: str, signature: bytes) -> bool:
        stamp = b""
        if self.kind == WITNESS:
            stamp, signature = signature[:8], signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, message(note, stamp))
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A key that signs, kept in a file of its own that only its keeper's account reads."""

    name: str
    kind: int
    private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """What others verify with."""
        return PublicKey(self.name, self.kind, self.private.public_key().public_bytes_raw())

    def sign(self, point: Checkpoint, at: int = 0) -> Checkpoint:
        """The checkpoint with one more signature. at: seconds since 1970, which a witness states."""
        stamp = at.to_bytes(8, "big") if self.kind == WITNESS else b""
        signature = self.private.sign(message(point.note, stamp))
        return point.signed(self.name, self.public.number + stamp + signature)

    @classmethod
    def load_or_make(cls, path: Path, name: str, kind: int) -> PrivateKey:
        """The key of a file, made on first use, readable by its owner alone."""
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(0o600)
            path.write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
        return cls(name, kind, Ed25519PrivateKey.from_private_bytes(path.read_bytes()))


def message(note: str, stamp: bytes) -> bytes:
    """What is signed: the note, and by a witness its time before it."""
    when = f"cosignature/v1\ntime {int.from_bytes(stamp, 'big')}\n" if stamp else ""
    return (when + note).encode()


def read_key(text: str) -> PublicKey:
    """The public key of its text. Raises Refused (SEA-001) when it is none, or its number is not its own."""
    name, _, rest = text.strip().partition("+")
    number, _, coded = rest.partition("+")
    try:
        data = b64decode(coded, validate=True)
        key = PublicKey(name, data[0], data[1:])
        good = key.number.hex() == number and len(key.key) == 32 and key.kind in (LOG, WITNESS)
    except (Error, IndexError, ValueError):
        good = False
    if not good:
        raise Refused(Problem("SEA-001", "公钥的写法不对。", Place(key=name), "请核对是否完整抄录：名称+编号+公钥。"))
    return key
