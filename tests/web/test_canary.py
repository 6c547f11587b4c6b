"""Two thousand texts that would run in a careless page: in every field, file name, note and address, none runs anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import ConsoleMessage, Dialog, Page

from taizhang_site.house import site, today
from tests.web.browser import chromium, listening, needs_chromium
from tests.web.crawl import crawl
from tests.web.people import PASSWORD, TOWN
from tests.web.test_letters import fields
from tests.web.test_papers_of_any_kind import plain
from tests.web.test_story import PIXEL

SignedIn = Callable[[str], Client]
Planted = dict[str, tuple[list[str], int]]
AS = ("赵督查", "钱承办", "吴撰稿", "审计员")
PAPER = "/papers/county/2026"
HEADS = (
    "隐患编号",
    "乡镇",
    "场所名称",
    "隐患描述",
    "隐患级别",
    "发现日期",
    "责任单位",
    "整改期限",
    "整改状态",
    "整改责任人",
)
# What the canary does must be seen by the page's own window and need nothing but script.
_SINGS = "canary(1)"
_VECTORS = (
    "<script>%s</script>",
    "<img src=x onerror=%s>",
    "<svg onload=%s>",
    "<svg><script>%s</script></svg>",
    "<body onload=%s>",
    "<input autofocus onfocus=%s>",
    "<details open ontoggle=%s>",
    "<video><source onerror=%s>",
    "<iframe srcdoc='<script>parent.%s</script>'></iframe>",
    "<iframe src=javascript:parent.%s></iframe>",
    "<a href=javascript:%s>开</a>",
    "<form action=javascript:%s><button>开</button></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=%s>",
    "<b hx-on::load=%s hx-get=/ hx-trigger=load>",
    "<b hx-on:click=%s>开</b>",
    "<style onload=%s></style>",
    "<link rel=stylesheet href=x onerror=%s>",
    "<object data=javascript:%s></object>",
    "<meta http-equiv=refresh content='0;url=javascript:%s'>",
    "<base href='javascript:%s//'>",
    "{{constructor.constructor('%s')()}}",
    "${%s}",
    "<marquee onstart=%s>行</marquee>",
    "<select autofocus onfocus=%s>",
)
_BEFORE = (
    "",
    '">',
    "'>",
    "</title>",
    "</textarea>",
    "</script>",
    "--><!--",
    "]]>",
    "</style>",
    " autofocus x='",
    '\\"',
    "`",
)
_AFTER = ("", "//", "<!--", '<b class="')
_WAYS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: re.sub(r"<(\w+)", lambda tag: tag[0].swapcase(), text),
    lambda text: text.replace("<", "&lt;").replace(">", "&gt;"),
)
PAYLOADS = tuple(
    way(before + vector.replace("%s", _SINGS) + after)
    for vector, before, after, way in product(_VECTORS, _BEFORE, _AFTER, _WAYS)
)
EACH = 40
"""How many stand in one field."""


def test_there_are_as_many_as_are_spoken_of() -> None:
    assert len(set(PAYLOADS)) >= 2000


@needs_chromium
@pytest.mark.parametrize("vector", ["<img src=x onerror=canary(1)>", "<svg onload=canary(1)>"])
def test_the_canary_sings_where_a_page_is_careless(vector: str) -> None:
    with chromium() as browser:
        page, sung = heard(browser.new_page())
        page.route(
            "http://careless.test/", lambda route: route.fulfill(body=f"<p>{vector}</p>", content_type="text/html")
        )
        page.goto("http://careless.test/")
        page.wait_for_function("window.sung > 0")
        assert sung(page)


def heard(page: Page) -> tuple[Page, Callable[[Page], list[str]]]:
    """The page with a canary in it, and what was heard: it sang, a window asked, or a policy stopped what was written."""
    said: list[str] = []
    page.add_init_script("window.sung = 0; window.canary = () => { window.sung += 1; }")

    def note_dialog(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    def note_line(line: ConsoleMessage) -> None:
        if "Content Security Policy" in line.text:
            said.append(line.text)

    page.on("dialog", note_dialog)
    page.on("console", note_line)

    def sung(page: Page) -> list[str]:
        count = page.evaluate("window.sung")
        return [*said, *(["the canary sang"] if count else [])]

    return page, sung


def workbook(path: Path) -> list[str]:
    """A workbook of hazards whose every text is made of payloads; the numbers of its rows."""
    numbers = []
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("台账")
        for column, head in enumerate(HEADS):
            sheet.write_string(0, column, head)
        for row, start in enumerate(range(0, len(PAYLOADS), EACH * 3), 1):
            parts = [" ".join(PAYLOADS[start + EACH * n : start + EACH * (n + 1)]) for n in range(3)]
            numbers.append(f"YH-C-{row:03}")
            cells = (
                numbers[-1],
                TOWN,
                parts[0],
                parts[1],
                "一般",
                "2026-11-02",
                "县应急管理局",
                "2026-12-20",
                "办理中",
                parts[2],
            )
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    return numbers


@pytest.fixture(scope="module")
def planted(signed_in: SignedIn, county: None, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """By person what can be looked at, once every text of the site holds payloads."""
    supervisor, handler, drafter = signed_in("赵督查"), signed_in("钱承办"), signed_in("吴撰稿")
    path = tmp_path_factory.mktemp("book") / "台账.xlsx"
    numbers = workbook(path)
    done = site().import_files([path], today=today(), actor="演示", accept_refused=True)
    assert done.applied
    held = {head.number: head.matter for head in site().journal.heads("hazard") if head.number in numbers}
    assert sorted(held) == numbers, "every row is there"
    matter = handler.get("/mine").content.decode().split('href="/matter/')[1].split('"')[0]
    for n, payload in enumerate(PAYLOADS[::211]):
        files = [SimpleUploadedFile(f"{payload[:80].replace('/', '／')}.png", PIXEL)]
        note = {"note": " ".join(PAYLOADS[n::97]), "evidence": files, "idem": f"canary-{n}"}
        handler.post(f"/matter/{matter}/report_progress", note)
    text = "\n".join(PAYLOADS[::7])
    supervisor.post(
        "/library/add", {"files": [plain(f"{PAYLOADS[1][:60].replace('/', '／')}.txt", text)], "level": "internal"}
    )
    walked = supervisor.post("/proof", {"files": plain("审读.txt", text)}).headers.get("location", "/proof")
    drafter.post(f"{PAPER}/save", {})
    draft = fields(drafter.get(PAPER).content.decode())
    drafter.post(f"{PAPER}/save", {"text": f"{draft['text']}\n" + "\n".join(PAYLOADS[::29]), "seen": draft["seen"]})
    supervisor.post("/erasures", {"do": "ask", "person": PAYLOADS[0], "reason": " ".join(PAYLOADS[::301])})
    asked = [f"/matters?q={quote(one)}" for one in PAYLOADS[::173]] + [
        f"/library?q={quote(one)}" for one in PAYLOADS[::331]
    ]
    matters = [f"/matter/{one}" for one in held.values()]
    addresses = [*matters, f"/matter/{matter}", walked, PAPER, *asked]
    return {person: looked_at(signed_in(person), person, addresses, numbers) for person in AS}


def looked_at(client: Client, person: str, addresses: list[str], numbers: list[str]) -> tuple[list[str], int]:
    """The addresses a person can open, and on how many of them a planted matter stands."""
    reached = [one.address for one in crawl(client, person, ("/", *addresses)) if one.whole]
    given = {one: client.get(one) for one in addresses}
    opened = [one for one, answer in given.items() if answer.status_code == 200]
    shown = sum(any(number in given[one].content.decode() for number in numbers) for one in opened)
    return [*dict.fromkeys([*reached, *opened])], shown


@pytest.fixture(scope="module")
def listened(planted: Planted) -> Iterator[Callable[[str, str], list[str]]]:
    """What is heard when a person looks at an address."""
    with listening() as address, chromium() as browser:
        windows: dict[str, tuple[Page, Callable[[Page], list[str]]]] = {}

        def look(person: str, path: str) -> list[str]:
            if person not in windows:
                windows[person] = heard(browser.new_context(base_url=address).new_page())
                page = windows[person][0]
                page.goto("/login")
                page.fill("input[name=name]", person)
                page.fill("input[name=password]", PASSWORD)
                page.click("button.primary")
                page.wait_for_url(lambda url: "/login" not in url)
            page, sung = windows[person]
            page.goto(path)
            page.wait_for_load_state("load")
            return sung(page)

        yield look


@needs_chromium
@pytest.mark.nightly
@pytest.mark.timeout(900)
@pytest.mark.parametrize("person", AS)
def test_no_text_runs_on_any_page(planted: Planted, listened: Callable[[str, str], list[str]], person: str) -> None:
    addresses, shown = planted[person]
    assert len(addresses) >= 10
    assert person == "审计员" or shown >= 5, "the texts are on the pages that are looked at"
    assert {path: told for path in addresses if (told := listened(person, path))} == {}
