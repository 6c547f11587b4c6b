"""What the kinds share whose value is one row's: a number, a date or a word."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from taizhang.catalogue.model import Show
from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds.kind import NO_ROWS
from taizhang.figures.value import Ask, Value


def tell_single(figure: Figure, ask: Ask, raw: object) -> Value:
    """A number as it is, a date as the figure prints it, anything else as its text; no value when no row has any."""
    if raw is None:
        return Value(figure, ask, None, reason=NO_ROWS)
    if isinstance(raw, Decimal):
        return Value(figure, ask, raw)
    return Value(figure, ask, None, words=(format_date(raw, figure.show) if isinstance(raw, date) else str(raw),))


def format_date(day: date, how: Show) -> str:
    """A date as the figure prints it: 2026年5月8日, 2026年5月, or the bare number of the year or month."""
    match how:
        case "year":
            return str(day.year)
        case "month":
            return str(day.month)
        case "year_month":
            return f"{day.year}年{day.month}月"
    return f"{day.year}年{day.month}月{day.day}日"
