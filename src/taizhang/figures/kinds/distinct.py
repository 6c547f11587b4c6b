"""How many different values a column has."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds.kind import CountedKind, in_rows, measure_of, measures, tell_count
from taizhang.figures.value import TracedRow


def _aggregate(figure: Figure, condition: str) -> str:
    return f"count(DISTINCT {in_rows(condition, measure_of(figure))})"


def _recount(figure: Figure, rows: Sequence[TracedRow]) -> object:
    return Decimal(len(set(measures(rows))))


KIND = CountedKind("distinct", "去重计数", _aggregate, tell_count, _recount, does="去重计数", counts=True)
