"""The findings of a paper: beside its text, by kind, settled by keyboard, and a kind called right once for all papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import expect

from taizhang.proof.dispositions import TAUGHT
from taizhang_site.house import site
from tests.web.browser import Windows, chromium, listening, needs_chromium

SignedIn = Callable[[str], Client]
TEXT = "东江县水务局2025年工作报告\n全年办结率达105%，满意率达108%。\n会议于2025年2月30日召开。"


def hand_in(client: Client, text: str) -> str:
    """The address of the walk of a paper."""
    answer = client.post("/proof", {"files": SimpleUploadedFile("报告.txt", text.encode())})
    return str(answer.headers["location"])


@pytest.fixture
def untaught() -> Iterator[None]:
    """Nothing is taught when the test begins, nor after it."""
    path = site().home / "proof" / TAUGHT
    path.unlink(missing_ok=True)
    yield
    path.unlink(missing_ok=True)


@pytest.mark.usefixtures("untaught")
def test_a_kind_called_right_holds_up_no_other_paper_and_says_who_called_it_so(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    first = hand_in(client, TEXT)
    page = client.get(first).content.decode()
    assert 'value="right:C23"' in page
    assert client.post(first, {"do": "right:C23"}).status_code == 302
    other = client.get(
        hand_in(client, "东江县水务局2025年总结\n超产任务，办结率达105%，满意率达107%。")
    ).content.decode()
    assert other.count("同类都对") == 1
    assert other.count('class="finding error waived"') == 1
    assert other.count('class="finding error"') == 1


@pytest.mark.usefixtures("untaught")
def test_the_text_stands_beside_with_each_place_marked(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    page = client.get(hand_in(client, TEXT)).content.decode()
    for words in ("105%", "108%", "2025年2月30日"):
        assert f">{words}</mark>" in page.partition('class="card text"')[2].partition("</article>")[0]


@pytest.mark.usefixtures("untaught")
@needs_chromium
def test_findings_are_settled_by_keyboard(signed_in: SignedIn) -> None:
    address = hand_in(signed_in("吴撰稿"), TEXT)
    with listening() as server, chromium() as browser:
        windows = Windows(browser, server)
        page = windows.of("吴撰稿", address)
        findings = page.locator(".finding")
        page.keyboard.press("j")
        expect(findings.nth(0)).to_be_focused()
        expect(page.locator("mark.now")).to_have_count(1)
        page.keyboard.press("a")
        expect(findings.nth(0)).to_contain_text("已采纳")
        expect(findings.nth(1)).to_be_focused()
        page.keyboard.press("i")
        reason = page.locator("input[name=reason]")
        expect(reason).to_be_focused()
        reason.fill("上级口径")
        findings.nth(1).focus()
        page.keyboard.press("i")
        expect(findings.nth(1)).to_contain_text("已豁免")
        expect(findings.nth(2)).to_be_focused()
        page.keyboard.press("k")
        expect(findings.nth(1)).to_be_focused()
        page.reload()
        expect(findings.nth(1)).to_contain_text("上级口径")
        assert windows.faults == []
