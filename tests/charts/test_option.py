"""The ECharts option of a chart."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import pytest

from taizhang.charts.chart import Chart
from taizhang.charts.option import COLOURS, encode
from tests.charts.samples import ALL, bars, columns, stacked


def read(chart: Chart) -> Any:
    """The option as JSON gives it."""
    return json.loads(encode(chart))


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_the_option_is_plain_json_and_the_same_every_time(chart: Chart) -> None:
    assert encode(chart) == encode(chart)
    assert read(chart)["animation"] is False


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_the_option_draws_exactly_the_numbers_of_the_table(chart: Chart) -> None:
    drawn = [[point["text"] for point in series["data"]] for series in read(chart)["series"]]
    assert drawn == [[point.words for point in series.points] for series in chart.series]
    values = [[point["value"] for point in series["data"]] for series in read(chart)["series"]]
    assert values == [
        [None if point.value is None else float(point.value) for point in one.points] for one in chart.series
    ]


def test_a_point_carries_the_path_of_its_rows() -> None:
    first, second = read(columns())["series"]
    assert [point.get("href") for point in first["data"]] == ["/matters?m=1", None, None]
    assert second["data"][1]["href"] == "/matters?m=2"


def test_nothing_is_written_as_markup_or_style() -> None:
    for chart in ALL:
        assert read(chart)["tooltip"]["renderMode"] == "richText"


def test_series_are_told_apart_without_colour() -> None:
    patterns = [json.dumps(series["itemStyle"]["decal"]) for series in read(stacked())["series"]]
    assert len(set(patterns)) == 3
    assert read(stacked())["aria"]["decal"]["show"]


def test_bars_begin_at_the_top_and_carry_the_mark() -> None:
    option = read(bars())
    assert option["yAxis"]["inverse"]
    assert option["series"][0]["markLine"]["data"] == [{"xAxis": 90}]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", [name for name in COLOURS if name != "yellow"])
def test_colours_stand_out_from_paper(name: str) -> None:
    colours = {str(one): colour for one, colour in COLOURS.items()}
    assert 1.05 / (luminance(colours[name]) + 0.05) >= 3


def test_colours_are_the_tokens_of_the_pages() -> None:
    style = files("taizhang_site").joinpath("static", "taizhang", "site.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", style))
    same = {name: colour for name, colour in COLOURS.items() if name in tokens and name != "yellow"}
    assert same == {name: tokens[name] for name in same}
    assert len(same) == 5
