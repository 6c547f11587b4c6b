"""The mean of a column weighed by another, over the rows that have both."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds.average import tell_mean
from taizhang.figures.kinds.kind import CountedKind, in_rows, measure_of
from taizhang.figures.value import TracedRow
from taizhang.warehouse.sql import identifier


def _aggregate(figure: Figure, condition: str) -> str:
    measure, weight = measure_of(figure), identifier(figure.declared.weight)
    both = f"{condition} AND {measure} IS NOT NULL AND {weight} IS NOT NULL"
    return f"[sum({in_rows(both, f'{measure} * {weight}')}), sum({in_rows(both, weight)})]"


def _recount(figure: Figure, rows: Sequence[TracedRow]) -> object:
    weighed = [(row.measure, dict(row.columns)[figure.declared.weight]) for row in rows]
    both = [(one, by) for one, by in weighed if isinstance(one, Decimal) and isinstance(by, Decimal)]
    return [sum((one * by for one, by in both), Decimal(0)), sum((by for _, by in both), Decimal(0))]


KIND = CountedKind("weighted", "加权平均", _aggregate, tell_mean, _recount, does="加权平均", mean=True)
