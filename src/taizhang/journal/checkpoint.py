"""A checkpoint (封存点): the journal's name, size and root in the C2SP text form, with room for signatures.

Signatures are made over ``note`` (origin, size and root together: a bare root does not fix the size) by
whoever keeps the key; this room neither holds keys nor signs.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass, replace

from taizhang.terms.problem import Problem, Refused

_MARK = "— "


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Origin, size and root of a journal at one moment; signatures: key name and base64 signature."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[tuple[str, str], ...] = ()

    @property
    def note(self) -> str:
        """What is signed: three lines, each ended by a line feed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    def __str__(self) -> str:
        """The note, an empty line, and a line for each signature."""
        return self.note + "\n" + "".join(f"{_MARK}{name} {signature}\n" for name, signature in self.signatures)

    def signed(self, name: str, signature: bytes) -> Checkpoint:
        """The same checkpoint with one more signature."""
        return replace(self, signatures=(*self.signatures, (name, b64encode(signature).decode())))


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of its text. Raises Refused unless printing it again gives the same text."""
    note, _, signatures = text.partition("\n\n")
    lines = note.split("\n")
    try:
        origin, size, root = lines
        pairs = [line.removeprefix(_MARK).split(" ") for line in signatures.split("\n") if line]
        read = Checkpoint(
            origin,
            int(size),
            b64decode(root, validate=True),
            tuple((name, b64encode(b64decode(signature, validate=True)).decode()) for name, signature in pairs),
        )
    except (ValueError, Error):
        read = None
    if read is None or str(read) != text or len(read.root) != 32:
        raise Refused(
            Problem("JRN-090", "封存点的写法不对。", hint="请核对是否完整抄录：名称、条数、根各一行，空一行后为签名。")
        )
    return read
