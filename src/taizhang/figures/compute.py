"""Values of all asks, from one scan a ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.chosen import not_askable
from taizhang.figures.kinds import composed, counted
from taizhang.figures.plan import Counted, Leaf, count, leaves
from taizhang.figures.value import Ask, Value
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.scope import Organisation, Scope
from taizhang.warehouse.engine import Engine


def compute(
    catalogue: Catalogue,
    warehouse: Engine,
    asks: Iterable[Ask],
    organisation: Organisation,
    progress: Progress = quiet,
) -> Answers:
    """Answers to all the asks. Raises KeyError for a figure the catalogue does not have."""
    wanted = [leaf for ask in asks for leaf in leaves(catalogue, ask)]
    return Answers(catalogue, count(catalogue, warehouse, wanted, organisation, progress), organisation)


class Answers:
    """What was counted, told as values; only what was asked for is known."""

    def __init__(self, catalogue: Catalogue, counted: Counted, organisation: Organisation) -> None:
        self.catalogue, self._counted, self._organisation = catalogue, counted, organisation

    def value(self, ask: Ask) -> Value:
        """The value of one ask; of a group with ``by`` and ``member``."""
        figure = self.catalogue.figures[ask.figure]
        if not figure.composed:
            return self._leaf(figure, ask)
        kind = composed(figure)
        asked = kind.parts(figure, ask.period)
        return kind.combine(figure, ask, [self.value(replace(ask, figure=name, period=when)) for name, when in asked])

    def amounts(self, ask: Ask) -> dict[str, Decimal | None]:
        """The exact amount of every member of ``ask.by``, members in order: for tables of many units that show numbers
        alone. Telling a count as a value that knows its figure and its ask takes ten times as long."""
        figure = self.catalogue.figures[ask.figure]
        if figure.composed or not counted(figure).adds or not_askable(figure, ask.period):
            return {member: value.amount for member, value in self.groups(ask).items()}
        raw = self._counted[Leaf(ask.figure, ask.period, ask.scope, ask.by)]
        return {
            member: Decimal(one) if isinstance(one, int | Decimal) else None
            for member, one in ((member, raw[member]) for member in sorted(raw))
        }

    def groups(self, ask: Ask) -> dict[str, Value]:
        """The value of every member of ``ask.by``, members in order; '' holds rows without one."""
        figure = self.catalogue.figures[ask.figure]
        members = sorted({member for leaf in leaves(self.catalogue, ask) for member in self._counted.get(leaf, {})})
        asks = (Ask(ask.figure, ask.period, ask.by, member, ask.scope) for member in members)
        if figure.composed or not_askable(figure, ask.period):
            return {one.member: self.value(one) for one in asks}
        # A thousand units ask for a figure at once: what it is and where its numbers stand is looked up once.
        tell, raw = counted(figure).tell, self._counted[Leaf(ask.figure, ask.period, ask.scope, ask.by)]
        return {one.member: tell(figure, one, raw[one.member]) for one in asks}

    def _leaf(self, figure: Figure, ask: Ask) -> Value:
        if reason := not_askable(figure, ask.period):
            return Value(figure, ask, None, reason=reason)
        raw = self._counted[Leaf(ask.figure, ask.period, ask.scope, ask.by)].get(ask.member)
        return counted(figure).tell(figure, ask, raw)

    def units(self, ask: Ask, column: str) -> dict[str, Value]:
        """The value of every unit of the organisation, its subtree included, from the groups of ``column``.

        Only for figures that add up: counts and sums.
        """
        figure = self.catalogue.figures[ask.figure]
        if figure.composed or not counted(figure).adds:
            raise ValueError(f"{figure.name} does not add up over units")
        amounts = self.amounts(Ask(ask.figure, ask.period, column, "", ask.scope))
        totals = {unit: Decimal(0) for unit in self._organisation.units}
        for member, amount in amounts.items():
            for unit in (member, *self._organisation.above(member)):
                if unit in totals:
                    totals[unit] += amount or Decimal(0)
        return {
            unit: Value(figure, Ask(ask.figure, ask.period, scope=Scope(unit)), total) for unit, total in totals.items()
        }
