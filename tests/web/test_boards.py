"""The board's pages and files: what it is asked about, who gets what, and what never leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from docx import Document

from taizhang.boards.board import BoardChoice
from taizhang.boards.movement import MovedNumber, Movement
from taizhang.charts import drawing
from taizhang.papers.editions import Edition, editions
from taizhang.site.desk import Desk
from taizhang.terms.period import Period
from taizhang_site.accounts.models import Access
from taizhang_site.boards import boards
from taizhang_site.boards.boards import KEPT
from taizhang_site.boards.ways import SiteWays
from taizhang_site.house import site
from taizhang_site.rendering.templatetags import taizhang as tags
from tests.charts.machine import needs_charts, needs_font
from tests.web.people import BODY, OTHER, TOWN


def told(client: Client, path: str) -> str:
    """The page's text."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def tile(text: str, label: str) -> str:
    """The number of a tile."""
    found = re.search(rf"<strong>([\d.]+|—)(?:<small>%</small>)?</strong><span>(?:(?!</span>).)*{label}", text)
    assert found, label
    return found[1]


def test_a_unit_narrows_every_number_and_opens_lists_of_it(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("李县长")
    whole, part = told(client, "/board"), told(client, f"/board?unit={TOWN}")
    assert int(tile(part, "在办")) < int(tile(whole, "在办"))
    href = re.search(r'href="(/matters\?[^"]*)"><strong>\d+</strong><span>在办', part)
    assert href
    listed = told(client, href[1].replace("&amp;", "&"))
    assert f"共 {tile(part, '在办')} 件" in listed


def test_a_change_opens_into_contributions_that_sum_to_it(signed_in: Callable[[str], Client]) -> None:
    text = told(signed_in("李县长"), "/figures/hazard_opened/why?period=2026")
    change = re.search(r"<strong>([+-]?\d+)<small>", text.split("变化</span>")[0].rsplit('class="tile"', 1)[1])
    assert change
    added = [int(one) for one in re.findall(r'<td class="number"><strong>([+-]?\d+)</strong>', text)]
    assert added
    assert sum(added) == int(change[1])


def test_why_is_asked_within_what_the_reader_sees(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("钱承办")
    assert client.get(f"/figures/hazard_opened/why?unit={OTHER}").status_code == 404
    assert OTHER not in told(client, "/figures/hazard_opened/why?period=2026")
    assert client.get("/figures/hazard_opened/why?by=nonsense").status_code == 404


def test_a_unit_out_of_reach_is_as_if_not_chosen(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("钱承办")
    assert told(client, f"/board?unit={OTHER}").count("<option") == told(client, "/board").count("<option")
    assert tile(told(client, f"/board?unit={OTHER}"), "在办") == tile(told(client, "/board"), "在办")
    assert "只计您能看到的事项，不是全部。" in told(client, "/board")
    assert f'value="{OTHER}"' not in told(client, "/board")


def test_a_period_that_cannot_be_read_is_said_and_this_year_shown(signed_in: Callable[[str], Client]) -> None:
    text = told(signed_in("李县长"), "/board?period=去年")
    assert "WEB-008" in text


def test_the_movement_asks_for_a_frozen_report_first(signed_in: Callable[[str], Client]) -> None:
    assert editions(site()) == ()
    assert "还没有定稿的报告" in told(signed_in("李县长"), "/board/movement")
    assert signed_in("钱承办").get("/board/movement").status_code == 404
    assert "上次报告以来" not in told(signed_in("钱承办"), "/board")


def test_the_parts_come_alone_into_the_page_and_whole_on_their_own(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("李县长")
    part = client.get("/board/targets", headers={"hx-request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert "<html" in told(client, "/board/targets")


@needs_charts
@needs_font
def test_word_and_picture_answer_and_are_noted(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("李县长")
    word = client.get("/board/file/docx?ledger=hazard")
    document = Document(BytesIO(word.content))
    assert document.paragraphs[0].text == f"{BODY}工作看板"
    live = tile(told(client, "/board?ledger=hazard"), "在办")
    assert live in [cell.text for cell in document.tables[0].rows[1].cells]
    picture = client.get("/board/file/png?ledger=hazard")
    assert picture.content[:4] == b"\x89PNG"
    assert "attachment" in picture.headers["Content-Disposition"]
    noted = [one.place for one in Access.objects.filter(what="export").order_by("-id")[:2]]
    assert [place.split()[-1] for place in noted] == ["png", "docx"]


@needs_charts
def test_a_chart_is_there_as_a_picture_for_pages_without_script(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("李县长")
    still = re.search(r'<noscript><img class="still" src="([^"]+)"', told(client, "/board"))
    assert still
    answer = client.get(still[1].replace("&amp;", "&"))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content
    assert client.get("/board/charts/trend.gif").status_code == 404
    assert client.get("/board/charts/other.svg").status_code == 404


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which the charts were not built."""
    monkeypatch.setattr(drawing, "is_built", lambda: False)
    monkeypatch.setattr(tags, "bundled", lambda: False)
    drawing.draw_svg.cache_clear()
    yield
    drawing.draw_svg.cache_clear()


def test_without_the_built_charts_pages_show_tables_and_say_why(
    unbuilt: None, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("李县长")
    text = told(client, "/board")
    assert "图表组件没有构建" in text
    assert "built/screen.js" not in text
    assert "<details open><summary>数据表" in text
    refused = client.get("/board/file/png")
    assert refused.status_code == 503
    assert "DOC-041" in refused.content.decode()
    assert client.get("/board/charts/trend.svg").status_code == 503
    assert client.get("/board/file/docx").status_code == 200


def test_a_confidential_ledger_is_on_the_page_of_whom_it_is_open_to_and_never_leaves(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("李县长")
    secret = next(name for name, one in site().catalogue.ledgers.items() if one.declared.level == "confidential")
    assert client.get(f"/board?ledger={secret}").status_code == 200
    refused = client.get(f"/board/file/docx?ledger={secret}")
    assert refused.status_code == 403
    assert "WEB-040" in refused.content.decode()
    # To whom it is not open it is as if it were not there: the board of all ledgers.
    assert signed_in("陈查阅").get(f"/board/file/docx?ledger={secret}").status_code == 200


def test_answers_are_kept_for_people_of_the_same_posts(signed_in: Callable[[str], Client]) -> None:
    KEPT._answers.clear()
    for name in ("李县长", "周副县长"):
        told(signed_in(name), "/board/targets")
    assert len(KEPT._answers) == 1
    told(signed_in("钱承办"), "/board/targets")
    assert len(KEPT._answers) == 2


def test_a_figure_opened_for_a_unit_tells_of_that_unit_alone(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("李县长")
    whole = told(client, "/figures/hazard_opened?period=2026")
    part = told(client, f"/figures/hazard_opened?period=2026&unit={TOWN}")
    assert f"2026 · {TOWN}" in part
    assert f"2026 · {TOWN}" not in whole
    assert signed_in("钱承办").get(f"/figures/hazard_opened?period=2026&unit={OTHER}").status_code == 404


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "与 2025 相比为什么变化"), ("en", "Why it changed against 2025")]
)
def test_an_arrow_opens_why_a_number_changed_for_who_may_see_it(
    signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str, title: str
) -> None:
    client, now = signed_in("李县长"), Period.year(2026)
    last = Edition("报告", "2026", 1, "", "甲", "2026-03-01", tmp_path)

    def moved(desk: Desk, edition: Edition, _: BoardChoice) -> Movement:
        split = SiteWays(desk).why("hazard_opened", now, now.last_year())
        return Movement(edition, "报告", (MovedNumber("登记", "1", "2", "+1", True, "/", split, "2025", ()),), 0)

    monkeypatch.setattr(boards, "latest", lambda _: last)
    monkeypatch.setattr(boards, "_movement", moved)
    client.cookies["language"] = language
    address, words = re.findall(r'<a href="([^"]+/why[^"]+)" title="([^"]+)"', told(client, "/board/movement"))[0]
    assert words == title
    assert "hazard_opened" in address
    assert client.get(unescape(address)).status_code == 200
    nobody = signed_in("钱承办")
    assert "/why" not in told(nobody, "/board").split("<main")[1]
    assert nobody.get("/board/movement").status_code == 404
