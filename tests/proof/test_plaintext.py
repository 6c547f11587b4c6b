"""Text, Markdown and HTML files become documents: lines, zones, encodings, and what cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taizhang.proof.files.read import read_document
from taizhang.proof.model import Document
from taizhang.terms.problem import Refused

PAPER = "东江县2025年工作报告\n\n各位代表：\n　　现将情况报告如下。\n一、总体情况\n（一）经济。稳中有进。\n附件：1.任务清单\n东江县人民政府\n2026年1月8日\n"


def saved(folder: Path, name: str, content: str | bytes) -> Document:
    """The document read from a file of that content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_document(path)


def test_a_text_has_its_parts_its_lines_and_its_day(tmp_path: Path) -> None:
    found = saved(tmp_path, "稿.txt", PAPER)
    assert [one.zone for one in found.paragraphs] == [
        "title",
        "addressee",
        "body",
        "heading",
        "body",
        "attachment",
        "signature",
        "signature",
    ]
    assert [one.line for one in found.paragraphs] == [1, 3, 4, 5, 6, 7, 8, 9]
    assert found.paragraphs[3].level == 1
    assert found.dated == date(2026, 1, 8)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_the_encodings_offices_save(tmp_path: Path, encoding: str) -> None:
    assert saved(tmp_path, "稿.txt", PAPER.encode(encoding)).paragraphs[0].text == "东江县2025年工作报告"


def test_markdown_loses_its_marks_and_keeps_its_lines(tmp_path: Path) -> None:
    found = saved(
        tmp_path,
        "稿.md",
        "# 东江县报告\n\n<!-- 注 -->\n\n## 一、总体\n\n办结**96**件，\n办结率*好*。\n\n| 类 | 数 |\n|---|---|\n| 甲 | 3 |\n",
    )
    texts = [(one.text, one.line, one.zone) for one in found.paragraphs]
    assert texts[:4] == [
        ("东江县报告", 1, "title"),
        ("一、总体", 5, "heading"),
        ("办结96件，", 7, "body"),
        ("办结率好。", 8, "body"),
    ]
    assert [zone for _, _, zone in texts[4:]] == ["table"] * 4


def test_html_gives_the_text_of_its_blocks_without_scripts(tmp_path: Path) -> None:
    found = saved(
        tmp_path,
        "页.html",
        "<html><head><title>栏目</title><style>p{}</style></head><body><h1>东江县报告</h1><p>办结<b>96</b>件。<br>办结率高。</p>"
        "<script>var x=1</script><!-- 注 --><div>结束&nbsp;语。</div></body></html>",
    )
    assert [one.text for one in found.paragraphs] == ["东江县报告", "办结96件。", "办结率高。", "结束 语。"]
    assert found.paragraphs[0].zone == "title"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("稿.txt", b"\xff\xff\x81", "PRF-002"), ("图.png", b"", "PRF-003"), ("稿", b"", "PRF-003")],
)
def test_what_is_no_text_is_refused_with_a_reason(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code):
        saved(tmp_path, name, content)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="PRF-001"):
        read_document(tmp_path / "无.txt")


@pytest.mark.parametrize(
    "content", ["", "<", "<p", "</p>" * 500, "<div>" * 3000 + "字", "\x00<p>字</p>", "&#0;&#xD800;字"]
)
def test_broken_html_is_read_or_refused_never_a_fault(tmp_path: Path, content: str) -> None:
    refused = None
    try:
        saved(tmp_path, "页.html", content)
    except Refused as reason:
        refused = reason
    assert refused is None or refused.problems[0].code == "PRF-002"
