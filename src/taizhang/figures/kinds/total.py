"""Figures added up, less others."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.kinds.kind import ComposedKind, lacking, sides, titles
from taizhang.figures.value import Ask, Value


def _add(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    if without := lacking(figure, ask, values):
        return without
    above, below = sides(figure, values)
    return Value(figure, ask, above - below)


def _describe(catalogue: Catalogue, figure: Figure) -> str:
    less = f"－{titles(catalogue, figure.declared.over)}" if figure.declared.over else ""
    return f"{titles(catalogue, figure.declared.of)}{less}"


KIND = ComposedKind("total", "加总", _add, _describe, ("of", "over"))
