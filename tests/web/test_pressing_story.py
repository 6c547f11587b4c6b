"""In a real browser: letters are looked at and issued, the handler is told and answers; no page breaks accessibility."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from taizhang_site.house import site
from tests.web.browser import Windows, chromium, listening, needs_chromium
from tests.web.people import TOWN

pytestmark = [needs_chromium, pytest.mark.timeout(200)]


@pytest.fixture(scope="module")
def windows() -> Iterator[Windows]:
    """Windows of everybody on the running site."""
    with listening() as address, chromium() as browser:
        yield Windows(browser, address)


def number(page: Page, words: str) -> int:
    """The number beside these words on a page."""
    found = re.search(rf"{words}\s*(\d+)", page.content())
    return int(found[1]) if found else 0


def test_a_letter_goes_out_is_told_and_is_answered(windows: Windows) -> None:
    supervisor = windows.of("赵督查", f"/letters?unit={TOWN}")
    awaited = number(supervisor, "待答复")
    supervisor.locator("td.pick input").first.check()
    supervisor.click("#bulk button")
    title = supervisor.locator("input[name^=title-]")
    title.fill("关于尽快整改的督办函")
    supervisor.click("button:has-text('看改后的样子')")
    assert supervisor.locator(".letter .title").inner_text() == "关于尽快整改的督办函"
    supervisor.click("button[name=do]")
    supervisor.wait_for_url("**/letter/*")
    letter = supervisor.locator("h1").inner_text()
    with supervisor.expect_download() as download:
        supervisor.click("a:has-text('导出 Word')")
    assert download.value.suggested_filename.startswith(letter)
    supervisor.goto("/letters?set=awaited")
    assert number(supervisor, "待答复") == awaited + 1

    handler = windows.of("王承办", "/notices")
    row = handler.locator("tr", has_text=letter)
    assert row.locator("td.c-unread").inner_text() == "未读"
    unread = number(handler, "未读提醒")
    row.locator("td.c-number a").click()
    handler.wait_for_url("**/matter/*")
    assert number(handler, "未读提醒") == unread - 1
    assert handler.locator(".timeline", has_text=letter).count() == 1
    handler.goto(handler.url.rstrip("/") + "/report_progress")
    handler.fill("textarea[name=note]", "已完成整改方案，下周验收。")
    handler.locator("form.stack button.primary").click()
    handler.wait_for_url(re.compile(r"/matter/[a-z0-9-]+$"))
    handler.goto("/notices")
    assert handler.locator("tr", has_text=letter).count() == 0
    supervisor.goto("/letters?set=awaited")
    assert number(supervisor, "待答复") == awaited
    assert windows.faults == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_of_notices_and_letters_breaks_a_rule_of_accessibility(windows: Windows, language: str) -> None:
    page = windows.of("赵督查", "/letters")
    if page.locator("html").get_attribute("lang") != {"zh": "zh-CN", "en": "en"}[language]:
        page.click("button[name=language]")
        page.wait_for_load_state()
    head = next(one for one in site().journal.heads("hazard") if one.pressing.letter)
    step = next(one.mseq for one in site().journal.history(head.matter) if one.intention.letter)
    found = {}
    for path in (
        "/letters",
        "/letters?set=awaited",
        "/letters?set=issued",
        f"/letters/write?matter={head.matter}&level=3",
        "/letters/write",
        f"/matter/{head.matter}/letter/{step}",
        "/notices",
        "/account",
    ):
        page.goto(path)
        results = Axe().run(page)
        if results.violations_count:
            found[path] = [(one["id"], one["nodes"][0]["html"][:120]) for one in results.response["violations"]]
    page.locator("form[action='/account/calendar'] button").first.click()
    page.wait_for_load_state()
    results = Axe().run(page)
    found |= {"feed": results.response["violations"]} if results.violations_count else {}
    assert found == {}
