"""Importing in the browser: what was recognised can be corrected, is remembered, and is looked through row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery
from taizhang.policy.posts import Post
from taizhang_site.accounts.models import Account
from taizhang_site.house import site, today
from taizhang_site.matters.models import KeptMapping
from tests.web.people import PASSWORD, TOWN

HEADINGS = ("甲栏", "乡镇", "说明文字", "隐患级别", "发现日期", "整改期限", "状态", "现场记录")


@pytest.fixture(scope="module", autouse=True)
def town_supervisor(as_made: None) -> None:
    """A supervisor of one township alone."""
    site().appoint(Post("乡督查", TOWN, "supervisor"), "安全员", today())
    Account.objects.create(name="乡督查", password=PASSWORD, must_change=False)


@pytest.fixture(autouse=True)
def none_kept() -> Iterator[None]:
    """Leaves no mapping behind."""
    yield
    KeptMapping.objects.all().delete()


def book(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    made, out = openpyxl.Workbook(), BytesIO()
    sheet = made.active
    sheet.title = "自己的表"
    for row in (headings, *rows):
        sheet.append(row)
    made.save(out)
    return out.getvalue()


def row(number: str, **more: str) -> tuple[Any, ...]:
    told = {"level": "一般", "opened": "2026-10-08", "due": "2026-12-08", "note": "记一", **more}
    return number, TOWN, "护栏松动", told["level"], told["opened"], told["due"], "办理中", told["note"]


def uploaded(client: Client, content: bytes) -> tuple[str, str]:
    """The change set's page and its address."""
    files = [SimpleUploadedFile("自己的台账.xlsx", content)]
    answer = client.post("/import", {"files": files}, follow=True)
    return answer.content.decode(), answer.redirect_chain[-1][0]


def sent(client: Client, content: bytes) -> str:
    return uploaded(client, content)[0]


def form(text: str) -> dict[str, str]:
    """What the change set's form would send."""
    text = text.split('id="changes"')[1].split("</form>")[0]
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
    for name, inner in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items()}


def column(text: str, heading: str) -> str:
    """The name of the drop-down beside a heading."""
    found = re.search(rf'name="(s-\d+-c-\d+)" aria-label="{heading}"', text)
    assert found, text[:200]
    return found[1]


def head(number: str) -> Any:
    query = HeadQuery(EVERYTHING_SEEN, today(), Filter(ledgers=("hazard",), numbers=(number,)))
    found = site().journal.page(query).heads
    return found[0] if found else None


