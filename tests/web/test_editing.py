"""Correcting many matters at once: seen first, written whole or not at all, once, and never over somebody else's step."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from taizhang.catalogue.entered import format_kept, parse_entered
from taizhang.catalogue.model import FieldDeclaration, FieldType
from taizhang.matters.acts import Particulars
from taizhang.matters.entry import Head
from taizhang_site.house import desk_of, site, today
from tests.questions import asking
from tests.web.people import OTHER, TOWN


def heads(count: int, unit: str = OTHER, **more: Any) -> list[Head]:
    """Some matters that were taken over and stand as they were."""
    query = asking(today(), ledgers=("hazard",), units=(unit,), live=False, size=200, **more)
    return [head for head in site().journal.page(query).heads if head.course.recorded][:count]


def now(head: Head) -> Head:
    found = site().journal.head(head.matter)
    assert found
    return found


def sent(some: list[Head], **cells: str) -> dict[str, Any]:
    return {
        "ledger": "hazard",
        "expect": [f"{one.matter}:{one.mseq}" for one in some],
        "note": "核对原始登记",
        "idem": "e1",
        **{f"c-{name.replace('__', '@')}": value for name, value in cells.items()},
    }


def hidden(text: str) -> dict[str, Any]:
    """The fields the preview would send."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text.split("<main")[1]):
        found.setdefault(name, []).append(value)
    return found


