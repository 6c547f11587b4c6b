"""Papers: written beside their pages, saved once, opened number by number, exported, approved by somebody else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from taizhang_site.house import site

SignedIn = Callable[[str], Client]
PAGE = "/papers/short/2026"
TEXT = """+++
title = "{{text:body.name}}{{text:year}}年度工作报告"
signature = ["{{text:body.name}}"]
+++

# 隐患排查

今年登记隐患{{figure:hazard_opened|unit}}，{{change:hazard_opened}}。

另有没有出处的数：共检查3456次，发现{{figure:no_such_figure}}处。
"""
SOUND = """+++
title = "{{text:body.name}}{{text:year}}年度工作报告"
signature = ["{{text:body.name}}"]
date = "as_of"
+++

今年登记隐患{{figure:hazard_opened|unit}}，{{change:hazard_opened}}。
"""


@pytest.fixture(scope="module", autouse=True)
def short() -> None:
    """A short template beside the shipped ones."""
    site().close()
    site.cache_clear()
    folder = site().home / "catalogue" / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "short.md").write_text(TEXT, encoding="utf-8")
    site().close()
    site.cache_clear()


@pytest.fixture(autouse=True)
def anew(signed_in: SignedIn) -> None:
    """No draft of the paper is left by another test."""
    for kept in (site().home / "drafts").glob("short-2026*"):
        kept.unlink()


def seen(client: Client) -> str:
    """What the form of the page says it was made from; the draft is begun when there is none."""
    for _ in range(2):
        found = re.search(r'name="seen" value="(\w+)"', client.get(PAGE).content.decode())
        if found:
            return found[1]
        client.post(f"{PAGE}/save", {})
    raise AssertionError("no draft could be begun")


def body(answer: Any) -> str:
    """The words of a page, as a reader sees them."""
    return unescape(answer.content.decode())


def test_looking_at_a_paper_writes_nothing_and_only_a_drafter_may_start_it(signed_in: SignedIn) -> None:
    leader = signed_in("李县长")
    page = body(leader.get(PAGE))
    assert "隐患排查" in page
    assert "开始起草" not in page
    assert leader.post(f"{PAGE}/save", {}).status_code == 404
    assert not (site().home / "drafts" / "short-2026.md").exists()


def test_numbers_are_chips_and_problems_stand_beside_their_paragraph(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    assert client.post(f"{PAGE}/save", {}).status_code == 302
    page = body(client.get(PAGE))
    assert len(re.findall(r'class="chip number"', page)) == 2
    strip = next(one for one in page.split('class="strip')[1:] if "3456" in one)
    assert "RPT-030" in strip
    assert "RPT-020" in strip
    assert 'class="gap"' in strip
    assert not re.search(r'class="strip marked">(?:(?!class="strip).)*hazard_opened', page, re.DOTALL)


def test_the_preview_shows_what_is_typed_and_saves_nothing(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    before = seen(client)
    page = body(client.post(f"{PAGE}/preview", {"text": SOUND.replace("今年", "本年度")}))
    assert "本年度登记隐患" in page
    assert "没有问题" in page
    assert seen(client) == before


def test_a_chip_opens_value_definition_last_year_and_rows(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    panel = body(client.get(f"{PAGE}/number", {"cell": "hazard_opened@2026"}, headers={"hx-request": "true"}))
    assert "上年同期" in panel
    assert "与数值一致" in panel
    assert 'href="/matter' in panel
    assert "<html" not in panel
    assert "WEB-011" in body(client.get(f"{PAGE}/number", {"cell": "none@2026"}))


def test_a_stale_save_is_refused_and_keeps_what_was_typed(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    first = seen(client)
    assert client.post(f"{PAGE}/save", {"text": TEXT + "\n我的一段。\n", "seen": first}).status_code == 302
    answer = client.post(f"{PAGE}/save", {"text": TEXT + "\n别的一段。\n", "seen": first})
    assert answer.status_code == 409
    page = body(answer)
    assert "RPT-055" in page
    assert "别的一段。" in page
    assert "我的一段。" in page
    assert "我的一段。" in (site().home / "drafts" / "short-2026.md").read_text(encoding="utf-8")


def test_figures_are_found_by_name_with_the_slot_that_prints_them(signed_in: SignedIn) -> None:
    page = body(signed_in("吴撰稿").get(PAGE, {"q": "hazard_opened"}, headers={"hx-request": "true"}))
    assert 'data-insert="{{figure:hazard_opened|unit}}"' in page


def test_last_year_stands_beside_this_year(signed_in: SignedIn) -> None:
    page = body(signed_in("冯考核").get(f"{PAGE}/compare"))
    assert "2025（模板）" in page
    assert "<ins>" in page


def test_exports_are_a_word_file_and_one_page(signed_in: SignedIn) -> None:
    client = signed_in("冯考核")
    word = client.get(f"{PAGE}/file/docx")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word.content)).namelist()
    assert word.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"{PAGE}/file/html").content.startswith(b"<!DOCTYPE html>")
    assert client.get(f"{PAGE}/file/pdf").status_code == 404


def test_approval_is_refused_with_every_reason_and_to_whoever_drafted(signed_in: SignedIn) -> None:
    drafter, approver = signed_in("吴撰稿"), signed_in("许审核")
    assert drafter.post(f"{PAGE}/approve", {}).status_code == 404
    refused = approver.post(f"{PAGE}/approve", {"seen": "0"})
    page = body(refused)
    assert refused.status_code == 409
    assert "RPT-057" in page
    assert "B03" in page
    assert not list((site().home / "editions").glob("short-*"))


def test_a_sound_paper_is_approved_once_and_frozen(signed_in: SignedIn) -> None:
    drafter, approver = signed_in("吴撰稿"), signed_in("许审核")
    assert drafter.post(f"{PAGE}/save", {"text": SOUND, "seen": seen(drafter)}).status_code == 302
    gates = approver.get(f"{PAGE}/gates").content.decode()
    found = re.search(r'name="seen" value="(\w+)"', gates)
    assert found
    done = approver.post(f"{PAGE}/approve", {"seen": found[1]})
    assert done.status_code == 302, body(done)
    assert "已批准：许审核" in re.sub(r"\s+", "", body(approver.get(f"{PAGE}/gates")))
    again = approver.post(f"{PAGE}/approve", {"seen": found[1]})
    assert "RPT-059" in body(again)


def test_who_sees_only_some_units_has_no_papers(signed_in: SignedIn) -> None:
    assert signed_in("钱承办").get("/papers").status_code == 404


def test_the_dictionary_finds_a_figure_and_tells_what_stands_on_it(signed_in: SignedIn) -> None:
    client = signed_in("陈查阅")
    page = body(client.get("/definitions", {"q": "hazard_opened", "ledger": "hazard"}))
    assert 'href="/definitions/hazard_opened"' in page
    assert "没有这样的指标" in body(client.get("/definitions", {"q": "没有的指标"}))
    told = body(client.get("/definitions/hazard_opened?period=2026"))
    for words in ("定义校验码", "count(*)", "county", "{{figure:hazard_opened|unit}}"):
        assert words in told
    assert client.get("/definitions/none").status_code == 404
