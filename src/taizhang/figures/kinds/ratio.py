"""One side in percent of the other, which it need not be part of."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.kinds.kind import ComposedKind, lacking, sides, titles
from taizhang.figures.value import Ask, Value
from taizhang.terms.quantity import percent

NO_BELOW = "分母为零。"


def divide(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """``of`` in percent of ``over``; no number when the base is 0."""
    if without := lacking(figure, ask, values):
        return without
    above, below = sides(figure, values)
    amount = percent(above, below, figure.decimals)
    return Value(figure, ask, amount, above, below, reason="" if amount is not None else NO_BELOW)


def describe(catalogue: Catalogue, figure: Figure) -> str:
    """Both sides in words."""
    return f"{titles(catalogue, figure.declared.of)}÷{titles(catalogue, figure.declared.over)}×100%"


KIND = ComposedKind("ratio", "比率", divide, describe, ("of", "over"), divided=True)
