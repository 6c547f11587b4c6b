"""The very rows behind a number, and the number told again from them."""

from __future__ import annotations

from decimal import Decimal

from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.chosen import not_askable, rows_chosen, window
from taizhang.figures.compile import order_of
from taizhang.figures.compute import compared, compute, divided, told
from taizhang.figures.plan import in_scope
from taizhang.figures.value import Ask, Trace, TracedRow, Value
from taizhang.projection.projection import table_of
from taizhang.terms.scope import Organisation
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.sql import Bound, Printer, identifier


def trace(catalogue: Catalogue, warehouse: Warehouse, ask: Ask, organisation: Organisation) -> Trace:
    """The value of one ask with the rows that were aggregated; of a composed figure, of each part."""
    value = compute(catalogue, warehouse, [ask], organisation).value(ask)
    return _traced(catalogue, warehouse, value, organisation)


def _traced(catalogue: Catalogue, warehouse: Warehouse, value: Value, organisation: Organisation) -> Trace:
    figure, ask = value.figure, value.ask
    if not figure.composed:
        return Trace(value, _rows(catalogue, warehouse, figure, ask, organisation))
    periods = (ask.period, ask.period.last_year()) if figure.kind == "year_on_year" else (ask.period,)
    parts = []
    for period in periods:
        for name in (*figure.declared.of, *figure.declared.over):
            part = trace(catalogue, warehouse, Ask(name, period, ask.by, ask.member, ask.scope), organisation)
            parts.append((name, part))
    return Trace(value, parts=tuple(parts))


def _rows(
    catalogue: Catalogue, warehouse: Warehouse, figure: Figure, ask: Ask, organisation: Organisation
) -> tuple[TracedRow, ...]:
    if not_askable(figure, ask.period):
        return ()
    ledger = catalogue.ledgers[figure.ledger]
    bound: list[Bound] = []
    printer = Printer(ledger.columns, bound)
    condition = printer.condition(rows_chosen(figure), window(figure, ask.period))
    if ask.scope.unit:
        condition += f" AND {in_scope(catalogue, figure, printer, ask.scope, organisation)}"
    if ask.by:
        condition += f" AND coalesce(CAST({identifier(ask.by)} AS VARCHAR), '') = {printer.value(ask.member)}"
    names = list(table_of(ledger))
    listed = ", ".join(identifier(name) for name in names)
    query = f'SELECT {listed} FROM {identifier(ledger.name)} WHERE {condition} ORDER BY "number", "id"'
    return tuple(_row(figure, names, row) for row in warehouse.rows(query, bound))


def _row(figure: Figure, names: list[str], row: tuple[object, ...]) -> TracedRow:
    values: dict[str, Scalar] = dict(zip(names, row, strict=True))  # type: ignore[arg-type]
    measure = values[figure.declared.measure] if figure.declared.measure else Decimal(1)
    columns = tuple((name, value) for name, value in values.items() if name not in ("id", "number"))
    return TracedRow(str(values["id"]), str(values["number"] or ""), columns, measure)


def retell(found: Trace) -> Value:
    """The value told again from the traced rows alone: what a reader of the rows would compute."""
    figure, ask = found.value.figure, found.value.ask
    if not figure.composed:
        return told(figure, ask, _again(figure, found.rows)) if not found.value.reason else found.value
    values = [retell(part) for _, part in found.parts]
    if figure.kind == "year_on_year":
        return compared(figure, ask, *values)
    over = len(figure.declared.of)
    return divided(figure, ask, values[:over], values[over:])


def _again(figure: Figure, rows: tuple[TracedRow, ...]) -> object:
    measures = [row.measure for row in rows if row.measure is not None]
    numbers = [one for one in measures if isinstance(one, Decimal)]
    match figure.kind:
        case "flow" | "cohort" | "stock":
            return Decimal(len(rows))
        case "sum":
            return sum(numbers, Decimal(0))
        case "distinct":
            return Decimal(len(set(measures)))
        case "average":
            return [sum(numbers, Decimal(0)), Decimal(len(numbers))]
        case "maximum" | "ordinal":
            return max(measures, default=None)
        case "list":
            return sorted({_text(one) for one in measures})
    dated = [(dict(row.columns)[order_of(figure)], row.matter, row.measure) for row in rows if row.measure is not None]
    return max(dated, key=lambda one: (str(one[0] or ""), one[1]))[2] if dated else None


def _text(value: Scalar) -> str:
    return "true" if value is True else "false" if value is False else str(value)
