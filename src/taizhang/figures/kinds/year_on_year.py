"""A figure against the same period of last year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.kinds.kind import ComposedKind, Part, titles
from taizhang.figures.value import Ask, Value
from taizhang.figures.yearly import NO_BASE, change
from taizhang.terms.period import Period

_CHANGES: Mapping[str, str] = MappingProxyType(
    {"difference": "减去上年同期", "rate": "比上年同期增减百分比", "points": "与上年同期相差百分点"}
)


def _parts(figure: Figure, period: Period) -> tuple[Part, ...]:
    return tuple((name, one) for one in (period, period.last_year()) for name in figure.declared.of)


def _compare(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """This period's value against last year's, as the figure's ``change`` says."""
    this, last = values
    amount = change(this, last, figure.change, figure.decimals)
    reason = "" if amount is not None else this.reason or last.reason or NO_BASE
    return Value(figure, ask, amount, this.amount, last.amount, reason=reason)


def _describe(catalogue: Catalogue, figure: Figure) -> str:
    return f"{titles(catalogue, figure.declared.of)}{_CHANGES[figure.change]}"


KIND = ComposedKind("year_on_year", "同比", _compare, _describe, ("of",), _parts)
