"""Rows an import leaves out, told to the journal with it: where each stands, of which ledger, and why; nothing of what it says.

What is left out is known by the number it would have had, else by its place in the workbook of the person who sent it:
sent again and refused again it is the same row, and sent again and taken in it is left out no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.values import Stored
from taizhang.intake.changes import ChangeSet
from taizhang.intake.identities import identity, matter_identity
from taizhang.intake.rows import At, RowRefusal
from taizhang.matters.entry import CORRECT, RECORD, Head, Intention, Source
from taizhang.terms.sentence import sentence

LEFT_OUT, LEFT_OUT_GUARDED = "left_out", "left_out_guarded"
LEDGERS = (LEFT_OUT, LEFT_OUT_GUARDED)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One row left out: by which identity it is known, and that of the matter it would be ('' when it cannot be told)."""

    name: str
    matter: str
    refusal: RowRefusal


@dataclass(slots=True)
class LeavingOut:
    """What an import leaves out and what it brings in, held against what earlier ones left out.

    known: every row ever left out, by its identity. there: the matters the rows would be, as far as they exist. by, on:
    who imports, and the day.
    """

    catalogue: Catalogue
    changes: ChangeSet
    known: Mapping[str, Head]
    there: Mapping[str, Head]
    by: str
    on: date
    digests: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.digests = {workbook.name: workbook.digest for workbook in self.changes.workbooks}

    def intentions(self) -> Iterator[Intention]:
        """First what is left out no more, then what is left out now."""
        out = left_out_rows(self.changes, self.by)
        yield from self._taken(frozenset(one.name for one in out))
        for one in out:
            if asked := self._recorded(one):
                yield asked

    def _taken(self, still: frozenset[str]) -> Iterator[Intention]:
        """Rows left out earlier that the workbooks bring in now, by number or by place."""
        drafts = [*(one.draft for one in (*self.changes.new, *self.changes.changed)), *self.changes.same]
        numbered = {matter_identity(one.ledger, one.key): one.at for one in drafts}
        placed = {_place(one.ledger, one.at, self.by): one.at for one in drafts}
        for name, head in self.known.items():
            at = numbered.get(str(head.facts.get("matter") or "")) or placed.get(name)
            if at and name not in still and not head.facts.get("taken"):
                asked = self._correct(head, {"taken": self.on.isoformat()})
                yield replace(asked, note=place_of(at))  # its source stays the file it was left out of

    def _recorded(self, one: LeftOut) -> Intention | None:
        """A row left out for the first time, again after it was taken in, or at another place; None when all is known."""
        refusal, head = one.refusal, self.known.get(one.name)
        facts: dict[str, Stored] = {
            "no": place_of(refusal.at),
            "about": refusal.ledger,
            "because": refusal.because,
            "matter": one.matter,
            "lacking": one.matter not in self.there,
            "opened": self.on.isoformat(),
        }
        if head is None:
            ledger = LEFT_OUT_GUARDED if self.catalogue.ledgers[refusal.ledger].declared.guarded else LEFT_OUT
            return Intention(
                self.by,
                f"left:{one.name}",
                ledger,
                RECORD,
                self.on,
                one.name,
                number=place_of(refusal.at),
                facts=facts,
                source=self._source(refusal.at),
            )
        same = (head.source.digest, head.source.row) == (self.digests[refusal.at.file], refusal.at.row)
        if same:  # the very file once more: whatever was brought in of it meanwhile stays in
            return None
        asked = self._correct(head, {**facts, "taken": None})
        return replace(asked, number=place_of(refusal.at), source=self._source(refusal.at))

    def _correct(self, head: Head, facts: Mapping[str, Stored]) -> Intention:
        return Intention(
            self.by,
            f"left:{head.matter}:{head.mseq}",
            head.ledger,
            CORRECT,
            self.on,
            head.matter,
            number=head.number,
            facts=facts,
        )

    def _source(self, at: At) -> Source:
        return Source(self.digests[at.file], at.file, at.sheet, at.row, at.cell)


def left_out_rows(changes: ChangeSet, by: str) -> tuple[LeftOut, ...]:
    """The rows a change set leaves out, each once, in the order of the refusals; those of one number are numbered on."""
    found: dict[tuple[str, str, int, tuple[str, ...]], LeftOut] = {}
    times: Counter[str] = Counter()
    for one in changes.refused:
        place = (one.at.file, one.at.sheet, one.at.row, one.key)
        if place in found or not one.ledger or one.waits:  # one that waits is kept, whole, elsewhere
            continue
        matter = matter_identity(one.ledger, one.key) if one.key and all(one.key) else ""
        name = identity(LEFT_OUT, (matter,)) if matter else _place(one.ledger, one.at, by)
        times[name] += 1
        if times[name] > 1:
            name = identity(LEFT_OUT, (matter or name, str(times[name])))
        found[place] = LeftOut(name, matter, one)
    return tuple(found.values())


def place_of(at: At) -> str:
    """Where a row stands, in words."""
    if not at.sheet:
        return sentence("{file}第{row}行", file=at.file, row=at.row)
    return sentence("{file}“{sheet}”第{row}行", file=at.file, sheet=at.sheet, row=at.row)


def _place(ledger: str, at: At, by: str) -> str:
    """The identity of a row without a number: its place in a file of that name sent by that person."""
    return identity(LEFT_OUT, (ledger, at.file, at.sheet, str(at.row), by))
