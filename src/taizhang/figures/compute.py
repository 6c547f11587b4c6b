"""Values of all asks, from one scan a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, localcontext

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.chosen import not_askable
from taizhang.figures.plan import Counted, Leaf, count, leaves
from taizhang.figures.value import Ask, Value
from taizhang.figures.yearly import NO_BASE, change
from taizhang.terms.quantity import percent, rounded
from taizhang.terms.scope import Organisation, Scope
from taizhang.warehouse.duck import Warehouse

_COUNTS = ("flow", "cohort", "stock", "distinct", "sum")


def compute(catalogue: Catalogue, warehouse: Warehouse, asks: Iterable[Ask], organisation: Organisation) -> Answers:
    """Answers to all the asks. Raises KeyError for a figure the catalogue does not have."""
    wanted = [leaf for ask in asks for leaf in leaves(catalogue, ask)]
    return Answers(catalogue, count(catalogue, warehouse, wanted, organisation), organisation)


class Answers:
    """What was counted, told as values; only what was asked for is known."""

    def __init__(self, catalogue: Catalogue, counted: Counted, organisation: Organisation) -> None:
        self.catalogue, self._counted, self._organisation = catalogue, counted, organisation

    def value(self, ask: Ask) -> Value:
        """The value of one ask; of a group with ``by`` and ``member``."""
        figure = self.catalogue.figures[ask.figure]
        if figure.kind == "year_on_year":
            return self._compared(figure, ask)
        return self._divided(figure, ask) if figure.composed else self._leaf(figure, ask)

    def groups(self, ask: Ask) -> dict[str, Value]:
        """The value of every member of ``ask.by``, members in order; '' holds rows without one."""
        members = sorted({member for leaf in leaves(self.catalogue, ask) for member in self._counted.get(leaf, {})})
        return {member: self.value(Ask(ask.figure, ask.period, ask.by, member, ask.scope)) for member in members}

    def _leaf(self, figure: Figure, ask: Ask) -> Value:
        if reason := not_askable(figure, ask.period):
            return Value(figure, ask, None, reason=reason)
        raw = self._counted[Leaf(ask.figure, ask.period, ask.scope, ask.by)].get(ask.member)
        return told(figure, ask, raw)

    def _divided(self, figure: Figure, ask: Ask) -> Value:
        upper, lower = (
            [self.value(Ask(name, ask.period, ask.by, ask.member, ask.scope)) for name in names]
            for names in (figure.declared.of, figure.declared.over)
        )
        return divided(figure, ask, upper, lower)

    def _compared(self, figure: Figure, ask: Ask) -> Value:
        (name,) = figure.declared.of
        this = self.value(Ask(name, ask.period, ask.by, ask.member, ask.scope))
        last = self.value(Ask(name, ask.period.last_year(), ask.by, ask.member, ask.scope))
        return compared(figure, ask, this, last)

    def units(self, ask: Ask, column: str) -> dict[str, Value]:
        """The value of every unit of the organisation, its subtree included, from the groups of ``column``.

        Only for figures that add up: counts and sums.
        """
        figure = self.catalogue.figures[ask.figure]
        if figure.kind not in _COUNTS or figure.kind == "distinct":
            raise ValueError(f"{figure.name} does not add up over units")
        groups = self.groups(Ask(ask.figure, ask.period, column, "", ask.scope))
        totals = {unit: Decimal(0) for unit in self._organisation.units}
        for member, value in groups.items():
            for unit in (member, *self._organisation.above(member)):
                if unit in totals:
                    totals[unit] += value.amount or Decimal(0)
        return {
            unit: Value(figure, Ask(ask.figure, ask.period, scope=Scope(unit)), total) for unit, total in totals.items()
        }


def divided(figure: Figure, ask: Ask, upper: Sequence[Value], lower: Sequence[Value]) -> Value:
    """The sum of ``upper`` in percent of the sum of ``lower``; no number when a part has none or the base is 0."""
    lacking = next((value for value in (*upper, *lower) if value.amount is None), None)
    if lacking:
        return Value(figure, ask, None, reason=lacking.reason)
    above, below = (sum((value.amount or Decimal(0) for value in side), Decimal(0)) for side in (upper, lower))
    amount = percent(above, below, figure.decimals)
    return Value(figure, ask, amount, above, below, reason="" if amount is not None else "分母为零。")


def compared(figure: Figure, ask: Ask, this: Value, last: Value) -> Value:
    """This period's value against last year's, as the figure's ``change`` says."""
    amount = change(this, last, figure.change, figure.decimals)
    reason = "" if amount is not None else this.reason or last.reason or NO_BASE
    return Value(figure, ask, amount, this.amount, last.amount, reason=reason)


def told(figure: Figure, ask: Ask, raw: object) -> Value:
    """A raw answer of the engine as a value: nothing counted is 0 for counts and sums, a reason for the rest."""
    if figure.kind in _COUNTS:
        return Value(figure, ask, Decimal(str(raw or 0)))
    if figure.kind == "average":
        return average(figure, ask, raw)
    if raw is None or raw == []:
        return Value(figure, ask, None, reason="期间内没有记录。")
    if isinstance(raw, list):
        return Value(figure, ask, Decimal(len(raw)), words=tuple(str(one) for one in raw))
    if isinstance(raw, Decimal):
        return Value(figure, ask, raw)
    return Value(figure, ask, None, words=(raw.isoformat() if isinstance(raw, date) else str(raw),))


def average(figure: Figure, ask: Ask, raw: object) -> Value:
    """The mean of [sum, count], half up at the figure's decimals, with both sides kept."""
    total, number = raw if isinstance(raw, list) else (None, 0)
    if not number or total is None:
        return Value(figure, ask, None, reason="期间内没有记录。")
    with localcontext() as context:
        context.prec = 50
        mean = Decimal(str(total)) / Decimal(str(number))
    scale = max(figure.decimals, 0)
    return Value(figure, ask, rounded(mean, scale), Decimal(str(total)), Decimal(str(number)))
