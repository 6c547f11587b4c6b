"""A number the body registered, such as a population: the one in force at the period's end."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.catalogue.dated import in_force
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.kinds.kind import ComposedKind
from taizhang.figures.value import Ask, Value

NO_PARAMETER = "这个日期没有登记参数的值。"


def _tell(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    value = in_force(figure.declared.value, ask.period.end)
    return Value(figure, ask, value.amount if value else None, reason="" if value else NO_PARAMETER)


def _describe(catalogue: Catalogue, figure: Figure) -> str:
    return "本单位登记的参数，取期末有效的值"


KIND = ComposedKind("parameter", "参数", _tell, _describe)
