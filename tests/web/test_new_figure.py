"""A narrowed list becomes a figure without a line of TOML: seen before, proposed, approved by another, printed by papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from taizhang.figures.value import Ask
from taizhang.terms.period import Period
from taizhang_site.house import open_desk, site, today
from taizhang_site.papers.editing import offers
from tests.web.pages import body, hidden

SignedIn = Callable[[str], Client]
LIST = "/definition-new?ledger=hazard&f-level=重大"
YEAR = {"period": "2026"}


def look(client: Client, given: dict[str, str], address: str = LIST) -> str:
    return body(client.post(address, {**YEAR, **given, "do": "look"}))


def propose(client: Client, given: dict[str, str], address: str = LIST, idem: str = "") -> Any:
    sent = {**YEAR, "reason": "县安委会会议要求", "since": today().isoformat(), **given, "do": "propose"}
    return client.post(address, {**sent, "idem": idem or hidden(body(client.get(address)), "idem")})


def approve(client: Client, address: str) -> str:
    page = body(client.get(address))
    form = {"step": hidden(page, "step"), "seen": hidden(page, "seen"), "do": "approved", "remark": "同意"}
    answer = client.post(address, form)
    assert answer.status_code == 302, body(answer)
    return body(client.get(address))


def rows(year: str = "2026") -> list[Any]:
    """The facts of the grave hazards the sample really has by today, by the plain fold."""
    facts = [head.facts for head in site().journal.heads("hazard") if str(head.facts["opened"]) <= today().isoformat()]
    return [one for one in facts if one.get("level") == "重大" and str(one.get("opened"))[:4] == year]


def major() -> int:
    """How many those are."""
    return len(rows())


def test_the_list_offers_it_to_those_who_may_and_to_nobody_else(signed_in: SignedIn) -> None:
    address = "/matters?ledger=hazard&f-level=重大"
    assert "存为指标" in body(signed_in("赵督查").get(address))
    assert "存为指标" not in body(signed_in("赵督查").get("/matters"))
    for name in ("钱承办", "陈查阅", "冯考核"):
        assert "存为指标" not in body(signed_in(name).get(address)), name
        assert signed_in(name).get(LIST).status_code in (403, 404), name
    assert signed_in("吴撰稿").get("/definition-new?ledger=petition").status_code == 404
    assert signed_in("赵督查").get("/definition-new").status_code == 404


def test_the_value_last_years_the_rows_and_the_words_stand_beside_it(signed_in: SignedIn) -> None:
    size = site().journal.size
    page = body(signed_in("赵督查").get(LIST))
    assert 'value="重大安全隐患"' in page
    assert "隐患级别为“重大”" in page
    page = look(signed_in("赵督查"), {"title": "重大安全隐患数"})
    assert major() > 0
    assert f"<strong>{major()}<small>处</small></strong>" in page
    assert "上年同期" in page
    assert f"{major()} 行" in page
    assert "计数单位：处" in page
    assert "/matters?ledger=hazard&f-level=" in page
    assert site().journal.size == size


def test_what_is_counted_can_be_chosen(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    units = {one.get("unit") for one in rows()}
    page = look(client, {"title": "有重大隐患的单位", "what": "distinct", "measure": "unit", "unit": "个"})
    assert f"<strong>{len(units)}<small>个</small></strong>" in page
    page = look(client, {"title": "重大隐患占比", "what": "rate", "over": "hazard_opened"})
    assert "分子不等于分母时不写作100%" in page
    assert "<small>%</small>" in page
    page = look(client, {"title": "重大隐患占比", "what": "rate", "over": "hazard_opened", "compare": "points"})
    assert "比上年增减百分点" in page


def test_a_rate_of_nothing_is_no_number_and_says_why(signed_in: SignedIn) -> None:
    given = {"title": "从前的占比", "what": "rate", "over": "hazard_opened", "period": "2001"}
    page = look(signed_in("赵督查"), given)
    assert "<strong>—</strong>" in page
    assert "这一期没有记录" in page


@pytest.mark.parametrize(
    ("given", "at", "code"),
    [
        ({"title": ""}, "at-title", "FIG-060"),
        ({"title": "登记安全隐患"}, "at-title", "FIG-061"),
        ({"title": "甲", "what": "sum"}, "at-measure", "FIG-063"),
        ({"title": "甲", "what": "rate"}, "at-over", "FIG-063"),
        ({"title": "甲", "what": "rate", "over": "petition_opened_xx"}, "at-over", "FIG-063"),
        ({"title": "甲", "when": "unit"}, "at-when", "FIG-063"),
        ({"title": "甲", "decimals": "很多"}, "at-printed", "FIG-063"),
        ({"title": "甲", "period": "去年"}, "at-period", "WEB-008"),
    ],
)
def test_a_fault_stands_at_its_field(signed_in: SignedIn, given: dict[str, str], at: str, code: str) -> None:
    page = look(signed_in("赵督查"), given)
    field = page.split(f'<div id="{at}">')[1].split("</div>")[0]
    assert code in field
    answer = propose(signed_in("赵督查"), given)
    assert answer.status_code == 400


def test_a_reason_and_a_day_are_asked_at_their_fields(signed_in: SignedIn) -> None:
    answer = propose(signed_in("赵督查"), {"title": "重大隐患一", "reason": "改", "since": "2001-01-01"})
    assert answer.status_code == 400
    page = body(answer)
    assert "FIG-032" in page.split('id="at-reason"')[1].split("</div>")[0]
    assert "FIG-033" in page.split('id="at-since"')[1].split("</div>")[0]
    assert "<small>处</small>" in page


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        ("q=消防", "按文字查找"),
        ("lamp=red", "灯色随查看的日子变"),
        ("set=waiting", "各人自己的清单"),
        ("f-text=消防", "按文字查找"),
    ],
)
def test_a_filter_that_no_definition_can_say_is_told_and_can_be_taken_out(
    signed_in: SignedIn, filters: str, says: str
) -> None:
    client = signed_in("赵督查")
    page = body(client.get(f"/definition-new?ledger=hazard&{filters}"))
    assert says in page
    assert "先改正左边标出的地方" in page
    assert propose(client, {"title": "不能有的指标"}, f"/definition-new?ledger=hazard&{filters}").status_code == 400
    assert says not in body(client.get("/definition-new?ledger=hazard"))


def test_open_and_closed_are_told_as_of_the_last_day_of_the_period(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    opened = body(client.get("/definition-new?ledger=hazard&live=1"))
    assert "仍未办结" in opened
    closed = body(client.get("/definition-new?ledger=hazard&live=0"))
    assert "没有条件" in closed  # counted by the day it was closed, that says it all
    both = look(client, {"title": "甲", "when": "opened"}, "/definition-new?ledger=hazard&live=0")
    assert "不晚于截止日" in both


def test_bounds_of_the_counted_date_are_the_period_and_no_condition(signed_in: SignedIn) -> None:
    page = body(
        signed_in("赵督查").get("/definition-new?ledger=hazard&f-opened-from=2026-01-01&f-opened-to=2026-03-31")
    )
    assert f'value="{Period.parse("2026Q1").key}"' in page
    assert "没有条件" in page


def test_another_person_approves_it_and_it_is_a_figure_like_every_other(signed_in: SignedIn) -> None:
    client, leader = signed_in("赵督查"), signed_in("李县长")
    idem = hidden(body(client.get(LIST)), "idem")
    answer = propose(client, {"title": "重大隐患登记数", "compare": "difference"}, idem=idem)
    assert answer.status_code == 302, body(answer)
    address = answer.headers["location"]
    size = site().journal.size
    again = propose(client, {"title": "重大隐患登记数", "compare": "difference"}, idem=idem)
    assert again.headers["location"] == address
    assert site().journal.size == size
    other = propose(client, {"title": "重大隐患登记数", "decimals": "1"}, idem=idem)
    assert other.status_code == 400
    assert "正等待审定" in body(other)
    assert "新设指标" in body(leader.get("/definition-changes"))
    assert 'value="approved"' not in body(client.get(address))
    page = approve(leader, address)
    assert "已批准" in page
    (name,) = [key for key, one in site().catalogue.figures.items() if one.title == "重大隐患登记数"]
    asked = Ask(name, Period.year(2026).as_of(today()))
    assert site().compute([asked]).value(asked).amount == major()
    assert len(site().trace(asked).rows) == major()
    assert "重大隐患登记数比上年增减" in {one.title for one in site().catalogue.figures.values()}
    offered = {one.name: one.value for one in offers(open_desk("吴撰稿"), "重大隐患登记数", asked.period)}
    assert offered[name] == str(major())
    for shown in (f"/figures/{name}?period=2026", f"/figures/{name}/why?period=2026", f"/definitions/{name}"):
        assert client.get(shown).status_code == 200, shown
    assert "县安委会会议要求" in body(client.get(f"/definitions/{name}"))
    assert "重大隐患登记数" in body(client.get("/figures?ledger=hazard&period=2026"))
    assert "FIG-061" in look(client, {"title": "重大隐患登记数"})


def test_a_figure_of_a_guarded_ledger_stays_with_those_who_see_it_and_never_mixes(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    address = "/definition-new?ledger=petition"
    page = look(client, {"title": "占隐患的信访", "what": "rate", "over": "hazard_opened"}, address)
    assert "FIG-043" in page.split('<div id="at-over">')[1].split("</div>")[0]
    answer = propose(client, {"title": "来信来访总量"}, address)
    assert answer.status_code == 302, body(answer)
    page = body(signed_in("许审核").get(answer.headers["location"]))
    assert 'value="approved"' not in page
    assert "口径</h2>" not in page
    assert "县安委会会议要求" not in page


def test_a_withdrawn_proposal_leaves_its_name_free(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    answer = propose(client, {"title": "重大隐患又一个"})
    assert client.post(answer.headers["location"], {"do": "withdrawn", "step": "1"}).status_code == 302
    assert propose(client, {"title": "重大隐患又一个"}).status_code == 302
