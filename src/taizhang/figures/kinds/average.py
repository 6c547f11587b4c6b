"""The mean of a column over the rows that have an amount."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds.kind import NO_ROWS, CountedKind, in_rows, measure_of, numbers
from taizhang.figures.value import Ask, TracedRow, Value
from taizhang.terms.quantity import DIGITS, round_half_up, whole_only


def tell_mean(figure: Figure, ask: Ask, raw: object) -> Value:
    """The mean of [sum, count or weight], half up at the figure's decimals, with both sides kept."""
    total, number = raw if isinstance(raw, list) else (None, 0)
    if not number or total is None:
        return Value(figure, ask, None, reason=NO_ROWS)
    with localcontext(prec=DIGITS):
        mean = Decimal(str(total)) / Decimal(str(number))
    places = max(figure.decimals, 0)
    amount = whole_only(mean, places) if figure.unit == "%" else round_half_up(mean, places)
    return Value(figure, ask, amount, Decimal(str(total)), Decimal(str(number)))


def _aggregate(figure: Figure, condition: str) -> str:
    counted = in_rows(condition, measure_of(figure))
    return f"[sum({counted}), count({counted})]"


def _recount(figure: Figure, rows: Sequence[TracedRow]) -> object:
    found = numbers(rows)
    return [sum(found, Decimal(0)), Decimal(len(found))]


KIND = CountedKind("average", "平均", _aggregate, tell_mean, _recount, does="平均", mean=True)
