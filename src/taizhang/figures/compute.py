"""Values of all asks, from one scan a ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext

from taizhang.catalogue.model import Show
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.chosen import not_askable
from taizhang.figures.made import combine, parts
from taizhang.figures.plan import Counted, Leaf, count, leaves
from taizhang.figures.value import Ask, Value
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.quantity import round_half_up, whole_only
from taizhang.terms.scope import Organisation, Scope
from taizhang.warehouse.duck import Warehouse

NO_ROWS = "期间内没有记录。"
_COUNTS = ("flow", "cohort", "stock", "cumulative", "distinct", "sum")


def compute(
    catalogue: Catalogue,
    warehouse: Warehouse,
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
        asked = parts(figure, ask.period)
        return combine(figure, ask, [self.value(replace(ask, figure=name, period=when)) for name, when in asked])

    def groups(self, ask: Ask) -> dict[str, Value]:
        """The value of every member of ``ask.by``, members in order; '' holds rows without one."""
        members = sorted({member for leaf in leaves(self.catalogue, ask) for member in self._counted.get(leaf, {})})
        return {member: self.value(Ask(ask.figure, ask.period, ask.by, member, ask.scope)) for member in members}

    def _leaf(self, figure: Figure, ask: Ask) -> Value:
        if reason := not_askable(figure, ask.period):
            return Value(figure, ask, None, reason=reason)
        raw = self._counted[Leaf(ask.figure, ask.period, ask.scope, ask.by)].get(ask.member)
        return value_of(figure, ask, raw)

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


def value_of(figure: Figure, ask: Ask, raw: object) -> Value:
    """A raw answer of the engine as a value: nothing counted is 0 for counts and sums, a reason for the rest."""
    if figure.kind in _COUNTS:
        return Value(figure, ask, Decimal(str(raw or 0)))
    if figure.kind in ("average", "weighted"):
        return average(figure, ask, raw)
    if raw is None or raw == []:
        return Value(figure, ask, None, reason=NO_ROWS)
    if figure.kind == "streak" and isinstance(raw, list):
        return Value(figure, ask, Decimal(streak(raw, ask.period.end)))
    if isinstance(raw, list):
        names = tuple(dict.fromkeys(str(one) for one in raw))
        return Value(figure, ask, Decimal(len(names)), words=names[: figure.declared.top or len(names)])
    if isinstance(raw, Decimal):
        return Value(figure, ask, raw)
    return Value(figure, ask, None, words=(format_date(raw, figure.show) if isinstance(raw, date) else str(raw),))


def format_date(day: date, how: Show) -> str:
    """A date as the figure prints it: 2026年5月8日, 2026年5月, or the bare number of the year or month."""
    match how:
        case "year":
            return str(day.year)
        case "month":
            return str(day.month)
        case "year_month":
            return f"{day.year}年{day.month}月"
    return f"{day.year}年{day.month}月{day.day}日"


def streak(found: list[object], end: date) -> int:
    """How many of the numbers (editions, or the years of dates) run without a gap up to the last.

    Years must run up to the year of ``end``, else nothing runs any more.
    """
    numbers = {one.year if isinstance(one, date) else int(str(one).partition(".")[0]) for one in found}
    last = end.year if any(isinstance(one, date) for one in found) else max(numbers)
    return next(back for back in range(len(numbers) + 1) if last - back not in numbers)


def average(figure: Figure, ask: Ask, raw: object) -> Value:
    """The mean of [sum, count or weight], half up at the figure's decimals, with both sides kept."""
    total, number = raw if isinstance(raw, list) else (None, 0)
    if not number or total is None:
        return Value(figure, ask, None, reason=NO_ROWS)
    with localcontext() as context:
        context.prec = 50
        mean = Decimal(str(total)) / Decimal(str(number))
    places = max(figure.decimals, 0)
    amount = whole_only(mean, places) if figure.unit == "%" else round_half_up(mean, places)
    return Value(figure, ask, amount, Decimal(str(total)), Decimal(str(number)))
