"""Figures made of other figures: which parts in which periods, and how they come together."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal, localcontext

from taizhang.catalogue.dated import in_force
from taizhang.catalogue.resolved import Figure
from taizhang.figures.score import score
from taizhang.figures.value import Ask, Value
from taizhang.figures.yearly import NO_BASE, change
from taizhang.terms.period import Period
from taizhang.terms.quantity import percent, round_half_up

Part = tuple[str, Period]
Combine = Callable[[Figure, Ask, Sequence[Value]], Value]
NO_BELOW = "分母为零。"
NO_PARAMETER = "这个日期没有登记参数的值。"
NOT_REACHED = "按目前进度，年内达不到计划数。"


def parts(figure: Figure, period: Period) -> tuple[Part, ...]:
    """The figures a composed figure is made of, each with its period: those of ``of`` first."""
    of, over = figure.declared.of, figure.declared.over
    match figure.kind:
        case "year_on_year":
            return tuple((name, one) for one in (period, period.last_year()) for name in of)
        case "highest":
            return tuple((name, period.shift(-back)) for back in range(figure.declared.years) for name in of)
        case "forecast":
            plan = Period.year(period.end.year)
            months = ((name, one) for one in months_of(period.end) for name in of)
            return (*months, *((name, plan) for name in over))
    return tuple((name, period) for name in figure.declared.made_of)


def months_of(end: date) -> tuple[Period, ...]:
    """The months of the year up to and including the day, the last one cut there."""
    whole = (Period.month(end.year, month) for month in range(1, end.month + 1))
    return tuple(Period(one.start, min(one.end, end)) for one in whole)


def combine(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """The value of a composed figure from those of its parts, in their order."""
    return _COMBINE[figure.kind](figure, ask, values)


def _lacking(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value | None:
    """No value, for the reason of the first part that has none; None when every part has one."""
    lacking = next((value for value in values if value.amount is None), None)
    return Value(figure, ask, None, reason=lacking.reason or "期间内没有记录。") if lacking else None


def _sides(figure: Figure, values: Sequence[Value]) -> tuple[Decimal, Decimal]:
    """The sums of both sides."""
    amounts = [value.amount or Decimal(0) for value in values]
    split = len(amounts) - len(figure.declared.over)
    return sum(amounts[:split], Decimal(0)), sum(amounts[split:], Decimal(0))


def _divide(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """``of`` in percent of ``over``; for a quotient times the factor instead. No number when the base is 0."""
    if lacking := _lacking(figure, ask, values):
        return lacking
    above, below = _sides(figure, values)
    quotient = figure.kind == "quotient"
    amount = _quotient(figure, above, below) if quotient else percent(above, below, figure.decimals)
    return Value(figure, ask, amount, above, below, reason="" if amount is not None else NO_BELOW)


def _quotient(figure: Figure, above: Decimal, below: Decimal) -> Decimal | None:
    if below == 0:
        return None
    with localcontext() as context:
        context.prec = 50
        shown = above * figure.declared.factor / below / figure.scale
        return round_half_up(shown, figure.decimals) * figure.scale


def _compare(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """This period's value against last year's, as the figure's ``change`` says."""
    this, last = values
    amount = change(this, last, figure.change, figure.decimals)
    reason = "" if amount is not None else this.reason or last.reason or NO_BASE
    return Value(figure, ask, amount, this.amount, last.amount, reason=reason)


def _total(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """``of`` less ``over``."""
    if lacking := _lacking(figure, ask, values):
        return lacking
    above, below = _sides(figure, values)
    return Value(figure, ask, above - below)


def _highest(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """The greatest of those that have a value."""
    amounts = [value.amount for value in values if value.amount is not None]
    reason = "" if amounts else values[0].reason or "期间内没有记录。"
    return Value(figure, ask, max(amounts, default=None), reason=reason)


def _forecast(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """The first month by whose end ``of`` adds up to ``over``: as it was, or at the mean pace of the months so far."""
    if lacking := _lacking(figure, ask, values):
        return lacking
    done, plan = _sides(figure, values)
    reached, months = Decimal(0), len(values) - len(figure.declared.over)
    for month, value in enumerate(values[:months], 1):
        reached += value.amount or Decimal(0)
        if reached >= plan:
            return Value(figure, ask, Decimal(month), done, plan)
    ahead = _at_pace(done, plan, ask.period.end)
    if ahead is None or ahead > 12:
        return Value(figure, ask, None, done, plan, reason=NOT_REACHED)
    return Value(figure, ask, Decimal(ahead), done, plan)


def _at_pace(done: Decimal, plan: Decimal, end: date) -> int | None:
    """The month in which the rest is done at the mean pace up to the day; None when nothing was done."""
    days = calendar.monthrange(end.year, end.month)[1]
    elapsed = Decimal(end.month - 1) + Decimal(end.day) / Decimal(days)
    if done <= 0:
        return None
    with localcontext() as context:
        context.prec = 50
        return int((plan * elapsed / done).to_integral_value(ROUND_CEILING))


def _parameter(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """The number in force at the end of the period."""
    value = in_force(figure.declared.value, ask.period.end)
    return Value(figure, ask, value.amount if value else None, reason="" if value else NO_PARAMETER)


_COMBINE: dict[str, Combine] = {
    "ratio": _divide,
    "share": _divide,
    "quotient": _divide,
    "year_on_year": _compare,
    "total": _total,
    "highest": _highest,
    "forecast": _forecast,
    "parameter": _parameter,
    "score": score,
}
