"""Lists, counts and forms: what they cost, that counts equal lists, and that a refused form keeps what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.http import urlencode

from taizhang_site.house import site, today
from tests.web.people import OTHER, TOWN
from tests.web.questions import asked

MOST_QUERIES = 10  # one of them: which matters are about the person himself and hidden from him


@pytest.mark.parametrize("person", ["赵督查", "钱承办", "陈查阅"])
@pytest.mark.parametrize(
    "page",
    [
        "/mine",
        "/ledgers",
        "/matters",
        "/matters?ledger=hazard&lamp=red",
        "/matters?ledger=hazard&q=消防",
        "/matters?set=waiting",
        "/board",
        "/board?ledger=hazard",
        "/definitions",
        "/library",
        "/notices",
    ],
)
def test_a_page_asks_a_few_questions_whatever_its_length(
    signed_in: Callable[[str], Client], person: str, page: str
) -> None:
    client = signed_in(person)
    client.get(page)
    with asked() as told:
        assert client.get(page).status_code == 200
    assert 1 < len(told) <= MOST_QUERIES, told


@pytest.mark.parametrize("person", ["赵督查", "钱承办", "陈查阅"])
def test_a_matters_page_asks_a_few_questions(signed_in: Callable[[str], Client], person: str) -> None:
    client, page = signed_in(person), f"/matter/{one('in_progress')}"
    client.get(page)
    with asked() as told:
        assert client.get(page).status_code == 200
    assert 3 < len(told) <= MOST_QUERIES, told


def numbers(text: str) -> list[tuple[int, str]]:
    """Each tile's number with the list it opens."""
    tiles = re.findall(r'<a class="tile[^"]*" href="([^"]+)"><strong>([\d.]+)', text)
    return [(int(number), href.replace("&amp;", "&")) for href, number in tiles if "." not in number]


@pytest.mark.parametrize("person", ["赵督查", "钱承办", "郑镇长", "李县长", "陈查阅"])
@pytest.mark.parametrize("page", ["/mine", "/board", "/board?ledger=hazard"])
def test_every_number_opens_a_list_of_that_length(signed_in: Callable[[str], Client], person: str, page: str) -> None:
    client = signed_in(person)
    found = numbers(client.get(page).content.decode())
    assert found
    for number, href in found:
        text = client.get(href).content.decode()
        total = re.search(r"共 (\d+) 件", text)
        assert int(total[1]) if total else number == 0, (number, href)


def test_each_unit_sees_its_own_and_counts_its_own(signed_in: Callable[[str], Client]) -> None:
    town, other = (signed_in(name).get("/matters?ledger=hazard").content.decode() for name in ("钱承办", "何承办"))
    assert OTHER not in re.sub(r"<option.*?</option>", "", town)
    assert TOWN not in re.sub(r"<option.*?</option>", "", other)


def one(state: str, unit: str = TOWN) -> str:
    """A matter of the town in that state."""
    from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery, Page

    query = HeadQuery(
        EVERYTHING_SEEN, today(), Filter(ledgers=("hazard",), units=(unit,), states=(state,)), page=Page(size=1)
    )
    return site().journal.page(query).heads[0].matter


def test_what_is_out_of_sight_answers_404_on_every_way_in(signed_in: Callable[[str], Client]) -> None:
    matter = one("in_progress", OTHER)
    client = signed_in("钱承办")
    for path in ("", "/report", "/report_progress"):
        assert client.get(f"/matter/{matter}{path}").status_code == 404
        assert client.post(f"/matter/{matter}{path or '/report'}", {"note": "试试"}).status_code == 404
    assert matter not in client.post("/matters/bulk", {"matter": [matter]}).content.decode()
    assert client.get(f"/evidence/{matter}/{'a' * 64}").status_code == 404
    assert client.get("/matters?q=YH&unit=" + OTHER).content.decode().count('name="matter"') == 0


@pytest.mark.parametrize("column", ["nowhere", "\x00", "-1", "９", "f-", "f-nowhere", "<script>"])
def test_a_column_there_is_none_of_leaves_the_usual_ones(signed_in: Callable[[str], Client], column: str) -> None:
    client = signed_in("赵督查")
    for page in ("/matters?ledger=hazard", "/matters", "/matters?ledger=hazard&lamp=red"):
        usual = client.get(page).content.decode()
        asked = client.get(f"{page}{'&' if '?' in page else '?'}{urlencode({'column': column})}")
        assert asked.status_code == 200, (page, column)
        assert asked.content.decode().count("<td class=") == usual.count("<td class=") > 0, (page, column)


