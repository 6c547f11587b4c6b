"""Any page's tables come as files: what the page shows, to whom it shows it, numbers as numbers and no formula ever."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, StringIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.test import Client

from taizhang.terms.characters import inert
from taizhang_site.rendering.sheets import _book, _text, grids

PAGES = {
    "/ledgers": "赵督查",
    "/matters?ledger=hazard": "钱承办",
    "/figures?ledger=hazard": "李县长",
    "/definitions": "冯考核",
    "/people": "安全员",
    "/trail": "审计员",
    "/papers": "吴撰稿",
    "/mine": "钱承办",
    "/figures/hazard_opened": "赵督查",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_every_list_comes_as_a_file(signed_in: Callable[[str], Client], page: str, kind: str) -> None:
    client = signed_in(PAGES[page])
    answer = client.get(f"{page}{'&' if '?' in page else '?'}sheet={kind}")
    assert answer.status_code == 200
    assert unquote(answer.headers["Content-Disposition"]).endswith(f".{kind}")
    if kind == "xlsx":
        sheets = openpyxl.load_workbook(BytesIO(answer.content)).worksheets
        assert any(sheet.max_row > 1 for sheet in sheets)
        return
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) > 1


def test_a_file_holds_what_the_page_shows_and_who_may_not_see_it_gets_none(signed_in: Callable[[str], Client]) -> None:
    address = "/matters?ledger=hazard&column=number&column=opened&column=lamp&sheet=xlsx"
    sheet = openpyxl.load_workbook(BytesIO(signed_in("钱承办").get(address).content)).active
    shown = grids(signed_in("钱承办").get(address.replace("&sheet=xlsx", "")).content.decode())[0]
    assert [cell.value for cell in sheet[1]] == list(shown.heading) == ["编号", "登记日期", "灯"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [row[0] for row in shown.rows]
    assert isinstance(sheet["B2"].value, datetime)
    assert signed_in("钱承办").get("/people?sheet=xlsx").status_code == 404
    assert signed_in("").get("/matters?sheet=xlsx").status_code == 302
    assert "本页导出 Excel" in signed_in("钱承办").get("/matters?ledger=hazard").content.decode()
    assert signed_in("钱承办").get("/matters?ledger=hazard&sheet=exe").headers["Content-Type"].startswith("text/html")


def test_no_cell_becomes_a_formula() -> None:
    cells = ("=1+1", "+cmd", "-2.50", "@SUM(A1)", "2026-11-24", "007", "12", "文字")
    page = "<html><main><table class='list'><thead><tr><th>甲</th></tr></thead><tbody>"
    page += "".join(f"<tr><td>{one}</td></tr>" for one in cells) + "</tbody></table></main></html>"
    found = grids(page)
    sheet = openpyxl.load_workbook(BytesIO(_book(found))).active
    values = [sheet.cell(row, 1) for row in range(2, 2 + len(cells))]
    assert [one.data_type for one in values] == ["s", "s", "n", "s", "d", "s", "n", "s"]
    lines = _text(found).decode("utf-8-sig").split("\r\n")
    assert lines[1:5] == ["'=1+1", "'+cmd", "-2.50", "'@SUM(A1)"]


@pytest.mark.parametrize(
    ("text", "told"), [("-1", "-1"), ("-1%", "-1%"), ("-甲", "'-甲"), ("\t=1", "'\t=1"), ("甲=1", "甲=1")]
)
def test_a_text_that_looks_like_a_formula_is_led_by_a_mark(text: str, told: str) -> None:
    assert inert(text) == told
