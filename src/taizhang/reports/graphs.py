"""The chart of a table in a paper: exactly the numbers the table prints, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from taizhang.charts.chart import Chart, ChartPoint, Colour, Series
from taizhang.reports.paper import Number, Paper, PaperTable, Quoted, Run

_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
_COLOURS: tuple[Colour, ...] = ("accent", "earlier", "green", "yellow", "red")
_UNIT = re.compile(r"(.+?)（(.{1,8})）")


def chart_of(table: PaperTable) -> Chart | None:
    """The chart of a table that is drawn; None for any other, and when none of its numbers can be drawn.

    The first column gives the names, each further column a series. What is no sourced number (a gap, a number
    withheld, words) leaves a gap.
    """
    if not table.drawn or not table.rows or len(table.heading) < 2:
        return None
    names = tuple(_words(row[0]) for row in table.rows)
    heads = [_UNIT.fullmatch(head) for head in table.heading[1:]]
    titles = [match[1] if match else head for match, head in zip(heads, table.heading[1:], strict=True)]
    series = tuple(
        Series(
            title, tuple(_point(row[column]) if column < len(row) else ChartPoint(None) for row in table.rows), colour
        )
        for column, (title, colour) in enumerate(zip(titles, _COLOURS, strict=False), 1)
    )
    units = {match[2] if match else "" for match in heads}
    chart = Chart(table.caption or "图", table.drawn, names, series, units.pop() if len(units) == 1 else "")
    return None if chart.empty else chart


def charts_of(paper: Paper) -> Iterator[Chart]:
    """The charts of a paper in order."""
    for block in paper.blocks:
        if isinstance(block, PaperTable) and (chart := chart_of(block)):
            yield chart


def _words(runs: tuple[Run, ...]) -> str:
    return "".join(one.text for one in runs)


def _point(runs: tuple[Run, ...]) -> ChartPoint:
    """The number a cell prints, as it prints it."""
    if not any(isinstance(one, Number | Quoted) for one in runs):
        return ChartPoint(None)
    found = _NUMBER.search(_words(runs))
    return ChartPoint(Decimal(found[0].replace(",", "")), found[0]) if found else ChartPoint(None)
