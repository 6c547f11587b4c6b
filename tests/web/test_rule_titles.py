"""A finding is told by the title of its rule, in the language of the page: no rule of any gate lacks one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect

import taizhang
from taizhang.papers.gates.titles import DRAFTED, rule_titles, title_of
from taizhang.proof.content.rules import RULES
from taizhang.proof.layout.profile import load_profile
from taizhang_site.rendering.language import english
from tests.web.browser import Windows, chromium, listening, needs_chromium, speak
from tests.web.test_findings_page import TEXT, hand_in

SignedIn = Callable[[str], Client]
HERE = Path(taizhang.__file__).parent
# How the sources name the rule of a finding: by citations, by drafting, by form.
_NAMED = re.compile(r'(?:Finding|_finding|Fault)\(\s*"([A-Z]+-?\d+[a-z]?)"|rule = "([A-Z]\d+)"')


def named() -> Iterator[str]:
    """The code of every rule that some source says it found."""
    for room in ("proof", "papers"):
        for path in (HERE / room).rglob("*.py"):
            yield from (one or other for one, other in _NAMED.findall(path.read_text(encoding="utf-8")))


def test_no_rule_lacks_a_title() -> None:
    found = set(named())
    assert {"B01", "B03", "B04", "B16", "PRF-114", "L01"} <= found
    assert {*found, *(one.code for one in RULES), *load_profile().rules} - set(rule_titles()) == set()


def test_no_title_lacks_its_english_and_no_two_rules_share_one() -> None:
    titles = [*rule_titles().values(), DRAFTED]
    assert sorted(set(titles) - set(english())) == []
    assert len(set(titles)) == len(titles)
    assert len({english()[one] for one in titles}) == len(titles)


def test_what_drafting_found_is_called_so() -> None:
    assert title_of("RPT-007") == DRAFTED


@pytest.mark.parametrize(("language", "title"), [("zh", "不存在的日期"), ("en", "Date that does not exist")])
def test_findings_are_headed_by_the_title_of_their_rule(signed_in: SignedIn, language: str, title: str) -> None:
    client = signed_in("吴撰稿")
    client.cookies["language"] = language
    page = client.get(hand_in(client, TEXT)).content.decode()
    (head,) = re.findall(r'<h3 title="C16">(.*?)</h3>', page, re.DOTALL)
    assert head.startswith(title)
    assert not re.search(r">\s*C16\b", page)


@needs_chromium
@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_a_heading_fits_its_screen_in_both_languages(signed_in: SignedIn, size: tuple[int, int]) -> None:
    address = hand_in(signed_in("吴撰稿"), TEXT)
    with listening() as server, chromium() as browser:
        windows = Windows(browser, server)
        page = windows.of("吴撰稿", address)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for language, title in (("zh-CN", "不存在的日期"), ("en", "Date that does not exist")):
            if language == "en":
                speak(page, language)
            expect(page.locator("h3", has_text=title)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert windows.faults == []
