"""Far days typed into a form: refused until somebody says on the same page that the year is right, then noted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from taizhang.catalogue.entered import Entering
from taizhang.catalogue.waiting import YEARS_AHEAD, YEARS_BACK
from taizhang.intake.identities import matter_identity
from taizhang.matters.entry import Head
from taizhang_site.house import site, today

YEARS = (today().year - YEARS_BACK - 1, today().year + YEARS_AHEAD + 1)


def form(number: str, due: str, **more: Any) -> dict[str, Any]:
    return {
        "f-no": number,
        "f-township": "溦桥乡",
        "f-level": "一般",
        "f-opened": "2026-11-20",
        "f-due": due,
        "f-text": "井盖缺失",
        "note": "巡查发现",
        "idem": number,
        **more,
    }


def head(number: str) -> Head | None:
    return site().journal.head(matter_identity("hazard", (number,)))


def ticks(text: str) -> list[str]:
    return re.findall(r'name="(sure-[^"]+)"', text)


def note(found: Head) -> str:
    return site().journal.history(found.matter)[-1].intention.note


def test_the_form_offers_its_own_tick_and_notes_it(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    far = f"{YEARS[1]}-03-05"
    assert ticks(client.get("/matters/new/hazard").content.decode()) == []
    refused = client.post("/matters/new/hazard", form("YH-F-1", far))
    assert refused.status_code == 400
    assert "年份没有写错" in refused.content.decode()
    assert ticks(refused.content.decode()) == ["sure-due"]
    assert head("YH-F-1") is None
    assert client.post("/matters/new/hazard", form("YH-F-1", far, **{"sure-due": "1"})).status_code == 302
    kept = head("YH-F-1")
    assert kept
    assert kept.facts["due"] == far
    assert note(kept) == f"巡查发现\n年份核对：“整改期限”的“{far}”经核对无误。"


def test_a_correction_offers_it_and_keeps_what_was_typed(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    client.post("/matters/new/hazard", form("YH-F-2", "2026-12-20"))
    was = head("YH-F-2")
    assert was
    far, at = f"{YEARS[0]}-03-05", f"/matter/{was.matter}/correct"
    given = {**form("YH-F-2", "2026-12-20", idem="c1"), "f-opened": far, "expect": was.mseq, "note": "核对原件"}
    refused = client.post(at, given)
    assert refused.status_code == 400
    assert ticks(refused.content.decode()) == ["sure-opened"]
    assert f'name="f-opened" value="{far}"' in refused.content.decode()
    assert client.post(at, {**given, "sure-opened": "1"}).status_code == 302
    kept = head("YH-F-2")
    assert kept
    assert kept.facts["opened"] == far
    assert note(kept) == f"核对原件\n年份核对：“发现日期”的“{far}”经核对无误。"


def test_a_correction_reads_what_is_typed_and_refuses_what_is_none(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    client.post("/matters/new/hazard", form("YH-F-3", "2026-12-20"))
    was = head("YH-F-3")
    assert was
    given = {**form("YH-F-3", "2026-12-20", idem="c2"), "expect": was.mseq, "note": "核对原件"}
    wrong = client.post(f"/matter/{was.matter}/correct", {**given, "f-level": "很大", "f-opened": "下周"})
    assert wrong.status_code == 400
    assert "没有“很大”这一选项" in wrong.content.decode()
    assert "“下周”不能用" in wrong.content.decode()
    assert head("YH-F-3") == was


@pytest.mark.parametrize(
    ("year", "far"), [(YEARS[0], True), (YEARS[0] + 1, False), (YEARS[1] - 1, False), (YEARS[1], True)]
)
@pytest.mark.parametrize("ledger", ["hazard", "supervision", "road", "petition"])
def test_the_years_that_are_far_are_those_of_an_import(ledger: str, year: int, far: bool) -> None:
    catalogue = site().catalogue
    entering = Entering(catalogue.ledgers[ledger].declared, catalogue.vocabularies, today(), frozenset({"opened"}))
    typed = date(year, 1, 1).isoformat()
    assert entering.is_far("opened", typed) is far
    assert bool(entering.note_of_sure({"opened": typed})) is far


def bulk(client: Client, matters: list[Head], **given: str) -> tuple[int, str]:
    """The bulk correction's answer. given: what is sent beside the matters, ``__`` for ``@``."""
    cells = {name.replace("__", "@"): value for name, value in given.items()}
    seen = [f"{one.matter}:{one.mseq}" for one in matters]
    sent = {"ledger": "hazard", "expect": seen, "note": "核对原件", "idem": "b1", "do": "preview", **cells}
    answer = client.post("/matters/edit", sent)
    return answer.status_code, answer.content.decode()


