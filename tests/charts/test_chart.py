"""Charts as values."""

from __future__ import annotations

import pytest

from taizhang.charts.chart import Chart, ChartPoint, Series, inside
from tests.charts.samples import bars, columns, lines


@pytest.mark.parametrize("path", ["/", "/matters?lamp=red&live=1", "/figures/a?period=2025", "/m#x"])
def test_a_path_of_the_site_is_inside(path: str) -> None:
    assert inside(path)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "matters",
        "/\telsewhere",
        " /x",
        "data:text/html,x",
        "/a\\b",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    assert not inside(address)
    if address:
        with pytest.raises(ValueError, match="own site"):
            ChartPoint(1, href=address)


def test_a_series_has_one_point_for_each_category() -> None:
    with pytest.raises(ValueError, match="one point"):
        Chart("走势", "lines", ("1月", "2月"), (Series("在办", (ChartPoint(1),)),))


def test_words_tell_every_number_and_leave_out_gaps() -> None:
    told = columns().words
    assert told == "按月登记：1月 2024 3件，2025 4件；2月 2024 0件，2025 2件；3月 2024 5件"
    assert bars().words == "目标进度：危桥改造 82.5%；改扩建里程 101.2%"


def test_the_table_has_the_numbers_of_the_drawing() -> None:
    rows = [(name, [point.words for point in points]) for name, points in columns().rows]
    assert rows == [("1月", ["3", "4"]), ("2月", ["0", "2"]), ("3月", ["5", ""])]


def test_a_chart_without_any_number_is_empty() -> None:
    assert Chart("空", "columns", ("1月",), (Series("在办", (ChartPoint(0),)),)).empty
    assert not lines().empty


def test_another_language_keeps_numbers_and_addresses() -> None:
    words = {"按月登记": "Registered by month", "件": "matters"}
    told = columns().translate(lambda text: words.get(text, text))
    assert (told.title, told.unit) == ("Registered by month", "matters")
    assert told.series[0].points == columns().series[0].points
