"""Corrections of many matters at once: each cell read and checked, all of them written or none.

What a person may change here is what a ledger declares, save the key (it is the matter's identity), the status (acts
move it) and the names of those a matter is about (they decide who sees it): these are corrected one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from taizhang.catalogue.entered import Entering, Unread, format_kept, is_listed, not_read, with_note
from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.predicate import holds
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored, row_of
from taizhang.intake.door import refuse_entered
from taizhang.intake.entered_units import settle_units
from taizhang.matters.acts import Particulars, follow_fields, perform
from taizhang.matters.entry import CORRECT, Entry, Head, Intention
from taizhang.policy.decide import may
from taizhang.policy.naming import settle_facts
from taizhang.policy.rights import roles_for, tells_of_persons
from taizhang.site.desk import Desk
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

# Chosen: a preview of more is not read through before it is confirmed.
MOST_EDITED = 1000


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody typed about a matter as he saw it: field → text. sure: the fields of days whose year he says is right."""

    head: Head
    typed: Mapping[str, str]
    sure: frozenset[str] = frozenset()

    def entering(self, desk: Desk, ledger: Ledger) -> Entering:
        """What it is entered into."""
        return Entering(ledger.declared, desk.site.catalogue.vocabularies, desk.today, self.sure)

    def is_changed(self, name: str) -> bool:
        """Whether what was typed for a field differs from what stands."""
        typed, before = (one.replace("\r\n", "\n").strip() for one in (self.typed[name], self.stands(name)))
        return typed != before

    def stands(self, name: str) -> str:
        """What stands in a field, as it would be typed."""
        return format_kept(self.head.facts.get(name))


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell: what stood there and what would."""

    field: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One matter of the preview; ``key`` in a problem's place names the cell it belongs to.

    checked: the far days that were said to be right, for the entry's note.
    """

    head: Head
    changes: tuple[CellChange, ...]
    facts: Mapping[str, Stored]
    problems: tuple[Problem, ...] = ()
    checked: str = ""


def editable(ledger: Ledger) -> dict[str, FieldDeclaration]:
    """The fields that may be changed in many matters at once."""
    declared = ledger.declared
    kept = {*declared.key, declared.status}
    return {name: one for name, one in declared.field.items() if name not in kept and not one.about}


def may_correct(desk: Desk, ledger: Ledger) -> bool:
    """Whether the person's posts have any use for correcting matters of the ledger."""
    return bool(desk.actor.roles & roles_for(ledger, CORRECT))


def review(desk: Desk, ledger: Ledger, edits: Sequence[Edit], basis: str, idem: str) -> tuple[Reviewed, ...]:
    """What the edits would change, and everything that stands against each; matters left as they are do not come back."""
    read = [one for one in (_review_edit(desk, ledger, edit) for edit in edits) if one.changes or one.problems]
    sound = [one for one in read if not one.problems]
    asked = [_intention(desk, ledger, one, basis, idem) for one in sound]
    against = dict(zip((one.head.matter for one in sound), desk.site.journal.preview(asked), strict=True))
    return tuple(replace(one, problems=(*one.problems, *against.get(one.head.matter, ()))) for one in read)


def foresee(desk: Desk, ledger: Ledger, found: Sequence[Reviewed], basis: str, idem: str) -> tuple[Head, ...]:
    """The matters as the sound ones of the reviewed edits would leave them; nothing is kept."""
    return desk.site.journal.foresee([_intention(desk, ledger, one, basis, idem) for one in found if not one.problems])


