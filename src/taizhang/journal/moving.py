"""A journal's canonical export read into a new store, byte for byte: how a body moves from one database to another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from taizhang.journal import merkle
from taizhang.journal.body import Sealed
from taizhang.journal.rebuild import Told, ignore_progress
from taizhang.journal.store import Store, Tree
from taizhang.journal.verify_export import WrongExportError, verify
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

# Entries. Chosen: their bytes stay small beside the database's own memory.
BATCH = 20_000


def occupied() -> Problem:
    """That a journal stands where another was to be put (JRN-095)."""
    return Problem("JRN-095", "要移到的地方已有流水，没有移动。", hint="请换一个空的数据库或文件夹。")


def origin_of(export: bytes, place: Path) -> str:
    """The name of the journal that a sound export is of. Raises Refused (JRN-094)."""
    try:
        return verify(export)[0]
    except WrongExportError as wrong:
        says = sentence("导出文件核验未通过：{wrong}。", wrong=wrong)
        hint = "请重新导出；仍不行请先核查原来的流水。"
        raise Refused(Problem("JRN-094", says, Place(file=str(place)), hint)) from wrong


def take_over(store: Store, path: Path, told: Told = ignore_progress) -> Tree:
    """Puts every entry of an export into an empty store of the same name, all or none; lists are made when it is opened.

    Raises Refused: the export is not sound (JRN-094), the store holds entries or is another journal (JRN-095).
    """
    export = path.read_bytes()
    origin = origin_of(export, path)
    if store.tree() != Tree(origin, 0, ()):
        raise Refused(occupied())
    peaks: list[bytes] = []
    with store.write():
        entries = _entries(export)
        while batch := [*islice(entries, BATCH)]:
            for sealed in batch:
                merkle.push(peaks, sealed.seq - 1, merkle.leaf(sealed.header))
            store.add(batch, (), (), Tree(origin, batch[-1].seq, tuple(peaks)))
        store.renew(told, anew=True)
    return store.tree()


def _entries(export: bytes) -> Iterator[Sealed]:
    """The entries of a verified export."""
    for seq, line in enumerate(export.split(b"\n")[1:], 1):
        if not line:
            return
        header, salt, data = line.split(b"\t")
        body = json.loads(data)
        yield Sealed(
            seq, header, data, bytes.fromhex(salt.decode()), body["actor"], body["idem"], body["matter"], body["mseq"]
        )