@pytest.fixture
def client(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("赵督查")


def test_chosen_matters_stand_in_a_table_of_fields(client: Client) -> None:
    some = heads(3)
    text = client.post("/matters/edit", {"ledger": "hazard", "matter": [one.matter for one in some]}).content.decode()
    for one in some:
        assert f'name="c-level@{one.matter}"' in text
        assert f'value="{one.matter}:{one.mseq}"' in text
    assert 'name="c-no@' not in text
    assert 'name="c-status@' not in text


def test_cells_are_seen_before_they_are_written_and_written_once(client: Client) -> None:
    some = heads(2)
    cells = {f"c-site@{one.matter}": f"新场所{n}" for n, one in enumerate(some)}
    given = {**sent(some), **cells, "do": "preview"}
    preview = client.post("/matters/edit", given).content.decode()
    assert "将更正 2 件" in preview
    assert "<ins>新场所1</ins>" in preview
    assert now(some[0]).mseq == some[0].mseq
    confirmed = {**hidden(preview), "do": "apply"}
    assert "已更正 2 件" in client.post("/matters/edit", confirmed).content.decode()
    assert [now(one).facts["site"] for one in some] == ["新场所0", "新场所1"]
    assert [now(one).state for one in some] == [one.state for one in some]
    assert "已更正 2 件" in client.post("/matters/edit", confirmed).content.decode()
    assert [now(one).mseq for one in some] == [one.mseq + 1 for one in some]
    assert site().journal.history(some[0].matter)[-1].intention.note == "核对原始登记"


def test_one_value_is_set_for_all_that_a_filter_shows(client: Client) -> None:
    some = heads(200)
    address = f"ledger=hazard&unit={OTHER}&live=0"
    all_shown = {"ledger": "hazard", "all": "1", "address": address}
    table = client.post("/matters/edit", all_shown).content.decode()
    shown_ = hidden(table)["expect"]
    assert len(shown_) >= len(some) > 2
    keep = [one for one in shown_ if one.rpartition(":")[0] in {head.matter for head in some}]
    given: dict[str, Any] = {
        **sent([]),
        "expect": keep,
        "set_field": "owner",
        "set_value": "统一责任人",
        "do": "preview",
        "idem": "e2",
    }
    preview = client.post("/matters/edit", given).content.decode()
    assert f"将更正 {len(keep)} 件" in preview
    client.post("/matters/edit", {**hidden(preview), "do": "apply"})
    assert {now(one).facts["owner"] for one in some} == {"统一责任人"}


def test_what_is_wrong_stands_at_its_cell_and_nothing_is_written(client: Client) -> None:
    one, other = heads(2)
    cells = {
        f"c-level@{one.matter}": "特别严重",
        f"c-due@{one.matter}": "下周",
        f"c-township@{one.matter}": "没有的镇",
        f"c-site@{other.matter}": "记下的字",
        f"c-opened@{other.matter}": "",
    }
    for do in ("preview", "apply"):
        answer = client.post("/matters/edit", {**sent([one, other]), **cells, "do": do})
        text = answer.content.decode()
        assert answer.status_code == 400
        for says in ("没有“特别严重”这一选项", "“下周”不能用", "没有名为“没有的镇”的单位", "“发现日期”不能为空"):
            assert says in text
        assert 'value="记下的字"' in text or "记下的字</textarea>" in text
        assert text.count('aria-invalid="true"') == 4
        assert "有 4 处不能这样改" in text
    assert (now(one), now(other)) == (one, other)


def test_a_rule_of_the_ledger_is_held(client: Client) -> None:
    (one,) = heads(1)
    answer = client.post("/matters/edit", {**sent([one]), f"c-opened@{one.matter}": "2030-01-01", "do": "preview"})
    assert answer.status_code == 400
    assert "改后不合台账的规则" in answer.content.decode()


def test_a_correction_needs_a_reason_and_a_change(client: Client) -> None:
    (one,) = heads(1)
    without = client.post(
        "/matters/edit", {**sent([one]), "note": "", "idem": "e6", f"c-site@{one.matter}": "某处", "do": "preview"}
    ).content.decode()
    assert "依据" in without.split('class="wrong"')[1][:200]
    nothing = client.post("/matters/edit", {**sent([one]), "do": "preview"})
    assert "没有改动任何一格" in nothing.content.decode()


def test_a_matter_somebody_moved_meanwhile_is_named_and_all_is_left(
    client: Client, signed_in: Callable[[str], Client]
) -> None:
    one, other = heads(2)
    given = {
        **sent([one, other]),
        f"c-site@{one.matter}": "我改的",
        f"c-site@{other.matter}": "也是我改的",
        "idem": "e5",
    }
    from taizhang_site.accounts.models import Account

    desk = desk_of(Account.objects.get(name="孙督查"))
    desk.act(desk.opened(one), "correct", today(), "meanwhile", Particulars(note="先改了", facts={"site": "别人改的"}))
    answer = client.post("/matters/edit", {**given, "do": "apply"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "孙督查" in text
    assert "现为 别人改的" in text
    assert "我改的" in text
    assert now(other) == other
    again = {**given, "expect": hidden(text)["expect"], "do": "apply"}
    assert "已更正 2 件" in client.post("/matters/edit", again).content.decode()


def test_who_may_not_correct_finds_no_page(signed_in: Callable[[str], Client]) -> None:
    (one,) = heads(1)
    for person in ("钱承办", "李县长", "陈查阅"):
        assert signed_in(person).post("/matters/edit", sent([one])).status_code == 404
    assert "批量更正" not in signed_in("钱承办").get("/matters?ledger=hazard").content.decode()
    beyond = signed_in("赵督查").post("/matters/edit", {"ledger": "hazard", "matter": ["nosuch"]}).content.decode()
    assert "没有选取事项" in beyond


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", " 甲\r\n乙 ", "甲\n乙"),
        ("text", "  ", None),
        ("date", "2026-03-05", "2026-03-05"),
        ("decimal", "12.50", "12.5"),
        ("integer", "007", "7"),
        ("year", "2026", "2026"),
        ("flag", "否", False),
        ("units", f"{TOWN}，{OTHER}", [TOWN, OTHER]),
    ],
)
def test_a_typed_value_is_read_and_shown_again(kind: FieldType, typed: str, kept: object) -> None:
    field = FieldDeclaration(title="某栏", type=kind)
    assert parse_entered(field, typed) == kept
    assert parse_entered(field, format_kept(parse_entered(field, typed))) == kept


@pytest.mark.parametrize(
    ("kind", "typed"), [("date", "三月"), ("decimal", "NaN"), ("integer", "1.5"), ("flag", "也许"), ("year", "今年")]
)
def test_what_is_no_value_of_the_field_is_no_value(kind: FieldType, typed: str) -> None:
    with pytest.raises(ValueError):
        parse_entered(FieldDeclaration(title="某栏", type=kind), typed)
