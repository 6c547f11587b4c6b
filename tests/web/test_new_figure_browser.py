"""“存为指标” in a real browser: the number changes while one edits, on an office screen and on a telephone, in both languages."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.browser import Windows, chromium, listening, needs_chromium, speak

pytestmark = needs_chromium
SIZES = ((1366, 768), (390, 844))


@pytest.fixture(scope="module")
def windows(county: None) -> Iterator[Windows]:
    """Browser windows before the running site."""
    with listening() as address, chromium() as browser:
        yield Windows(browser, address)


def seen(page: Page, name: str) -> None:
    """The page fits every screen and holds nothing against anybody."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} at {width}"
        if folder := os.environ.get("TAIZHANG_SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True, caret="initial")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_narrowed_list_becomes_a_figure_while_one_looks(windows: Windows) -> None:
    page = windows.of("赵督查", "/matters?ledger=hazard&f-level=重大")
    page.get_by_role("link", name="存为指标").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("存为指标")
    seen(page, "new-figure")
    page.get_by_label("名称").fill("重大隐患的单位数")
    page.get_by_label("数什么").select_option("distinct")
    page.get_by_label("哪一栏").select_option(label="责任单位")
    expect(page.locator("#seen")).to_contain_text("去重计数“责任单位”")
    expect(page.get_by_label("名称")).to_have_value("重大隐患的单位数")
    page.get_by_label("数什么").select_option("rate")
    page.get_by_label("占哪个指标的百分之几").last.select_option("hazard_opened")
    expect(page.locator("#seen strong small").first).to_have_text("%")
    seen(page, "new-figure-rate")
    page.get_by_label("名称").fill("登记安全隐患")
    page.get_by_label("小数位数").fill("很多")
    page.get_by_role("textbox", name="期间").click()
    expect(page.locator("#at-title")).to_contain_text("已有名为")
    expect(page.locator("#at-printed")).to_contain_text("不是0到6的整数")
    seen(page, "new-figure-wrong")
    page.get_by_label("小数位数").fill("1")
    page.get_by_label("名称").fill("重大隐患占登记的比重")
    page.get_by_label("为什么要设").fill("县安委会要求")
    page.get_by_role("button", name="提交审定").click()
    page.wait_for_url("**/definition-changes/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("重大隐患占登记的比重")
    seen(page, "proposed-figure")
    page.go_back()
    page.get_by_role("button", name="提交审定").click()
    expect(page.locator(".said-wrong").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("存为指标")
    assert windows.faults == []


def test_it_reads_in_english(windows: Windows) -> None:
    page = windows.of("赵督查", "/definition-new?ledger=hazard&f-level=重大&lamp=red")
    speak(page, "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Save as figure")
    expect(page.locator("body")).to_contain_text("Lamps change with the day one looks")
    seen(page, "new-figure-en")
    speak(page, "zh-CN")
    assert windows.faults == []


PAGES = {
    "agree": "/definition-agree?left=hazard_opened&right=hazard_closed_flow&period=2026",
    "checks": "/checks?period=2026",
    "found": "/figures?q=重大隐患&period=2026",
    "ledgers-choose": "/ledgers/choose",
    "definition": "/definitions/hazard_opened",
    "ledgers": "/ledgers",
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_beside_it_fits_and_holds_nothing_against_anybody(
    windows: Windows, name: str, language: str
) -> None:
    page = windows.of("赵督查", PAGES[name])
    assert not page.get_by_text("没有这个页面").count()
    if language == "en":
        speak(page, "en")
    seen(page, f"{name}-{language}")
    if language == "en":
        speak(page, "zh-CN")
    assert windows.faults == []
