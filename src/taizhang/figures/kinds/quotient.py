"""One side over the other, times a factor, in a unit of its own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.kinds.kind import ComposedKind, factor, lacking, sides, titles
from taizhang.figures.kinds.ratio import NO_BELOW
from taizhang.figures.value import Ask, Value
from taizhang.terms.quantity import DIGITS, round_half_up


def _divide(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    if without := lacking(figure, ask, values):
        return without
    above, below = sides(figure, values)
    amount = _quotient(figure, above, below)
    return Value(figure, ask, amount, above, below, reason="" if amount is not None else NO_BELOW)


def _quotient(figure: Figure, above: Decimal, below: Decimal) -> Decimal | None:
    if below == 0:
        return None
    with localcontext(prec=DIGITS):
        shown = above * figure.declared.factor / below / figure.scale
        return round_half_up(shown, figure.decimals) * figure.scale


def _describe(catalogue: Catalogue, figure: Figure) -> str:
    return f"{titles(catalogue, figure.declared.of)}÷{titles(catalogue, figure.declared.over)}{factor(figure)}"


KIND = ComposedKind("quotient", "商", _divide, _describe, ("of", "over", "factor"), divided=True)
