"""A change set as the person who imports may have it: what he does not see is not there, what he may not do is refused.

A workbook is a way in like any other. A number that a matter out of sight bears is free where its ledger hides matters
from those they are about; elsewhere its row gets the answer of a row of somebody else's unit, whatever it says. So
nothing can be asked through it. A state a row claims is held against the way its ledger says matters are finished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored, row_of, state_of
from taizhang.intake.changes import ChangeSet, MatterChange
from taizhang.intake.identities import matter_identity
from taizhang.intake.rows import At, MatterDraft, RowRefusal
from taizhang.intake.sheets import address
from taizhang.intake.units import REGISTER
from taizhang.intake.waiting import WaitingRow
from taizhang.lists.query import ListRow, Sight, sees
from taizhang.lists.rows import parts
from taizhang.matters.entry import CORRECT, RECORD, Head
from taizhang.matters.words import FINISHED
from taizhang.policy.decide import may, reach, visible
from taizhang.policy.naming import OUTSIDE, WAITING, NameBook, about_fields, settle_facts
from taizhang.policy.posts import Actor
from taizhang.policy.rights import readable, roles_for, tells_of_persons
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import sentence

NOT_YOURS, CLAIMED, BY_ACTS, UNMATCHED = "not_yours", "finish_claimed", "kept_by_acts", "name_unmatched"
LIFTED = "about_lifted"
BECAUSE: Mapping[str, str] = {
    NOT_YOURS: "这一行的编号或单位不在导入人的职责之内，不能由导入人登记或更正",
    CLAIMED: "这一行写明事项已经办结，而办结须凭佐证由几个人分级核验，不能由导入人以工作簿代替",
    UNMATCHED: sentence(
        "这里的姓名或单位对应不到名册；请写姓名或单位全称，一人一项，不在名册上的写作“{outside}姓名”", outside=OUTSIDE
    ),
    LIFTED: "这一栏写明事项涉及谁，工作簿可以增加，不能改换或清空；请保留原来的姓名或单位",
    BY_ACTS: "这件事项已按流程办理，这一栏只由办理操作记入，工作簿不能改",
}
Fault = tuple[str, str]
"""A reason and the field it stands at, '' for the row's own cell."""


