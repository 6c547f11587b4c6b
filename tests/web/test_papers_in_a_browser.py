"""Definitions, papers, gates and the library in a real browser: both languages, both widths, no fault of access."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from taizhang.catalogue.versions import FOLDER
from taizhang.library.model import ReadableLevels
from taizhang.papers.drafts import start
from taizhang.terms.period import Period
from taizhang_site.finder.pages import library
from taizhang_site.house import now, site, today
from tests.web.browser import Windows, chromium, listening, needs_chromium
from tests.web.people import BODY

SignedIn = Callable[[str], Client]
YEAR = Period.year(2026)
TEMPLATE = """+++
title = "{{text:body.name}}{{text:year}}年情况专报"
signature = ["{{text:body.name}}"]
date = "as_of"
addressee = "市安委会"
+++

# 排查情况

今年登记隐患{{figure:hazard_opened|unit}}，{{change:hazard_opened}}。另有手写的数3456个。
"""


@pytest.fixture(scope="module")
def pages(signed_in: SignedIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    """Addresses worth looking at by person, with something on each."""
    folder = site().home / "catalogue" / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "notice.md").write_text(TEMPLATE, encoding="utf-8")
    site().close()
    site.cache_clear()
    start(site(), "notice", YEAR, "吴撰稿")
    past = tmp_path_factory.mktemp("past") / "旧总结.txt"
    past.write_text(
        "旧年度安全总结\n全年排查隐患八十六处，逐项建立台账跟踪整改到位，形成闭环管理的长效机制。", encoding="utf-8"
    )
    taken = library().admit([past], at=now(), level="internal", unit=BODY)
    number = (*taken.admitted, *taken.known)[0]
    library().shelves.put("素材", [number], allowed=ReadableLevels.everything())
    drafter = signed_in("吴撰稿")
    change = "/definitions/hazard_opened/change?period=2026"
    idem = re.search(r'name="idem" value="(\w+)"', drafter.get(change).content.decode())
    assert idem
    given = {
        "where": "隐患级别 = '重大'",
        "do": "propose",
        "idem": idem[1],
        "reason": "按新的要求",
        "since": today().isoformat(),
    }
    proposal = str(drafter.post(change, given).headers["location"])
    walked = drafter.post("/proof", {"files": SimpleUploadedFile("稿.txt", "全年共办理30件。。".encode())}).headers[
        "location"
    ]
    yield {
        "吴撰稿": [
            "/papers",
            "/papers/notice/2026",
            "/papers/notice/2026/history",
            "/papers/notice/2026/compare",
            "/papers/notice/2026/gates",
            "/papers/notice/2026/release",
            "/definitions?ledger=hazard",
            "/definitions/hazard_opened",
            "/definition-changes",
            "/library",
            "/library?q=跟踪整改",
            f"/library/{number}?reuse=1",
            f"/library/{number}/insert?first=2&last=2",
            f"/library/{number}/release",
            "/library/collections?name=素材",
            "/proof",
            str(walked),
        ],
        "许审核": [proposal, "/papers/notice/2026/gates"],
    }
    for path in (site().home / FOLDER).glob("*.toml"):
        path.unlink()


@pytest.fixture(scope="module")
def windows(pages: dict[str, list[str]]) -> Iterator[Windows]:
    with listening() as address, chromium() as browser:
        yield Windows(browser, address)


@needs_chromium
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_open_to_all_and_fits_a_phone_in_both_languages(
    windows: Windows, pages: dict[str, list[str]], language: str
) -> None:
    wrong = []
    for person, addresses in pages.items():
        page = windows.of(person, "/papers")
        page.context.add_cookies([{"name": "language", "value": language, "url": page.url.partition("/papers")[0]}])
        for address in addresses:
            page.set_viewport_size({"width": 1366, "height": 768})
            page.goto(address)
            found = Axe().run(page).response["violations"]
            wrong += [f"{address} {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
            page.set_viewport_size({"width": 390, "height": 844})
            wide = page.evaluate("document.documentElement.scrollWidth")
            wrong += [f"{address} is {wide} wide"] if wide > 390 else []
        page.set_viewport_size({"width": 1366, "height": 768})
    assert "\n".join(wrong) == ""
    assert windows.faults == []


@needs_chromium
def test_a_number_is_put_in_by_typing_its_name_and_a_problem_leads_to_its_line(windows: Windows) -> None:
    page = windows.of("吴撰稿", "/papers/notice/2026")
    text = page.locator("#text")
    text.evaluate("field => field.setSelectionRange(field.value.length, field.value.length)")
    text.press_sequentially("年末还有{{期末未办结安全隐患")
    page.locator("#offers button[data-insert]", has_text="期末未办结安全隐患").first.click()
    assert text.input_value().endswith("年末还有{{figure:hazard_open_end|unit}}")
    page.locator("#preview .chip", has_text="处").nth(1).wait_for()
    page.locator("#preview .margin button[data-line]").first.click()
    chosen = text.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert "3456" in chosen
    assert windows.faults == []
