"""Rows whose words nobody has placed stand on a page; a press places what was chosen, and nothing is chosen for anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from django.test import Client

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
