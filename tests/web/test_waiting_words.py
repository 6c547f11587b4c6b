"""Rows whose words nobody has placed stand on a page; a press places what was chosen, and nothing is chosen for anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from django.test import Client

from taizhang_site.house import site
from tests.web.people import OTHER, TOWN
from tests.web.test_mapping import book, form, head, row, sent
from tests.web.test_mending import HEADINGS

SignedIn = Callable[[str], Client]
PAGE = "/import/waiting"


def told(client: Client, data: dict[str, str] | None = None) -> str:
    answer = client.post(PAGE, data, follow=True) if data else client.get(PAGE)
    return str(answer.content.decode())


def test_a_word_is_placed_once_by_whoever_chooses_and_its_row_comes_in(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    page = sent(client, book(row("WW-1"), row("WW-2", level="较大"), headings=HEADINGS))
    assert re.search(r"<strong>1</strong><span>待定", page)
    client.post("/import/apply", {**form(page), "do": "apply"}, follow=True)
    assert head("WW-1")
    assert head("WW-2") is None
    page = told(client)
    assert "WW-2" in page
    assert " selected" not in page, "a guess is said, not chosen"
    number = re.search(r'name="w-key-(\d+)" value="([^"]*较大[^"]*)"', page)
    assert number
    keys = {f"w-key-{number[1]}": unescape(number[2])}
    told(client, {**keys, f"w-{number[1]}": "", "do": "place"})
    assert head("WW-2") is None, "nothing was chosen"
    told(client, {**keys, f"w-{number[1]}": "=重大", "do": "place"})
    assert head("WW-2").facts["level"] == "重大"
    again = sent(client, book(row("WW-3", level="较大"), headings=HEADINGS))
    assert re.search(r"<strong>1</strong><span>新增", again), "the word is known from now on"
    assert not re.search(r"<strong>[1-9]\d*</strong><span>待定", again)


def test_the_page_is_for_who_checks_imports(signed_in: SignedIn) -> None:
    assert signed_in("钱承办").get(PAGE).status_code == 404
    assert signed_in("李县长").get(PAGE).status_code == 200


def test_an_answer_to_a_word_that_waits_in_no_row_is_refused_alike_whatever_it_names(signed_in: SignedIn) -> None:
    client = signed_in("孙督查")
    before = site().journal.size
    pages = set()
    for key in (
        "nowhere\tlevel\t特大",
        "hazard\tnowhere\t特大",
        "hazard\tlevel\t从未写过",
        f"hazard\ttownship\t{OTHER}",
        "discipline\tkind\t从未写过",
        "petition\tagainst\t从未写过",
    ):
        for said in ("+", "=重大", f"={TOWN}"):
            answer = client.post(PAGE, {"w-key-1": key, "w-1": said, "do": "place", "reason": "照表认定"})
            assert answer.status_code == 400, (key, said)
            told_of = re.search(r"INT-073.*?</li>|要认定的用语里有不再待定的", answer.content.decode(), re.S)
            assert told_of, (key, said)
            pages.add(len(answer.content.partition(b"<main")[2]))  # above it stand counts of jobs and notices
    assert len(pages) == 1, "what is nowhere, what is out of sight and what is known already answer alike"
    assert site().journal.size == before
