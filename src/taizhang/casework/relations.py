"""What a person does with several matters as one: splitting, merging, linking, and answering a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored
from taizhang.lists.query import Filter, Page, Party
from taizhang.lists.rows import title_field
from taizhang.matters.acts import Particulars, perform
from taizhang.matters.conditions import due_in
from taizhang.matters.entry import Entry, Head, Intention
from taizhang.matters.transition import due_fields
from taizhang.site.desk import Desk
from taizhang.site.registering import initial_status
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

# Chosen: one part is no split, more than twenty do not fit one form; of the linked, what one question reads.
FEWEST_PARTS, MOST_PARTS, MOST_LINKED = 2, 20, 50


@dataclass(frozen=True, slots=True)
class SplitPart:
    """One part of a split: what it is about, the unit that leads it, and its due date, the whole's when None."""

    text: str
    unit: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class VisibleRelations:
    """What a matter is bound to, as far as the person sees it.

    whole: what it was split from; parts: what it was split into; survivor: what it was merged into; sources: what was
    merged into it; linked: by somebody's act; shared: rows of any ledger with a number or text in common, the first
    MOST_LINKED; more: whether there are others. named: whatever matter an entry names.
    """

    whole: Head | None
    parts: tuple[Head, ...]
    survivor: Head | None
    sources: tuple[Head, ...]
    linked: tuple[Head, ...]
    shared: tuple[Head, ...]
    more: bool
    named: Mapping[str, Head]

    def __bool__(self) -> bool:
        return bool(self.whole or self.parts or self.survivor or self.sources or self.linked or self.shared)


def split_matter(
    desk: Desk, head: Head, parts: Sequence[SplitPart], idem: str, given: Particulars
) -> tuple[Entry, ...]:
    """Splits a matter: the whole points to its parts, each a matter of its own, all written at once or none.

    Parts of a matter already approved go straight to their units. They keep the whole's facts and due date.
    """
    ledger = desk.site.catalogue.ledgers[head.ledger]
    desk.opened(head).require("split")
    problems = list(_wrong_parts(desk, ledger, parts))
    if not FEWEST_PARTS <= len(parts) <= MOST_PARTS:
        says = sentence(
            "拆分须有{fewest_parts}至{most_parts}个子项，现有{count}个。",
            fewest_parts=FEWEST_PARTS,
            most_parts=MOST_PARTS,
            count=len(parts),
        )
        problems.append(Problem("POL-006", says, hint="请逐项写明内容和承办单位。"))
    if problems:
        raise Refused(*problems)
    asked: list[Intention] = []
    for n, part in enumerate(parts, 1):
        asked += _part(desk, ledger, head, part, n)
    names = tuple(dict.fromkeys(one.matter for one in asked))
    whole = replace(given, related=names)
    mine = perform(ledger, head, "split", desk.actor.name, desk.today, idem=idem, given=whole)
    return desk.site.journal.append((*asked, mine))


def _wrong_parts(desk: Desk, ledger: Ledger, parts: Sequence[SplitPart]) -> list[Problem]:
    found = []
    for n, part in enumerate(parts, 1):
        if not part.text.strip():
            found.append(
                Problem(
                    "POL-006",
                    sentence("第{number}个子项没有写明内容。", number=n),
                    Place(key=f"text-{n}"),
                    "请一项写一件事。",
                )
            )
        if part.unit not in desk.units.units:
            says = (
                sentence("第{number}个子项的承办单位“{unit}”没有登记。", number=n, unit=part.unit[:40])
                if part.unit
                else sentence("第{number}个子项没有承办单位。", number=n)
            )
            found.append(Problem("POL-006", says, Place(key=f"unit-{n}"), "请从单位名录中选择。"))
    return found


def _part(desk: Desk, ledger: Ledger, head: Head, part: SplitPart, n: int) -> list[Intention]:
    """The entries that begin a part, under the identity a workbook would give it: its export is known again."""
    number = f"{head.number or head.matter[:8]}-{n}"
    facts = _inherit(desk, ledger, head)
    facts[title_field(ledger)] = part.text.strip()
    if ledger.declared.key:
        facts[ledger.declared.key[0]] = number
    if ledger.declared.unit:
        facts[ledger.declared.unit] = part.unit
    fields = due_fields(ledger)
    if part.due and fields:
        facts[fields[0]] = part.due.isoformat()
    key = tuple(str(facts.get(name) or "") for name in ledger.declared.key)
    matter = desk.identify(ledger, key if all(key) else (head.matter, str(n)))
    begins = "register" if head.state == "registered" else "branch"
    note = f"由“{head.number}”拆分而来"
    first = Intention(
        desk.actor.name,
        f"part:{matter}",
        head.ledger,
        begins,
        desk.today,
        matter,
        expect=0,
        number=number,
        unit=part.unit,
        facts=facts,
        note=note,
        related=(head.matter,),
        source=head.source,
    )
    if begins == "register":
        return [first]
    return [
        first,
        Intention(
            desk.actor.name, f"assign:{matter}", head.ledger, "assign", desk.today, matter, expect=1, unit=part.unit
        ),
    ]


