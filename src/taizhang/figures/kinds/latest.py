"""What the latest row says that says anything."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds.kind import CountedKind, measure_of
from taizhang.figures.kinds.single import tell_single
from taizhang.figures.value import TracedRow
from taizhang.warehouse.sql import identifier


def order_of(figure: Figure) -> str:
    """The column that tells which row is the latest; ties are broken by the matter's identity."""
    return figure.declared.date or "opened"


def _aggregate(figure: Figure, condition: str) -> str:
    measure, order = measure_of(figure), identifier(order_of(figure))
    filled = f"FILTER (WHERE {condition} AND {measure} IS NOT NULL)"
    return f"arg_max({measure}, {{'day': {order}, 'id': \"id\"}}) {filled}"


def _recount(figure: Figure, rows: Sequence[TracedRow]) -> object:
    dated = [(dict(row.columns)[order_of(figure)], row.matter, row.measure) for row in rows if row.measure is not None]
    return max(dated, key=lambda one: (str(one[0] or ""), one[1]))[2] if dated else None


KIND = CountedKind("latest", "最近", _aggregate, tell_single, _recount, does="取最近一条的")
