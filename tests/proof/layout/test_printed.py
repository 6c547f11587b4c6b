"""Printed pages measured: our own writer's and LibreOffice's own documents are right, a page that is not is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.confine import office
from taizhang.proof.files.printed import PrintedLine, PrintedPage
from taizhang.proof.layout.close_rules import crossing_tables
from taizhang.proof.layout.format_gate import examine_form
from taizhang.proof.layout.measure import Measured
from taizhang.proof.layout.pages import first_page, printed
from taizhang.proof.layout.profile import load_profile
from taizhang.proof.word.package import Package
from taizhang.proof.word.walk import PackageParagraphs
from taizhang.rendering.word import docx_bytes
from taizhang.reports.paper import Paper, Paragraph, Text
from taizhang.terms.period import Period
from tests.proof.layout.official import SENTENCE
from tests.proof.layout.opendocument import flat_document
from tests.proof.word.build import docx, p

_POINT = 25.4 / 72
needs_office = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")


def _numbered(centre: float) -> PrintedPage:
    return PrintedPage(210.0, 297.0, (PrintedLine("— 1 —", 163.0, 179.0, centre - 2.5, centre + 2.5, 14.0),))


def _sheet(pitch: float, characters: int, left: float = 28.0, top: float = 38.0) -> PrintedPage:
    width = 156 / characters * characters
    rows = [
        PrintedLine(
            "字" * characters, left, left + width, top + at * pitch * _POINT, top + at * pitch * _POINT + 5.3, 16.0
        )
        for at in range(18)
    ]
    return PrintedPage(210.0, 297.0, tuple(rows))


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (_sheet(28.95, 28), []),
        (_sheet(30.0, 27), []),
        (_sheet(24.0, 28), ["每面排26行，应为22行。"]),
        (_sheet(28.95, 31), ["每行排31字，应为28字。"]),
        (_sheet(28.95, 28, left=20.0), ["印出的文字越出版心或偏离版心：左边20.0毫米。"]),
        (_numbered(269.0), []),
        (_numbered(282.0), ["页码一字线距版心下边缘约20毫米，应为7毫米。"]),
        (_sheet(28.95, 28, top=25.0), ["印出的文字越出版心或偏离版心：上边25.0毫米。"]),
    ],
)
def test_lines_characters_and_place_are_told_from_the_page(sheet: PrintedPage, said: list[str]) -> None:
    assert [fault.said for fault in printed([sheet, sheet], load_profile(), frozenset())] == said


def test_what_the_file_itself_explains_is_not_told_from_the_page() -> None:
    assert not list(printed([_sheet(24.0, 28, left=20.0)] * 2, load_profile(), frozenset({"L02"})))


def test_a_first_page_without_text_is_told() -> None:
    front, back = (
        _sheet(28.95, 28),
        PrintedPage(210.0, 297.0, (PrintedLine("为进一步规范督查事项", 28, 100, 40, 45, 16),)),
    )
    assert not list(first_page([back, front], "为进一步规范督查事项办理，"))
    assert [fault.rule for fault in first_page([front, back], "为进一步规范督查事项办理，")] == ["L29"]


@pytest.mark.parametrize(
    ("pages", "said"), [([0, 1], ["第1个表从第1页排到第2页，首行没有设为重复标题行。"]), ([1, 1], [])]
)
def test_a_short_table_that_runs_over_a_page_is_told(pages: list[int], said: list[str]) -> None:
    rows = ("单位办结件数", "甲镇完成三件", "丁镇完成九件")
    cells = "".join(f"<w:tr><w:tc>{p(row)}</w:tc></w:tr>" for row in rows)
    lines = [(pages[0], rows[0]), (pages[0], rows[1]), (pages[1], rows[2])]
    sheets = [
        PrintedPage(210.0, 297.0, tuple(PrintedLine(text, 28, 100, 40, 45, 12) for page, text in lines if page == at))
        for at in (0, 1)
    ]
    measured = Measured(PackageParagraphs(Package(docx(f"<w:tbl>{cells}</w:tbl>"))))
    assert [fault.said for fault in crossing_tables(measured, load_profile(), sheets)] == said


@needs_office
def test_a_paper_of_our_own_writer_is_right_in_the_file_and_on_the_page(tmp_path: Path) -> None:
    blocks = (
        Paragraph((Text("一、总体情况"),), level=1, heading=1),
        *(Paragraph((Text(SENTENCE * 5),)) for _ in range(4)),
        Paragraph((Text("（一）建立台账。"), Text(SENTENCE * 3)), level=2, heading=1),
    )
    path = tmp_path / "paper.docx"
    path.write_bytes(
        docx_bytes(
            Paper(
                "p",
                "沄翀县人民政府办公室2026年度述职述廉报告",
                Period.year(2026),
                blocks,
                "县委考核组",
                ("沄翀县人民政府办公室",),
            )
        )
    )
    assert examine_form(path, printed=True) == ()


@needs_office
def test_a_document_made_by_hand_in_libreoffice_is_right_in_the_file_and_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "made.fodt").write_text(flat_document(), encoding="utf-8")
    path = office.convert(tmp_path / "made.fodt", "docx", tmp_path)
    assert path is not None
    assert examine_form(path, printed=True) == ()
