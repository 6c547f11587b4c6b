"""Letters: which are due, looked at before they go out, each once, to be read and taken as Word."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from taizhang.lists.query import EVERYTHING_SEEN, NEVER, Filter, HeadQuery
from taizhang.notices.inbox import letters_due, letters_out
from taizhang_site.accounts.models import Account
from taizhang_site.house import desk_of, site, today
from tests.web.people import TOWN


def due_matters(count: int, unit: str = "") -> list[str]:
    """Matters to which letters are due, of any unit or one."""
    query = letters_due(desk_of(Account.objects.get(name="赵督查")))
    heads = [one for one in site().journal.page(query).heads if unit in ("", one.unit)]
    assert len(heads) >= count
    return [one.matter for one in heads[:count]]


def fields(text: str) -> dict[str, str]:
    """What a form of the page sends when nothing is changed."""
    found = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', text))
    found |= {
        name: value.removeprefix("\n")
        for name, value in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    }
    return {name: value.replace("&quot;", '"').replace("&#x27;", "'") for name, value in found.items()}


def test_the_list_of_letters_due_holds_what_the_rows_say(signed_in: Callable[[str], Client]) -> None:
    day = today().isoformat()
    heads = site().journal.walk(HeadQuery(EVERYTHING_SEEN, today(), Filter(ledgers=("hazard",), live=True)))
    expected = sum(site().journal.row(head).letter_on(day) > 0 for head in heads)
    text = signed_in("赵督查").get("/letters").content.decode()
    assert expected > 3
    assert int(re.search(r"共 (\d+) 件", text)[1]) == expected  # type: ignore[index]
    assert f"应发函 {expected}" in text


def test_levels_and_units_narrow_the_list_and_the_workbook_holds_the_same(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    address = f"?level=2&unit={TOWN}"
    text = client.get(f"/letters{address}").content.decode()
    total = int(re.search(r"共 (\d+) 件", text)[1])  # type: ignore[index]
    book = load_workbook(BytesIO(client.get(f"/letters/export{address}").content))
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert len(rows) == total > 0
    assert {row[5] for row in rows} == {"督办函"}
    assert all(row[8] for row in rows)


def test_a_letter_is_looked_at_changed_and_goes_out_once(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    (matter,) = due_matters(1, TOWN)
    form = fields(client.post("/letters/write", {"matter": matter}).content.decode())
    assert form[f"to-{matter}"] == TOWN
    form[f"text-{matter}"] += "\n请同时报送整改前后照片。"
    looked = client.post("/letters/write", form).content.decode()
    assert "请同时报送整改前后照片。</p>" in looked
    before = site().journal.size
    for _ in range(2):
        answer = client.post("/letters/write", {**form, "do": "1"})
        assert answer.status_code == 302
    assert site().journal.size == before + 1
    head = site().journal.head(matter)
    assert head is not None
    assert head.pressing.answer_by
    assert head.pressing.level == int(form[f"level-{matter}"])
    assert site().journal.row(head).letter_on(today().isoformat()) == 0
    page = client.get(answer.headers["location"])
    assert head.pressing.letter in page.content.decode()
    word = client.get(answer.headers["location"] + "/word")
    texts = [one.text for one in Document(BytesIO(word.content)).paragraphs]
    assert head.pressing.letter in texts
    assert f"{TOWN}：" in texts
    assert "请同时报送整改前后照片。" in texts
    assert word.content == client.get(answer.headers["location"] + "/word").content


def test_many_letters_go_out_together_with_numbers_one_after_another(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("孙督查")
    matters = due_matters(3)
    text = client.post("/letters/write", {"matter": matters, "level": "2", "redraft": "1"}).content.decode()
    form: dict[str, object] = {**fields(text), "matter": matters, "do": "1"}
    done = client.post("/letters/write", form).content.decode()
    numbers = [int(one) for one in re.findall(r"〕(\d+)号</a>", done)]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    heads = [site().journal.head(matter) for matter in matters]
    assert {one.pressing.level for one in heads if one} == {2}
    again = client.post("/letters/write", form).content.decode()
    assert [int(one) for one in re.findall(r"〕(\d+)号</a>", again)] == numbers


def test_a_chosen_matter_that_takes_no_letter_takes_no_number(signed_in: Callable[[str], Client]) -> None:
    one, other = due_matters(2)
    closed = next(site().journal.walk(HeadQuery(EVERYTHING_SEEN, today(), Filter(states=("struck_off",))))).matter
    text = signed_in("赵督查").post("/letters/write", {"matter": [one, closed, other]}).content.decode()
    shown = [int(serial) for serial in re.findall(r'<p class="number">[^〕]*〕(\d+)号', text)]
    assert shown == [shown[0], shown[0] + 1]
    assert "另有 1 件现在不能发函" in text


def test_a_number_taken_meanwhile_is_told_and_nothing_typed_is_lost(signed_in: Callable[[str], Client]) -> None:
    first, second = due_matters(2)
    forms = [
        fields(signed_in(who).post("/letters/write", {"matter": matter}).content.decode())
        for who, matter in (("赵督查", first), ("孙督查", second))
    ]
    assert forms[0]["serial"] == forms[1]["serial"]
    assert signed_in("赵督查").post("/letters/write", {**forms[0], "do": "1"}).status_code == 302
    forms[1][f"title-{second}"] = "关于尽快整改的函"
    refused = signed_in("孙督查").post("/letters/write", {**forms[1], "do": "1"})
    text = refused.content.decode()
    assert refused.status_code == 400
    assert "JRN-056" in text
    assert "关于尽快整改的函" in text
    serial = re.search(r"〕(\d+)号。", text)
    assert serial
    assert signed_in("孙督查").post("/letters/write", {**forms[1], "serial": serial[1], "do": "1"}).status_code == 302


def test_an_answer_awaited_stands_in_its_list_until_it_comes(signed_in: Callable[[str], Client]) -> None:
    desk = desk_of(Account.objects.get(name="赵督查"))
    page = site().journal.page(letters_out(desk))
    assert page.total >= 5
    text = signed_in("赵督查").get("/letters?set=awaited").content.decode()
    assert f"共 {page.total} 件" in text
    head = next(one for one in page.heads if one.unit == TOWN and one.state == "in_progress")
    assert head.pressing.answer_by
    assert head.pressing.answer_by > today() - timedelta(days=1)
    told = signed_in("钱承办").post(
        f"/matter/{head.matter}/report_progress", {"note": "正在整改", "expect": head.mseq, "idem": "answer-1"}
    )
    assert told.status_code == 302
    after = site().journal.head(head.matter)
    assert after is not None
    assert after.pressing.answer_by is None
    assert site().journal.row(after).answer == NEVER
    assert site().journal.page(letters_out(desk)).total == page.total - 1


def test_handlers_read_the_letter_but_write_none_and_others_see_neither(signed_in: Callable[[str], Client]) -> None:
    head = next(
        one for one in site().journal.walk(HeadQuery(EVERYTHING_SEEN, today(), Filter(units=(TOWN,), lettered=True)))
    )
    step = next(one.mseq for one in site().journal.history(head.matter) if one.intention.letter)
    address = f"/matter/{head.matter}/letter/{step}"
    assert signed_in("钱承办").get(address).status_code == 200
    assert signed_in("何承办").get(address).status_code == 404
    assert signed_in("何承办").get(address + "/word").status_code == 404
    assert signed_in("钱承办").post("/letters/write", {"matter": head.matter}).status_code == 404
    assert signed_in("赵督查").get(f"/matter/{head.matter}/letter/999").status_code == 404


@pytest.mark.parametrize("what", ["remind", "chase", "warn"])
def test_the_acts_that_press_open_the_letter(signed_in: Callable[[str], Client], what: str) -> None:
    (matter,) = due_matters(1)
    answer = signed_in("赵督查").get(f"/matter/{matter}/{what}", follow=True)
    names = {"remind": "提醒函", "chase": "督办函", "warn": "红色督查单"}
    assert f"的{names[what]}" in answer.content.decode()
