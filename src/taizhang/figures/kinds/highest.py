"""The greatest value of a figure in the last years."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.kinds.kind import NO_ROWS, ComposedKind, Part, titles
from taizhang.figures.value import Ask, Value
from taizhang.terms.period import Period

ALONE = "只有一年有数，没有别的年份可比，谈不上最高。"


def _parts(figure: Figure, period: Period) -> tuple[Part, ...]:
    return tuple((name, period.shift(-back)) for back in range(figure.declared.years) for name in figure.declared.of)


def _greatest(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """The greatest of those that have a value; of one year alone nothing is the greatest."""
    amounts = [value.amount for value in values if value.amount is not None]
    if len(amounts) == 1 < figure.declared.years:
        return Value(figure, ask, None, reason=ALONE)
    reason = "" if amounts else values[0].reason or NO_ROWS
    return Value(figure, ask, max(amounts, default=None), reason=reason)


def _describe(catalogue: Catalogue, figure: Figure) -> str:
    return f"近{figure.declared.years}年{titles(catalogue, figure.declared.of)}中最高的一年"


KIND = ComposedKind("highest", "近年最高", _greatest, _describe, ("of", "years"), _parts)
