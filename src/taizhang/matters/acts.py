"""Acts as people do them: which ones a matter is open to, and an act turned into an intention with its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored, row_of, state_of
from taizhang.matters.answers import AnswerDeclaration
from taizhang.matters.conditions import due_in
from taizhang.matters.entry import Head, Intention, Letter
from taizhang.matters.lifecycles import GIVEN, LIFECYCLES, DueRule
from taizhang.matters.transition import due_fields, fits
from taizhang.matters.undoing import ANEW, undone_facts
from taizhang.matters.words import NEW, act_label

_FLAG: Mapping[str, Stored] = MappingProxyType({"是": True, "否": False, "": None})


@dataclass(frozen=True, slots=True)
class Allowed:
    """An act the matter's state is open to: its label, where it leads ('' when the act names it), what it asks.

    title: what this step is called; the act's label unless the step has a name of its own. due: what the act
    may do to the due date. says: the answers it asks for.
    """

    act: str
    label: str
    title: str
    to: str
    to_label: str
    needs: tuple[str, ...]
    due: DueRule
    says: tuple[AnswerDeclaration, ...] = ()


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a person says with an act. due: the new due date; state: for recording and correcting only."""

    note: str = ""
    evidence: tuple[str, ...] = ()
    facts: Mapping[str, Stored] = field(default_factory=dict)
    due: date | None = None
    unit: str = ""
    number: str = ""
    related: tuple[str, ...] = ()
    review: date | None = None
    state: str = ""
    letter: Letter | None = None
    said: Mapping[str, str] = field(default_factory=dict)


NOTHING_SAID = Particulars()


def allowed(lifecycle: str, head: Head | None) -> tuple[Allowed, ...]:
    """The acts open to a matter, in the table's order; to a new one when ``head`` is None.

    What persons and dates stand against is found when the act is done. lifecycle: its name.
    """
    table = LIFECYCLES[lifecycle]
    state = head.state if head else NEW
    return tuple(
        Allowed(
            row.act,
            act_label(row.act),
            row.title or act_label(row.act),
            "" if row.to == GIVEN else row.to,
            "" if row.to == GIVEN else table.label(row.to),
            tuple(need.label for need in row.needs),
            row.due,
            row.says,
        )
        for row in table.rows
        if row.state == state and fits(row, head)
    )


def perform(
    ledger: Ledger, head: Head | None, act: str, actor: str, on: date, *, idem: str, given: Particulars = NOTHING_SAID
) -> Intention:
    """The intention of an act on a matter as the actor saw it, with the fields the ledger says the act fills in.

    head: None for a new matter. What is given beats what the ledger fills in. To send an act again, take the
    same head (``Journal.head(matter, mseq)``): the same intention comes out, and it happens once.
    """
    facts = {**_fill_facts(ledger, head, act, on, given), **given.facts}
    return Intention(
        actor=actor,
        idem=idem,
        ledger=ledger.name,
        act=act,
        on=on,
        matter=head.matter if head else "",
        expect=head.mseq if head else None,
        number=given.number,
        unit=given.unit,
        facts=facts,
        state=given.state,
        note=given.note,
        evidence=given.evidence,
        related=given.related,
        review=given.review,
        letter=given.letter,
        said=given.said,
    )


def follow_fields(ledger: Ledger, head: Head, given: Particulars) -> Particulars:
    """What is said with a correction, the unit following the field that names it and a state taken over the fields it
    was read from."""
    unit = str(given.facts.get(ledger.declared.unit) or "") or given.unit
    if not head.course.recorded:
        return replace(given, unit=unit)
    whole = {**head.facts, **given.facts}
    was, now = (state_of(ledger, row_of(ledger, facts)) for facts in (head.facts, whole))
    return replace(given, unit=unit, state=now if was != now else given.state)


def _fill_facts(ledger: Ledger, head: Head | None, act: str, on: date, given: Particulars) -> dict[str, Stored]:
    """Facts from what the ledger's acts fill in, and the due date in the field it belongs to.

    Verification may be declared by level: ``verify_1``, ``verify_2``, ``verify_3`` besides ``verify``.
    """
    level = f"{act}_{len(head.round.verifiers) + 1 if head else 1}" if act == "verify" else ""
    fills = ledger.fills
    own = {**fills.get(act, {}), **_ends(ledger, head, act), **fills.get(level, {})}
    sets = {**undone_facts(ledger, act, head.facts if head else {}), **own}
    due = given.due or _due_after_suspension(ledger, head, act, on)
    facts: dict[str, Stored] = {}
    for name, word in sets.items():
        if word == "on":
            facts[name] = on.isoformat()
        elif word != "due":
            facts[name] = _literal(ledger, name, word)
    fields = due_fields(ledger)
    if due and fields:
        named = [name for name, word in sets.items() if word == "due"]
        anew = act in ANEW or not (head and due_in(head.facts, fields))
        place = named[0] if named else fields[-1] if anew else fields[0]
        if anew and head:  # a new term is no extension of the one before
            facts.update({name: None for name in fields if name != place and head.facts.get(name)})
        facts[place] = due.isoformat()
    return facts


def _ends(ledger: Ledger, head: Head | None, act: str) -> Mapping[str, str]:
    """What an act that ends a matter fills in without striking it off.

    Answering the source of a matter that was split or merged closes its row as striking off would. So does filing
    away one that was only closed, but for a flag: nobody struck it off.
    """
    ends = ledger.declared.sets.get("strike_off", {})
    if act == "answer":
        return ends
    if act == "archive" and head and head.state == "closed":
        return {name: word for name, word in ends.items() if ledger.declared.field[name].type != "flag"}
    return {}


def _literal(ledger: Ledger, name: str, word: str) -> Stored:
    kind = ledger.declared.field[name].type if name in ledger.declared.field else "text"
    if kind == "flag":
        return _FLAG.get(word, word)
    return word or None


def _due_after_suspension(ledger: Ledger, head: Head | None, act: str, on: date) -> date | None:
    """The due date after a suspension: moved by the calendar days the clock stood still."""
    if act != "resume" or head is None or head.course.suspended is None:
        return None
    due = due_in(head.facts, due_fields(ledger))
    return due + (on - head.course.suspended) if due else None
