"""Matters that look like one under two numbers: found in a person's sight, merged, or said to be two."""

from __future__ import annotations

from dataclasses import dataclass

from taizhang.catalogue.values import row_of
from taizhang.lists.query import Filter
from taizhang.matters.acts import Particulars
from taizhang.matters.entry import Entry, Head
from taizhang.matters.soundness.twins import Kept, standing, twins
from taizhang.site.desk import Desk
from taizhang.terms.problem import Place, Problem, Refused

# Chosen: what a person goes through in one sitting; the rest follows once these are settled.
MOST_PAIRS = 100


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two matters of one ledger, the earlier number first, and what each of their fields says: title, one, other."""

    one: Head
    two: Head
    fields: tuple[tuple[str, str, str], ...]


def look_alikes(desk: Desk, ledger: str) -> tuple[LookAlike, ...]:
    """The first MOST_PAIRS pairs of a ledger that look like one matter, as far as the person sees both."""
    found = desk.ledgers.get(ledger)
    if found is None:
        return ()
    heads = {head.matter: head for head in desk.walk(desk.query(Filter(ledgers=(ledger,)))) if standing(head)}
    rows = [
        Kept(head.matter, head.number, row_of(found, head.facts), True, head.relations.links)
        for head in sorted(heads.values(), key=lambda head: head.number)
    ]
    pairs: list[LookAlike] = []
    for one, two in twins(found, rows):
        fields = tuple(
            (field.title, _said(one, name), _said(two, name))
            for name, field in found.declared.field.items()
            if _said(one, name) or _said(two, name)
        )
        pairs.append(LookAlike(heads[one.matter], heads[two.matter], fields))
        if len(pairs) == MOST_PAIRS:
            break
    return tuple(pairs)


def _said(kept: Kept, name: str) -> str:
    value = kept.row.get(name)
    return "" if value is None else ("是" if value else "否") if isinstance(value, bool) else str(value)


def tell_apart(desk: Desk, one: Head, two: Head, why: str, idem: str) -> Entry:
    """Says that two matters are two, under the person's name and with a reason: they are linked, and asked no more.

    Refused (POL-022) without a reason.
    """
    if not why.strip():
        raise Refused(
            Problem("POL-022", "没有写明为什么是两件。", Place(matter=one.number), "请写明两件的不同之处，再确认。")
        )
    given = Particulars(note=f"核对过，是两件：{why.strip()}", related=(two.matter,))
    return desk.act(desk.opened(one), "link", desk.today, idem, given)
