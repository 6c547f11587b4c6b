"""What workbooks would change, compared with the journal as the person who imports may have it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from taizhang.catalogue.extending import with_additions
from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.values import Stored
from taizhang.intake.changes import ChangeSet, compare_drafts, prepare
from taizhang.intake.gathering import SPELT
from taizhang.intake.holding import hold, let_go, matter_of
from taizhang.intake.identities import folded, identity, kind_of_identity
from taizhang.intake.looking import SheetChoices
from taizhang.intake.rows import MatterDraft
from taizhang.intake.sheets import Workbook
from taizhang.intake.waiting import LEDGERS, SUPERSEDED, facts_of, held_from, held_key, ledger_for
from taizhang.journal.journal import Journal
from taizhang.lists.query import Sight, sees
from taizhang.matters.entry import Head, Intention
from taizhang.policy.decide import visible
from taizhang.policy.importing import Importer
from taizhang.policy.naming import NameBook, settle_facts
from taizhang.policy.numbers import own_identities
from taizhang.policy.posts import Actor
from taizhang.policy.rights import tells_of_persons
from taizhang.site.kept_numbers import as_kept
from taizhang.terms.progress import Progress


@dataclass(slots=True)
class ImportDoor:
    """The door workbooks come in by. by: who imports; book: the names of the roll."""

    journal: Journal
    catalogue: Catalogue
    book: NameBook
    by: Actor
    sight: Sight = field(init=False)
    heads: dict[str, Head] = field(init=False, default_factory=dict)
    renamed: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.sight = visible(self.by, self.catalogue.ledgers, self.book.units)

    def judge(self, workbooks: Sequence[Workbook], asked: SheetChoices, today: date, progress: Progress) -> ChangeSet:
        """The change set of what was read, every row refused that is not this person's to write."""
        changes = prepare(
            self.catalogue,
            workbooks,
            self._find,
            self.book.units,
            asked=replace(asked, settle=self._settle, rename=self._rename),
            today=today,
            heads=self._seen,
            progress=progress,
        )
        catalogue = with_additions(self.catalogue, changes.additions)
        by = Importer(self.by, catalogue.ledgers, self.book.units, self.journal.row, self.book, renamed=self.renamed)
        waiting = {matter_of(one.draft): (one.draft.ledger, "/".join(one.draft.key)) for one in changes.waiting}
        # A row that waits tells no more than one that does not: what is out of sight is as a free number.
        self._find({*waiting, *filter(None, self._rename(waiting).values())})
        judged = _without_hidden(by.judge(changes, self.heads))
        return replace(judged, holding=tuple(self._holding(catalogue, judged, today)))

    def judge_drafts(
        self, catalogue: Catalogue, workbooks: Sequence[Workbook], drafts: Sequence[MatterDraft]
    ) -> ChangeSet:
        """The change set of rows read before, under ledgers as they read now; refused what is not this person's to write."""
        asked = SheetChoices(settle=self._settle, rename=self._rename)
        changes = compare_drafts(catalogue, workbooks, drafts, self.book.units, self._find, asked)
        by = Importer(self.by, catalogue.ledgers, self.book.units, self.journal.row, self.book, renamed=self.renamed)
        return _without_hidden(by.judge(changes, self.heads))

    def _holding(self, catalogue: Catalogue, changes: ChangeSet, today: date) -> Iterator[Intention]:
        """What keeps the rows that wait, and lets go of those whose matters came in otherwise."""
        kept = {head.matter: head for name in LEDGERS for head in self.journal.heads(name)}
        for row in changes.waiting:
            ledger = ledger_for(catalogue.ledgers[row.draft.ledger])
            head = kept.get(identity(ledger, held_key(row)))
            there = self.heads.get(matter_of(row.draft))
            facts = facts_of(row, self.by.name, today.isoformat(), there.mseq if there else None)
            if asked := hold(ledger, row, facts, head):
                yield asked
        came = {
            (one.ledger, *folded(one.key))
            for one in (*(c.draft for c in (*changes.new, *changes.changed)), *changes.same)
        }
        for head in kept.values():
            held = held_from(head, catalogue.ledgers)
            if held and held_key(held.row) in came:
                yield let_go(held, head.ledger, (self.by.name, today), SUPERSEDED)

    def _find(self, matters: Collection[str]) -> Mapping[str, Head]:
        self.heads.update(self.journal.known(matters))
        return self.heads

    def _settle(self, ledger: str, facts: Mapping[str, Stored]) -> Mapping[str, Stored]:
        """The facts of a row with the names of whom it is about as the roll has them."""
        declared = self.catalogue.ledgers[ledger]
        return settle_facts(self.book, declared, facts, waits=True)[0] if tells_of_persons(declared) else facts

    def _rename(self, matters: Mapping[str, tuple[str, str]]) -> Mapping[str, str]:
        """Matters kept under another spelling, and those of ledgers in which a matter may hide from whom it is about."""
        spelt = as_kept(matters, self.journal, self.sight)
        self.renamed.update({usual: kept for usual, kept in spelt.items() if kept})
        telling = (name for name, one in self.catalogue.ledgers.items() if tells_of_persons(one))
        begins = {kind_of_identity(name) for name in telling}
        usual = [one for one in matters if one.rpartition("-")[0] in begins and one not in spelt]
        self.renamed.update(own_identities(usual, self.by.name, self._hidden))
        return {**self.renamed, **{one: "" for one, kept in spelt.items() if not kept}}

    def _hidden(self, matters: Collection[str]) -> Collection[str]:
        """Those out of sight, of ledgers that hide matters from those they are about."""
        ledgers, found = self.catalogue.ledgers, self.journal.known(matters)
        telling = {name: one for name, one in found.items() if tells_of_persons(ledgers[one.ledger])}
        return [name for name, one in telling.items() if not sees(self.sight, self.journal.row(one))]

    def _seen(self, ledger: str) -> Iterable[Head]:
        return (head for head in self.journal.heads(ledger) if sees(self.sight, self.journal.row(head)))


def _without_hidden(changes: ChangeSet) -> ChangeSet:
    """Without what would tell of a matter that is not to be written by whoever imports: how its number is written."""
    drafts = (*(one.draft for one in changes.changed), *changes.same)
    own = {(one.at.file, one.at.sheet, one.at.cell or one.at.row) for one in drafts}
    told = (
        one
        for one in changes.warnings
        if one.code != SPELT or (one.place.file, one.place.sheet, one.place.cell or one.place.line) in own
    )
    return replace(changes, warnings=tuple(told))
