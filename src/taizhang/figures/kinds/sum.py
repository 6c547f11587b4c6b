"""The sum of a column; rows without an amount add nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from taizhang.catalogue.predicate import Row
from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds.kind import CountedKind, in_rows, measure_of, numbers, tell_count
from taizhang.figures.value import TracedRow


def _aggregate(figure: Figure, condition: str) -> str:
    return f"coalesce(sum({in_rows(condition, measure_of(figure))}), 0)"


def _weight(figure: Figure, row: Row) -> Decimal:
    """The row's amount; one without adds nothing."""
    amount = row[figure.declared.measure]
    return amount if isinstance(amount, Decimal) else Decimal(0)


def _recount(figure: Figure, rows: Sequence[TracedRow]) -> object:
    return sum(numbers(rows), Decimal(0))


KIND = CountedKind("sum", "合计", _aggregate, tell_count, _recount, does="合计", weight=_weight, counts=True)
