"""What rows were read so far, each number once: repeats, contradictions, and rows that wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from taizhang.catalogue.resolved import Ledger
from taizhang.intake.identities import folded
from taizhang.intake.rows import BECAUSE, At, MatterDraft, RowRefusal
from taizhang.matters.entry import Head
from taizhang.terms.number_spelling import same_number
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

SPELT = "INT-079"


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
    """By ledger and key, in the spelling in which keys are compared."""
    repeats: list[Repeat] = field(default_factory=list)
    refused: list[RowRefusal] = field(default_factory=list)
    unkept: list[MatterDraft] = field(default_factory=list)
    withheld: list[Place] = field(default_factory=list)
    ditto: list[Problem] = field(default_factory=list)
    waiting: list[MatterDraft] = field(default_factory=list)
    awaited: dict[tuple[str, tuple[str, ...]], MatterDraft] = field(default_factory=dict)
    """The first row that waits of each number, as ``first``."""

    @property
    def told(self) -> frozenset[tuple[str, str, str]]:
        """The cells already told of: file, sheet, address."""
        return frozenset((one.at.file, one.at.sheet, one.at.cell) for one in self.refused)


def keep(draft: MatterDraft, gathered: Gathered) -> MatterDraft | None:
    """The draft as it is kept; None for a repeat, which counts once, and for a contradiction, which is refused.

    Where the number is made of other fields, a further matter of the same number is numbered on.
    """
    kept, n = draft, 1
    while (first := gathered.first.setdefault((kept.ledger, folded(kept.key)), kept)) is not kept:
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
    first = gathered.awaited.setdefault((draft.ledger, folded(draft.key)), draft)
    if first.content == draft.content:
        gathered.waiting.append(draft)
        return
    row = draft.at[:3]
    gathered.refused = [replace(one, waits=False) if one.at[:3] == row else one for one in gathered.refused]
    gathered.refused.append(_conflict(draft, first))


def _conflict(draft: MatterDraft, first: MatterDraft) -> RowRefusal:
    """That a row has the number of an earlier one and says something else."""
    where = f"{first.at.sheet}!{first.at.cell}" if first.at.sheet else first.at.cell
    because = sentence("{because}：与{where}", because=BECAUSE["number_conflict"], where=where)
    number, earlier = "/".join(draft.key), "/".join(first.key)
    if number != earlier:
        because = sentence("{because}（那里写作“{kept}”）", because=because, kept=earlier)
    return RowRefusal(
        draft.at, "", draft.key[0], "number_conflict", because, number, first.at.cell, ledger=draft.ledger
    )


def spelt_twice(draft: MatterDraft) -> RowRefusal:
    """That two matters kept from before bear the row's number in other spellings, and nobody can tell which is meant."""
    number = "/".join(draft.key)
    return RowRefusal(
        draft.at, "", number, "spelt_twice", BECAUSE["spelt_twice"], number, ledger=draft.ledger, key=draft.key
    )


def as_first_written(draft: MatterDraft, ledger: Ledger, head: Head) -> MatterDraft:
    """The draft with its number as the matter has it: another spelling of it is no change."""
    names = [name for name in ledger.declared.key if name in draft.facts and head.facts.get(name)]
    kept = {name: head.facts[name] for name in names if same_number(str(head.facts[name]), str(draft.facts[name]))}
    if all(draft.facts[name] == value for name, value in kept.items()):
        return draft
    facts = {**draft.facts, **kept}
    return replace(draft, facts=facts, key=tuple(str(facts.get(name) or "") for name in ledger.declared.key))


def spelt_otherwise(draft: MatterDraft, number: str) -> Iterator[Problem]:
    """That a row is taken for a matter whose number is written in another way, where it is."""
    if "/".join(draft.key) == number or not same_number("/".join(draft.key), number):
        return
    message = sentence(
        "编号“{written}”按台账里的“{kept}”计：只差全角半角、横线、空格或大小写。",
        written="/".join(draft.key),
        kept=number,
    )
    place = Place(
        file=draft.at.file, sheet=draft.at.sheet, cell=draft.at.cell, line=0 if draft.at.cell else draft.at.row
    )
    yield Problem(SPELT, message, place, "编号照台账里原来的写法保留；确是另一件的，请换一个编号。", "warning")
