"""What is asked of the journal to keep a row waiting, and to let go of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from taizhang.catalogue.values import Stored
from taizhang.intake.identities import identity, matter_identity
from taizhang.intake.rows import MatterDraft
from taizhang.intake.waiting import ADMITTED, DROPPED, SUPERSEDED, HeldRow, WaitingRow, held_key
from taizhang.matters.entry import CORRECT, RECORD, Head, Intention, Source

_SAME = ("facts", "pending", "children", "file", "sheet", "line", "outcome")
"""What must be alike for a row to wait already."""
FAULT = "fault"
BASIS: Mapping[str, str] = {
    ADMITTED: "用语已经认定，进入台账",
    SUPERSEDED: "这个编号已由后来的导入写入",
    DROPPED: "不要这一行",
    FAULT: "用语已经认定，还有别的问题",
}
"""What each correction of a waiting row rests on."""


def matter_of(draft: MatterDraft) -> str:
    """The matter a row is of."""
    return matter_identity(draft.ledger, draft.key)


def hold(ledger: str, row: WaitingRow, facts: Mapping[str, Stored], head: Head | None) -> Intention | None:
    """What keeps the row waiting; None where it does so already, just so. head: the row of this number kept so far."""
    if head and all(head.facts.get(name) == facts[name] for name in _SAME):
        return None
    at = row.draft.at
    told = json.dumps([*held_key(row), row.digest, at.sheet, at.row, head.mseq if head else 0], ensure_ascii=False)
    return Intention(
        actor=str(facts["by"]),
        idem=f"hold:{hashlib.sha256(told.encode()).hexdigest()[:32]}",
        ledger=ledger,
        act=CORRECT if head else RECORD,
        on=date.fromisoformat(str(facts["opened"])),
        matter=identity(ledger, held_key(row)),
        expect=head.mseq if head else None,
        number=str(facts["no"]),
        facts=facts,
        source=Source(row.digest, at.file, at.sheet, at.row, at.cell),
    )


def let_go(held: HeldRow, ledger: str, by: tuple[str, date], outcome: str, remark: str = "") -> Intention:
    """What says that the row waits no longer: it came in, or somebody left it out."""
    actor, day = by
    facts: dict[str, Stored] = {"outcome": outcome, "decider": actor, "decided": day.isoformat(), "remark": remark}
    return _corrected(held, ledger, by, facts, outcome)


def keep_fault(held: HeldRow, ledger: str, by: tuple[str, date], fault: str) -> Intention:
    """What says why the row still waits though its words were placed."""
    return _corrected(held, ledger, by, {"fault": fault}, FAULT)


def _corrected(held: HeldRow, ledger: str, by: tuple[str, date], facts: Mapping[str, Stored], what: str) -> Intention:
    actor, day = by
    return Intention(
        actor,
        f"{what}:{held.matter}:{held.step}",
        ledger,
        CORRECT,
        day,
        held.matter,
        expect=held.step,
        facts=facts,
        note=str(facts.get("remark") or BASIS[what]),
    )
