"""Every page, found by following links: it breaks no rule of accessibility, in two languages and on a phone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from html import unescape

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.signals import template_rendered
from django.test.utils import instrumented_test_render
from docx import Document
from playwright.sync_api import Page

from taizhang_site.house import site
from taizhang_site.permissions import PERMISSIONS
from taizhang_site.rendering.language import english
from taizhang_site.rendering.surroundings import surroundings
from tests.web.browser import Windows, chromium, listening, needs_chromium
from tests.web.crawl import Found, crawl
from tests.web.test_definitions import NARROW, propose
from tests.web.test_letters import due_matters, fields
from tests.web.test_papers_of_any_kind import plain
from tests.web.test_story import PIXEL, workbook

SignedIn = Callable[[str], Client]
AS = ("赵督查", "钱承办", "李县长", "吴撰稿", "许审核", "冯考核", "安全员", "审计员", "系统员")
WIDEST = """() => [...document.querySelectorAll("main *, header *")].filter(one => !one.closest(".scroll, nav") && one.getBoundingClientRect().right > 391)
  .map(one => one.outerHTML.slice(0, 160)).slice(0, 3)"""
LANG = {"zh": "zh-CN", "en": "en"}
PAPER = "/papers/county/2026"
NO_LINK = {
    "first": "before there is any account",
    "login": "nobody is signed in",
    "unmatched": "linked from the work of an intake officer, whom nobody is here",
    "token": "between password and code",
    "health": "for programs",
    "calendar": "its address is a secret shown once",
    "numbers": "asked by a script",
    "passkey_in": "asked by the script of the page that signs in",
    "passkeys": "asked by a script",
    "job_cancel": "while a job runs",
    "jobs_badge": "while a job runs",
    "recovery": "once there is a second factor",
    "sessions_end": "once there is another session",
    "to_provider": "where a provider is declared",
    "provider_back": "where a provider is declared",
    "provider_done": "where a provider is declared",
    "edition": "once a paper is frozen",
    "edition_file": "once a paper is frozen",
    "paper_restore": "once a paper was saved twice",
    "library_insert": "from a found passage into a draft",
    "split": "on a matter that may be split",
}


def word(text: str) -> SimpleUploadedFile:
    paper = Document()
    for line in text.split("\n"):
        paper.add_paragraph(line)
    content = io.BytesIO()
    paper.save(content)
    return SimpleUploadedFile("情况报告.docx", content.getvalue())


def sheet_of_paper() -> SimpleUploadedFile:
    """A PDF of one empty page."""
    content = io.BytesIO()
    paper = pypdfium2.PdfDocument.new()
    paper.new_page(595, 842)
    paper.save(content)
    return SimpleUploadedFile("扫描件.pdf", content.getvalue())


AROUND = (
    "site_body",
    "site_links",
    "site_notices",
    "site_day",
    "actor",
    "language",
    "strip",
    "demonstrates",
    "demonstration",
    "has_jobs",
    "expects_jobs",
)
SHADOWED: set[tuple[str, str]] = set()


def note_shadows(*, template: Template, context: Context, **_: object) -> None:
    """Notes a page that gives a name of its own to what stands around every page: the head would show that instead."""
    if template.name != context.template_name:
        return
    for name in AROUND:
        held = [layer[name] for layer in context.dicts if name in layer]
        if any(one is not held[0] and one != held[0] for one in held[1:]):
            SHADOWED.add((str(template.name), name))


@pytest.fixture(scope="module")
def pages(signed_in: SignedIn, county: None, tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    """An address of every page somebody reaches, each with who was there, on a site where everything has happened."""
    supervisor, drafter, handler = signed_in("赵督查"), signed_in("吴撰稿"), signed_in("钱承办")
    text = "关于安全隐患排查的情况报告\n一、基本情况\n今年共排查隐患12处，其中重大隐患1处，均已明确责任单位和整改期限。"
    shelf = [plain("情况报告.txt", text), plain("情况报告（修订）.txt", text.replace("12", "13"))]
    supervisor.post("/library/add", {"files": shelf, "level": "internal"})
    walked = supervisor.post("/proof", {"files": word("今年共排查隐患12处，，整改率达到了100%以上。")})
    with workbook(tmp_path_factory.mktemp("book"), "YH-2026-777").open("rb") as book:
        looked = supervisor.post("/import", {"files": book})
    matter = handler.get("/mine").content.decode().split('href="/matter/')[1].split('"')[0]
    files = [sheet_of_paper(), SimpleUploadedFile("现场.png", PIXEL), word("已整改到位。")]
    handler.post(f"/matter/{matter}/report_progress", {"note": "已到现场查看", "evidence": files, "idem": "crawl-1"})
    drafter.post(f"{PAPER}/save", {})
    draft = fields(drafter.get(PAPER).content.decode())
    groundless = f"{unescape(draft['text'])}\n督查结果与年度考核挂钩。\n"
    drafter.post(f"{PAPER}/save", {"text": groundless, "seen": draft["seen"]})
    letter = fields(supervisor.post("/letters/write", {"matter": due_matters(1)}).content.decode())
    written = supervisor.post("/letters/write", {**letter, "do": "1"})
    supervisor.post("/erasures", {"do": "ask", "person": "贾小川", "reason": "本人书面要求删除"})
    proposal = propose(drafter, "hazard_closed_of_opened", NARROW)
    more = {
        "赵督查": (
            walked.headers["location"],
            looked.headers["location"],
            written.headers["location"],
            "/jobs",
            "/library?q=隐患",
            f"/matter/{matter}",
            proposal,
            "/definition-changes",
            PAPER,
        ),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", instrumented_test_render)
        template_rendered.connect(note_shadows)
        found = [one for person in AS for one in crawl(signed_in(person), person, ("/", *more.get(person, ())))]
        template_rendered.disconnect(note_shadows)
    return found


@pytest.fixture(scope="module")
def once(pages: list[Found]) -> list[Found]:
    """One address of every whole page."""
    return list({one.name: one for one in reversed(pages) if one.whole and one.status == 200}.values())


@pytest.fixture(scope="module")
def windows(once: list[Found]) -> Iterator[Windows]:
    """Browser windows before the running site."""
    with listening() as address, chromium() as browser:
        yield Windows(browser, address)


def test_no_link_leads_nowhere(pages: list[Found]) -> None:
    assert [(one.person, one.address, one.status) for one in pages if one.status not in (200, 405)] == []


def test_no_page_hides_what_stands_around_every_page(pages: list[Found]) -> None:
    assert pages
    assert set() == SHADOWED
    assert {*AROUND} == {*surroundings(RequestFactory().get("/"))}


def test_every_page_can_be_reached_by_links_from_where_somebody_lands(pages: list[Found]) -> None:
    assert sorted(set(PERMISSIONS) - {one.name for one in pages} - set(NO_LINK)) == []


def spoken(windows: Windows, person: str, language: str) -> Page:
    """The person's window, in the language."""
    page = windows.of(person, "/account")
    if page.locator("html").get_attribute("lang") != LANG[language]:
        page.click("button[name=language]")
        page.wait_for_load_state()
    return page


