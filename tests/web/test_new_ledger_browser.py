"""The page of a new ledger in a real browser: usable on an office screen and on a telephone, in both languages, for everybody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.browser import Windows, chromium, listening, needs_chromium
from tests.web.test_new_ledger import book

pytestmark = needs_chromium
SIZES = ((1366, 768), (390, 844))


@pytest.fixture(scope="module")
def windows(county: None) -> Iterator[Windows]:
    """Browser windows before the running site."""
    with listening() as address, chromium() as browser:
        yield Windows(browser, address)


def test_a_dropped_workbook_becomes_a_ledger_without_a_dead_end(windows: Windows, tmp_path: Path) -> None:
    file = tmp_path / "用车.xlsx"
    file.write_bytes(book().read())
    page = windows.of("赵督查", "/import")
    page.set_input_files("input[name=files]", str(file))
    page.get_by_role("button", name="看看会写入什么").click()
    page.wait_for_url("**/result**")
    page.get_by_role("link", name="用这张表新建台账").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("用这张表新建台账")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} at {width}"
        if folder := os.environ.get("TAIZHANG_SHOTS"):
            page.screenshot(path=f"{folder}/new-{width}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("button", name="设立台账并导入").click()
    page.wait_for_url("**/result**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("已设立台账")
    if folder := os.environ.get("TAIZHANG_SHOTS"):
        page.screenshot(path=f"{folder}/made.png", full_page=True)
    page.get_by_role("link", name="公务用车使用登记台账").click()
    expect(page.locator("body")).to_contain_text("某A-D1203")
    if folder := os.environ.get("TAIZHANG_SHOTS"):
        page.screenshot(path=f"{folder}/list.png", full_page=True)
    assert windows.faults == []