def test_a_column_is_corrected_remembered_and_forgotten(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    first = sent(client, book(row("ZJ-1"), row("ZJ-2")))
    given = {**form(first), "s-1-ledger": "hazard"}
    again = client.post("/import/apply", {**given, "do": "again"}, follow=True).content.decode()
    assert 'value="hazard" selected' in again
    given = form(again)
    given |= {column(again, "甲栏"): "no", column(again, "说明文字"): "text", column(again, "现场记录"): "note"}
    mapped = client.post("/import/apply", {**given, "do": "again"}, follow=True).content.decode()
    assert "人工指定" in mapped
    assert re.search(r"<strong>2</strong><span>新增", mapped)
    assert head("ZJ-1") is None
    done = client.post("/import/apply", {**form(mapped), "do": "apply"}, follow=True).content.decode()
    assert "已写入 2 条流水" in done
    assert (head("ZJ-1").facts["text"], head("ZJ-1").facts["note"]) == ("护栏松动", "记一")
    kept = client.get("/import/mappings").content.decode()
    assert "自己的表" in kept
    assert "赵督查" in kept
    next_ = sent(signed_in("孙督查"), book(row("ZJ-3", note="记三")))
    assert "按上次的对应" in next_
    assert re.search(r"<strong>1</strong><span>新增", next_)
    pk = re.search(r'name="mapping" value="(\d+)"', kept)
    assert pk
    town = signed_in("乡督查")
    assert "自己的表" not in town.get("/import/mappings").content.decode()
    for said in (pk[1], "999", "x", "²", "9" * 400, ""):
        answer = town.post("/import/mappings", {"mapping": said})
        assert (answer.status_code, answer["Location"]) == (302, "/import/mappings"), said
    assert "自己的表" in client.get("/import/mappings").content.decode(), (
        "whoever answers for a part forgets none of it"
    )
    client.post("/import/mappings", {"mapping": pk[1]})
    assert "还没有记住的对应" in client.get("/import/mappings").content.decode()
    assert "按上次的对应" not in sent(client, book(row("ZJ-4")))


def test_what_a_townships_supervisor_corrects_holds_for_his_own_import_alone(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("乡督查")
    first = sent(client, book(row("ZJ-21")))
    again = client.post("/import/apply", {**form(first), "s-1-ledger": "hazard", "do": "again"}, follow=True)
    text = again.content.decode()
    given = {
        **form(text),
        column(text, "甲栏"): "no",
        column(text, "说明文字"): "text",
        column(text, "现场记录"): "note",
    }
    mapped = client.post("/import/apply", {**given, "do": "again"}, follow=True).content.decode()
    assert "人工指定" in mapped
    client.post("/import/apply", {**form(mapped), "do": "apply"}, follow=True)
    assert head("ZJ-21"), "his own import is read as he says"
    assert not KeptMapping.objects.exists()
    assert "按上次的对应" not in sent(signed_in("赵督查"), book(row("ZJ-22")))


def test_a_sheet_is_left_out_when_a_person_says_so(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    headings = ("编号", "乡镇", "隐患内容", "隐患级别", "发现日期", "整改期限", "状态", "备注")
    first = sent(client, book(row("ZJ-9"), headings=headings))
    assert re.search(r"<strong>1</strong><span>新增", first)
    skipped = client.post(
        "/import/apply", {**form(first), "s-1-skip": "1", "do": "again"}, follow=True
    ).content.decode()
    assert "按您的选择不导入" in skipped
    assert re.search(r"<strong>0</strong><span>新增", skipped)


def test_every_row_is_told_by_kind_and_by_page(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵督查")
    headings = ("编号", "乡镇", "隐患内容", "隐患级别", "发现日期", "整改期限", "状态", "备注")
    rows = [row(f"YM-{n}") for n in range(205)]
    first, address = uploaded(client, book(*rows, headings=headings))
    pages = [client.get(f"{address}?show=new&start={start}").content.decode() for start in (0, 100, 200)]
    numbers = [found for page in pages for found in re.findall(r"<td>(YM-\d+)</td>", page)]
    assert numbers == [f"YM-{n}" for n in range(205)]
    assert "第 201–205 行，共 205 行" in pages[2]
    assert client.get(f"{address}?show=same&start=x").status_code == 200
    client.post("/import/apply", {**form(first), "do": "apply"}, follow=True)
    changed = sent(client, book(*rows[:-1], row("YM-204", note="改过"), headings=headings))
    assert re.search(r"<strong>204</strong><span>未变", changed)
    assert "<del>记一</del> → <ins>改过</ins>" in changed


def test_refused_rows_go_out_put_right_and_come_back(signed_in: Callable[[str], Client], tmp_path: Path) -> None:
    client = signed_in("赵督查")
    headings = ("编号", "乡镇", "隐患内容", "隐患级别", "发现日期", "整改期限", "状态", "备注")
    rows = [row("BH-1"), row("BH-2", level="吓人"), row("BH-3", opened="后天"), row("BH-4", note="+1+1")]
    text, address = uploaded(client, book(*rows, headings=headings))
    assert re.search(r"<strong>1</strong><span>驳回", text)
    assert re.search(r"<strong>1</strong><span>待定", text)
    books = {}
    for kind in ("refused", "marked"):
        answer = client.get(f"{address}?file={kind}")
        content = b"".join(answer.streaming_content)
        answer.close()
        books[kind] = openpyxl.load_workbook(BytesIO(content)).active
    refused, marked = books["refused"], books["marked"]
    assert [cell.value for cell in refused["A"]] == ["编号", "BH-2", "BH-3"]
    assert refused.cell(1, refused.max_column).value == "驳回原因"
    assert refused.cell(2, refused.max_column).value
    assert [cell.value for cell in marked["A"]] == ["编号", "BH-1", "BH-2", "BH-3", "BH-4"]
    assert marked["D3"].comment
    assert marked["D3"].fill.fgColor.rgb == "FFFFC7CE"
    assert (marked["H5"].value, marked["H5"].data_type) == ("+1+1", "s")
    refused["D2"].value, refused["E3"].value = "重大", "2026-10-09"
    path = tmp_path / "改好的.xlsx"
    refused.parent.save(path)
    again = site().change_set([path]).changes
    assert [change.draft.key[0] for change in again.new] == ["BH-2", "BH-3"]
    assert not again.refused
    other = signed_in("孙督查").get(f"{address}?file=refused")
    assert other.status_code == 404
    assert client.get(f"{address}?file=../plan").status_code == 404