def _inherit(desk: Desk, ledger: Ledger, head: Head) -> dict[str, Stored]:
    """The whole's facts without those that acts fill in later."""
    later = {name for act in ledger.fills.values() for name in act} - set(due_fields(ledger))
    facts: dict[str, Stored] = {name: value for name, value in head.facts.items() if name not in later}
    status = initial_status(desk.site.catalogue, ledger)
    return {**facts, **status}


def merge_matters(desk: Desk, head: Head, survivor: Head, idem: str, given: Particulars) -> tuple[Entry, ...]:
    """Merges a matter into another of its ledger, which from now on has the earlier due date of the two."""
    following = desk.site.journal.history(head.matter)[head.mseq :]
    if following and (following[0].intention.actor, following[0].intention.idem) == (desk.actor.name, idem):
        return (following[0],)  # sent before: the survivor has moved on since
    ledger = desk.site.catalogue.ledgers[head.ledger]
    desk.opened(head).require("merge")
    desk.opened(survivor).require("absorb")
    if survivor.ledger != head.ledger or survivor.matter == head.matter:
        says = sentence("“{survivor}”不是本台账的另一件事项，不能并入。", survivor=survivor.number)
        raise Refused(
            Problem("POL-007", says, Place(matter=head.number), "并件只在同一台账内进行；不同台账的请用关联。")
        )
    fields = due_fields(ledger)
    mine, theirs = due_in(head.facts, fields), due_in(survivor.facts, fields)
    earlier = mine if mine and (theirs is None or mine < theirs) else None
    asked = (
        perform(
            ledger,
            head,
            "merge",
            desk.actor.name,
            desk.today,
            idem=idem,
            given=replace(given, related=(survivor.matter,)),
        ),
        perform(
            ledger,
            survivor,
            "absorb",
            desk.actor.name,
            desk.today,
            idem=f"{idem}:absorb",
            given=Particulars(note=f"“{head.number}”并入本件：{given.note}", related=(head.matter,), due=earlier),
        ),
    )
    return desk.site.journal.append(asked)


def relations(desk: Desk, head: Head, history: Sequence[Entry] = ()) -> VisibleRelations:
    """Everything the matter is bound to within the person's sight, in two questions. history: its entries."""
    told = {one for entry in history for one in entry.intention.related}
    named = desk.among({*told, *head.relations.related, *head.relations.links, head.relations.origin} - {""})
    ahead = {
        one: named[one]
        for one in (*head.relations.related, *head.relations.links, head.relations.origin)
        if one in named
    }
    tokens = [party for party in desk.site.journal.row(head).parties if party.role == "link" and "#" in party.name]
    page = desk.page(desk.query(Filter(bound=(Party("link", head.matter), *tokens)), page=Page(size=MOST_LINKED)))
    others = [one for one in page.heads if one.matter != head.matter]
    pointing = [
        one for one in others if head.matter in (*one.relations.related, *one.relations.links, one.relations.origin)
    ]
    linked = [
        *(ahead[one] for one in head.relations.links if one in ahead),
        *(one for one in pointing if head.matter in one.relations.links),
    ]
    known = {*ahead, *(one.matter for one in pointing)}
    merged = head.state == "merged" and head.relations.related
    return VisibleRelations(
        whole=ahead.get(head.relations.origin),
        parts=tuple(ahead[one] for one in head.relations.related if one in ahead) if head.state == "split" else (),
        survivor=ahead.get(head.relations.related[0]) if merged else None,
        sources=tuple(one for one in pointing if one.state == "merged" and head.matter in one.relations.related),
        linked=tuple({one.matter: one for one in linked}.values()),
        shared=tuple(one for one in others if one.matter not in known),
        more=page.total > len(page.heads),
        named=named,
    )
