"""Two numbers declared to agree: proposed, approved by another, checked from then on, answered for by name where they do not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from taizhang.figures.identities import asks, untold
from taizhang.papers.identities import contradictions
from taizhang.terms.period import Period
from taizhang_site.house import site, today
from tests.web.pages import body, hidden
from tests.web.test_new_figure import approve

SignedIn = Callable[[str], Client]
PAGE = "/definition-agree?period=2026"
SIDES = {"left": "登记安全隐患", "right": "当期办结安全隐患"}


def send(client: Client, given: dict[str, str], do: str = "propose") -> Any:
    sent = {"reason": "两本账须相符", "since": today().isoformat(), "relation": "=", **SIDES, **given, "do": do}
    return client.post(PAGE, {**sent, "idem": given.get("idem") or hidden(body(client.get(PAGE)), "idem")})


def test_both_numbers_stand_beside_the_form_and_nothing_is_written(signed_in: SignedIn) -> None:
    size = site().journal.size
    page = body(send(signed_in("赵督查"), {}, "look"))
    assert "“登记安全隐患”应等于“当期办结安全隐患”" in page
    assert "不成立" in page
    assert "都一致" in body(send(signed_in("赵督查"), {"relation": ">="}, "look"))
    assert site().journal.size == size


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"left": ""}, "at-left"),
        ({"left": "没有的指标"}, "at-left"),
        ({"right": "登记安全隐患"}, "at-right"),
        ({"title": "名" * 41}, "at-title"),
        ({"reason": "改"}, "at-reason"),
        ({"since": "2001-01-01"}, "at-since"),
    ],
)
def test_a_fault_stands_at_its_field(signed_in: SignedIn, given: dict[str, str], at: str) -> None:
    answer = send(signed_in("赵督查"), given)
    assert answer.status_code == 400
    assert "said-wrong" in body(answer).split(f'<div id="{at}">')[1].split("</div>")[0]


def test_a_link_from_a_figure_fills_in_its_title(signed_in: SignedIn) -> None:
    page = body(signed_in("赵督查").get("/definition-agree?left=hazard_opened"))
    assert 'name="left" list="titles" value="登记安全隐患"' in page


def test_the_title_of_a_figure_out_of_sight_is_not_told(signed_in: SignedIn) -> None:
    client, sides = signed_in("吴撰稿"), ("petition_opened", "nowhere_opened_")
    pages = [body(client.get(f"/definition-agree?left={name}&right=hazard_opened")) for name in sides]
    assert site().catalogue.figures[sides[0]].title not in "".join(pages)
    for page in pages:
        assert 'name="title" value=""' in page, "no name is made of what is out of sight"


def test_a_guarded_ledger_is_held_against_no_other_and_not_by_whoever_does_not_see_it(signed_in: SignedIn) -> None:
    title = site().catalogue.figures["petition_opened"].title
    assert "FIG-043" in body(send(signed_in("赵督查"), {"right": title}))
    assert "FIG-065" in body(send(signed_in("吴撰稿"), {"right": title}))
    assert signed_in("钱承办").get(PAGE).status_code in (403, 404)


def test_approved_it_is_checked_shown_and_answered_for_by_name(signed_in: SignedIn) -> None:
    client, leader = signed_in("赵督查"), signed_in("李县长")
    idem = hidden(body(client.get(PAGE)), "idem")
    answer = send(client, {"title": "登记与办结两清", "idem": idem})
    assert answer.status_code == 302, body(answer)
    address = answer.headers["location"]
    assert send(client, {"title": "登记与办结两清", "idem": idem}).headers["location"] == address
    assert "新设核对" in body(leader.get("/definition-changes"))
    assert "已批准" in approve(leader, address)
    assert "已经声明过" in body(send(client, {}, "look"))
    turned = {"left": SIDES["right"], "right": SIDES["left"]}
    assert "已经声明过" in body(send(client, turned, "look"))
    page = body(client.get("/checks?period=2026"))
    assert "登记与办结两清" in page
    assert "taizhang " not in page.split("<main")[1].replace("taizhang/", "")
    (key,) = [name for name, one in site().catalogue.identities.items() if one.title == "登记与办结两清"]
    short = client.post("/checks?period=2026", {"key": key, "reason": "无"})
    assert short.status_code == 400
    assert client.post("/checks?period=2026", {"key": key, "reason": "年底才结的还在办"}).status_code == 302
    assert "年底才结的还在办" in body(client.get("/checks?period=2026"))
    assert signed_in("陈查阅").post("/checks?period=2026", {"key": key, "reason": "随便写写看"}).status_code == 400


def test_what_a_person_does_not_see_whole_is_in_none_of_his_checks(signed_in: SignedIn) -> None:
    page = body(signed_in("钱承办").get("/checks?period=2026"))
    assert "登记与办结两清" not in page


def counts(page: str) -> tuple[int, int, int]:
    """How many disagree, agree and cannot be told, as the page says."""
    said = re.search(r"(\d+) 条不一致，(\d+) 条一致，(\d+) 条还不能判断。", page)
    assert said is not None
    return int(said[1]), int(said[2]), int(said[3])


def test_what_has_no_numbers_is_not_told_as_agreeing(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    page = body(client.get("/checks?period=2026"))
    broken, agreeing, left = counts(page)
    assert agreeing > 0
    assert left > 0
    listed = page.split("<details")[1].split("</details>")[0]
    assert listed.count("<li") == left
    for address in sorted(set(re.findall(r'href="([^"]+)"', listed))):
        assert client.get(address).status_code == 200, address
    assert listed.count("<a ") > 0
    long_ago = body(client.get("/checks?period=1996"))
    then_broken, then_agreeing, then_left = counts(long_ago)
    assert then_broken + then_agreeing + then_left == broken + agreeing + left
    assert then_left > left


def test_counts_are_those_of_the_books(signed_in: SignedIn) -> None:
    period = Period.year(2026)
    page = body(signed_in("赵督查").get("/checks?period=2026"))
    here = site()
    computed = here.compute(asks(here.catalogue, period))
    missing = {one.key for one in untold(here.catalogue, here.refresh(), period, here.compute, computed)}
    broken = {one.place.key.removeprefix("identity.") for one in contradictions(here, period, computed)}
    shown = set(re.findall(r'<li data-key="([^"]+)"', page))
    assert shown <= missing - broken
    assert len(shown) == counts(page)[2]


def test_whoever_sees_no_ledger_whole_is_told_that_nothing_can_be_checked(signed_in: SignedIn) -> None:
    page = body(signed_in("钱承办").get("/checks?period=2026"))
    assert counts(page) == (0, 0, 0)
    assert "这一期还没有能核对的数。" in page
    assert "这一期没有不一致的数。" not in page
    assert "<details" not in page.split("<main")[1]
