"""A figure's condition as a person would write it for pandas and for polars: one expression a figure."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from taizhang.catalogue.predicate import ColumnRef, Compare, Empty, Every, Literal, Not, OneOf, Operand, Predicate, Some
from taizhang.catalogue.resolved import ColumnType

SIGNS = {"=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
Days = Mapping[str, date]


class PandasMask:
    """Truth and falsehood of every row as two arrays: what is unknown is neither, as SQL has it."""

    def __init__(self, frame: Any, columns: Mapping[str, ColumnType], days: Days) -> None:
        self.frame, self.columns, self.days = frame, columns, days

    def of(self, node: Predicate) -> tuple[Any, Any]:
        """Rows for which the condition is true, and those for which it is false."""
        match node:
            case Compare(left, sign, right):
                one, two = (
                    _value(each, self._column, self.days, _kind(self.columns, left, right)) for each in (left, right)
                )
                known = self._known(left) & self._known(right)
                true = SIGNS[sign](one, two) & known
                return true, known & ~true
            case OneOf(item, values):
                true, known = self._column(item.name).isin([one.value for one in values]), self._known(item)  # type: ignore[union-attr]
                return true & known, known & ~true
            case Empty(item):
                known = self._known(item)
                return ~known, known
            case Not(inner):
                true, false = self.of(inner)
                return false, true
            case Every(parts):
                return self._all(parts)
            case Some(parts):
                false, true = self._all(tuple(Not(one) for one in parts))
                return true, false

    def _all(self, parts: tuple[Predicate, ...]) -> tuple[Any, Any]:
        every = self.frame["id"].notna()
        true, false = every, ~every
        for one in parts:
            yes, no = self.of(one)
            true, false = true & yes, false | no
        return true, false

    def _column(self, name: str) -> Any:
        return self.frame[name]

    def _known(self, item: Operand) -> Any:
        return self.frame[item.name if isinstance(item, ColumnRef) else "id"].notna()


def polars_expression(polars: Any, node: Predicate, columns: Mapping[str, ColumnType], days: Days) -> Any:
    """The condition as one expression; polars knows the unknown itself."""
    match node:
        case Compare(left, sign, right):
            kind = _kind(columns, left, right)
            one, two = (_value(each, polars.col, days, kind) for each in (left, right))
            return SIGNS[sign](one, two)
        case OneOf(item, values):
            return _value(item, polars.col, days, "text").is_in([one.value for one in values])
        case Empty(item):
            return _value(item, polars.col, days, "text").is_null()
        case Not(inner):
            return ~polars_expression(polars, inner, columns, days)
        case Every(parts) | Some(parts):
            combine = operator.and_ if isinstance(node, Every) else operator.or_
            made = polars.lit(isinstance(node, Every))
            for one in parts:
                made = combine(made, polars_expression(polars, one, columns, days))
            return made


def _kind(columns: Mapping[str, ColumnType], *operands: Operand) -> str:
    return next((columns[one.name].type for one in operands if isinstance(one, ColumnRef)), "text")


def _value(item: Operand, column: Any, days: Days, kind: str) -> Any:
    if isinstance(item, ColumnRef):
        return column(item.name)
    told: object = item.value if isinstance(item, Literal) else days[item.name]
    if kind in ("date", "year"):
        import pandas

        return pandas.Timestamp(told)  # type: ignore[arg-type]
    return (
        float(told) if isinstance(told, Decimal) or (kind in ("integer", "decimal") and isinstance(told, str)) else told
    )
