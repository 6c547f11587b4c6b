"""What rows were read so far, each number once: repeats, contradictions, and rows that wait."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from taizhang.intake.rows import BECAUSE, At, MatterDraft, RowRefusal
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence


@dataclass(frozen=True, slots=True)
class Repeat:
    """An exact repeat of an earlier row; it counts once."""

    at: At
    number: str
    same_as: At


@dataclass(slots=True)
class Gathered:
    """Drafts kept so far, by ledger and key, across all files of one import."""

    first: dict[tuple[str, tuple[str, ...]], MatterDraft] = field(default_factory=dict)
    repeats: list[Repeat] = field(default_factory=list)
    refused: list[RowRefusal] = field(default_factory=list)
    unkept: list[MatterDraft] = field(default_factory=list)
    withheld: list[Place] = field(default_factory=list)
    ditto: list[Problem] = field(default_factory=list)
    waiting: list[MatterDraft] = field(default_factory=list)

    @property
    def told(self) -> frozenset[tuple[str, str, str]]:
        """The cells already told of: file, sheet, address."""
        return frozenset((one.at.file, one.at.sheet, one.at.cell) for one in self.refused)


def keep(draft: MatterDraft, gathered: Gathered) -> MatterDraft | None:
    """The draft as it is kept; None for a repeat, which counts once, and for a contradiction, which is refused.

    Where the number is made of other fields, a further matter of the same number is numbered on.
    """
    kept, n = draft, 1
    while (first := gathered.first.setdefault((kept.ledger, kept.key), kept)) is not kept:
        number = "/".join(kept.key)
        if first.content == draft.content:
            gathered.repeats.append(Repeat(draft.at, number, first.at))
            return None
        if not draft.composed:
            gathered.refused.append(_conflict(draft, first))
            gathered.unkept.append(kept)
            return None
        n += 1
        kept = draft.numbered(n)
    return kept


def keep_waiting(draft: MatterDraft, gathered: Gathered) -> None:
    """Keeps a row that waits; a second one of the same number that says something else is refused, and waits for nothing."""
    first = next((one for one in gathered.waiting if (one.ledger, one.key) == (draft.ledger, draft.key)), None)
    if first is None or first.content == draft.content:
        gathered.waiting.append(draft)
        return
    row = draft.at[:3]
    gathered.refused = [replace(one, waits=False) if one.at[:3] == row else one for one in gathered.refused]
    gathered.refused.append(_conflict(draft, first))


def _conflict(draft: MatterDraft, first: MatterDraft) -> RowRefusal:
    """That a row has the number of an earlier one and says something else."""
    where = f"{first.at.sheet}!{first.at.cell}" if first.at.sheet else first.at.cell
    because = sentence("{because}：与{where}", because=BECAUSE["number_conflict"], where=where)
    number = "/".join(draft.key)
    return RowRefusal(
        draft.at, "", draft.key[0], "number_conflict", because, number, first.at.cell, ledger=draft.ledger
    )
