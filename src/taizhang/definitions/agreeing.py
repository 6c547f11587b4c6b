"""Two figures that must agree: what somebody declares of them, as an identity that every report checks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from taizhang.catalogue.resolved import Catalogue
from taizhang.definitions.drafting import TITLE, named_badly
from taizhang.definitions.proposals import Tables
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

RELATIONS: Mapping[str, str] = MappingProxyType({"=": "应等于", "<=": "应不大于", ">=": "应不小于"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody declares: a figure on each side by name, how they stand, and how it is called ('': by its figures)."""

    left: str
    relation: str
    right: str
    title: str = ""

    def called(self, titles: Mapping[str, str]) -> str:
        """Its name: what was typed, else its two figures. titles: of the figures in sight; of others none is told."""
        if self.title or not {self.left, self.right} <= titles.keys():
            return self.title
        one, two = (titles[name] for name in (self.left, self.right))
        return f"{one}{RELATIONS[self.relation]}{two}"[:TITLE]


def faults(
    catalogue: Catalogue, draft: Agreement, seen: Mapping[str, str], taken: Collection[str]
) -> Iterator[Problem]:
    """Everything wrong with it, each at its part. seen: titles of the figures in sight by name; taken: titles that wait."""
    for part, name in (("left", draft.left), ("right", draft.right)):
        if not name:
            yield Problem("FIG-065", "没有选指标。", Place(key=part), "请写指标的名称，或从列出的里面选。")
        elif name not in seen:
            says = sentence("没有您看得到的、名为“{name}”的指标，或同名的不止一个。", name=name[:TITLE])
            yield Problem("FIG-065", says, Place(key=part), "请写指标的全称，或从它的口径页点“应与另一个数一致”。")
    if draft.left and draft.left == draft.right:
        yield Problem("FIG-065", "两边是同一个指标。", Place(key="right"), "请另选一个指标。")
    known = [(one.left, one.right) for one in catalogue.identities.values() if one.relation == draft.relation]
    sides = [((draft.left,), (draft.right,))]
    sides += [((draft.right,), (draft.left,))] if draft.relation == "=" else []
    if {draft.left, draft.right} <= seen.keys() and any(one in known for one in sides):
        yield Problem("FIG-065", "已经声明过这两个数要一致。", Place(key="right"), "不用再提；每次出文稿都会核对。")
    title = draft.called(seen)
    yield from named_badly(title)
    if title and (title in taken or title in {one.title for one in catalogue.identities.values()}):
        says = sentence("已有名为“{title}”的核对，或同名的正等待审定。", title=title)
        yield Problem("FIG-061", says, Place(key="title"), "请换一个名称。")


def tables_of(catalogue: Catalogue, draft: Agreement, name: str) -> Tables:
    """The declaration of one without faults."""
    declared: dict[str, object] = {
        "title": draft.called({key: one.title for key, one in catalogue.figures.items()}) or name,
        "left": [draft.left],
        "relation": draft.relation,
        "right": [draft.right],
    }
    return {"identity": {name: declared}}
