"""The rules of the second opinion: conditions, rounding, rates and changes once more, from their words alone.

Nothing here is shared with what it checks (``catalogue.predicate``, ``terms.quantity``, ``figures.compute``,
``figures.yearly``, ``figures.chosen``, ``figures.score``): fractions stand where those have decimals, lists of truths
where those stop early. A fault made once is then seen as a difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from taizhang.catalogue.predicate import (
    ColumnRef,
    Compare,
    Empty,
    Every,
    Literal,
    Not,
    OneOf,
    Operand,
    Parameter,
    Predicate,
    Scalar,
    Some,
)
from taizhang.catalogue.resolved import Figure
from taizhang.catalogue.scored import ScoreRule
from taizhang.figures.value import Ask, Value
from taizhang.terms.period import Period
from taizhang.terms.sentence import sentence

Row = Mapping[str, Scalar]
NO_ROWS, NO_BELOW = "期间内没有记录。", "分母为零。"
NO_BASE = "上年同期为零，没有可比基数。"
NO_INPUT = "各项都没有数。"
NO_PARAMETER, NOT_REACHED = "这个日期没有登记参数的值。", "按目前进度，年内达不到计划数。"
ALONE = "只有一年有数，没有别的年份可比，谈不上最高。"
YEAR_OVER = "年度已经结束，没有达到计划数，不再预计。"
MID_YEAR = "年度累计数不能回推到年中。"


def half_up(exact: Fraction, decimals: int) -> Decimal:
    """The nearest number of so many decimals; in the middle, the one farther from nought."""
    step = Fraction(10) ** decimals
    whole, rest = divmod(abs(exact) * step, 1)
    size = int(whole) + (2 * rest >= 1)
    return Decimal(size if exact >= 0 else -size).scaleb(-decimals)


def rate(above: Fraction, below: Fraction, decimals: int) -> Decimal | None:
    """above of below in a hundred; 100 only when nothing is missing and nothing is too much."""
    return None if below == 0 else not_quite(above * 100 / below, decimals)


def not_quite(exact: Fraction, decimals: int) -> Decimal:
    """A percentage that is not a hundred stays on its side of it."""
    near = half_up(exact, decimals)
    least = Decimal(1).scaleb(-decimals)
    return near if near != 100 or exact == 100 else near + (least if exact > 100 else -least)


def year_change(figure: Figure, this: Value, before: Value) -> Decimal | None:
    """What changed against the year before: an amount, hundredths of the older one, or points of printed rates."""
    new, old = this.amount, before.amount
    if new is None or old is None:
        return None
    if figure.change == "difference":
        return new - old
    if figure.change == "points":
        return half_up(Fraction(new), this.figure.decimals) - half_up(Fraction(old), before.figure.decimals)
    return half_up((Fraction(new) - Fraction(old)) / Fraction(old) * 100, figure.decimals) if old else None


def mid_year(figure: Figure, period: Period) -> bool:
    """Whether a sum of the year is asked for in its middle."""
    begins = (period.start.month, period.start.day) == (1, 1)
    after = period.end + timedelta(days=1)
    return figure.declared.grain == "year" and not (begins and (after.month, after.day) == (1, 1))


def fixed_late(rule: ScoreRule, ask: Ask) -> str:
    """A rule of scores made after its period had begun does not hold for it."""
    since, begins = rule.fixed, ask.period.start
    says = sentence(
        "考核办法定于{fixed}，晚于期间起始日{start}，不得用于本期间。",
        fixed=since.isoformat(),
        start=begins.isoformat(),
    )
    return says if (since - begins).days > 0 else ""


def holds(condition: Predicate, row: Row, days: Mapping[str, date]) -> bool:
    """Whether the row meets the condition; what is unknown does not."""
    return truth(condition, row, days) is True


def truth(node: Predicate, row: Row, days: Mapping[str, date]) -> bool | None:
    """True, false or unknown, as SQL has it."""
    match node:
        case Empty(item):
            return _read(item, row, days) is None
        case Not(inner):
            known = truth(inner, row, days)
            return known if known is None else known is False
        case Every(parts):
            found = [truth(part, row, days) for part in parts]
            return False if False in found else None if None in found else True
        case Some(parts):
            found = [truth(part, row, days) for part in parts]
            return True if True in found else None if None in found else False
        case OneOf(item, values):
            return truth(Some(tuple(Compare(item, "=", one) for one in values)), row, days)
        case Compare(left, sign, right):
            return _compared(_read(left, row, days), sign, _read(right, row, days))


def _read(item: Operand, row: Row, days: Mapping[str, date]) -> Scalar:
    match item:
        case ColumnRef(name):
            return row[name]
        case Parameter(name):
            return days[name]
        case Literal(value):
            return value


def _compared(one: Scalar, sign: str, other: Scalar) -> bool | None:
    if isinstance(one, str) and not isinstance(other, str):
        one = _as(one, other)
    elif isinstance(other, str) and not isinstance(one, str):
        other = _as(other, one)
    if one is None or other is None:
        return None
    less, same = one < other, one == other  # type: ignore[operator]
    told = {"=": same, "<>": not same, "<": less, "<=": less or same, ">": not (less or same), ">=": not less}
    return told[sign]


def _as(text: str, other: Scalar) -> Scalar:
    """A text as what it is held against; nothing when it cannot be read so."""
    try:
        return date.fromisoformat(text) if isinstance(other, date) else Decimal(text) if other is not None else None
    except (ValueError, InvalidOperation):
        return None


def last_counted(period: Period) -> date:
    """The last day that had come when the period was asked for."""
    return period.until if period.until < period.end else period.end


def told(figure: Figure, ask: Ask, found: object) -> Value:
    """What was found among the rows as a value: counts and sums of nothing are nought, all else then has none."""
    if isinstance(found, list) and figure.kind in ("average", "weighted"):
        return _mean(figure, ask, found[0], found[1])
    if figure.kind in ("flow", "cohort", "stock", "cumulative", "sum", "distinct"):
        return Value(figure, ask, found if isinstance(found, Decimal) else Decimal(0))
    if found is None or found == []:
        return Value(figure, ask, None, reason=NO_ROWS)
    if figure.kind == "streak" and isinstance(found, list):
        return Value(figure, ask, _unbroken(found, last_counted(ask.period).year))
    if isinstance(found, list):
        shown = found[: figure.declared.top] if figure.declared.top else found
        return Value(figure, ask, Decimal(len(found)), words=tuple(shown))
    if isinstance(found, Decimal):
        return Value(figure, ask, found)
    return Value(figure, ask, None, words=(_printed(found, figure.show) if isinstance(found, date) else str(found),))


def _mean(figure: Figure, ask: Ask, total: Decimal, weight: Decimal) -> Value:
    if not weight:
        return Value(figure, ask, None, reason=NO_ROWS)
    exact, places = Fraction(total) / Fraction(weight), max(figure.decimals, 0)
    amount = not_quite(exact, places) if figure.unit == "%" else half_up(exact, places)
    return Value(figure, ask, amount, total, weight)


def _unbroken(found: list[Scalar], year: int) -> Decimal:
    """How long the numbers run back without a gap: from the year asked for, or from the greatest of editions."""
    dates = [one for one in found if isinstance(one, date)]
    numbers = {one.year for one in dates} if dates else {int(Decimal(str(one))) for one in found}
    at, length = (year if dates else max(numbers)), 0
    while at - length in numbers:
        length += 1
    return Decimal(length)


def _printed(day: date, show: str) -> str:
    parts = {"year": f"{day:%Y}", "month": f"{day.month}", "year_month": f"{day:%Y}年{day.month}月"}
    return parts.get(show, f"{day:%Y}年{day.month}月{day.day}日")
