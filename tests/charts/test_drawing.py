"""Drawings in Python of the option the page draws."""

from __future__ import annotations

import struct
import threading
from xml.etree import ElementTree

import pytest

from taizhang.charts import drawing, picture
from taizhang.charts.chart import Chart, ChartPoint, Series
from taizhang.charts.drawing import draw_svg, svg
from taizhang.charts.option import encode
from taizhang.charts.picture import paint_png, png
from taizhang.terms.problem import Refused
from tests.charts.machine import needs_charts, needs_font
from tests.charts.samples import ALL, bars, columns

SVG = "{http://www.w3.org/2000/svg}"


@needs_charts
@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_a_drawing_says_every_name_and_number(chart: Chart) -> None:
    words = {element.text for element in ElementTree.fromstring(svg(chart)).iter(f"{SVG}text")}
    assert set(chart.categories) <= words
    assert {point.words for one in chart.series for point in one.points if point.value} <= words
    if len(chart.series) > 1:
        assert {one.name for one in chart.series} <= words


@needs_charts
@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_a_drawing_needs_no_script_style_or_network(chart: Chart) -> None:
    root = ElementTree.fromstring(svg(chart))
    for element in root.iter():
        assert element.tag.removeprefix(SVG) not in ("script", "style", "image", "foreignObject")
        assert not {"style", "class", "href", "onclick"} & set(element.keys())


@needs_charts
def test_the_same_option_is_drawn_the_same_in_a_fresh_engine_and_on_any_thread() -> None:
    option, found = encode(columns()), []
    first = draw_svg(option, 640, 260)
    draw_svg.cache_clear()
    thread = threading.Thread(target=lambda: found.append(draw_svg(option, 640, 260)))
    thread.start()
    thread.join()
    assert found == [first]


@needs_charts
def test_names_inside_two_drawings_never_meet() -> None:
    ids = [{one.get("id") for one in ElementTree.fromstring(svg(chart)).iter() if one.get("id")} for chart in ALL]
    assert not ids[0] & ids[2]


@needs_charts
def test_text_of_users_stays_text() -> None:
    evil = '</text><script>alert(1)</script>"&'
    chart = Chart("名称", "bars", (evil,), (Series("完成", (ChartPoint(1, "1"),)),))
    root = ElementTree.fromstring(svg(chart))
    assert not list(root.iter(f"{SVG}script"))
    assert any("<script>" in (element.text or "") for element in root.iter(f"{SVG}text"))


@needs_charts
def test_a_drawing_beyond_the_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MEMORY", 3 * 1024 * 1024)
    with pytest.raises(Refused) as refused:
        draw_svg(encode(bars()), 641, 200)
    assert [problem.code for problem in refused.value.problems] == ["DOC-042"]


def test_without_the_bundle_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "is_built", lambda: False)
    with pytest.raises(Refused) as refused:
        draw_svg(encode(bars()), 642, 200)
    assert [problem.code for problem in refused.value.problems] == ["DOC-041"]


def test_without_a_chinese_font_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "chinese_font", lambda: None)
    with pytest.raises(Refused) as refused:
        paint_png("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
    assert [problem.code for problem in refused.value.problems] == ["DOC-043"]


@needs_charts
@needs_font
def test_a_picture_is_sharp_and_its_chinese_is_drawn() -> None:
    one = png(columns())
    assert one[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", one[16:24]) == (1280, 520)
    assert len(png(Chart("图", "columns", ("囗囗囗",), (Series("甲", (ChartPoint(1),)),)))) != len(
        png(Chart("图", "columns", ("一一一",), (Series("甲", (ChartPoint(1),)),)))
    )
