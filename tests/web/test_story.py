"""The whole loop in a real browser: a hazard from a workbook to struck off, each step by the person whose it is."""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document
from playwright.sync_api import Page

from tests.web.browser import Windows, chromium, listening, needs_chromium
from tests.web.people import TOWN

pytestmark = needs_chromium
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def windows(county: None) -> Iterator[Windows]:
    """Browser windows before the running site."""
    with listening() as address, chromium() as browser:
        yield Windows(browser, address)


def workbook(folder: Path, number: str) -> Path:
    """A workbook with one hazard in the town, as an office would send it."""
    path = folder / "隐患补录.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        heads = ("隐患编号", "乡镇", "场所名称", "隐患描述", "隐患级别", "发现日期", "责任单位", "整改期限", "整改状态")
        row = (number, TOWN, "桥头渡口", "缆绳磨损", "一般", "2026-11-02", "县应急管理局", "2026-12-20", "办理中")
        for column, (head, value) in enumerate(zip(heads, row, strict=True)):
            sheet.write_string(0, column, head)
            sheet.write_string(1, column, value)
    return path


def say(page: Page, link: str, note: str = "", photo: bool = False) -> None:
    """Opens an act from the matter's page, fills the form and sends it."""
    page.get_by_role("link", name=link, exact=True).first.click()
    send(page, note, photo)


def send(page: Page, note: str = "", photo: bool = False) -> None:
    """Fills the open form and sends it."""
    if note:
        page.fill("textarea[name=note]", note)
    if photo:
        page.set_input_files("input[name=evidence]", {"name": "现场.png", "mimeType": "image/png", "buffer": PIXEL})
    submit(page)


def submit(page: Page) -> None:
    """Sends the form and waits for the answer."""
    with page.expect_navigation():
        page.click("form.stack button.primary")


def state(page: Page) -> str:
    """The state the matter's page shows."""
    return page.locator(".standing strong").first.inner_text()


def red(page: Page) -> int:
    """The first number of the leader's page."""
    return int(page.locator("a.tile").nth(5).locator("strong").inner_text())


@pytest.mark.timeout(240)
def test_a_hazard_goes_from_a_workbook_to_struck_off_and_the_board_follows(windows: Windows, tmp_path: Path) -> None:
    board = windows.of("陈查阅", "/board?ledger=hazard")
    before = red(board)

    office = windows.of("赵督查", "/import")
    office.set_input_files("input[name=files]", str(workbook(tmp_path, "YH-2026-900")))
    office.get_by_role("button", name="看看会写入什么").click()
    assert office.locator(".tile strong").first.inner_text() == "1"
    office.get_by_role("button", name="确认写入").click()
    office.goto("/matters?ledger=hazard&q=YH-2026-900")
    office.get_by_role("link", name="YH-2026-900").click()
    matter = re.sub(r"^https?://[^/]+", "", office.url)
    assert state(office) == "办理中"
    board.reload()
    assert red(board) == before + 1

    handler = windows.of("钱承办", matter)
    handler.get_by_role("link", name="报结", exact=True).click()
    send(handler)
    assert "没有附佐证材料" in handler.locator(".problems").inner_text()
    send(handler, "缆绳已更换，附照片", photo=True)
    assert state(handler) == "已反馈待核验"
    assert handler.locator(".papers img").count() == 1

    office.goto(matter)
    say(office, "受理核验")
    office.get_by_text("更多操作").click()
    say(office, "退回重办", "照片看不清编号")
    assert state(office) == "办理中"
    handler.goto(matter)
    say(handler, "报结", "补拍照片", photo=True)

    other = windows.of("孙督查", matter)
    say(other, "受理核验")
    verifications(windows, matter)

    other.goto(matter)
    say(other, "办结")
    assert state(other) == "已办结"
    leader = windows.of("周副县长", matter)
    say(leader, "销号", "同意销号")
    assert state(leader) == "已销号"

    board.reload()
    assert red(board) == before
    board.locator("a.tile").last.click()
    assert "YH-2026-900" in board.content()
    story = windows.of("冯考核", matter).locator(".timeline")
    assert story.locator("li .what strong").all_inner_texts()[0] == "销号"
    assert "照片看不清编号" in story.inner_text()
    windows.of("冯考核", "/figures/hazard_close_rate?period=2026")
    assert "YH-2026-900" in windows.of("冯考核").content()
    assert windows.faults == []


