"""Every kind of figure, one module each: ``KINDS`` is the tuple a new one is added to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds import (
    average,
    cohort,
    cumulative,
    distinct,
    flow,
    forecast,
    highest,
    latest,
    maximum,
    names,
    ordinal,
    parameter,
    quotient,
    ratio,
    score,
    share,
    stock,
    streak,
    sum,
    total,
    weighted,
    year_on_year,
)
from taizhang.figures.kinds.kind import ComposedKind, CountedKind

KINDS: tuple[CountedKind | ComposedKind, ...] = (
    flow.KIND,
    cohort.KIND,
    stock.KIND,
    cumulative.KIND,
    distinct.KIND,
    sum.KIND,
    average.KIND,
    weighted.KIND,
    latest.KIND,
    maximum.KIND,
    ordinal.KIND,
    streak.KIND,
    names.KIND,
    ratio.KIND,
    share.KIND,
    quotient.KIND,
    total.KIND,
    year_on_year.KIND,
    highest.KIND,
    forecast.KIND,
    parameter.KIND,
    score.KIND,
)
"""In the order a person is offered them. What of its declaration a kind needs is said by ``catalogue.check``."""

COUNTED: Mapping[str, CountedKind] = MappingProxyType({one.name: one for one in KINDS if isinstance(one, CountedKind)})
COMPOSED: Mapping[str, ComposedKind] = MappingProxyType(
    {one.name: one for one in KINDS if isinstance(one, ComposedKind)}
)
TITLES: Mapping[str, str] = MappingProxyType({one.name: one.title for one in KINDS})


def counted(figure: Figure) -> CountedKind:
    """The kind of a figure over rows. Raises ValueError for one made of other figures."""
    if figure.kind not in COUNTED:
        raise ValueError(f"{figure.name} is made of other figures")
    return COUNTED[figure.kind]


def composed(figure: Figure) -> ComposedKind:
    """The kind of a figure made of others."""
    return COMPOSED[figure.kind]
