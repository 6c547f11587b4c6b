"""A chart as an ECharts option: plain JSON, the same text for the same chart, on the page as in Word."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from taizhang.charts.chart import Chart, ChartPoint, Colour, Series

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
COLOURS: dict[Colour, str] = {
    "accent": "#174e82",
    "earlier": "#7d8da0",
    "red": "#b3261e",
    "yellow": "#c98a00",
    "blue": "#1b5fa8",
    "green": "#1f6b3a",
    "grey": "#56606e",
}
"""The tokens of the pages' style sheet."""
INK, SOFT, LINE = "#1c2430", "#56606e", "#d9dee5"
FONTS = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif"
# 45 degrees in radians.
_SLANT = 0.785398
# Chosen: a label longer than nine characters runs into its neighbour.
_THIN, _LONGEST = "rgba(255,255,255,0.75)", 9
# Told apart without colour: each has a pattern of its own.
_PATTERNS: dict[Colour, Json] = {
    "accent": {"symbol": "none"},
    "earlier": {"symbol": "none"},
    "red": {"symbol": "rect", "color": _THIN, "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": _SLANT},
    "yellow": {"symbol": "triangle", "color": _THIN, "dashArrayX": [[8, 8], [0, 8, 8, 0]], "dashArrayY": [6, 2]},
    "blue": {"symbol": "rect", "color": _THIN, "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": -_SLANT},
    "green": {"symbol": "none"},
    "grey": {"symbol": "circle", "color": _THIN, "dashArrayX": [[8, 8], [0, 8, 8, 0]], "dashArrayY": [6, 0]},
}
_BESIDE = {"bars": "right", "columns": "top", "lines": "top"}
# Per cent from which a bar has room for its own label within.
_LONG_BAR = 20
_SYMBOLS = ("circle", "rect", "triangle", "diamond")


def encode(chart: Chart) -> str:
    """The option's JSON text."""
    return json.dumps(option(chart), ensure_ascii=False, separators=(",", ":"))


def _legend(chart: Chart) -> Json:
    return {
        "show": len(chart.series) > 1,
        "bottom": 0,
        "icon": "rect",
        "itemWidth": 14,
        "itemHeight": 12,
        "textStyle": {"color": SOFT, "fontSize": 12},
        "selectedMode": False,
    }


def option(chart: Chart) -> dict[str, Json]:
    """The option. Points carry the path of their rows (``href``) and their words as printed (``text``)."""
    names: Json = {
        "type": "category",
        "data": list(chart.categories),
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": SOFT}},
        "inverse": chart.kind == "bars",
        "axisLabel": {"color": INK if chart.kind == "bars" else SOFT, "fontSize": 12, **_wide(chart)},
    }
    whole = all(isinstance(point.value, int | None) for one in chart.series for point in one.points)
    values: Json = {
        "type": "value",
        "splitLine": {"lineStyle": {"color": LINE}},
        "axisLabel": {"color": SOFT, "fontSize": 11},
        **({"minInterval": 1} if whole else {}),
        **({"max": 100} if _of_hundred(chart) else {}),
    }
    lying = chart.kind == "bars"
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONTS},
        "aria": {"enabled": True, "label": {"enabled": False}, "decal": {"show": True}},
        "tooltip": {"renderMode": "richText", "confine": True, "trigger": "item"},
        "legend": _legend(chart),
        "grid": {
            "left": 6,
            "right": 34 if lying else 12,
            "top": 28,
            "bottom": 30 if len(chart.series) > 1 else 8,
            "containLabel": True,
        },
        "xAxis": values if lying else names,
        "yAxis": names if lying else values,
        "series": [_series(chart, one, place) for place, one in enumerate(chart.series)],
    }


def _series(chart: Chart, one: Series, place: int) -> dict[str, Json]:
    colour = COLOURS[one.colour]
    drawn: dict[str, Json] = {
        "type": "line" if chart.kind == "lines" else "bar",
        "name": one.name,
        "data": [_datum(point, chart) for point in one.points],
        "itemStyle": {"color": colour, "decal": _PATTERNS[one.colour]},
        "cursor": "pointer" if any(point.href for point in one.points) else "default",
        "emphasis": {"disabled": True},
    }
    if chart.stacked:
        drawn["stack"] = "all"
    if chart.kind == "lines":
        drawn |= {
            "symbol": _SYMBOLS[place % 4],
            "symbolSize": 8,
            "lineStyle": {"width": 2, "type": "dashed" if one.colour == "earlier" else "solid"},
        }
    else:
        drawn["barMaxWidth"] = 22
    if chart.mark and place == 0:
        drawn["markLine"] = _mark(chart)
    return drawn


def _datum(point: ChartPoint, chart: Chart) -> dict[str, Json]:
    value = _plain(point.value)
    seen = bool(point.value) and len(point.words) <= _LONGEST
    within = chart.mark is not None and point.value is not None and point.value >= _LONG_BAR
    where = "inside" if chart.stacked else _BESIDE[chart.kind] if not within else "insideRight"
    label: Json = {
        "show": seen,
        "position": where,
        "formatter": point.words,
        "fontSize": 11,
        "color": "#fff" if within else INK,
        **({"backgroundColor": "#fff", "padding": [1, 2, 0, 2], "borderRadius": 2} if chart.stacked else {}),
    }
    tooltip: Json = {"formatter": f"{{b}} {{a}}：{point.words}{chart.unit}"}
    carried: dict[str, Json] = {"value": value, "text": point.words, "label": label, "tooltip": tooltip}
    return {**carried, "href": point.href} if point.href else carried


def _mark(chart: Chart) -> Json:
    mark = chart.mark
    if mark is None:
        return None
    lying = chart.kind == "bars"
    return {
        "silent": True,
        "symbol": "none",
        "data": [{"xAxis" if lying else "yAxis": _plain(mark.value)}],
        "lineStyle": {"color": COLOURS["red"], "type": "dashed", "width": 1.5},
        "label": {
            "formatter": mark.text,
            "color": COLOURS["red"],
            "fontSize": 11,
            "position": "start" if lying else "end",
        },
    }


def _wide(chart: Chart) -> dict[str, Json]:
    """Every bar has its name, cut when it is long; months give way to one another where there is little room."""
    return {"interval": 0, "width": 190, "overflow": "truncate"} if chart.kind == "bars" else {"hideOverlap": True}


def _of_hundred(chart: Chart) -> bool:
    """A rate is drawn on the whole scale, so that a small difference does not look great."""
    values = [point.value for one in chart.series for point in one.points if point.value is not None]
    return chart.unit == "%" and all(0 <= value <= 100 for value in values)


def _plain(value: Decimal | int | None) -> Json:
    """A number JSON can carry; where it is drawn, never what is printed."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
