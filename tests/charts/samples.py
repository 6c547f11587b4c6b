"""Charts of each kind with invented numbers."""

from __future__ import annotations

from decimal import Decimal

from taizhang.charts.chart import Chart, ChartPoint, Colour, ReferenceLine, Series

MONTHS = ("1月", "2月", "3月")


def columns() -> Chart:
    """Two years beside each other, with a gap."""
    earlier = Series("2024", (ChartPoint(3, href="/matters?m=1"), ChartPoint(0), ChartPoint(5)), "earlier")
    this = Series("2025", (ChartPoint(4), ChartPoint(2, href="/matters?m=2"), ChartPoint(None)))
    return Chart("按月登记", "columns", MONTHS, (earlier, this), "件")


def bars() -> Chart:
    """Shares of a target with the pace of the year."""
    points = (ChartPoint(Decimal("82.5"), "82.5", "/figures/a"), ChartPoint(Decimal("101.2"), "101.2"))
    return Chart(
        "目标进度",
        "bars",
        ("危桥改造", "改扩建里程"),
        (Series("完成", points),),
        "%",
        mark=ReferenceLine(Decimal(90), "时间进度"),
    )


def stacked() -> Chart:
    """Lamps of two units."""
    lamps: tuple[tuple[str, Colour], ...] = (("红灯", "red"), ("黄灯", "yellow"), ("绿灯", "green"))
    series = tuple(
        Series(name, (ChartPoint(number), ChartPoint(number + 1)), colour)
        for number, (name, colour) in enumerate(lamps, 1)
    )
    return Chart("按单位", "bars", ("甲镇", "乙镇"), series, "件", stacked=True)


def lines() -> Chart:
    """A course with a gap."""
    return Chart("走势", "lines", MONTHS, (Series("在办", (ChartPoint(9), ChartPoint(None), ChartPoint(4))),))


ALL = (columns(), bars(), stacked(), lines())
