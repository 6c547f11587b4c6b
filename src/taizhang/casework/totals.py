"""Totals of a list: how many matters, the exact sum of each number field, and both again by a field's values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from taizhang.catalogue.entered import format_kept
from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.lists.query import HeadQuery
from taizhang.matters.entry import Head
from taizhang.site.desk import Desk
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence

# Chosen: a year of a large body; each matter is read for it, so the page's wait has a bound.
MOST_TOTALLED = 100_000
UNIT, STATE = "unit", "state"


@dataclass(slots=True)
class Total:
    """So many matters, and the sum of each number field over those that have it; a field nobody filled in has none."""

    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)

    def take(self, numbers: Mapping[str, Decimal]) -> None:
        """Adds one matter."""
        self.count += 1
        for name, number in numbers.items():
            self.sums[name] = self.sums.get(name, Decimal(0)) + number


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole list, and its parts by the value of ``by``; '' stands for matters without one."""

    whole: Total
    by: str
    parts: Mapping[str, Total]


def numbers_of(ledger: Ledger) -> dict[str, FieldDeclaration]:
    """The fields whose values add up."""
    fields = ledger.declared.field.items()
    return {name: one for name, one in fields if one.type in ("integer", "decimal")}


def possible_parts(desk: Desk, ledger: Ledger) -> dict[str, str]:
    """What a list may be parted by, with its title: each matter lies in exactly one part, which a filter can show."""
    words = desk.site.catalogue.vocabularies
    found = {UNIT: "单位", STATE: "状态"}
    for name, one in ledger.declared.field.items():
        several = one.choices in words and words[one.choices].many
        if one.type == "flag" or (one.choices in words and not several and name != ledger.declared.status):
            found[name] = one.title
    return found


def totals(desk: Desk, ledger: Ledger, query: HeadQuery, by: str = "") -> Totals:
    """Adds up a list of one ledger, however it is filtered; exact, and equal to the list by being read from it.

    Raises Refused when it has more than MOST_TOTALLED matters.
    """
    whole, parts = Total(), dict[str, Total]()
    fields = numbers_of(ledger)
    for head in desk.walk(query):
        if whole.count == MOST_TOTALLED:
            says = sentence("列表超过{most_totalled}件，这里不合计。", most_totalled=MOST_TOTALLED)
            raise Refused(Problem("LST-010", says, hint="请缩小范围，或看这本台账的指标。"))
        numbers = {name: Decimal(str(value)) for name in fields if (value := head.facts.get(name)) not in (None, "")}
        whole.take(numbers)
        if by:
            parts.setdefault(_part(head, by), Total()).take(numbers)
    return Totals(whole, by, dict(sorted(parts.items(), key=lambda one: (-one[1].count, one[0]))))


def _part(head: Head, by: str) -> str:
    if by in (UNIT, STATE):
        return head.unit if by == UNIT else head.state
    return format_kept(head.facts.get(by))
