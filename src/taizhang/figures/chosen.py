"""Which rows a figure counts in a period, as a condition and the days it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from taizhang.catalogue.predicate import ALWAYS, ColumnRef, Compare, Empty, Every, Parameter, Predicate, Some
from taizhang.catalogue.resolved import Figure
from taizhang.terms.period import Period

_START, _END = Parameter("start"), Parameter("end")


def row_condition(figure: Figure) -> Predicate:
    """The condition a row must meet, with ``start`` and ``end`` open.

    Flow: its date falls in the window. Cohort: likewise, and ``met`` holds by the cut-off. Stock: opened by
    ``end`` and by then neither closed nor at an end without it (cancelled, declined, transferred). Cumulative: its date is not after ``end``.
    """
    if figure.basis == "stock":
        day = Every((Compare(ColumnRef("opened"), "<=", _END), _not_yet("closed"), _not_yet("discontinued")))
    elif figure.basis == "cumulative":
        day = Every((Compare(ColumnRef(figure.declared.date), "<=", _END),))
    else:
        column = ColumnRef(figure.declared.date)
        day = Every((Compare(column, ">=", _START), Compare(column, "<=", _END)))
    parts = (*day.parts, *(part for part in (figure.where, figure.met) if part != ALWAYS))
    return Every(parts)


def _not_yet(column: str) -> Predicate:
    return Some((Empty(ColumnRef(column)), Compare(ColumnRef(column), ">", _END)))


def window(figure: Figure, period: Period) -> Mapping[str, date]:
    """The days ``start`` and ``end`` stand for.

    The window is moved by the figure's ``shift``; what stands at the start is taken at the end of the day before. No end
    lies after the day the period is asked on.
    """
    moved = period.shift(figure.declared.shift)
    before = figure.basis in ("stock", "cumulative") and figure.declared.at == "start"
    return {"start": moved.start, "end": min(moved.day_before, moved.until) if before else moved.last}


def not_askable(figure: Figure, period: Period) -> str:
    """Why the figure cannot be told for the period; '' when it can."""
    if figure.declared.grain == "year" and not period.whole_years:
        return "年度累计数不能回推到年中。"
    return ""