def correct(desk: Desk, ledger: Ledger, edits: Sequence[Edit], basis: str, idem: str) -> tuple[Entry, ...]:
    """Writes the edits, all of them or none; sent again with the same identifier they happen once.

    Raises Refused with every problem of every matter, each at its matter and cell.
    """
    if len(edits) > MOST_EDITED:
        says = sentence("一次要改{count}件，超过上限{most_edited}件。", count=len(edits), most_edited=MOST_EDITED)
        raise Refused(Problem("LST-005", says, hint="请缩小范围，分几次改。"))
    read = [one for one in (_review_edit(desk, ledger, edit) for edit in edits) if one.changes or one.problems]
    if problems := [problem for one in read for problem in one.problems]:
        raise Refused(*problems)
    return desk.site.journal.append([_intention(desk, ledger, one, basis, idem) for one in read])


def _review_edit(desk: Desk, ledger: Ledger, edit: Edit) -> Reviewed:
    """The cells that differ from what was seen, and what is wrong with them."""
    fields, facts, changes = editable(ledger), {}, []
    problems: list[Problem] = []
    entering = edit.entering(desk, ledger)
    for name, typed in edit.typed.items():
        if name not in fields or not edit.is_changed(name):
            continue
        changes.append(CellChange(name, fields[name].title, edit.stands(name), typed.strip()))
        try:
            facts[name] = entering.parse(name, typed)
        except Unread as why:
            problems.append(not_read(fields[name], typed, why, Place(key=name)))
            continue
        problems += wrong_value(desk, fields[name], facts[name], name)
    if changes and not may(
        desk.actor, CORRECT, desk.site.journal.row(edit.head), desk.site.catalogue.ledgers, desk.units
    ):
        problems.append(Problem("POL-001", "您现在的岗位不能更正这一件。", hint="请由有此职责的人办理。"))
    facts, unnamed = settle_units(ledger, facts, desk.units)
    problems += unnamed
    if facts and tells_of_persons(ledger):
        facts, unmatched = settle_facts(desk.site.name_book(), ledger, facts)
        problems += unmatched
    problems += refuse_entered(ledger, facts)
    if not problems:
        problems += _rules(ledger, edit.head, facts)
    place = Place(matter=edit.head.number or edit.head.matter)
    told = tuple(one.at(replace(place, key=one.place.key)) for one in problems)
    checked = entering.note_of_sure({one.field: one.after for one in changes})
    return Reviewed(edit.head, tuple(changes), facts, told, checked)


def wrong_value(desk: Desk, field: FieldDeclaration, value: Stored, name: str) -> Iterator[Problem]:
    """What is wrong with a corrected value: a required field left empty, a word its vocabulary does not know."""
    place = Place(key=name)
    if value is None:
        if field.required:
            yield Problem("POL-005", sentence("“{field}”不能为空。", field=field.title), place, "请填写后再提交。")
        return
    words = desk.site.catalogue.vocabularies.get(field.choices)
    if words and isinstance(value, str) and not is_listed(words, value):
        hint = sentence("可选的有：{names}。", names="、".join(list(words.values)[:12]))
        yield Problem(
            "LST-006", sentence("“{field}”没有“{value}”这一选项。", field=field.title, value=value[:40]), place, hint
        )


def _rules(ledger: Ledger, head: Head, facts: Mapping[str, Stored]) -> Iterator[Problem]:
    """The ledger's row rules that the matter would break and does not break already."""
    was, row = row_of(ledger, head.facts), row_of(ledger, {**head.facts, **facts})
    for rule in ledger.rules:
        if holds(rule.when, row) and not holds(rule.when, was):
            says = sentence("改后不合台账的规则：{because}。", because=rule.because.rstrip("。"))
            yield Problem("LST-008", says, Place(key=rule.cell), "请改正这一格，或一起改与它有关的格。")


def _intention(desk: Desk, ledger: Ledger, one: Reviewed, basis: str, idem: str) -> Intention:
    """The correction of one matter."""
    note = with_note(basis, one.checked) if basis.strip() else ""  # that a year is right is no basis of a correction
    given = follow_fields(ledger, one.head, Particulars(note=note, facts=dict(one.facts)))
    return perform(
        ledger, one.head, CORRECT, desk.actor.name, desk.today, idem=f"{idem}:{one.head.matter}", given=given
    )
