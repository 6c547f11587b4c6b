"""Long work in a real browser: watched, left, finished, called off with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from taizhang_site.jobs import asking
from taizhang_site.jobs.kinds import KINDS
from taizhang_site.jobs.models import Job
from taizhang_site.jobs.worker import JobWorker
from tests.web.browser import Windows, aside, chromium, listening, needs_chromium
from tests.web.test_story import workbook

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def windows(county: None) -> Iterator[Windows]:
    """Browser windows before the running site."""
    with listening() as address, chromium() as browser:
        yield Windows(browser, address)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Jobs wait for a worker; none is left afterwards."""
    monkeypatch.setattr(asking, "wait", lambda job: None)
    yield
    aside(Job.objects.all().delete)


def asked(page: Page, folder: Path, number: str) -> None:
    """Uploads a workbook, and comes to the page of its job."""
    page.goto("/import")
    page.set_input_files("input[name=files]", str(workbook(folder, number)))
    page.locator("form.stack button.primary").click()
    page.wait_for_url("**/jobs/*")


def violations(page: Page) -> list[tuple[str, str]]:
    """What breaks a rule of accessibility on the page."""
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(page).response["violations"]]


@pytest.mark.timeout(120)
def test_a_job_is_watched_left_and_told_of_when_it_is_done(windows: Windows, tmp_path: Path) -> None:
    page = windows.of("赵督查")
    asked(page, tmp_path, "YH-2026-985")
    assert "等待中" in page.locator("#job").inner_text()
    watched = page.url
    page.goto("/ledgers")
    page.wait_for_selector("#jobs:has-text('后台 1')")
    page.goto(watched)
    assert aside(JobWorker(KINDS, beats=0).step)
    page.wait_for_url("**/result")
    assert page.locator(".tile strong").first.inner_text() == "1"
    page.wait_for_selector("#jobs", state="detached")
    assert windows.faults == []


@pytest.mark.timeout(120)
def test_a_job_is_called_off_with_the_keyboard(windows: Windows, tmp_path: Path) -> None:
    page = windows.of("赵督查")
    asked(page, tmp_path, "YH-2026-986")
    page.get_by_role("button", name="取消这项工作").press("Enter")
    page.wait_for_selector("text=什么都没有写入")
    assert not aside(JobWorker(KINDS, beats=0).step)
    assert windows.faults == []


@pytest.mark.timeout(120)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_of_jobs_breaks_a_rule_of_accessibility(windows: Windows, tmp_path: Path, language: str) -> None:
    page = windows.of("赵督查", "/mine")
    if page.locator("html").get_attribute("lang") != {"zh": "zh-CN", "en": "en"}[language]:
        page.click("button[name=language]")
        page.wait_for_load_state()
    asked(page, tmp_path, f"YH-2026-98{len(language)}")
    waiting = page.url
    found = {"waiting": violations(page)}
    assert aside(JobWorker(KINDS, beats=0).step)
    page.wait_for_url("**/result")  # where the page goes by itself: a walk of ours begun before would be aborted by it
    for path in ("/jobs", waiting, f"{waiting}/result", "/library/alike"):
        page.goto(path)
        found[path] = violations(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
