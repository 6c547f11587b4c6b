"""Every page, found by following links: it breaks no rule of accessibility, in two languages and on a phone."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from taizhang_site.permissions import PERMISSIONS
from tests.web.crawl import Found, crawl
from tests.web.test_story import PIXEL

SignedIn = Callable[[str], Client]
AS = ("赵督查", "钱承办", "李县长", "吴撰稿", "许审核", "冯考核", "安全员", "审计员", "系统员")
NO_LINK = {
    "first": "before there is any account", "login": "nobody is signed in", "token": "between password and code",
    "health": "for programs",
}  # fmt: skip


def word(text: str) -> SimpleUploadedFile:
    paper = Document()
    for line in text.split("\n"):
        paper.add_paragraph(line)
    content = io.BytesIO()
    paper.save(content)
    return SimpleUploadedFile("情况报告.docx", content.getvalue())


@pytest.fixture(scope="module")
def pages(signed_in: SignedIn, county: None) -> list[Found]:
    """One or two addresses of every page somebody reaches, each with who was there."""
    supervisor, drafter, handler = signed_in("赵督查"), signed_in("吴撰稿"), signed_in("钱承办")
    supervisor.post(
        "/library/add",
        {"files": [word("关于安全隐患排查的情况报告\n一、基本情况\n今年共排查隐患12处。")], "level": "internal"},
    )
    walked = supervisor.post("/proof", {"files": word("今年共排查隐患12处，，整改率达到了100%以上。")})
    matter = handler.get("/mine").content.decode().split('href="/matter/')[1].split('"')[0]
    files = [SimpleUploadedFile("现场.png", PIXEL), word("已整改到位。")]
    handler.post(f"/matter/{matter}/report_progress", {"note": "已到现场查看", "evidence": files, "idem": "crawl-1"})
    drafter.post("/papers/county/2026/save", {})
    found = [one for person in AS for one in crawl(signed_in(person), person, ("/", "/account", "/tour"))]
    found += crawl(supervisor, "赵督查", (walked.headers["location"], "/library", f"/matter/{matter}"))
    return found


@pytest.fixture(scope="module")
def once(pages: list[Found]) -> list[Found]:
    """One address of every whole page."""
    return list({one.name: one for one in reversed(pages) if one.whole and one.status == 200}.values())


def test_no_link_leads_nowhere(pages: list[Found]) -> None:
    assert [(one.person, one.address, one.status) for one in pages if one.status not in (200, 405)] == []


def test_every_page_can_be_reached_by_links_from_where_somebody_lands(pages: list[Found]) -> None:
    print(sorted(set(PERMISSIONS) - {one.name for one in pages}))
    assert sorted(set(PERMISSIONS) - {one.name for one in pages} - set(NO_LINK)) == []
