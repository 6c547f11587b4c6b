"""The charts of the boards: counts → charts whose every bar opens its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from taizhang.charts.chart import Chart, Point, Series

MONTHS = tuple(f"{month}月" for month in range(1, 13))
TEXTS = ("按月登记", "件", *MONTHS)
"""Every fixed text of the charts."""


def monthly(months: Mapping[str, int], today: date, opens: Callable[[str], str]) -> Chart:
    """Twelve months of last year beside those of this year, each opening its matters."""

    def of(year: int, last: int) -> tuple[Point, ...]:
        keys = [f"{year}-{month:02}" for month in range(1, 13)]
        return tuple(
            Point(months.get(key, 0) if place < last else None, href=opens(key)) for place, key in enumerate(keys)
        )

    earlier = Series(str(today.year - 1), of(today.year - 1, 12), "earlier")
    this = Series(str(today.year), of(today.year, today.month), "accent")
    return Chart("按月登记", "columns", MONTHS, (earlier, this), "件")
