"""How many numbers, or years of dates, run without a gap up to the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds.kind import NO_ROWS, CountedKind, measure_of, measures
from taizhang.figures.value import Ask, TracedRow, Value


def streak(found: list[object], end: date) -> int:
    """How many of the numbers (editions, or the years of dates) run without a gap up to the last.

    Years must run up to the year of ``end``, else nothing runs any more.
    """
    known = {one.year if isinstance(one, date) else int(str(one).partition(".")[0]) for one in found}
    last = end.year if any(isinstance(one, date) for one in found) else max(known)
    return next(back for back in range(len(known) + 1) if last - back not in known)


def _aggregate(figure: Figure, condition: str) -> str:
    measure = measure_of(figure)
    return f"list(DISTINCT {measure}) FILTER (WHERE {condition} AND {measure} IS NOT NULL)"


def _tell(figure: Figure, ask: Ask, raw: object) -> Value:
    if not isinstance(raw, list) or not raw:
        return Value(figure, ask, None, reason=NO_ROWS)
    return Value(figure, ask, Decimal(streak(raw, ask.period.last)))


def _recount(figure: Figure, rows: Sequence[TracedRow]) -> object:
    return list(set(measures(rows)))


KIND = CountedKind("streak", "连续次数", _aggregate, _tell, _recount, does="连续到最近一次的次数，按")