def verifications(windows: Windows, matter: str) -> None:
    """Three levels by three people; who reported is not offered it and is refused when trying."""
    handler = windows.of("钱承办", matter)
    assert handler.get_by_role("link", name="核验").count() == 0
    answer = handler.goto(f"{matter}/verify")
    assert answer is not None
    assert answer.status == 404
    for person, link in (
        ("郑镇长", "一级核验（承办处室自核）"),
        ("李县长", "二级核验（分管领导复核）"),
        ("赵督查", "三级核验（督查室终核）"),
    ):
        page = windows.of(person, matter)
        say(page, link, "经现场核实，属实")
        assert state(page) == "核验中"


@pytest.mark.timeout(120)
def test_what_must_fail_fails(windows: Windows) -> None:
    handler = windows.of("钱承办", "/matters?ledger=hazard&state=in_progress")
    handler.locator("td.c-number a").first.click()
    matter = re.sub(r"^https?://[^/]+", "", handler.url)
    stranger = windows.of("何承办")
    answer = stranger.goto(matter)
    assert answer is not None
    assert answer.status == 404

    first, second = windows.of("钱承办"), windows.of("王承办", f"{matter}/report_progress")
    first.goto(f"{matter}/report_progress")
    send(first, "已联系施工队")
    send(second, "正在备料")
    assert "钱承办已于" in second.locator(".problems").inner_text()
    assert "正在备料" not in second.locator(".timeline").inner_text()

    first.goto(f"{matter}/report_progress")
    first.fill("textarea[name=note]", "只算一次")
    sent = {name: first.input_value(f"input[name={name}]") for name in ("idem", "expect")}
    submit(first)
    first.go_back()
    first.fill("textarea[name=note]", "只算一次")
    script = "sent => { for (const name in sent) document.querySelector(`input[name=${name}]`).value = sent[name] }"
    first.evaluate(script, sent)
    submit(first)
    assert first.locator(".said", has_text="只算一次").count() == 1
    assert windows.faults == []


@pytest.mark.timeout(180)
def test_a_number_goes_from_the_board_through_its_rows_into_a_report_in_word(windows: Windows, tmp_path: Path) -> None:
    leader = windows.of("李县长", "/board?ledger=hazard")
    tile = leader.locator("a.tile").first
    number = int(tile.locator("strong").inner_text())
    tile.click()
    assert f"共 {number} 件" in leader.locator(".pages").first.inner_text()

    drafter = windows.of("吴撰稿", "/papers")
    drafter.locator("select[name=name]").select_option("county")
    drafter.locator("input[name=period]").fill("2026")
    drafter.get_by_role("button", name="打开").click()
    begin = drafter.get_by_role("button", name="开始起草")
    if begin.count():
        begin.click()
        drafter.wait_for_url("**/papers/county/2026")
    text = drafter.locator("textarea#text")
    text.press("Control+End")
    text.press_sequentially("\n\n截至目前，安全隐患办结率为")
    drafter.get_by_role("searchbox", name="插入一个数").press_sequentially("登记安全隐患")
    offer = drafter.locator("#offers button[data-insert*='figure:hazard_opened|']")
    offer.click()
    assert text.input_value().rstrip().endswith("{{figure:hazard_opened|unit}}")
    with drafter.expect_navigation():
        drafter.get_by_role("button", name="保存").click()
    chip = drafter.locator(".a4 .strip", has_text="截至目前").locator("a.chip").last
    told = chip.inner_text()
    chip.click()
    panel = drafter.locator("#number")
    panel.get_by_text("与数值一致").wait_for()
    assert told.removesuffix("件") in panel.inner_text()
    drafter.locator("nav.tabs summary").click()
    with drafter.expect_download() as saved:
        drafter.get_by_role("button", name="导出 Word").click()
    report = tmp_path / "报告.docx"
    saved.value.save_as(report)
    last = [one.text for one in Document(str(report)).paragraphs if "截至目前" in one.text]
    assert zipfile.ZipFile(report).read("word/document.xml").decode().count("hazard_opened@2026") >= 1
    assert len(last) == 1
    figures = windows.of("冯考核", "/figures/hazard_opened?period=2026")
    assert told.removesuffix("件") in figures.locator("main").inner_text()
    assert windows.faults == []
