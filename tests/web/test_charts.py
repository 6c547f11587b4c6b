"""Charts in a real browser: drawn under the strict policy, every bar opens its rows, the numbers readable without them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from taizhang.reports.paper import Number, PaperTable, Text
from taizhang_site.papers.sheets import lay_out
from tests.charts.machine import needs_charts
from tests.rendering.county import report
from tests.web.browser import Windows, chromium, listening, needs_chromium
from tests.web.people import PASSWORD

pytestmark = [needs_chromium, needs_charts]
LISTEN = (
    "addEventListener('securitypolicyviolation', (event) => { (window.broken ??= []).push(event.violatedDirective); });"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all of it."""
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def windows(county: None, browser: Browser) -> Iterator[Windows]:
    """Windows of people at the site."""
    with listening() as address:
        yield Windows(browser, address)


def board(windows: Windows) -> Page:
    """The leader's board with its charts drawn."""
    page = windows.of("李县长")
    page.context.add_init_script(LISTEN)
    page.goto("/board")
    page.wait_for_load_state("networkidle")
    page.wait_for_selector(".drawing[data-drawn] svg")
    return page


def click_a_bar(page: Page) -> None:
    """Clicks the foot of the first bar of the first chart that is high enough to hit."""
    chart = page.locator(".drawing").first
    chart.scroll_into_view_if_needed()
    for bar in chart.locator("svg path[fill='#174e82'], svg path[fill='#7d8da0']").all():
        box = bar.bounding_box()
        if box and box["height"] > 15:
            page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 2)
            return
    raise AssertionError("no bar to click")


def test_charts_are_drawn_without_breaking_the_policy(windows: Windows) -> None:
    page = board(windows)
    assert page.locator(".drawing:not([data-drawn])").count() == 0
    assert page.evaluate("window.broken ?? []") == []
    assert windows.faults == []


def test_a_bar_opens_its_rows(windows: Windows) -> None:
    page = board(windows)
    click_a_bar(page)
    page.wait_for_url(re.compile(r"/matters\?.*opened_from="), timeout=5000)
    assert page.locator("table.matters, table.list").count()


def test_an_address_elsewhere_is_never_opened(windows: Windows) -> None:
    page = board(windows)
    page.evaluate(
        """() => {
          const place = document.querySelector('.drawing');
          const option = JSON.parse(place.dataset.chart);
          for (const series of option.series) for (const point of series.data) point.href = '//elsewhere.example/x';
          const other = place.cloneNode(false);
          other.dataset.chart = JSON.stringify(option);
          delete other.dataset.drawn;
          other.removeAttribute('_echarts_instance_');
          place.replaceWith(other);
          htmx.trigger(other, 'htmx:load', { elt: other });
        }"""
    )
    page.wait_for_selector(".drawing:not([data-drawn])", state="detached")
    click_a_bar(page)
    page.wait_for_timeout(150)
    assert page.url.endswith("/board")


def test_without_javascript_the_same_numbers_stand_in_a_table(windows: Windows, browser: Browser) -> None:
    drawn = board(windows).locator("figure.chart table").first.text_content()
    address = str(windows.of("李县长").evaluate("location.origin"))
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/login")
    page.fill("input[name=name]", "周副县长")
    page.fill("input[name=password]", PASSWORD)
    page.click("button.primary")
    page.goto("/board")
    page.locator("figure.chart summary").first.click()
    assert page.locator("figure.chart table").first.is_visible()
    assert page.locator("figure.chart table").first.text_content() == drawn
    assert page.locator("figure.chart table a").first.get_attribute("href")
    context.close()


def test_the_board_prints_on_one_a4_page(windows: Windows, tmp_path: Path) -> None:
    page = board(windows)
    path = tmp_path / "board.pdf"
    page.pdf(path=str(path), prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(path)
    assert len(document) == 1
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    document.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_of_the_board_breaks_a_rule_of_accessibility(windows: Windows, language: str) -> None:
    page = windows.of("李县长", "/board")
    if page.locator("html").get_attribute("lang") != {"zh": "zh-CN", "en": "en"}[language]:
        page.click("button[name=language]")
        page.wait_for_load_state("networkidle")
    found = {}
    for path in ("/board", "/board/targets", "/board/movement", "/board?unit=溦桥乡&period=2025"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        for summary in page.locator("figure.chart summary").all():
            summary.click()
        results = Axe().run(page)
        if results.violations_count:
            found[path] = [(one["id"], one["nodes"][0]["html"][:120]) for one in results.response["violations"]]
    assert found == {}
    assert windows.faults == []


def test_a_drawn_table_is_drawn_beside_the_text_that_is_written() -> None:
    paper = report()
    table = PaperTable(
        ("项", "数（处）"), (((Text("隐患"),), (Number("178", next(iter(paper.cells))),)),), "隐患图", "columns"
    )
    layout = lay_out(replace(paper, blocks=(*paper.blocks, table)), (), "/papers/a?cell=")
    strip = layout.sheets[-1].strips[-1]
    assert strip.chart
    assert strip.chart.words == "隐患图：隐患 178处"
    assert strip.rows
