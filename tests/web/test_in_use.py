"""Ledgers in use: told by workbooks or ticked; the rest stays out of sight, nothing is lost, and it comes back at any time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from taizhang.boards.finding import find_groups, rank_figures
from taizhang.shipped import COUNTY
from taizhang_site.house import open_desk, site
from tests.web.pages import body, hidden
from tests.web.test_new_ledger import book

SignedIn = Callable[[str], Client]
PAGE = "/ledgers/choose"


def sample(number: str) -> SimpleUploadedFile:
    path = next(path for path in COUNTY.iterdir() if path.name.startswith(number))
    return SimpleUploadedFile(path.name, path.read_bytes())


def choose(client: Client, *names: str) -> Any:
    return client.post(PAGE, {"do": "choose", "use": names, "idem": hidden(body(client.get(PAGE)), "idem")})


def ticked(page: str) -> set[str]:
    return {part.split('"')[0] for part in page.split('name="use" value="')[1:] if "checked" in part.split(">")[0]}


def test_while_nobody_has_chosen_every_ledger_is_there_and_the_page_asks_first(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    page = body(client.get(PAGE))
    assert "先说说您单位用哪些台账" in page
    assert ticked(page) == {"hazard"}
    assert "在用台账" in body(client.get("/ledgers"))
    assert "信访事项登记" in body(client.get("/ledgers"))
    assert signed_in("钱承办").get(PAGE).status_code in (403, 404)


def test_dropped_workbooks_tick_the_ledgers_they_are_like_and_write_nothing(signed_in: SignedIn) -> None:
    size = site().journal.size
    client = signed_in("赵督查")
    sent = {"do": "drop", "use": ["hazard"], "files": [sample("04_"), sample("05_"), book()]}
    page = body(client.post(PAGE, sent))
    assert {"hazard", "proposal", "petition"} <= ticked(page)
    assert "不像已有的哪类台账" in page
    assert "/import/new/" in page
    assert site().journal.size == size


def test_a_file_that_cannot_be_read_and_none_at_all_are_told(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    assert "WEB-007" in body(client.post(PAGE, {"do": "drop"}))
    spoilt = SimpleUploadedFile("坏.xlsx", b"no workbook")
    assert "坏.xlsx" in body(client.post(PAGE, {"do": "drop", "files": [spoilt]}))
    answer = client.post(PAGE, {"do": "choose"})
    assert answer.status_code == 400
    assert "FIG-066" in body(answer)


def test_a_kind_of_body_ticks_the_ledgers_that_are_its_own(signed_in: SignedIn) -> None:
    page = body(signed_in("赵督查").post(PAGE, {"do": "kind", "kind": "bureau"}))
    catalogue = site().catalogue
    assert ticked(page)
    assert all("bureau" in catalogue.ledgers[name].declared.profiles for name in ticked(page))


def test_what_is_not_in_use_is_out_of_sight_and_comes_back(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    title = site().catalogue.ledgers["petition"].title
    other = site().catalogue.ledgers["proposal"].title
    assert choose(client, "proposal").status_code == 302
    for address in ("/ledgers", "/matters", "/figures", "/definitions", "/mine"):
        page = body(client.get(address)).split("<main")[1]
        assert title not in page, address
    page = body(client.get("/ledgers"))
    assert other in page
    assert site().catalogue.ledgers["hazard"].title in page  # it holds matters
    assert page.index(site().catalogue.ledgers["hazard"].title) < page.index(other)
    desk = open_desk("赵督查")
    assert "petition" not in {one.ledger.name for one in find_groups(desk, "信访")}
    assert not [name for name in rank_figures(desk, desk.site.catalogue.figures, "信访办结率") if "petition" in name]
    assert client.get("/matters?ledger=petition").status_code == 200  # an address kept from before still opens
    assert choose(client, "proposal", "petition").status_code == 302
    assert title in body(client.get("/ledgers"))
    assert "petition" in {one.ledger.name for one in find_groups(open_desk("赵督查"), "信访事项")}


def test_pressing_twice_chooses_once(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    idem = hidden(body(client.get(PAGE)), "idem")
    sent = {"do": "choose", "use": ["proposal", "petition"], "idem": idem}
    assert client.post(PAGE, sent).status_code == 302
    size = site().journal.size
    assert client.post(PAGE, sent).status_code == 302
    assert site().journal.size == size
