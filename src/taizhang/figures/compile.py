"""A figure as an aggregate over one ledger's table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.chosen import row_condition
from taizhang.warehouse.sql import Printer, identifier


def aggregate(figure: Figure, condition: str) -> str:
    """What is computed over the rows that meet the condition (already SQL). One column; a sum and a number in a list for means."""
    measure = identifier(figure.declared.measure) if figure.declared.measure else ""
    only = f"FILTER (WHERE {condition})"
    filled = f"FILTER (WHERE {condition} AND {measure} IS NOT NULL)"
    match figure.kind:
        case "flow" | "cohort" | "stock" | "cumulative":
            return f"count(*) {only}"
        case "sum":
            return f"coalesce(sum({measure}) {only}, 0)"
        case "distinct":
            return f"count(DISTINCT {measure}) {only}"
        case "average" | "weighted":
            return _mean(figure, measure, condition)
        case "streak":
            return f"list(DISTINCT {measure}) {filled}"
        case "maximum" | "ordinal":
            return f"max({measure}) {only}"
        case "latest":
            return f"arg_max({measure}, {{'day': {identifier(order_of(figure))}, 'id': \"id\"}}) {filled}"
        case "list":
            return f"{_names(figure, measure)} {filled}"
    raise ValueError(f"{figure.name} is made of other figures")


def _mean(figure: Figure, measure: str, condition: str) -> str:
    """Sum and number of rows, or weighed sum and sum of weights, side by side."""
    only = f"FILTER (WHERE {condition})"
    if figure.kind == "average":
        return f"[sum({measure}) {only}, count({measure}) {only}]"
    weight = identifier(figure.declared.weight)
    both = f"FILTER (WHERE {condition} AND {measure} IS NOT NULL AND {weight} IS NOT NULL)"
    return f"[sum({measure} * {weight}) {both}, sum({weight}) {both}]"


def _names(figure: Figure, measure: str) -> str:
    """The list of names, by the text or by the amount beside it, the greatest first."""
    name = f"CAST({measure} AS VARCHAR)"
    if not figure.declared.order:
        return f"list(DISTINCT {name} ORDER BY {name})"
    return f"list({name} ORDER BY {identifier(figure.declared.order)} DESC NULLS LAST, {name})"


def order_of(figure: Figure) -> str:
    """The column that tells which row is the latest; ties are broken by the matter's identity."""
    return figure.declared.date or "opened"


def sql_of(catalogue: Catalogue, figure: Figure, days: Mapping[str, date] | None = None) -> str:
    """The figure's SQL for a person to read and check; ``:start`` and ``:end`` are left open without ``days``."""
    if figure.composed:
        parts = [catalogue.figures[name] for name in figure.declared.made_of]
        return "\n".join(f"-- {part.name}\n{sql_of(catalogue, part, days)}" for part in dict.fromkeys(parts))
    condition = Printer(catalogue.ledgers[figure.ledger].columns).condition(row_condition(figure), days)
    return f"SELECT {aggregate(figure, condition)}\nFROM {identifier(figure.ledger)}"
