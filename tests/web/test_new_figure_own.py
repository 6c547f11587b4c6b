"""A ledger declared from an office's own workbook counts as any other: its choices, its numbers, its dates."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from taizhang_site.house import open_desk, site
from tests.web.pages import body
from tests.web.test_new_figure import approve, look, propose
from tests.web.test_new_ledger import book, sent

SignedIn = Callable[[str], Client]


@pytest.fixture(scope="module")
def own(signed_in: SignedIn) -> str:
    """The name of the ledger that the office's workbook of trips became."""
    client = signed_in("赵督查")
    answer = client.post("/import/new", {"files": [book()]})
    page = body(client.get(answer.headers["location"]))
    client.post(answer.headers["location"], {**sent(page), "do": "declare"})
    (name,) = [name for name, one in site().catalogue.ledgers.items() if one.declared.own]
    return name


def test_a_figure_of_an_own_ledger(signed_in: SignedIn, own: str) -> None:
    client = signed_in("赵督查")
    ledger = site().catalogue.ledgers[own]
    address = f"/definition-new?ledger={own}"
    page = body(client.get(address))
    assert "存为指标" in page
    number = next(key for key, one in ledger.columns.items() if one.type in ("integer", "decimal"))
    page = look(client, {"title": "出车里程合计", "what": "sum", "measure": number}, address)
    assert "出车里程合计" in page
    answer = propose(client, {"title": "出车里程合计", "what": "sum", "measure": number}, address)
    assert answer.status_code == 302, body(answer)
    assert "已批准" in approve(signed_in("李县长"), answer.headers["location"])
    rows = [head.facts for head in site().journal.heads(own)]
    assert rows
    total = body(client.get(f"/figures?ledger={own}&period=2026"))
    assert "出车里程合计" in total


@pytest.mark.parametrize(
    "more",
    [
        "&on=2026-01-05",
        "&f-level=没有的级别",
        "&unit=没有的乡",
        "&opened_from=坏",
        "&f-opened-from=2026-13-45",
        "&ledger=petition",
        "&f-level=-",
        "&live=1&live=0",
        "&set=没有",
        "&period=去年",
    ],
)
def test_odd_addresses_break_nothing(signed_in: SignedIn, more: str) -> None:
    answer = signed_in("赵督查").get(f"/definition-new?ledger=hazard{more}")
    assert answer.status_code in (200, 302, 400, 404)


def test_a_ledger_without_a_date_says_so_instead_of_breaking(signed_in: SignedIn) -> None:
    desk = open_desk("赵督查")
    wrong = []
    for name, one in desk.ledgers.items():
        if not desk.whole(name):
            continue
        answer = signed_in("赵督查").get(f"/definition-new?ledger={name}")
        if answer.status_code != 200:
            wrong.append((name, answer.status_code))
        elif not one.dates:
            assert "没有选按哪个日期" in body(answer), name
    assert wrong == []
