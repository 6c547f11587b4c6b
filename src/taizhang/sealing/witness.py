"""A witness: remembers the last checkpoint of each journal it knows, and vouches only for what extends it.

The same code is the body's own signer (it knows one journal, and signs as that journal) and the witness of a superior or
neighbouring body (it first asks for the journal's own signature). Whoever holds application and database together
cannot have rewritten history signed: what was signed before does not lie in it (c2sp.org/tlog-witness).
"""

from __future__ import annotations

import json
import time
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from taizhang.journal import merkle
from taizhang.journal.checkpoint import Checkpoint, read_checkpoint
from taizhang.sealing import cose
from taizhang.sealing.notes import LOG, PrivateKey, PublicKey
from taizhang.terms.durable import replace_file
from taizhang.terms.problem import Refused

# Bytes. Chosen: 63 hashes and a checkpoint with its signatures are a few kilobytes.
LARGEST = 64 * 1024
# c2sp.org/tlog-witness: a proof has at most 63 lines.
MOST_STEPS = 63


class Answer(NamedTuple):
    """An HTTP status, and signature lines (200) or the size known (409)."""

    status: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A size seen before, the proof that the checkpoint extends it, and the checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    point: Checkpoint

    def __str__(self) -> str:
        steps = "".join(f"{b64encode(one).decode()}\n" for one in self.proof)
        return f"old {self.old}\n{steps}\n{self.point}"


def read_request(text: str) -> Request:
    """The request of its text. Raises ValueError or Refused for anything else."""
    head, _, rest = text.partition("\n\n")
    first, *steps = head.split("\n")
    word, _, size = first.partition(" ")
    if word != "old" or not size.isdigit() or str(int(size)) != size or len(steps) > MOST_STEPS:
        raise ValueError("old")
    return Request(int(size), tuple(b64decode(one, validate=True) for one in steps), read_checkpoint(rest))


class Witness:
    """known: origin → keys of that journal, any one of which must have signed; none for the journal's own signer.

    memory: the file that remembers; written and flushed before a signature is given.
    """

    def __init__(
        self,
        key: PrivateKey,
        memory: Path,
        known: Mapping[str, Sequence[PublicKey]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.key, self._memory, self._known, self._clock, self._lock = key, memory, known, clock, Lock()

    def last(self, origin: str) -> Checkpoint | None:
        """The last checkpoint of a journal that was vouched for."""
        text = self._read().get(origin)
        return read_checkpoint(text) if text else None

    def add(self, text: str) -> Answer:
        """Answers as C2SP asks: 400, 403, 404, 409, 422 or 200 with the signature line."""
        try:
            asked = read_request(text)
        except (ValueError, Error, Refused):
            return Answer(400)
        point = asked.point
        if point.origin not in self._known:
            return Answer(404)
        keys = self._known[point.origin]
        if keys and not any(key.vouches(point) for key in keys):
            return Answer(403)
        if asked.old > point.size:
            return Answer(400)
        with self._lock:
            return self._vouch(asked)

    def sign_root(self, text: str) -> Answer:
        """The COSE signature, hex, of the checkpoint that was vouched for last, header and signature a line each.

        400 no checkpoint, 404 this is a witness of others and no journal's own signer, 409 another checkpoint was the last.
        """
        try:
            point = read_checkpoint(text)
        except Refused:
            return Answer(400)
        if self.key.kind != LOG or point.origin != self.key.name:
            return Answer(404)
        last = self.last(point.origin)
        if last is None or (last.size, last.root) != (point.size, point.root):
            return Answer(409, f"{last.size if last else 0}\n")
        header = cose.protected(self.key.public.number, self.key.name)
        return Answer(200, f"{header.hex()}\n{self.key.private.sign(cose.signed_bytes(header, point.root)).hex()}\n")

    def _vouch(self, asked: Request) -> Answer:
        point, last = asked.point, self.last(asked.point.origin)
        size = last.size if last else 0
        if asked.old != size or (last and point.size == size and point.root != last.root):
            return Answer(409, f"{size}\n")
        if last and point.size > size:
            if not merkle.verify_consistency(size, last.root, point.size, point.root, asked.proof):
                return Answer(422)
        elif asked.proof:
            return Answer(422)
        signed = self.key.sign(Checkpoint(point.origin, point.size, point.root), int(self._clock()))
        replace_file(self._memory, json.dumps({**self._read(), point.origin: str(signed)}, ensure_ascii=False).encode())
        ((name, signature),) = signed.signatures
        return Answer(200, f"— {name} {signature}\n")

    def _read(self) -> dict[str, str]:
        """What is remembered; a file that cannot be read is an error, never a fresh start."""
        if not self._memory.exists():
            return {}
        told: dict[str, str] = json.loads(self._memory.read_bytes())
        return told
