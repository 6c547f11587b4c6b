"""A marked copy says every finding at its words; accepting its changes gives the words as corrected."""

from __future__ import annotations

import re
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.proof.model import Finding, Spot
from taizhang.proof.word.marking import mark_findings
from taizhang.proof.word.package import Element, Package, q
from taizhang.proof.word.reading import document
from taizhang.proof.word.walk import PackageParagraphs
from tests.proof.word.build import docx, p, t

_BOLD = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"


def _said(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter(q("t"), q("delText")))


def _texts(content: bytes) -> list[str]:
    return [one.text for one in document(PackageParagraphs(Package(content)), "a.docx").paragraphs]


def _finding(text: str, start: int, end: int, replacement: str | None, paragraph: int = 1) -> Finding:
    return Finding(
        "X01", "content", "error", Spot(paragraph, start, end), text[start:end], "这里不对。", replacement=replacement
    )


def test_a_replacement_across_runs_keeps_the_look_of_its_first_word() -> None:
    file = docx(p(t("各单位要建立台"), _BOLD.format("帐，按月"), t("更新")))
    content = mark_findings(Package(file), [_finding("各单位要建立台帐，按月更新", 6, 8, "台账")])
    assert _texts(content) == ["各单位要建立台账，按月更新"]
    root = Package(content).tree("word/document.xml")
    assert [_said(one) for one in root.iter(q("delText"))] == ["台", "帐"]
    bold = [run for run in root.iter(q("r")) if run.find(f"{q('rPr')}/{q('b')}") is not None]
    assert [_said(run) for run in bold] == ["帐", "，按月"]


def test_the_comment_says_rule_message_suggestion_and_source_at_the_words() -> None:
    finding = Finding("F01", "format", "error", Spot(1, 2, 4), "正文", "括号不对。", "GB/T 9704", "改用六角括号")
    content = mark_findings(Package(docx(p("前面正文后面"))), [finding])
    package = Package(content)
    words = [_said(one) for one in package.tree("word/comments.xml").iter(q("p"))]
    assert words == ["【格式·错误·F01】括号不对。", "建议：改用六角括号", "来源：GB/T 9704"]
    inside, between = [], False
    for element in package.tree("word/document.xml").iter():
        between = (between or element.tag == q("commentRangeStart")) and element.tag != q("commentRangeEnd")
        if between and element.tag == q("t"):
            inside.append(element.text)
    assert inside == ["正文"]


def test_where_word_allows_no_comment_it_stands_on_the_first_paragraph() -> None:
    footer = _finding("第1页共9页", 0, 6, "第一页", paragraph=2)
    whole = Finding("L01", "format", "error", Spot(), "", "纸张不是A4。")
    content = mark_findings(Package(docx(p("正文"), footer=p("第1页共9页"))), [footer, whole])
    assert _texts(content) == ["正文", "第一页"]
    assert len(Package(content).tree("word/comments.xml")) == 2
    assert Package(content).tree("word/footer.xml").find(f".//{q('commentReference')}") is None


@pytest.mark.parametrize(
    "inner",
    [
        '<w:ins w:id="4" w:author="b">' + t("台帐") + "</w:ins>",
        '<w:fldSimple w:instr=" DATE ">' + t("台帐") + "</w:fldSimple>",
    ],
)
def test_open_changes_of_others_and_fields_are_only_commented(inner: str) -> None:
    content = mark_findings(Package(docx(p(t("建立"), inner))), [_finding("建立台帐", 2, 4, "台账")])
    assert _texts(content) == ["建立台帐"]
    assert len(Package(content).tree("word/comments.xml")) == 1


_WORDS = st.lists(st.text("甲乙丙 丁，。1a", min_size=1, max_size=6), min_size=1, max_size=6)


@given(_WORDS, st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5), st.text("戊己", max_size=3)), max_size=6))
def test_any_findings_over_any_runs_give_the_replaced_text_and_the_same_bytes(
    words: list[str], wanted: list[tuple[int, int, str]]
) -> None:
    text = "".join(words)
    if not text.strip():
        return
    file = docx(p(*(t(one) for one in words)))
    spans = [(start, min(start + size, len(text)), new) for start, size, new in wanted if start < len(text)]
    findings = [_finding(text, start, end, new) for start, end, new in spans]
    expected, taken = list(text), set[int]()
    for start, end, new in spans:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            expected[start:end] = [new, *[""] * (end - start - 1)]
    content = mark_findings(Package(file), findings)
    assert content == mark_findings(Package(file), findings)
    assert "".join(one.text for one in PackageParagraphs(Package(content)).paragraphs) == "".join(expected)


def test_python_docx_opens_the_copy_and_finds_the_comments(tmp_path: Path) -> None:
    path = tmp_path / "b.docx"
    path.write_bytes(mark_findings(Package(docx(p("建立台帐"))), [_finding("建立台帐", 2, 4, "台账")]))
    opened = python_docx.Document(str(path))
    assert [re.sub("。.*", "。", one.text) for one in opened.comments] == ["【内容·错误·X01】这里不对。"]
