"""Saved views and filters of declared fields: an address with a name, which shows nobody more than he may see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client

from taizhang_site.house import site
from taizhang_site.matters.models import SavedView
from tests.web.people import BODY, TOWN


@pytest.fixture(autouse=True)
def none_kept() -> Iterator[None]:
    """Leaves no view behind."""
    yield
    SavedView.objects.all().delete()


def total(client: Client, address: str) -> int:
    """How many matters a list says it has."""
    text = client.get(address).content.decode()
    found = re.search(r"共 (\d+) 件", text)
    return int(found[1]) if found else 0


def keep(client: Client, name: str, address: str, **more: str) -> int:
    return int(client.post("/matters/views", {"do": "save", "name": name, "address": address, **more}).status_code)


def tabs(client: Client, address: str = "/matters?ledger=hazard") -> dict[str, str]:
    """The views above a list and what each opens."""
    bar = client.get(address).content.decode().split('class="views"')[1].split("</nav>")[0]
    return {
        re.sub(r"<.*", "", words): unescape(href)
        for href, words in re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', bar)
    }


def test_the_parts_of_a_declared_field_add_up_to_the_whole(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    whole = total(client, "/matters?ledger=hazard")
    levels = [*site().catalogue.vocabularies["hazard_level"].values, "-"]
    parts = [total(client, f"/matters?ledger=hazard&f-level={level}") for level in levels]
    assert sum(parts) == whole
    assert sum(part > 0 for part in parts) >= 2
    halves = [total(client, f"/matters?ledger=hazard&f-opened-{end}") for end in ("to=2026-06-30", "from=2026-07-01")]
    assert sum(halves) == whole


def test_what_a_filter_does_not_understand_asks_nothing(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    whole = total(client, "/matters?ledger=hazard")
    for part in ("f-opened-from=下周", "f-nosuch=1", "f-opened=2026-01-01", "order=f-nosuch", "f-level=", "order=-f-"):
        assert total(client, f"/matters?ledger=hazard&{part}") == whole, part
    assert client.get("/matters?f-level=一般").status_code == 200


def test_a_list_is_sorted_by_a_declared_field(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    address = "/matters?ledger=hazard&column=number&column=f-level&order="
    up, down = (client.get(address + order).content.decode() for order in ("f-level", "-f-level"))
    values = [re.findall(r'class="c-field">([^<]*)<', text) for text in (up, down)]
    assert values[0] == sorted(values[0])
    assert values[1] == sorted(values[1], reverse=True)
    assert values[0][0] != values[1][0]
    assert 'aria-sort="ascending"' in up


def test_a_view_is_kept_opened_replaced_renamed_moved_and_removed(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("钱承办")
    assert keep(client, "红灯", "ledger=hazard&lamp=red&start=50&q=") == 302
    assert keep(client, "一般", "ledger=hazard&f-level=一般&order=-f-due", usual="1") == 302
    shown = tabs(client)
    assert list(shown) == ["全部", "红灯", "一般", "管理视图"]
    assert shown["红灯"] == "/matters?ledger=hazard&lamp=red"
    assert 'aria-current="page">一般' in client.get(shown["一般"]).content.decode()
    assert shown["一般"] in unescape(client.get("/ledgers").content.decode())
    assert keep(client, "红灯", "ledger=hazard&lamp=red&live=1") == 302
    assert "live=1" in tabs(client)["红灯"]
    ids = {view.name: str(view.pk) for view in SavedView.objects.all()}
    client.post("/matters/views", {"view": ids["一般"], "do": "up"})
    assert list(tabs(client)) == ["全部", "一般", "红灯", "管理视图"]
    taken = client.post("/matters/views", {"view": ids["一般"], "do": "rename", "name": "红灯"})
    assert (taken.status_code, "已有名为“红灯”的视图" in taken.content.decode()) == (400, True)
    client.post("/matters/views", {"view": ids["一般"], "do": "rename", "name": "较轻的"})
    client.post("/matters/views", {"view": ids["红灯"], "do": "delete"})
    assert list(tabs(client)) == ["全部", "较轻的", "管理视图"]


def test_a_view_without_a_name_is_refused_and_its_conditions_are_not_lost(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("钱承办")
    answer = client.post("/matters/views", {"do": "save", "name": " ", "address": "ledger=hazard&lamp=red"})
    assert answer.status_code == 400
    assert "没有填写视图的名字" in answer.content.decode()
    assert 'value="ledger=hazard&amp;lamp=red"' in answer.content.decode()
    assert keep(client, "长" * 31, "ledger=hazard") == 400


def test_a_shared_view_shows_everybody_his_own_matters_alone(signed_in: Callable[[str], Client]) -> None:
    supervisor, handler = signed_in("赵督查"), signed_in("钱承办")
    assert keep(supervisor, "全县在办", "ledger=hazard&live=1", share="1") == 302
    assert keep(supervisor, "我的", "ledger=hazard&live=0") == 302
    assert SavedView.objects.get(name="全县在办").unit == BODY
    assert list(tabs(handler)) == ["全部", "全县在办", "管理视图"]
    shared = tabs(handler)["全县在办"]
    assert total(handler, shared) == total(handler, f"{shared}&unit={TOWN}") < total(supervisor, shared)
    view = SavedView.objects.get(name="全县在办")
    assert handler.post("/matters/views", {"view": view.pk, "do": "delete"}).status_code == 404
    keep(handler, "硬要共享", "ledger=hazard", share="1")
    assert SavedView.objects.get(name="硬要共享").unit == ""


def test_a_view_of_a_ledger_out_of_sight_is_not_there(signed_in: Callable[[str], Client]) -> None:
    keep(signed_in("赵督查"), "某人的来信", "ledger=petition&q=某人", share="1")
    keep(signed_in("赵督查"), "合看", "ledger=petition&ledger=hazard", share="1")
    assert "某人" not in signed_in("陈查阅").get("/matters?ledger=petition").content.decode().replace("q=某人", "")
    assert "合看" not in tabs(signed_in("陈查阅"), "/matters")
    assert "合看" in tabs(signed_in("钱承办"), "/matters")


def test_an_address_keeps_only_what_asks_something() -> None:
    from taizhang_site.matters.asked import drop_empty

    given = QueryDict("ledger=hazard&q=&f-level=&f-level=一般&unit=")
    assert dict(drop_empty(given).lists()) == {"ledger": ["hazard"], "f-level": ["一般"]}


def test_a_page_may_be_longer_to_be_printed_or_taken_away_whole(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    for size, told in ((50, 50), (1000, total(client, "/matters?ledger=hazard")), (7, 50)):
        text = client.get(f"/matters?ledger=hazard&size={size}").content.decode()
        assert text.count('name="matter"') == told
    assert "每页 1000 件" in client.get("/matters?ledger=hazard").content.decode()
