"""A board on one sheet of paper: the page's numbers, nothing that may not leave, one A4 page in Word and as a picture."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document

from taizhang.boards.board import BoardChoice, board
from taizhang.boards.drawn import board_png, board_svg
from taizhang.boards.sheet import ROOM, BoardSheet, sheet
from taizhang.boards.targets import goals
from taizhang.boards.word import board_docx
from taizhang.confine import office as libreoffice
from taizhang.proof.files.printed import sheets
from taizhang.site.site import Site
from tests.boards.office import DAY, EAST, WAYS, YEAR, desk
from tests.charts.machine import needs_charts, needs_font


@pytest.fixture(scope="module")
def told(office: Site) -> BoardSheet:
    """The sheet of the leader's board."""
    mine = desk(office)
    return sheet(
        mine,
        board(mine, BoardChoice(YEAR, leaving=True), WAYS),
        goals(mine, BoardChoice(YEAR, leaving=True), WAYS),
        None,
    )


def test_the_sheet_tells_the_boards_numbers(office: Site, told: BoardSheet) -> None:
    counted = board(desk(office), BoardChoice(YEAR, leaving=True), WAYS)
    tiles = dict(told.tiles)
    assert tiles["在办"] == str(counted.live.number)
    assert tiles["办结率"] == "50.0%（2/4）"
    assert [row[0] for row in told.units] == [line.label for line in counted.units]
    assert told.goals[0][0] == "修缮完成率"


def test_confidential_ledgers_and_what_they_say_stay_in_the_house(told: BoardSheet) -> None:
    assert "不含线索台账。" in told.about
    assert "线索台账" not in [row[0] for row in told.ledgers]
    assert not [line for line in told.red if "L1" in line]


def test_of_guarded_ledgers_a_red_matter_is_told_by_its_number_alone(office: Site) -> None:
    mine = desk(office)
    counted = board(mine, BoardChoice(YEAR, leaving=True), WAYS)
    assert "修缮X2" in sheet(mine, counted, (), None).red[0]
    ledgers = dict(office.catalogue.ledgers)
    declared = ledgers["repair"].declared.model_copy(update={"level": "sensitive"})
    guarded = replace(office.catalogue, ledgers={**ledgers, "repair": replace(ledgers["repair"], declared=declared)})
    open_ = office.catalogue
    try:
        office.catalogue = guarded
        assert "修缮" not in sheet(mine, counted, (), None).red[0]
    finally:
        office.catalogue = open_


def crowded(told: BoardSheet) -> BoardSheet:
    """A sheet as full as a board can make it."""
    why = "到2026-11-24全年已过89.9%，完成76.18%，比时间进度慢13.72个百分点，照此进度全年约完成84.7%。"
    row = ("名称很长的一类台账督办…", "1234", "1234", "12345", "12345/12345", "100.0%")
    goal = ("名称很长很长很长的目标完…", "不低于12345.6…", "12345.678万元", "100.25%", "落后", why)
    return replace(
        told,
        about=told.about * 2,
        ledgers=(row,) * 12,
        units=(row,) * 12,
        goals=(goal,) * 5,
        moved=("字" * 78,) * (ROOM // 2),
        red=("字" * 53,) * ROOM,
    )


@pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed")
def test_word_is_one_a4_page_however_much_there_is(told: BoardSheet, tmp_path: Path) -> None:
    for name, one in (("plain", told), ("crowded", crowded(told))):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(board_docx(one, YEAR))
        printed = libreoffice.convert(path, "pdf", tmp_path)
        assert printed
        assert len(sheets(printed)) == 1, name


@needs_charts
@needs_font
def test_word_holds_numbers_as_text_and_charts_as_pictures_with_words(told: BoardSheet) -> None:
    content = board_docx(told, YEAR)
    assert content == board_docx(told, YEAR)
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"50.0%（2/4）", EAST, "35.00%", "落后"} <= set(cells)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
        assert len([name for name in archive.namelist() if "media" in name]) == 2
    assert 'descr="按月登记：' in body


@needs_charts
@needs_font
def test_the_picture_has_the_proportions_of_a4_and_every_text(told: BoardSheet) -> None:
    content = board_png(told)
    width, height = struct.unpack(">II", content[16:24])
    assert (width, height) == (1588, 2246)
    words = {
        element.text for element in ElementTree.fromstring(board_svg(told)).iter("{http://www.w3.org/2000/svg}text")
    }
    assert {told.title, "50.0%（2/4）", EAST, "落后"} <= words


@needs_charts
def test_text_of_users_stays_text_in_the_picture(told: BoardSheet) -> None:
    drawn = board_svg(replace(told, red=('<script>alert("1")</script>&',)))
    assert "<script" not in drawn


def test_a_day_is_written_as_offices_write_it(told: BoardSheet) -> None:
    assert told.about.startswith(f"{DAY.year}年{DAY.month}月{DAY.day}日，登记期间2026。")