def registered(client: Client, *numbers: str) -> list[Head]:
    """Matters due so late that no day of these tests lies behind their due date."""
    for number in numbers:
        client.post("/matters/new/hazard", form(number, f"{YEARS[1]}-12-20", **{"sure-due": "1"}))
    return [one for one in map(head, numbers) if one]


def carried(text: str) -> dict[str, str]:
    """What the preview sends on of the cells."""
    return dict(re.findall(r'<input type="hidden" name="((?:c|sure)-[^"]+)" value="([^"]*)"', text))


@pytest.mark.parametrize(
    ("year", "far"), [(YEARS[0], True), (YEARS[0] + 1, False), (YEARS[1] - 1, False), (YEARS[1], True)]
)
def test_a_far_day_of_many_waits_at_its_cell(signed_in: Callable[[str], Client], year: int, far: bool) -> None:
    client = signed_in("赵督查")
    (one,) = registered(client, f"YH-B-{year}")
    cell, typed = f"opened__{one.matter}", f"{year}-03-05"
    status, text = bulk(client, [one], **{f"c-{cell}": typed})
    assert (status, ticks(text)) == ((400, [f"sure-opened@{one.matter}"]) if far else (200, []))
    assert ("年份没有写错" in text) is far
    assert bulk(client, [one], **{f"c-{cell}": typed, "do": "apply"})[0] == status
    kept = head(one.number)
    assert kept
    assert (kept.facts["opened"] == typed) is not far


def test_a_far_day_of_many_said_to_be_right_is_written_and_noted(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    one, other = registered(client, "YH-B-1", "YH-B-2")
    far, mark = f"{YEARS[1]}-03-05", f"opened__{one.matter}"
    both = {f"c-{mark}": far, f"sure-{mark}": "1", f"c-owner__{other.matter}": "沈某"}
    status, text = bulk(client, [one, other], **both)
    assert status == 200
    back = bulk(client, [one, other], **carried(text), do="back")[1]
    assert f'name="sure-opened@{one.matter}" value="1" checked' in back
    assert "已更正 2 件" in bulk(client, [one, other], **carried(text), do="apply")[1]
    kept, beside = head("YH-B-1"), head("YH-B-2")
    assert kept
    assert beside
    assert kept.facts["opened"] == far
    assert note(kept) == f"核对原件\n年份核对：“发现日期”的“{far}”经核对无误。"
    assert note(beside) == "核对原件"


def test_a_far_day_set_for_all_is_asked_about_once(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    matters = registered(client, "YH-B-3", "YH-B-4")
    every = {"set_field": "opened", "set_value": f"{YEARS[1]}-03-05"}
    status, text = bulk(client, matters, **every)
    assert (status, ticks(text), text.count('name="set_sure"')) == (400, [], 1)
    assert '<option value="opened" selected>' in text
    assert f'name="set_value" list="values" value="{every["set_value"]}"' in text
    status, text = bulk(client, matters, **every, set_sure="1")
    assert status == 200
    assert "已更正 2 件" in bulk(client, matters, **carried(text), do="apply")[1]
    assert {now.facts["opened"] for one in matters if (now := head(one.number))} == {every["set_value"]}


def test_that_a_year_is_right_is_no_basis_of_a_correction(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    (one,) = registered(client, "YH-B-5")
    mark, far = f"opened__{one.matter}", f"{YEARS[1]}-03-05"
    status, text = bulk(client, [one], **{f"c-{mark}": far, f"sure-{mark}": "1", "note": " "})
    assert status == 400
    assert "没有写明依据" in text
    given = {"f-opened": far, "idem": "c5", "expect": one.mseq, "note": " ", "sure-opened": "1"}
    assert client.post(f"/matter/{one.matter}/correct", given).status_code == 400
    assert head("YH-B-5") == one
