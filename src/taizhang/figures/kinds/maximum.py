"""The greatest value of a column."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds.kind import CountedKind, in_rows, measure_of
from taizhang.figures.kinds.single import tell_single
from taizhang.figures.value import TracedRow


def greatest(figure: Figure, condition: str) -> str:
    """The greatest of the measure."""
    return f"max({in_rows(condition, measure_of(figure))})"


def recount(figure: Figure, rows: Sequence[TracedRow]) -> object:
    """The greatest of what the rows add."""
    return max((row.measure for row in rows if row.measure is not None), default=None)


KIND = CountedKind("maximum", "最大", greatest, tell_single, recount, does="取最大的")
