"""A matter about somebody: no page, list, count, figure, export or search shows it to that person or unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from taizhang.matters.entry import RECORD, Intention
from taizhang_site.accounts.models import Access
from taizhang_site.house import site, today
from tests.web.people import BODY, OTHER, TOWN

MARK = "XF-2026-保密"
PLACES = (
    "/matters",
    "/matters?ledger=grievance",
    f"/matters?q={MARK}",
    "/mine",
    "/board?ledger=grievance",
    "/ledgers",
    "/figures?ledger=grievance",
)
LEDGER = """
[ledger.grievance]
title = "反映问题登记"
noun = "反映事项"
counter = "件"
lifecycle = "closed_loop"
level = "sensitive"
key = ["no"]
unit = "township"
[ledger.grievance.field]
no = { title = "编号", required = true }
township = { title = "属地", type = "unit", group = true }
text = { title = "内容" }
against = { title = "被反映人或单位", about = true }
opened = { title = "登记日期", type = "date" }
due = { title = "期限", type = "date" }
closed = { title = "办结日期", type = "date" }
[[ledger.grievance.family]]
family = "loop"
"""


@pytest.fixture(scope="module")
def told(signed_in: Callable[[str], Client]) -> Iterator[str]:
    """A grievance in the town against one of its people and against another town, open and overdue."""
    home = site().home
    (home / "catalogue" / "grievance.toml").write_text(LEDGER, encoding="utf-8")
    site().close()
    site.cache_clear()
    facts = {
        "no": MARK,
        "township": TOWN,
        "text": "反映截留补助",
        "against": f"王承办、{OTHER}",
        "opened": "2026-09-01",
        "due": "2026-10-01",
    }
    asked = Intention(
        "赵督查",
        "g1",
        "grievance",
        RECORD,
        today(),
        "g-1",
        number=MARK,
        unit=TOWN,
        facts=dict(facts),
        state="in_progress",
    )
    site().journal.append([asked])
    yield "g-1"
    (home / "catalogue" / "grievance.toml").unlink()
    site().close()
    site.cache_clear()


def shows(client: Client, matter: str) -> list[str]:
    """The places whose answer differs for having the matter: its number, or a count of one."""
    found = []
    for place in PLACES:
        answer = client.get(place)
        content = b"" if answer.streaming else answer.content
        if MARK in content.decode("utf-8", "replace").replace(f'value="{MARK}"', ""):
            found.append(place)
    if client.get(f"/matter/{matter}").status_code == 200:
        found.append("matter")
    return found


def test_who_may_know_sees_it(told: str, signed_in: Callable[[str], Client]) -> None:
    for name in ("赵督查", "钱承办", "郑镇长"):
        seen = shows(signed_in(name), told)
        assert {"matter", f"/matters?q={MARK}", "/matters?ledger=grievance"} <= set(seen), name


@pytest.mark.parametrize("name", ["王承办", "何承办", "陈查阅", "冯考核", "安全员", "审计员"])
def test_who_may_not_know_finds_no_trace(told: str, signed_in: Callable[[str], Client], name: str) -> None:
    assert shows(signed_in(name), told) == []


def test_the_one_it_is_about_gets_figures_as_if_it_were_not_there(
    told: str, signed_in: Callable[[str], Client]
) -> None:
    """The page is there as for his colleague, its number and its rows are those of a ledger without the matter."""
    figure = f"/figures/{next(name for name in site().catalogue.figures if name == 'grievance_opened')}?period=2026"
    his, hers = (signed_in(name).get(figure) for name in ("王承办", "钱承办"))
    assert (his.status_code, hers.status_code) == (200, 200)
    assert [MARK in answer.content.decode() for answer in (his, hers)] == [False, True]
    assert signed_in("陈查阅").get(figure).status_code == 404


def test_reads_and_refusals_are_noted_for_the_auditor(told: str, signed_in: Callable[[str], Client]) -> None:
    assert signed_in("郑镇长").get(f"/matter/{told}").status_code == 200
    assert signed_in("何承办").get(f"/matter/{told}").status_code == 404
    assert signed_in("何承办").get("/people").status_code == 404
    last = [(one.who, one.what, one.place) for one in Access.objects.exclude(what="sign_in").order_by("-id")[:3]]
    assert last == [
        ("何承办", "refused", "/people"),
        ("何承办", "refused", f"/matter/{told}"),
        ("郑镇长", "read", f"/matter/{told}"),
    ]
    page = signed_in("审计员").get("/trail").content.decode()
    assert "查阅敏感事项" in page
    assert MARK not in page
    assert "反映截留补助" not in page


def test_the_boards_of_both_differ_by_exactly_that_matter(told: str, signed_in: Callable[[str], Client]) -> None:
    def live(name: str) -> int:
        text = signed_in(name).get("/board").content.decode()
        return int(text.split('class="tile" href="/matters?live=1')[1].split("<strong>")[1].split("<")[0])

    assert live("钱承办") - live("王承办") == 1
    assert BODY in signed_in("王承办").get("/board").content.decode()
