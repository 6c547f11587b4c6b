"""The greatest value of a column."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds.kind import CountedKind, measure_of
from taizhang.figures.kinds.single import tell_single
from taizhang.figures.value import TracedRow


def greatest(figure: Figure, condition: str) -> str:
    """The greatest of the measure."""
    return f"max({measure_of(figure)}) FILTER (WHERE {condition})"


def recount(figure: Figure, rows: Sequence[TracedRow]) -> object:
    """The greatest of what the rows add."""
    return max((row.measure for row in rows if row.measure is not None), default=None)


KIND = CountedKind("maximum", "最大", greatest, tell_single, recount, does="取最大的")
