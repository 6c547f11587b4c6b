"""A past day is that day: lists, a matter and the board as of then, a banner that says so, and nothing to do there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.past import PastDay
from taizhang_site.house import site, today
from tests.web.questions import asked

SignedIn = Callable[[str], Client]
DAY = date(2026, 6, 30)
BANNER = f"这是 {DAY.isoformat()} 当天的情况，不是现在。"


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def then(**filters: object) -> list[str]:
    """The matters of the day that a question of then finds."""
    past = site().journal.on(PastDay(DAY), site().catalogue.ledgers, site().catalogue.clocks)
    return [head.matter for head in past.walk(HeadQuery(EVERYTHING_SEEN, DAY, Filter(**filters)))]  # type: ignore[arg-type]


def total(page: str) -> int:
    found = re.search(r"共 (\d+) 件", page)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("more", ["", "&lamp=red", "&live=1", "&state=struck_off"])
def test_a_list_of_a_past_day_has_the_matters_of_that_day(signed_in: SignedIn, more: str) -> None:
    client = signed_in("赵督查")
    asks: dict[str, dict[str, object]] = {
        "&lamp=red": {"lamps": ("red",)},
        "&live=1": {"live": True},
        "&state=struck_off": {"states": ("struck_off",)},
    }
    filters = {"ledgers": ("hazard",), **asks.get(more, {})}
    page = body(client, f"/matters?ledger=hazard&on={DAY}{more}")
    assert BANNER in page
    assert total(page) == len(then(**filters)) > 0
    assert total(page) != total(body(client, f"/matters?ledger=hazard{more}"))


def test_every_way_on_from_a_past_page_stays_on_its_day(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    for address in (f"/matters?ledger=hazard&on={DAY}", f"/board?on={DAY}"):
        page = body(client, address)
        hrefs = re.findall(r'href="((?:/matters?[/?]|\?)[^"]*)"', page.split("<main", 1)[1])
        hrefs = [one.replace("&amp;", "&") for one in hrefs]
        back = [one for one in hrefs if "on=" not in one]
        assert len(hrefs) > 10
        assert len(back) == 1, back  # 回到今天
        assert "今天" in page


def test_the_board_of_a_past_day_opens_lists_of_that_length(signed_in: SignedIn) -> None:
    client = signed_in("李县长")
    page = body(client, f"/board?on={DAY}")
    assert BANNER in page
    tiles = re.findall(r'<a class="tile[^"]*" href="([^"]+)"><strong>(\d+)</strong>', page)
    assert len(tiles) >= 6
    for href, number in tiles:
        assert total(body(client, href.replace("&amp;", "&"))) == int(number), href
    assert page != body(client, "/board")


def test_no_act_is_offered_on_a_past_day(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    for matter in then(ledgers=("hazard",), live=True)[:3]:
        page = body(client, f"/matter/{matter}?on={DAY}")
        assert BANNER in page
        acts = {one.act for row in LIFECYCLES.values() for one in row.rows}
        assert not acts & set(re.findall(rf"/matter/{matter}/(\w+)", page))
        assert "接下来可以办什么" not in page
    lists = body(client, f"/matters?ledger=hazard&on={DAY}")
    for gone in ("批量办理所选", 'id="export"', "登记</a>", "data-all"):
        assert gone not in lists
    assert "导出 Word" not in body(client, f"/board?on={DAY}")


def test_a_matter_of_a_past_day_shows_state_facts_and_who_is_waited_for(signed_in: SignedIn) -> None:
    past = site().journal.on(PastDay(DAY), site().catalogue.ledgers, site().catalogue.clocks)
    heads = {head.matter: head for head in past.walk(HeadQuery(EVERYTHING_SEEN, DAY, Filter(ledgers=("hazard",))))}
    now = {head.matter: head for head in site().journal.heads("hazard")}
    changed = next(
        one for one in heads.values() if one.state == "in_progress" and now[one.matter].state == "struck_off"
    )
    client = signed_in("赵督查")
    page, later = (body(client, f"/matter/{changed.matter}{more}") for more in (f"?on={DAY}", ""))
    assert "办理中" in page.split("<h2>", 1)[0]
    assert "已销号" in later.split("<h2>", 1)[0]
    assert str(now[changed.matter].facts["closed"]) not in page.split("经过", 1)[0]
    assert '<span class="note">等</span>' in page


def test_a_matter_not_yet_there_is_not_found(signed_in: SignedIn) -> None:
    matter = next(one.matter for one in site().journal.heads("hazard") if str(one.facts["opened"]) > DAY.isoformat())
    assert signed_in("赵督查").get(f"/matter/{matter}?on={DAY}").status_code == 404


def test_asked_what_was_shown_then_only_what_was_recorded_counts(signed_in: SignedIn) -> None:
    """The whole site was recorded today: on no day before was anything shown."""
    client = signed_in("赵督查")
    assert total(body(client, f"/matters?ledger=hazard&on={DAY}&shown=1")) == 0
    yesterday = today() - timedelta(days=1)
    assert total(body(client, f"/matters?ledger=hazard&on={yesterday}&shown=1")) == 0
    assert total(body(client, f"/matters?ledger=hazard&on={yesterday}")) > 0


@pytest.mark.parametrize(
    ("written", "says"), [("昨天", "不是一个日期"), ("2999-01-01", "还没有到"), ("2026-02-30", "不是一个")]
)
def test_a_day_that_cannot_be_looked_at_is_told_and_today_is_shown(
    signed_in: SignedIn, written: str, says: str
) -> None:
    page = body(signed_in("赵督查"), f"/matters?ledger=hazard&on={written}")
    assert says in page
    assert "不是现在" not in page
    assert "批量办理所选" in page


def test_today_is_no_past_day(signed_in: SignedIn) -> None:
    page = body(signed_in("赵督查"), f"/matters?ledger=hazard&on={today()}")
    assert "不是现在" not in page
    assert "批量办理所选" in page


def test_a_unit_sees_its_own_of_a_past_day(signed_in: SignedIn) -> None:
    whole, town = (total(body(signed_in(name), f"/matters?ledger=hazard&on={DAY}")) for name in ("赵督查", "钱承办"))
    assert 0 < town < whole


def test_the_badge_counts_today_and_a_past_page_asked_again_asks_little(signed_in: SignedIn) -> None:
    client = signed_in("钱承办")
    badge = re.compile(r'class="[^"]*badge[^"]*".*?</a>', re.DOTALL)
    now = badge.findall(body(client, "/matters?ledger=hazard"))[0]
    assert badge.findall(body(client, f"/matters?ledger=hazard&on={DAY}"))[0] == now
    with asked() as told:
        body(client, f"/matters?ledger=hazard&on={DAY}")
    assert len(told) <= 10, told


def test_the_pages_speak_english(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    client.post("/language", {"language": "en", "next": "/"})
    page = body(client, f"/board?on={DAY}")
    assert f"This is how things stood on {DAY}, not now." in page
    assert "Nothing can be done here." in page
    client.post("/language", {"language": "zh", "next": "/"})
