"""A workbook of a kind nobody declared becomes a ledger in the browser: proposed, put right in words, declared, imported."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from taizhang_site.house import site
from taizhang_site.matters.new_ledger import COURSES, TYPES, USES
from taizhang_site.rendering.language import english

TRIPS: tuple[tuple[Any, ...], ...] = (
    ("公务用车使用登记台账（2026年）",),
    ("序号", "用车日期", "车牌号", "用车科室", "驾驶员", "行驶里程（公里）", "联系电话", "办理进度"),
    (1, "2026-09-02", "某A-D1203", "信息科", "钱某甲", 124, "13900000001", "已还车"),
    (2, "2026-09-03", "某A-D1388", "综合科", "孙某乙", "39公里", "13900000002", "用车中"),
    (3, "9月4日", "某A-D1388", "综合科", "孙某乙", 37, "13900000002", "甩尾"),
    ("合计", "", "", "", "", 200, "", ""),
)


def book(rows: tuple[tuple[Any, ...], ...] = TRIPS) -> SimpleUploadedFile:
    """The rows as an uploaded workbook."""
    made, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(out)
    return SimpleUploadedFile("用车.xlsx", out.getvalue())


def sent(page: str) -> dict[str, Any]:
    """What the form of the page would send."""
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        ticked = "checkbox" not in tag or " checked" in tag
        if name and ticked and not name[1].startswith("csrf"):
            fields.setdefault(name[1], []).append(value[1] if value else "")
    for name, inside in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', inside)
        first = re.search(r'<option(?: value="([^"]*)")?', inside)
        found = (chosen[2] if chosen[1] is None else chosen[1]) if chosen else first[1] if first else ""
        fields[name] = [found or ""]
    return fields


@pytest.fixture(scope="module")
def clerk(signed_in: Callable[[str], Client]) -> Client:
    """A supervisor's browser."""
    return signed_in("赵督查")


def test_a_workbook_that_fits_nothing_leads_to_a_new_ledger_and_not_to_a_command(clerk: Client) -> None:
    answer = clerk.post("/import", {"files": [book()]}, follow=True)
    page = answer.content.decode()
    assert "文件里没有一张工作表像已有的台账" in page
    assert "--" not in re.sub(r"<[^>]*>|<!--.*?-->", "", page)
    assert re.search(r'href="/import/new/[0-9a-f]{32}"', page)


def test_the_proposal_is_put_right_and_one_press_declares_and_imports(clerk: Client) -> None:
    opened = clerk.post("/import/new", {"files": [book()]}, follow=True)
    address = opened.redirect_chain[-1][0]
    page = opened.content.decode()
    assert "读到 3 条记录" in page
    assert "13900000001" not in page
    form = sent(page)
    assert form["l-1-c-5-unit"] == ["公里"]
    form["l-1-title"], form["l-1-noun"], form["l-1-counter"] = ["机关用车"], ["用车"], ["趟"]
    form["l-1-finished"] = ["已还车", "甩尾"]
    again = clerk.post(address, {**form, "do": "again"}).content.decode()
    assert "登记用车" in again
    done = clerk.post(address, {**form, "do": "declare"}, follow=True).content.decode()
    assert "已设立台账" in done
    (name,) = (one.name for one in site().catalogue.ledgers.values() if one.title == "机关用车")
    heads = list(site().journal.heads(name))
    assert [head.facts["f5"] for head in heads] == ["124", "39", "37"]
    assert [head.state for head in heads] == ["struck_off", "in_progress", "struck_off"]
    assert site().catalogue.ledgers[name].declared.level == "sensitive"
    assert site().catalogue.vocabularies[f"{name}_status"].done == ("已还车", "甩尾")
    listed = clerk.get(f"/matters?ledger={name}").content.decode()
    assert "某A-D1203" in listed


def test_who_may_not_import_may_not_declare(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("钱承办").post("/import/new", {"files": [book()]}).status_code in (403, 404)


def test_a_file_of_somebody_else_is_not_there(clerk: Client, signed_in: Callable[[str], Client]) -> None:
    address = clerk.post("/import/new", {"files": [book()]}, follow=True).redirect_chain[-1][0]
    assert signed_in("孙督查").get(address).status_code == 404


def test_a_file_without_a_table_says_so(clerk: Client) -> None:
    page = clerk.post("/import/new", {"files": [book((("说明",), ("请如实填写。",)))]}, follow=True)
    assert "没有找到表格" in page.content.decode()


def test_without_a_file_the_way_leads_to_where_files_are_chosen(clerk: Client) -> None:
    answer = clerk.get("/import/new")
    assert (answer.status_code, answer.headers["location"]) == (302, "/import")


def test_every_word_of_the_page_has_an_english_twin() -> None:
    assert {*TYPES.values(), *USES.values(), *COURSES.values()} <= set(english())
