"""The waiting room of names: matters whose persons nobody has matched to the roll yet, and matching them.

Such a matter may be about anybody, so it is hidden from all but the intake officer and whoever took it in. A name is
matched to persons and units of the roll, or said to be of somebody outside it; when none waits any more the matter is
seen by whoever sees its ledger, and by nobody it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taizhang.catalogue.values import Stored
from taizhang.lists.query import FIRST_PAGE, Filter, Order, Page, Party
from taizhang.lists.rows import parts
from taizhang.matters.entry import CORRECT, Entry, Head, Intention
from taizhang.policy.decide import matches_names
from taizhang.policy.naming import OUTSIDE, WAITING, about_fields
from taizhang.site.desk import Desk
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

BY_AGE = Order("opened")


@dataclass(frozen=True, slots=True)
class WaitingName:
    """A name as it was written, and whom of the roll it may mean."""

    field: str
    title: str
    written: str
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A matter with the names in it that wait; matched: those that do not."""

    head: Head
    names: tuple[WaitingName, ...]
    matched: tuple[str, ...]


def unmatched(desk: Desk, page: Page = FIRST_PAGE) -> tuple[tuple[Unmatched, ...], int]:
    """One page of the matters in which names wait, and how many there are; none for who does not match names."""
    if not matches_names(desk.actor):
        return (), 0
    found = desk.page(desk.query(Filter(bound=(Party("about", WAITING),)), BY_AGE, page))
    return tuple(unmatched_of(desk, head) for head in found.heads), found.total


def unmatched_of(desk: Desk, head: Head) -> Unmatched:
    """The names of a matter that wait."""
    book, ledger = desk.site.name_book(), desk.site.catalogue.ledgers[head.ledger]
    waiting, matched = list[WaitingName](), list[str]()
    for name in about_fields(ledger):
        names = parts(head.facts.get(name))
        for one in names if WAITING in names else ():
            if book.settle(one)[0] == (one,):
                matched.append(one)
            elif one != WAITING:
                waiting.append(WaitingName(name, ledger.declared.field[name].title, one, book.offered(one)))
    return Unmatched(head, tuple(waiting), tuple(matched))


def match(desk: Desk, matter: str, written: str, names: Sequence[str], idem: str) -> Entry:
    """Says whom a written name means, in every field it waits in: persons and units of the roll, or somebody outside it.

    names: as on the roll, or ``OUTSIDE`` and a name. Raises Refused: POL-023 it is not this person's to say, or no such
    name waits; POL-021 what is given is not on the roll; JRN-… somebody else acted meanwhile.
    """
    head = desk.head(matter) if matches_names(desk.actor) else None
    waiting = [one for one in unmatched_of(desk, head).names if one.written == written] if head else []
    if head is None or not waiting:
        says = "没有这个待认的姓名，或不由您认定。"
        raise Refused(Problem("POL-023", says, hint="请在“姓名待认”里查看；姓名由受理员认定。"))
    meant, unknown = desk.site.name_book().settle("、".join(names))
    if unknown or not meant:
        says = sentence("“{names}”对应不到名册上的人或单位。", names="、".join(unknown or names)[:80])
        hint = sentence("请选名册上的姓名或单位；不在名册上的写作“{outside}姓名”。", outside=OUTSIDE)
        raise Refused(Problem("POL-021", says, Place(matter=head.number), hint))
    left = [one for one in unmatched_of(desk, head).names if one.written != written]
    facts: dict[str, Stored] = {}
    for name in dict.fromkeys(one.field for one in waiting):
        before = head.facts.get(name)
        kept = [one for one in parts(before) if one not in (written, WAITING)]
        still = [WAITING] if any(one.field == name for one in left) else []
        after = [*dict.fromkeys((*kept, *meant)), *still]
        facts[name] = after if isinstance(before, list) else "、".join(after)
    asked = Intention(
        desk.actor.name,
        idem,
        head.ledger,
        CORRECT,
        desk.today,
        head.matter,
        head.mseq,
        number=head.number,
        unit=head.unit,
        facts=facts,
        note="认定所涉及的人或单位",
    )
    (entry,) = desk.site.journal.append([asked])
    return entry
