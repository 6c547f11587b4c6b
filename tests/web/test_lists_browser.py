"""Lists and imports in a real browser: files dragged in, filters that leave a lean address, totals in place, the keyboard."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.browser import Windows, chromium, listening, needs_chromium
from tests.web.test_story import workbook

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def windows(county: None) -> Iterator[Windows]:
    """Browser windows before the running site."""
    with listening() as address, chromium() as browser:
        yield Windows(browser, address)


DROPPED = """([files]) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  const place = document.querySelector("[data-drop]");
  for (const kind of ["dragenter", "dragover", "drop"])
    place.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def test_several_files_are_dragged_in_and_their_change_set_is_shown(windows: Windows, tmp_path: Path) -> None:
    page = windows.of("赵督查", "/import")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    books = [workbook(tmp_path / "a", "TD-1"), workbook(tmp_path / "b", "TD-2")]
    files = [(f"{n}.xlsx", base64.b64encode(book.read_bytes()).decode()) for n, book in enumerate(books, 1)]
    page.evaluate(DROPPED, [files])
    expect(page.locator("[data-names]")).to_have_text("1.xlsx、2.xlsx")
    page.locator("form.stack button.primary").click()
    page.wait_for_url("**/result**")
    expect(page.locator(".tile").first).to_contain_text("2")
    assert page.locator("details.sheetmap").count() == 2
    page.locator("details.sheetmap summary").first.press("Enter")
    expect(page.locator("details.sheetmap select").first).to_be_visible()
    assert windows.faults == []


def test_what_asks_nothing_stays_out_of_the_address(windows: Windows) -> None:
    page = windows.of("赵督查", "/matters?ledger=hazard")
    page.locator(".further > summary").press("Enter")
    page.select_option("select[name=f-level]", "一般")
    page.locator("form.filters .do > button").click()
    page.wait_for_url("**/matters?**f-level**")
    assert "=&" not in page.url
    expect(page.locator(".sought a")).to_contain_text("一般")
    page.locator(".sought a").press("Enter")
    page.wait_for_url(lambda url: "f-level" not in url)
    assert windows.faults == []


def test_totals_come_into_the_page_and_part_in_place(windows: Windows) -> None:
    page = windows.of("赵督查", "/matters?ledger=hazard")
    page.locator("a[hx-target='#totals']").press("Enter")
    expect(page.locator("#totals .whole a").first).to_be_visible()
    page.select_option("#totals select[name=by]", "level")
    expect(page.locator("#totals tbody th", has_text="一般")).to_be_visible()
    assert page.url.endswith("/matters?ledger=hazard")
    assert windows.faults == []


def test_a_view_is_kept_by_keyboard_alone(windows: Windows) -> None:
    page = windows.of("钱承办", "/matters?ledger=hazard&lamp=red")
    page.locator(".views summary").press("Enter")
    page.locator(".views input[name=name]").fill("红灯的")
    page.locator(".views input[name=name]").press("Enter")
    expect(page.locator(".views a[aria-current]")).to_have_text("红灯的")
    page.goto("/matters/views")
    page.locator("button[value=delete]").press("Enter")
    expect(page.locator(".empty")).to_be_visible()
    assert windows.faults == []
