"""Writes the canonical export: every entry's bytes, one a line, and the checkpoint they add up to.

The first line names the format; then header, salt in hex and body of an entry with tabs between, one line each;
an empty line; the checkpoint; and last the SHA-256 of everything before, which finds slips of copying. What
proves the content is the root in the checkpoint. ``verify_export`` reads it with Python alone.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from taizhang.journal import merkle
from taizhang.journal.checkpoint import Checkpoint
from taizhang.journal.store import Store
from taizhang.terms.problem import Place, Problem, Refused

FORMAT = b"taizhang-export 1\n"


def export(store: Store, path: Path, signatures: tuple[tuple[str, str], ...] = ()) -> Checkpoint:
    """Writes the journal to ``path`` and gives the checkpoint written with it.

    signatures: of this very checkpoint, if somebody made them. The file appears whole or not at all. Raises
    Refused when the entries do not add up to the stored root.
    """
    tree = store.tree()
    checkpoint = Checkpoint(tree.origin, tree.size, merkle.root(tree.peaks), signatures)
    incoming = path.with_name(path.name + ".incoming")
    peaks: list[bytes] = []
    size = 0
    try:
        with incoming.open("wb") as file:
            digest = sha256(FORMAT)
            file.write(FORMAT)
            for sealed in store.entries():
                if size == tree.size:
                    break
                line = b"%s\t%s\t%s\n" % (sealed.header, sealed.salt.hex().encode(), sealed.body)
                digest.update(line)
                file.write(line)
                merkle.push(peaks, size, merkle.leaf(sealed.header))
                size += 1
            ending = f"\n{checkpoint}".encode()
            digest.update(ending)
            file.write(ending + f"sha256 {digest.hexdigest()}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        if (size, merkle.root(peaks)) != (tree.size, checkpoint.root):
            says = "流水与登记的条数或根不符，没有导出。"
            raise Refused(Problem("JRN-091", says, Place(file=str(path)), "请先核查流水库，查明原因。"))
        incoming.replace(path)
    finally:
        incoming.unlink(missing_ok=True)
    return checkpoint
