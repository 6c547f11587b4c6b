"""The month by whose end a plan is reached: as it was, or at the mean pace of the months so far."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal, localcontext

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.kinds.kind import ComposedKind, Part, lacking, sides, titles
from taizhang.figures.value import Ask, Value
from taizhang.terms.period import Period
from taizhang.terms.quantity import DIGITS

NOT_REACHED = "按目前进度，年内达不到计划数。"
YEAR_OVER = "年度已经结束，没有达到计划数，不再预计。"


def months_of(end: date) -> tuple[Period, ...]:
    """The months of the year up to and including the day, the last one cut there."""
    whole = (Period.month(end.year, month) for month in range(1, end.month + 1))
    return tuple(Period(one.start, min(one.end, end)) for one in whole)


def _parts(figure: Figure, period: Period) -> tuple[Part, ...]:
    plan = Period.year(period.last.year)
    months = ((name, one) for one in months_of(period.last) for name in figure.declared.of)
    return (*months, *((name, plan) for name in figure.declared.over))


def _forecast(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """The first month by whose end ``of`` adds up to ``over``."""
    if without := lacking(figure, ask, values):
        return without
    done, plan = sides(figure, values)
    reached, months = Decimal(0), len(values) - len(figure.declared.over)
    for month, value in enumerate(values[:months], 1):
        reached += value.amount or Decimal(0)
        if reached >= plan:
            return Value(figure, ask, Decimal(month), done, plan)
    if (ask.period.last.month, ask.period.last.day) == (12, 31):
        return Value(figure, ask, None, done, plan, reason=YEAR_OVER)
    ahead = _at_pace(done, plan, ask.period.last)
    if ahead is None or ahead > 12:
        return Value(figure, ask, None, done, plan, reason=NOT_REACHED)
    return Value(figure, ask, Decimal(ahead), done, plan)


def _at_pace(done: Decimal, plan: Decimal, end: date) -> int | None:
    """The month in which the rest is done at the mean pace up to the day; None when nothing was done."""
    days = calendar.monthrange(end.year, end.month)[1]
    elapsed = Decimal(end.month - 1) + Decimal(end.day) / Decimal(days)
    if done <= 0:
        return None
    with localcontext(prec=DIGITS):
        return int((plan * elapsed / done).to_integral_value(ROUND_CEILING))


def _describe(catalogue: Catalogue, figure: Figure) -> str:
    of, over = (titles(catalogue, names) for names in (figure.declared.of, figure.declared.over))
    return f"{of}累计达到{over}的月份；尚未达到的，按截至期末的月均进度推算"


KIND = ComposedKind("forecast", "预计", _forecast, _describe, ("of", "over"), _parts)