@needs_chromium
@pytest.mark.timeout(400)
@pytest.mark.parametrize("language", LANG)
def test_no_page_breaks_a_rule_of_accessibility(windows: Windows, once: list[Found], language: str) -> None:
    found: dict[str, list[object]] = {}
    for one in sorted(once, key=lambda one: one.person):
        page = spoken(windows, one.person, language)
        page.goto(one.address)
        results = Axe().run(page)
        if results.violations_count:
            found[one.name] = [(each["id"], each["nodes"][0]["html"][:160]) for each in results.response["violations"]]
        if language == "en" and (left := shown(page) & (set(english()) - declared())):
            found[f"{one.name} in Chinese"] = [*sorted(left)]
    assert found == {}
    assert windows.faults == []


@needs_chromium
@pytest.mark.timeout(300)
def test_no_page_is_wider_than_a_phone(windows: Windows, once: list[Found]) -> None:
    wide = {}
    for one in sorted(once, key=lambda one: one.person):
        page = windows.of(one.person)
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(one.address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide[one.name] = page.evaluate(WIDEST)
    assert wide == {}


def shown(page: Page) -> set[str]:
    """Every piece of text a page shows or says."""
    script = """() => {
      const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("script, textarea, code, .a4, [lang]:not(html)"))
        texts.push(walker.currentNode.data.trim());
      for (const one of document.querySelectorAll("[aria-label], [title], [placeholder]"))
        for (const name of ["aria-label", "title", "placeholder"]) texts.push((one.getAttribute(name) || "").trim());
      return texts;
    }"""
    return set(page.evaluate(script))


def declared() -> set[str]:
    """Words of the body itself: titles of its ledgers, fields, choices and figures, which stay in its own language."""
    catalogue = site().catalogue
    words = {one.title for one in catalogue.ledgers.values()} | {one.title for one in catalogue.figures.values()}
    for one in catalogue.ledgers.values():
        words |= {field.title for field in one.declared.field.values()}
        words |= {column.title for column in one.declared.derive.values()}
    words |= {value for one in catalogue.vocabularies.values() for value in one.values}
    return words | {text for text in english() if len(text) < 2} | {"台账"}  # the last is the sheet of a workbook
