"""Seals a journal: its checkpoint signed by the body's own signer, vouched for by witnesses, kept in every place named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from taizhang.journal import merkle
from taizhang.journal.checkpoint import Checkpoint, read_checkpoint
from taizhang.journal.journal import Journal
from taizhang.sealing import cose
from taizhang.sealing.serve import ROOT_PATH, ask
from taizhang.sealing.witness import Request
from taizhang.terms.durable import replace_file
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

FOLDER = "seals"


def reread(journal: Journal) -> tuple[Checkpoint, list[bytes]]:
    """The checkpoint of now and every leaf, recomputed from the entries as they lie on disk.

    Raises Refused (SEA-003) when they do not add up: nothing is asked to be signed that was not read again.
    """
    point = journal.checkpoint()
    leaves = [merkle.leaf(one.header) for one in journal.stored()][: point.size]
    if len(leaves) != point.size or merkle.root_of(leaves) != point.root:
        says = "流水与登记的条数或根不符，没有封存。"
        raise Refused(Problem("SEA-003", says, Place(entry=point.size), "请先用 taizhang fsck 查明原因。"))
    return point, leaves


def sealed(journal: Journal, addresses: Sequence[str]) -> Checkpoint:
    """The checkpoint of now with the signature of everybody asked, the body's own signer first.

    Raises Refused: SEA-002 no answer, SEA-003 as ``reread``, SEA-004 somebody refuses: what he saw before does not lie
    in this journal.
    """
    point, leaves = reread(journal)
    for address in addresses:
        point = _ask_to_vouch(point, leaves, address)
    return point


def _ask_to_vouch(point: Checkpoint, leaves: Sequence[bytes], address: str) -> Checkpoint:
    answer = ask(address, str(Request(0, (), point)))
    if answer.status == 409 and answer.text.strip().isdigit():  # it tells how far it knows this journal
        old = int(answer.text)
        if 0 < old <= point.size:
            proof = merkle.consistency(leaves, old)
            answer = ask(address, str(Request(old, proof, point)))
    if answer.status != 200:
        says = sentence(
            "“{address}”拒绝为这个封存点签名（{status}）：它见过的流水不在现在的流水之中，或不认识本单位。",
            address=address,
            status=answer.status,
        )
        raise Refused(
            Problem("SEA-004", says, Place(key=address), "请停止写入，用备份和旧封存点查明；首次使用须先登记。")
        )
    return read_checkpoint(str(point) + answer.text)


def receipt_of(journal: Journal, seq: int, address: str) -> tuple[bytes, bytes]:
    """The COSE receipt of an entry from the journal's own signer, and the entry's header, the leaf that it is about.

    Raises Refused as ``sealed`` does; JRN-092 there is no such entry, SEA-006 the signer gives no receipts.
    """
    point, leaves = reread(journal)
    if not 0 < seq <= point.size:
        says, hint = sentence("没有第{seq}条流水。", seq=seq), sentence("现有流水{size}条。", size=point.size)
        raise Refused(Problem("JRN-092", says, hint=hint))
    point = _ask_to_vouch(point, leaves, address)
    answer = ask(address, str(Checkpoint(point.origin, point.size, point.root)), ROOT_PATH)
    if answer.status != 200:
        says = sentence("“{address}”不出具回执（{status}）。", address=address, status=answer.status)
        hint = "回执由本单位的签名程序出具，见证人不出具；请给出签名程序的地址。"
        raise Refused(Problem("SEA-006", says, Place(key=address), hint))
    header, signature = map(bytes.fromhex, answer.text.split())
    path = merkle.inclusion(leaves, seq - 1)
    (entry, *_) = journal.stored(seq)
    return cose.receipt(header, signature, point.size, seq - 1, path), entry.header


def keep(point: Checkpoint, folders: Sequence[Path]) -> list[Path]:
    """Writes the checkpoint into each folder as ``封存点-条数.txt``; where it was written."""
    written = []
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"封存点-{point.size:08}.txt"
        if point.signatures or not path.exists():  # one without signatures never takes the place of one with
            replace_file(path, str(point).encode())
        written.append(path)
    return written


def last_kept(folder: Path, now: Checkpoint, least: int) -> Checkpoint:
    """The last kept checkpoint with signatures that holds so many entries; that of now when there is none."""
    for path in sorted(folder.glob("封存点-*.txt"), reverse=True):
        point = read_checkpoint(path.read_text("utf-8"))
        if point.origin == now.origin and least <= point.size <= now.size and point.signatures:
            return point
    return now


def extension(journal: Journal, old: int) -> str:
    """The checkpoint of now with the proof that the journal of ``old`` entries is its beginning, as ``verify.py`` reads it."""
    point, leaves = reread(journal)
    if not 0 < old <= point.size:
        raise Refused(
            Problem(
                "JRN-092",
                sentence("没有第{old}条流水。", old=old),
                hint=sentence("现有流水{size}条。", size=point.size),
            )
        )
    steps = (f"{size} {root.hex()}\n" for size, root in merkle.further(leaves, old))
    return f"extension\n{''.join(steps)}\n\n{point}"


def against(journal: Journal, folders: Sequence[Path]) -> tuple[int, tuple[Problem, ...]]:
    """How many kept checkpoints the journal still extends, and each one that it does not (SEA-005)."""
    point, leaves = reread(journal)
    fit, wrong = 0, []
    for path in sorted(one for folder in folders for one in folder.glob("封存点-*.txt")):
        try:
            old = read_checkpoint(path.read_text("utf-8"))
            good = (
                old.origin == point.origin
                and old.size <= len(leaves)
                and merkle.root_of(leaves[: old.size]) == old.root
            )
        except (Refused, UnicodeDecodeError):
            good = False
        fit += good
        if not good:
            says = "这个封存点与现在的流水不符：流水被改写过，或恢复自更早的备份。"
            wrong.append(Problem("SEA-005", says, Place(file=str(path)), "请停止写入，用备份和其他封存点查明。"))
    return fit, tuple(wrong)
