"""Totals of a list are exact, add up, and open the very lists they count."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from taizhang.casework import totals as desk_totals
from taizhang.casework.totals import totals
from taizhang.lists.query import Filter
from taizhang.matters.acts import Particulars
from taizhang_site.accounts.models import Account
from taizhang_site.house import desk_of, site, today
from tests.web.people import OTHER, TOWN
from tests.web.test_views import total


@pytest.fixture(scope="module", autouse=True)
def funds(county: None) -> None:
    """Sums of money in a few hazards of two townships, such as binary fractions would get wrong."""
    desk = desk_of(Account.objects.get(name="孙督查"))
    for unit, amounts in ((TOWN, ("0.1", "0.2")), (OTHER, ("1000000.07", "0.7"))):
        heads = [
            one for one in desk.walk(desk.query(Filter(ledgers=("hazard",), units=(unit,)))) if one.course.recorded
        ]
        for head, amount in zip(heads, amounts, strict=False):
            given = Particulars(note="补录整改资金", facts={"funds": amount})
            desk.act(desk.opened(head), "correct", today(), f"funds-{head.matter}", given)


def rows(text: str) -> list[tuple[str, int, str, list[tuple[str, str]]]]:
    """Label, count, the list it opens, and each sum with its list."""
    found = []
    table = text.split("<tbody>")[1].split("</tbody>")[0]
    for line in table.split("<tr")[1:]:
        label = re.search(r'<th scope="row">([^<]*)', line)
        links = [(unescape(href), words) for href, words in re.findall(r'<a href="([^"]+)">([^<]*)</a>', line)]
        assert label
        found.append((label[1], int(links[0][1]), links[0][0], [(words, href) for href, words in links[1:]]))
    return found


@pytest.mark.parametrize("person", ["赵督查", "钱承办"])
@pytest.mark.parametrize("by", ["unit", "state", "f-level", "level"])
def test_every_count_opens_a_list_of_that_length(signed_in: Callable[[str], Client], person: str, by: str) -> None:
    client = signed_in(person)
    lines = rows(client.get(f"/matters/totals?ledger=hazard&live=0&by={by}").content.decode())
    *parts, whole = lines
    assert whole[1] == total(client, "/matters?ledger=hazard&live=0") > 0
    assert sum(part[1] for part in parts) == (whole[1] if by != "f-level" else 0)
    for _, count, href, _ in lines:
        assert total(client, href) == count, href


def test_sums_are_exact_and_open_the_list_in_their_order(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    *parts, whole = rows(client.get("/matters/totals?ledger=hazard&by=unit").content.decode())
    sums = {label: told[0][0] for label, _, _, told in parts if told}
    assert sums[TOWN] == "0.3"
    assert sums[OTHER] == "1000000.77"
    assert Decimal(whole[3][0][0]) == sum(map(Decimal, sums.values()))
    page = client.get(whole[3][0][1]).content.decode()
    assert re.findall(r'class="c-field">([^<]*)<', page)[:2] == ["1000000.07", "0.7"]


def test_the_ledgers_figures_stand_below_for_the_same_period_and_unit(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    text = client.get("/matters/totals?ledger=hazard&f-opened-from=2026-01-01&f-opened-to=2026-06-30").content.decode()
    found = re.search(r'href="(/figures/hazard_opened\?[^"]+)"><strong>(\d+)', text)
    assert found
    address = "/matters?ledger=hazard&f-opened-from=2026-01-01&f-opened-to=2026-06-30"
    assert int(found[2]) == total(client, address)
    narrowed = client.get("/matters/totals?ledger=hazard&lamp=red").content.decode()
    assert "去掉其他条件后" in narrowed
    assert 'class="tile"' not in narrowed


def test_totals_come_into_the_list_or_stand_by_themselves(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    inside = client.get("/matters/totals?ledger=hazard", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in inside
    assert "<html" in client.get("/matters/totals?ledger=hazard").content.decode()
    assert 'hx-target="#totals"' in client.get("/matters?ledger=hazard").content.decode()
    assert client.get("/matters/totals").status_code == 404
    assert client.get("/matters/totals?ledger=nosuch").status_code == 404


def test_a_list_too_long_is_not_totalled(signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_totals, "MOST_TOTALLED", 5)
    text = signed_in("赵督查").get("/matters/totals?ledger=hazard").content.decode()
    assert "列表超过5件，这里不合计" in text


def test_totals_are_those_of_the_matters_in_sight() -> None:
    desk = desk_of(Account.objects.get(name="何承办"))
    ledger = site().catalogue.ledgers["hazard"]
    found = totals(desk, ledger, desk.query(Filter(ledgers=("hazard",))), "unit")
    assert set(found.parts) == {OTHER}
    assert found.whole.sums["funds"] == Decimal("1000000.77")


def test_the_first_rows_of_a_set_say_how_many_there_are_in_all(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("赵督查").get("/mine").content.decode()
    total = re.search(r'set=waiting"><strong>(\d+)</strong>', page)
    assert total
    assert int(total[1]) > 10, "more than are shown"
    assert f"第 1–10 件，共 {total[1]} 件" in page
    assert 'rel="next"' not in page, "the rest is elsewhere"
    assert f"全部 {total[1]} 件" in page
