"""The very rows behind a number, and the number told again from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from taizhang.catalogue.predicate import Row, Scalar, holds
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.chosen import not_askable, row_condition, window
from taizhang.figures.compute import Answers, compute
from taizhang.figures.kinds import composed, counted
from taizhang.figures.plan import in_scope
from taizhang.figures.value import Ask, Trace, TracedRow, Value
from taizhang.terms.scope import Organisation, Scope
from taizhang.warehouse.engine import Engine
from taizhang.warehouse.projection import table_of
from taizhang.warehouse.sql import TYPES, Bound, Printer, identifier

FEW = 1000
"""Rows of a scope that are read once and picked from here. A query takes DuckDB 2.0 some 2.5 ms to plan, and there are two
of them for every number; a row takes 3 µs to be held against a condition."""
_PLACE = "row place"  # no column of a ledger has a space in its name


def trace(catalogue: Catalogue, warehouse: Engine, ask: Ask, organisation: Organisation) -> Trace:
    """The value of one ask with the rows that were aggregated; of a composed figure, of each part."""
    answers = compute(catalogue, warehouse, [ask], organisation)
    return Tracer(catalogue, warehouse, answers, organisation).trace(ask)


class Tracer:
    """Traces of many asks that were answered together.

    A row behind several numbers is read and held once: a report's numbers stand on the same matters over and over.
    The replica must not change in between.
    """

    def __init__(self, catalogue: Catalogue, warehouse: Engine, answers: Answers, organisation: Organisation) -> None:
        self._catalogue, self._warehouse = catalogue, warehouse
        self._answers, self._organisation = answers, organisation
        self._held: dict[tuple[str, str], dict[int, TracedRow]] = {}
        self._few: dict[tuple[str, Scope], Sequence[Row] | None] = {}

    def trace(self, ask: Ask) -> Trace:
        """The answer of one ask with the rows that were aggregated; of a composed figure, of each part."""
        value = self._answers.value(ask)
        figure = value.figure
        if not figure.composed:
            return Trace(value, self._rows(figure, ask))
        told = [
            (name, self.trace(replace(ask, figure=name, period=period)))
            for name, period in composed(figure).parts(figure, ask.period)
        ]
        return Trace(value, parts=tuple(told))

    def _rows(self, figure: Figure, ask: Ask) -> tuple[TracedRow, ...]:
        if not_askable(figure, ask.period):
            return ()
        few = self._few_rows(figure.ledger, ask) if self._told_by_text(figure, ask) else None
        return self._chosen(figure, ask) if few is None else self._picked(figure, ask, few)

    def _told_by_text(self, figure: Figure, ask: Ask) -> bool:
        """Whether the group asked for, if any, is told by a column of text, which needs no engine to be written out."""
        return not ask.by or TYPES[self._catalogue.ledgers[figure.ledger].columns[ask.by].type] == "VARCHAR"

    def _few_rows(self, ledger: str, ask: Ask) -> Sequence[Row] | None:
        """All rows of the ledger in the ask's scope, in order, read once; None when there are more than a few."""
        place = (ledger, ask.scope)
        if place not in self._few:
            names, bound = list(table_of(self._catalogue.ledgers[ledger])), list[Bound]()
            within = self._within(ledger, ask, Printer({}, bound))
            listed = ", ".join(identifier(name) for name in names)
            rows = self._warehouse.rows(
                f'SELECT rowid, {listed} FROM {identifier(ledger)} WHERE {within} ORDER BY "number", "id" LIMIT {FEW + 1}',
                bound,
            )
            told = [dict(zip((_PLACE, *names), row, strict=True)) for row in rows]
            self._few[place] = None if len(rows) > FEW else cast("list[Row]", told)
        return self._few[place]

    def _picked(self, figure: Figure, ask: Ask, few: Sequence[Row]) -> tuple[TracedRow, ...]:
        """The rows an ask aggregates, picked from those of its scope."""
        condition, days = row_condition(figure), window(figure, ask.period)
        held = self._held.setdefault((figure.ledger, figure.declared.measure), {})
        found = []
        for row in few:
            if holds(condition, row, days) and (not ask.by or str(row[ask.by] or "") == ask.member):
                place = int(str(row[_PLACE]))
                if place not in held:
                    names = [name for name in row if name != _PLACE]
                    held[place] = _row(figure, names, [row[name] for name in names])
                found.append(held[place])
        return tuple(found)

    def _chosen(self, figure: Figure, ask: Ask) -> tuple[TracedRow, ...]:
        """The rows an ask aggregates, chosen by the engine among many."""
        bound: list[Bound] = []
        chosen = self._chosen_rows(figure, ask, bound)
        places = [place for (place,) in self._warehouse.rows(f"SELECT rowid {chosen}", bound)]
        held = self._held.setdefault((figure.ledger, figure.declared.measure), {})
        if not held.keys() >= set(places):
            names = list(table_of(self._catalogue.ledgers[figure.ledger]))
            listed = ", ".join(identifier(name) for name in names)
            for place, *row in self._warehouse.rows(f"SELECT rowid, {listed} {chosen}", bound):
                if place not in held:
                    held[int(str(place))] = _row(figure, names, row)
        return tuple(held[int(str(place))] for place in places)

    def _within(self, ledger: str, ask: Ask, printer: Printer) -> str:
        """The condition that a row belongs to the ask's scope."""
        if not ask.scope.unit:
            return "TRUE"
        return in_scope(self._catalogue.ledgers[ledger], printer, ask.scope, self._organisation)

    def _chosen_rows(self, figure: Figure, ask: Ask, bound: list[Bound]) -> str:
        """FROM, WHERE and ORDER of the rows an ask aggregates; what it binds is added to ``bound``."""
        ledger = self._catalogue.ledgers[figure.ledger]
        printer = Printer(ledger.columns, bound)
        condition = printer.condition(row_condition(figure), window(figure, ask.period))
        condition += f" AND {self._within(figure.ledger, ask, printer)}"
        if ask.by:
            condition += f" AND coalesce(CAST({identifier(ask.by)} AS VARCHAR), '') = {printer.value(ask.member)}"
        return f'FROM {identifier(ledger.name)} WHERE {condition} ORDER BY "number", "id"'


def _row(figure: Figure, names: Sequence[str], row: Sequence[object]) -> TracedRow:
    values: dict[str, Scalar] = dict(zip(names, row, strict=True))  # type: ignore[arg-type]
    measure = values[figure.declared.measure] if figure.declared.measure else Decimal(1)
    columns = tuple((name, value) for name, value in values.items() if name not in ("id", "number"))
    return TracedRow(str(values["id"]), str(values["number"] or ""), columns, measure)


def retell(found: Trace) -> Value:
    """The value told again from the traced rows alone: what a reader of the rows would compute."""
    figure, ask = found.value.figure, found.value.ask
    if figure.composed:
        return composed(figure).combine(figure, ask, [retell(part) for _, part in found.parts])
    kind = counted(figure)
    return found.value if found.value.reason else kind.tell(figure, ask, kind.recount(figure, found.rows))
