"""The names in a column, each once, or the first few by an amount."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds.kind import NO_ROWS, CountedKind, measure_of
from taizhang.figures.value import Ask, TracedRow, Value
from taizhang.warehouse.sql import identifier


def _aggregate(figure: Figure, condition: str) -> str:
    """The list of names, by the text or by the amount beside it, the greatest first."""
    measure = measure_of(figure)
    name, filled = f"CAST({measure} AS VARCHAR)", f"FILTER (WHERE {condition} AND {measure} IS NOT NULL)"
    if not figure.declared.order:
        return f"list(DISTINCT {name} ORDER BY {name}) {filled}"
    return f"list({name} ORDER BY {identifier(figure.declared.order)} DESC NULLS LAST, {name}) {filled}"


def _tell(figure: Figure, ask: Ask, raw: object) -> Value:
    if not isinstance(raw, list) or not raw:
        return Value(figure, ask, None, reason=NO_ROWS)
    names = tuple(dict.fromkeys(str(one) for one in raw))
    return Value(figure, ask, Decimal(len(names)), words=names[: figure.declared.top or len(names)])


def _recount(figure: Figure, rows: Sequence[TracedRow]) -> object:
    named = [row for row in rows if row.measure is not None]
    if figure.declared.order:
        return [_text(row.measure) for row in sorted(named, key=lambda row: _rank(figure, row))]
    return sorted({_text(row.measure) for row in named})


def _rank(figure: Figure, row: TracedRow) -> tuple[bool, Decimal, str]:
    """The greatest first, those without an amount last, equals by name."""
    amount = dict(row.columns)[figure.declared.order]
    known = isinstance(amount, Decimal)
    return not known, -amount if isinstance(amount, Decimal) else Decimal(0), _text(row.measure)


def _text(value: Scalar) -> str:
    return "true" if value is True else "false" if value is False else str(value)


KIND = CountedKind("list", "名单", _aggregate, _tell, _recount, does="列出")