@dataclass(frozen=True)
class Importer:
    """Who imports, among which ledgers and units. row: a matter's line in the lists. book: the names of the roll.

    renamed: identities that numbers give → those the rows stand under, where another matter has the number.
    """

    actor: Actor
    ledgers: Mapping[str, Ledger]
    units: Organisation
    row: Callable[[Head], ListRow]
    book: NameBook
    renamed: Mapping[str, str] = field(default_factory=dict)

    def judge(self, changes: ChangeSet, heads: Mapping[str, Head]) -> ChangeSet:
        """The change set with every row refused that is not this person's to write.

        heads: by identity all matters the rows may be about, seen or unseen.
        """
        changes = self._keep_matched(changes, heads)
        unknown = frozenset() if self._everywhere else frozenset(unit.name for unit in changes.units)
        units = changes.units if self._everywhere else ()
        faults: dict[str, tuple[MatterDraft, Fault]] = {}
        for matter, draft, change in self._every(changes):
            if fault := self._fault(draft, change, heads.get(matter), unknown):
                faults[matter] = (draft, fault)
        waiting = tuple(row for row in changes.waiting if not self._not_for(row.draft, heads, unknown))
        if len(waiting) < len(changes.waiting):
            changes = replace(changes, waiting=waiting, refused=_waiting_no_more(changes, waiting))
        if not faults:
            return replace(changes, units=units)
        columns = {(one.file, one.sheet): one.map.columns for one in changes.sheets if one.map}
        order = {book.name: place for place, book in enumerate(changes.workbooks)}
        refused = (*changes.refused, *(_refusal(columns, *one) for one in faults.values()))
        same = tuple(one for one in changes.same if self._matter(one) not in faults)
        return replace(
            changes,
            new=tuple(one for one in changes.new if one.matter not in faults),
            changed=tuple(one for one in changes.changed if one.matter not in faults),
            same=same,
            unchanged=len(same),
            refused=tuple(sorted(refused, key=lambda one: order[one.at.file])),
            units=units,
        )

    def _keep_matched(self, changes: ChangeSet, heads: Mapping[str, Head]) -> ChangeSet:
        """The change set without changes that would put a name back to waiting that was matched since."""
        changed, same = list[MatterChange](), list(changes.same)
        for change in changes.changed:
            fields = tuple(one for one in change.fields if not self._was_matched(change, *one))
            if fields:
                changed.append(replace(change, fields=fields))
            else:
                same.append(change.draft)
        if len(same) == len(changes.same) and tuple(changed) == changes.changed:
            return changes
        return replace(changes, changed=tuple(changed), same=tuple(same), unchanged=len(same))

    def _was_matched(self, change: MatterChange, name: str, was: Stored, after: Stored) -> bool:
        ledger = self.ledgers[change.draft.ledger]
        about = tells_of_persons(ledger) and ledger.declared.field[name].about
        return about and bool(was) and WAITING in parts(after) and WAITING not in parts(was)

    def _fault(
        self, draft: MatterDraft, change: MatterChange | None, head: Head | None, unknown: frozenset[str]
    ) -> Fault | None:
        ledger = self.ledgers[draft.ledger]
        if head is None:
            return self._of_new(ledger, draft, unknown) or self._unmatched(ledger, draft)
        if not self._corrects(ledger, head):
            return NOT_YOURS, ""
        if change is None:
            return None
        fault = self._lifted(ledger, change) or self._moved(ledger, draft, change, unknown)
        fault = fault or self._finished(ledger, change, head)
        return fault or self._unmatched(ledger, draft)

    def _not_for(self, draft: MatterDraft, heads: Mapping[str, Head], unknown: frozenset[str]) -> Fault | None:
        """What keeps a row that waits from being the person's: another's unit, or a matter that is not his to correct."""
        head = heads.get(self._matter(draft))
        ledger = self.ledgers[draft.ledger]
        if head is not None and not self._corrects(ledger, head):
            return NOT_YOURS, ""
        return None if self._covers(ledger, RECORD, draft, unknown) else (NOT_YOURS, "")

    def _unmatched(self, ledger: Ledger, draft: MatterDraft) -> Fault | None:
        """A name of whom the matter is about that is neither on the roll nor said to be of somebody outside it."""
        if not tells_of_persons(ledger):
            return None
        problems = settle_facts(self.book, ledger, draft.facts, waits=True)[1]
        return (UNMATCHED, problems[0].place.key) if problems else None

    def _of_new(self, ledger: Ledger, draft: MatterDraft, unknown: frozenset[str]) -> Fault | None:
        if not self._covers(ledger, RECORD, draft, unknown):
            return NOT_YOURS, ledger.declared.unit
        closing = ledger.declared.lifecycle == "closed_loop" and draft.state in FINISHED
        if closing and (ledger.declared.registration.workbooks == "acts" or not self._whole(ledger, RECORD)):
            return CLAIMED, ledger.declared.status
        return None

    def _moved(self, ledger: Ledger, draft: MatterDraft, change: MatterChange, unknown: frozenset[str]) -> Fault | None:
        """A correction leaves the matter with units that are the person's as well."""
        named = [name for name, _, after in change.fields if self._is_unit(ledger, name) and after is not None]
        if named and not self._covers(ledger, CORRECT, draft, unknown):
            return NOT_YOURS, named[0]
        return None

    def _lifted(self, ledger: Ledger, change: MatterChange) -> Fault | None:
        """A name taken away of whom the matter is about: whoever it was would see what is said of him.

        What waits to be matched may be written otherwise by whoever wrote it.
        """
        about = frozenset(about_fields(ledger))
        for name, was, after in change.fields:
            gone = {*parts(was)} - {*parts(after)} if name in about else set()
            if WAITING in parts(was):
                gone = {one for one in gone if one in self.book.settle(one)[0]}
            if gone:
                return LIFTED, name
        return None

    def _finished(self, ledger: Ledger, change: MatterChange, head: Head) -> Fault | None:
        declared = ledger.declared
        if not head.course.recorded:
            acted = {declared.status, *(name for filled in ledger.fills.values() for name in filled)}
            return next(((BY_ACTS, name) for name, _, _ in change.fields if name in acted), None)
        now = state_of(ledger, row_of(ledger, {**change.before, **change.draft.facts}))
        ends = (now in FINISHED) != (head.state in FINISHED)
        record = declared.registration.workbooks == "record" and self._whole(ledger, CORRECT)
        return (CLAIMED, declared.status) if ends and declared.lifecycle == "closed_loop" and not record else None

    def _corrects(self, ledger: Ledger, head: Head) -> bool:
        """Whether the matter is in sight and the person may correct it; who sees all of a ledger is asked no rows."""
        if self._whole(ledger, CORRECT) and (ledger.name == REGISTER or not tells_of_persons(ledger)):
            return True
        row = self.row(head)
        return sees(self._sight, row) and may(self.actor, CORRECT, row, self.ledgers, self.units)

    def _covers(self, ledger: Ledger, act: str, draft: MatterDraft, unknown: frozenset[str]) -> bool:
        """Whether the units the row names include one of the person's, and none that is not registered."""
        if self._whole(ledger, act):
            return True
        fields = [name for name in draft.facts if self._is_unit(ledger, name)]
        named = {unit for name in fields for unit in parts(draft.facts[name])}
        lead = str(draft.facts.get(ledger.declared.unit) or "") if ledger.declared.unit else ""
        own = frozenset().union(*(one or () for one in self._reaches(ledger, act)))
        return lead in own and not named & unknown

    def _whole(self, ledger: Ledger, act: str) -> bool:
        return None in self._reaches(ledger, act)

    def _reaches(self, ledger: Ledger, act: str) -> tuple[frozenset[str] | None, ...]:
        """How far each post reaches that may do the act in the ledger."""
        roles = roles_for(ledger, act)
        return tuple(
            reach(post, self.units) for post in self.actor.posts if post.role in roles and readable(post.role, ledger)
        )

    def _every(self, changes: ChangeSet) -> Iterator[tuple[str, MatterDraft, MatterChange | None]]:
        """Each row that is compared with the journal: its matter, and what it would change."""
        for change in (*changes.new, *changes.changed):
            yield change.matter, change.draft, change
        for draft in changes.same:
            yield self._matter(draft), draft, None

    def _matter(self, draft: MatterDraft) -> str:
        usual = matter_identity(draft.ledger, draft.key)
        return self.renamed.get(usual, usual)

    @cached_property
    def _everywhere(self) -> bool:
        """Whether new units met in the rows are the person's to register."""
        register = self.ledgers.get(REGISTER)
        return register is not None and self._whole(register, RECORD)

    @cached_property
    def _sight(self) -> Sight:
        return visible(self.actor, self.ledgers, self.units)

    @staticmethod
    def _is_unit(ledger: Ledger, name: str) -> bool:
        field = ledger.declared.field.get(name)
        return field is not None and not field.about and field.type in ("unit", "units")


def _waiting_no_more(changes: ChangeSet, waiting: tuple[WaitingRow, ...]) -> tuple[RowRefusal, ...]:
    """The refusals, those of rows that are not kept waiting after all no longer told as such."""
    kept = {(row.draft.at.file, row.draft.at.sheet, row.draft.at.row) for row in waiting}
    return tuple(
        replace(one, waits=one.waits and (one.at.file, one.at.sheet, one.at.row) in kept) for one in changes.refused
    )


def _refusal(columns: Mapping[tuple[str, str], Mapping[str, int]], draft: MatterDraft, fault: Fault) -> RowRefusal:
    """The refusal at its cell: that of the field where the sheet has it, else the row's own."""
    reason, field = fault
    at, column = draft.at, columns.get((draft.at.file, draft.at.sheet), {}).get(field)
    if column is not None:
        at = At(at.file, at.sheet, at.row, address(at.row - 1, column))
    value = draft.facts.get(field) if field else draft.key[0]
    number = "/".join(draft.key)
    return RowRefusal(at, field, str(value or ""), reason, BECAUSE[reason], number, ledger=draft.ledger, key=draft.key)
