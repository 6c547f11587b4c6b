"""Lines of printed pages are put together to the paragraphs they were, with the pages they stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.confine import office
from taizhang.proof.files.pdf import read_pdf
from taizhang.proof.files.pdf_pages import document
from taizhang.proof.files.printed import PrintedLine, PrintedPage
from taizhang.proof.files.word import read_word
from taizhang.proof.word.package import UnreadablePackage
from taizhang.terms.problem import Refused
from tests.proof.layout.official import official


def _row(text: str, line: int, left: float = 28.0, right: float = 184.0, size: float = 16.0) -> PrintedLine:
    return PrintedLine(text, left, right, 40 + line * 10.2, 45 + line * 10.2, size)


def _sheet(*rows: PrintedLine, number: int = 1) -> PrintedPage:
    return PrintedPage(210.0, 297.0, (*rows, PrintedLine(f"— {number} —", 163.0, 179.0, 266.9, 271.4, 14.0)))


def test_full_lines_go_on_over_pages_and_indented_ones_begin_anew() -> None:
    first = _sheet(
        _row("关于督查工作的报告", 0, 70.0, 142.0, 22.0),
        _row("县政府：", 2, right=50.0),
        _row("现将督查工作情况报告如下，全年共立项督办事项九十五件，", 3, 39.2),
        _row("办结九十件", 4, right=60.0),
        _row("一、主要做法", 5, 39.2, 74.0),
        _row("坚持清单管理、闭环运行，对领导批示和会议议定的事项逐件", 6, 39.2),
    )
    second = _sheet(
        _row("立项。", 0, right=45.0),
        _row("沄翀县人民政府办公室", 2, 110.0, 167.0),
        _row("2026年3月5日", 3, 120.0, 160.0),
        number=2,
    )
    read = document([first, second], "a.pdf")
    assert [(one.text, one.zone, one.page) for one in read.paragraphs] == [
        ("关于督查工作的报告", "title", 1),
        ("县政府：", "addressee", 1),
        ("现将督查工作情况报告如下，全年共立项督办事项九十五件，办结九十件", "body", 1),
        ("一、主要做法", "heading", 1),
        ("坚持清单管理、闭环运行，对领导批示和会议议定的事项逐件立项。", "body", 1),
        ("沄翀县人民政府办公室", "signature", 2),
        ("2026年3月5日", "signature", 2),
    ]
    assert str(read.dated) == "2026-03-05"


def test_pages_without_words_are_said_to_be_a_scan() -> None:
    with pytest.raises(UnreadablePackage, match="扫描件"):
        document([_sheet(), _sheet()], "a.pdf")


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "PRF-102"), (b"PK\x03\x04", "PRF-103"), (b"%PDF-1.7 and nothing more", "PRF-110")]
)
def test_what_is_no_readable_pdf_is_refused_with_the_reason(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(Refused, match=code):
        read_pdf(path)


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
def test_a_printed_document_reads_like_the_file_it_was_printed_from(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(official())
    printed = office.convert(tmp_path / "a.docx", "pdf", tmp_path)
    assert printed is not None
    words, paper = read_word(tmp_path / "a.docx"), read_pdf(printed)
    wanted = [
        (one.text[:12], one.zone) for one in words.paragraphs if one.zone in ("title", "addressee", "heading", "body")
    ]
    found = [
        (one.text[:12], one.zone) for one in paper.paragraphs if one.zone in ("title", "addressee", "heading", "body")
    ]
    assert [one for one in wanted if one not in found] == []
    assert max(one.page for one in paper.paragraphs) > 2