def test_a_refused_form_keeps_what_was_typed_and_what_was_uploaded(signed_in: Callable[[str], Client]) -> None:
    matter = one("in_progress")
    client = signed_in("钱承办")
    mseq = site().journal.head(matter).mseq  # type: ignore[union-attr]
    paper = SimpleUploadedFile("说明.txt", "已整改，见附件。".encode())
    answer = client.post(f"/matter/{matter}/report", {"note": "", "evidence": paper, "expect": mseq, "idem": "k1"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "没有写明意见或理由" in text
    assert "说明.txt" in text
    kept = re.findall(r'name="kept" value="([0-9a-f]{64})"', text)
    again = client.post(f"/matter/{matter}/report", {"note": "已整改", "kept": kept, "expect": mseq, "idem": "k1"})
    assert again.status_code == 302
    page = client.get(f"/matter/{matter}").content.decode()
    assert "说明.txt" in page
    shown = client.get(f"/evidence/{matter}/{kept[0]}/view").content.decode()
    assert "已整改，见附件。" in shown
    assert signed_in("何承办").get(f"/evidence/{matter}/{kept[0]}").status_code == 404
    whole = client.get(f"/evidence/{matter}/{kept[0]}")
    assert b"".join(whole.streaming_content).decode() == "已整改，见附件。"
    whole.close()
    assert whole.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in whole.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("密件.txt", "机密★10年\n关于某事的报告\n内容".encode(), "国家秘密"),
        ("病毒.exe", b"MZ\x90", "不是可以收的材料"),
        ("照片.png", b"<script>alert(1)</script>", "不是可以收的材料"),
        ("网页.html", b"<html>", "不是可以收的材料"),
        ("空.txt", b"", "不是可以收的材料"),
    ],
)
def test_what_is_no_evidence_is_refused(
    signed_in: Callable[[str], Client], name: str, content: bytes, why: str
) -> None:
    matter = one("in_progress")
    answer = signed_in("钱承办").post(
        f"/matter/{matter}/report_progress", {"note": "见附件", "evidence": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 400
    assert why in answer.content.decode()


def test_an_act_beyond_ones_posts_is_refused_with_the_reason(signed_in: Callable[[str], Client]) -> None:
    matter = one("in_progress")
    answer = signed_in("钱承办").post(f"/matter/{matter}/cancel", {"note": "撤了", "idem": "x"})
    assert answer.status_code == 409
    assert "您现在的岗位不能对本事项进行“撤销”" in answer.content.decode()
    assert site().journal.head(matter).state == "in_progress"  # type: ignore[union-attr]


def test_several_matters_are_done_together_or_not_at_all(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    matters = [one("reported", TOWN), one("in_progress", TOWN)]
    preview = client.post("/matters/bulk", {"matter": matters, "what": "start_review"}).content.decode()
    assert "将办理 1 件" in preview
    assert "另有 1 件现在不能这样办" in preview
    given = {
        "matter": matters,
        "what": "start_review",
        "do": "1",
        "idem": "b1",
        "expect": re.findall(r'name="expect" value="([^"]+)"', preview),
    }
    done = client.post("/matters/bulk", given)
    assert "已办理 1 件" in done.content.decode()
    assert site().journal.head(matters[0]).state == "in_review"  # type: ignore[union-attr]
    assert site().journal.head(matters[1]).state == "in_progress"  # type: ignore[union-attr]


def registration(**more: Any) -> dict[str, Any]:
    return {
        "f-no": "YH-2026-777",
        "f-township": TOWN,
        "f-level": "一般",
        "f-opened": "2026-11-20",
        "f-due": "2026-12-20",
        "f-text": "井盖缺失",
        "note": "巡查发现",
        "idem": "r1",
        **more,
    }


def test_a_matter_is_registered_by_the_fields_its_ledger_declares(
    signed_in: Callable[[str], Client], tmp_path: Path
) -> None:
    client = signed_in("赵督查")
    wrong = client.post("/matters/new/hazard", registration(**{"f-due": "下周", "f-level": ""}))
    assert wrong.status_code == 400
    assert "“下周”不能用" in wrong.content.decode()
    assert "井盖缺失" in wrong.content.decode()
    done = client.post("/matters/new/hazard", registration())
    assert done.status_code == 302
    page = client.get(done.headers["location"]).content.decode()
    assert "待立项" in page
    assert "接下来可以办什么，由谁办" in page
    twice = client.post("/matters/new/hazard", registration(idem="r2"))
    assert "已登记过" in twice.content.decode()
    path = tmp_path / "导出.xlsx"
    path.write_bytes(exported(client, "ledger=hazard&q=YH-2026-777"))
    again = site().import_files([path], today=today(), actor="赵督查", dry_run=True).changes
    assert (len(again.new), len(again.changed), again.unchanged) == (0, 0, 1)


def exported(client: Client, address: str) -> bytes:
    """The workbook of a list."""
    answer = client.post(f"/matters/export?{address}", follow=True)
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


def test_an_exported_ledger_comes_back_unchanged_and_takes_a_correction(
    signed_in: Callable[[str], Client], tmp_path: Path
) -> None:
    client = signed_in("赵督查")
    path = tmp_path / "导出.xlsx"
    path.write_bytes(exported(client, f"ledger=hazard&unit={TOWN}&state=struck_off"))
    changes = site().import_files([path], today=today(), actor="赵督查", dry_run=True).changes
    assert (len(changes.new), len(changes.changed), len(changes.refused)) == (0, 0, 0)
    assert changes.unchanged > 10


def test_a_template_is_recognised_as_its_ledger(signed_in: Callable[[str], Client], tmp_path: Path) -> None:
    import openpyxl

    answer = signed_in("钱承办").get("/matters/template/hazard")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    values = {
        "编号": "YH-2026-778",
        "乡镇": TOWN,
        "隐患级别": "一般",
        "发现日期": "2026-11-20",
        "整改期限": "2026-12-01",
        "状态": "办理中",
    }
    sheet = book.active
    for cell in sheet[1]:
        sheet.cell(2, cell.column).value = values.get(str(cell.value))
    path = tmp_path / "填好的模板.xlsx"
    book.save(path)
    done = site().import_files([path], today=today(), actor="赵督查", dry_run=True)
    assert [change.draft.ledger for change in done.changes.new] == ["hazard"], done.obstacles
