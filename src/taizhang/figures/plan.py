"""Asks gathered into one scan a ledger: every figure, period, scope and group at once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from taizhang.catalogue.predicate import Row, holds
from taizhang.catalogue.resolved import Catalogue, Figure, Ledger
from taizhang.figures.chosen import not_askable, row_condition, window
from taizhang.figures.kinds import composed, counted
from taizhang.figures.value import Ask
from taizhang.terms.period import Period
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.scope import Organisation, Scope
from taizhang.warehouse.engine import Engine
from taizhang.warehouse.kept import KeptPart
from taizhang.warehouse.moving import Aggregate, Members
from taizhang.warehouse.sql import Bound, Printer, identifier


@dataclass(frozen=True, slots=True)
class Leaf:
    """A figure counted from rows, in a period and scope; ``by`` is the column it is broken down by."""

    figure: str
    period: Period
    scope: Scope
    by: str


Counted = dict[Leaf, Members]


def leaves(catalogue: Catalogue, ask: Ask) -> Iterator[Leaf]:
    """What must be counted to answer an ask: itself, or the figures it is made of."""
    figure = catalogue.figures[ask.figure]
    if not figure.composed:
        yield Leaf(ask.figure, ask.period, ask.scope, ask.by)
        return
    for name, period in composed(figure).parts(figure, ask.period):
        yield from leaves(catalogue, Ask(name, period, ask.by, "", ask.scope))


def count(
    catalogue: Catalogue,
    warehouse: Engine,
    wanted: Iterable[Leaf],
    organisation: Organisation,
    progress: Progress = quiet,
) -> Counted:
    """Each leaf's raw answer by group member; the whole stands under ''.

    At most one pass over a ledger's rows (and a further one for every 400 aggregates) for all groups and units, and one
    over the rows of a single unit; none for what was counted since rows last changed.
    """
    by_ledger: dict[str, list[Leaf]] = {}
    for leaf in dict.fromkeys(wanted):
        figure = catalogue.figures[leaf.figure]
        if not not_askable(figure, leaf.period):
            by_ledger.setdefault(figure.ledger, []).append(leaf)
    found: Counted = {}
    for place, (ledger, asked) in enumerate(by_ledger.items()):
        progress("计算指标", place, len(by_ledger))
        found.update(_Counter(catalogue, warehouse, ledger, organisation).count(asked))
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    """Where a leaf's answer stands: among which rows, by which column; ``below``: it is the sum over these units."""

    part: KeptPart
    by: str
    aggregate: Aggregate
    below: frozenset[str] = frozenset()


class _Counter:
    """Counts the leaves of one ledger: what is known of them without the rows, the rest in one pass."""

    def __init__(self, catalogue: Catalogue, warehouse: Engine, ledger: str, organisation: Organisation) -> None:
        self._catalogue, self._kept, self._organisation = catalogue, warehouse.kept, organisation
        self._ledger = catalogue.ledgers[ledger]
        self._aggregates: dict[tuple[str, Period, Scope], Aggregate] = {}

    def count(self, asked: Sequence[Leaf]) -> Counted:
        """Each leaf's raw answer by group member."""
        several = len({leaf.scope for leaf in asked if not leaf.by}) > 1
        readings = {leaf: self._reading(leaf, several=several) for leaf in asked}
        parts: dict[KeptPart, list[_Reading]] = {}
        for one in readings.values():
            parts.setdefault(one.part, []).append(one)
        answers = {part: self._answer(part, needed) for part, needed in parts.items()}
        return {leaf: _told(one, answers[one.part][one.aggregate.key]) for leaf, one in readings.items()}

    def _answer(self, part: KeptPart, needed: list[_Reading]) -> Mapping[Hashable, Mapping[str, Members]]:
        bys, wanted = (dict.fromkeys(told) for told in zip(*((one.by, one.aggregate) for one in needed), strict=True))
        return self._kept.count(part, list(bys), list(wanted))

    def _reading(self, leaf: Leaf, *, several: bool) -> _Reading:
        """A unit's number is read off the numbers of all units where it adds up and these are known, or several units
        are asked for, at once or one after another; else only that unit's rows are read."""
        whole, unit = KeptPart(self._ledger.name), self._ledger.declared.unit
        if leaf.by or not leaf.scope.unit or not unit:
            return _Reading(whole, leaf.by, self._aggregate(leaf, leaf.scope))
        aggregate, below = self._aggregate(leaf, Scope()), self._organisation.subtree(leaf.scope.unit)
        part = KeptPart(self._ledger.name, unit, tuple(sorted(below)))
        if aggregate.adds and (
            several or self._kept.holds(whole, unit, aggregate) or self._kept.asked_of_many(part, aggregate)
        ):
            return _Reading(whole, unit, aggregate, below)
        return _Reading(part, "", aggregate)

    def _aggregate(self, leaf: Leaf, scope: Scope) -> Aggregate:
        place = (leaf.figure, leaf.period, scope)
        if place not in self._aggregates:
            self._aggregates[place] = self._aggregate_of(self._catalogue.figures[leaf.figure], leaf.period, scope)
        return self._aggregates[place]

    def _aggregate_of(self, figure: Figure, period: Period, scope: Scope) -> Aggregate:
        """The figure over the rows of a period and scope: in SQL, and row by row for rows that change."""
        kind, chosen, days = counted(figure), row_condition(figure), window(figure, period)
        unit, below = self._ledger.declared.unit, self._organisation.subtree(scope.unit) if scope.unit else frozenset()

        def write(bound: list[Bound]) -> str:
            printer = Printer(self._ledger.columns, bound)
            condition = printer.condition(chosen, days)
            if scope.unit:
                within = in_scope(self._ledger, printer, scope, self._organisation)
                condition = f"({condition}) AND {within}"
            return kind.aggregate(figure, condition)

        def meets(row: Row) -> bool:
            return (not scope.unit or (bool(unit) and row[unit] in below)) and holds(chosen, row, days)

        weight = kind.weight
        # Everything the number depends on; the SQL itself would tell them apart as well, and takes ten times as long to write.
        key = (figure.name, figure.hash, chosen, tuple(days.items()), below if scope.unit else None)
        return Aggregate(write, meets, None if weight is None else lambda row: weight(figure, row), key)


def _told(reading: _Reading, answers: Mapping[str, Members]) -> Members:
    """The answer by group member, that of units added up to their whole."""
    members = answers[reading.by]
    if not reading.below:
        return members
    numbers = (members[unit] for unit in reading.below if unit in members)
    return {"": sum((one for one in numbers if isinstance(one, int | Decimal)), Decimal(0))}


def in_scope(ledger: Ledger, printer: Printer, scope: Scope, organisation: Organisation) -> str:
    """The condition that a row belongs to the scope's unit or one below it; FALSE in a ledger without units."""
    column = ledger.declared.unit
    if not column:
        return "FALSE"
    units = ", ".join(printer.value(unit) for unit in sorted(organisation.subtree(scope.unit)))
    return f"{identifier(column)} IN ({units})"
