"""A repair mends the form, changes no word, and mends nothing the second time."""

from __future__ import annotations

import io
import re

import docx as python_docx
import pytest

from taizhang.proof.layout.profile import load_profile
from taizhang.proof.layout.repair import repair_file
from taizhang.proof.layout.words import digest
from taizhang.proof.word.package import Package, q
from taizhang.proof.word.walk import PackageParagraphs
from taizhang.proof.word.writing import properties_of, put
from tests.proof.layout.official import official
from tests.proof.layout.test_gate import PLANTED
from tests.proof.word.build import docx, p, t

# What is written in words is a person's to change.
_WORDS = ("冒号", "标点", "句号", "日期", "此页无正文", "替代字体")


@pytest.mark.parametrize(
    ("message", "wrong"),
    [(message, wrong) for _, message, wrong in PLANTED],
    ids=[f"{rule} {message}" for rule, message, _ in PLANTED],
)
def test_every_planted_fault_of_form_is_mended_and_no_word_is(message: str, wrong: dict[str, str]) -> None:
    made = repair_file(Package(official(wrong)), load_profile())
    assert made.before == made.after
    if any(word in message for word in _WORDS):
        assert ([one.message for one in made.left], made.done) == ([message], ())
    else:
        assert made.left == ()
        assert [done.startswith(message) and done.endswith("。") for done in made.done] == [True], made.done
    assert repair_file(Package(made.content), load_profile()).done == ()


def test_all_faults_at_once_are_mended() -> None:
    wrong = {
        "body font": "宋体",
        "body size": "24",
        "body indent": "",
        "title font": "黑体",
        "title align": "",
        "even": "",
        "margins": '<w:pgMar w:top="1440"/>',
    }
    made = repair_file(Package(official(wrong)), load_profile())
    assert (made.before, made.left) == (made.after, ())
    assert len(made.done) == 7


def test_a_run_in_heading_keeps_its_face_when_the_body_is_mended() -> None:
    face = '<w:r><w:rPr><w:rFonts w:eastAsia="{}"/><w:sz w:val="32"/></w:rPr><w:t>{}</w:t></w:r>'
    paragraph = p(
        face.format("楷体_GB2312", "（一）建立台账。") + face.format("宋体", "各单位要对照任务清单，逐项梳理进展。")
    )
    made = repair_file(Package(docx(paragraph)), load_profile())
    fonts = {
        "".join(one.text or "" for one in run.iter(q("t"))): run.find(f"{q('rPr')}/{q('rFonts')}").get(q("eastAsia"))  # type: ignore[union-attr]
        for run in Package(made.content).tree("word/document.xml").iter(q("r"))
    }
    assert fonts == {"（一）建立台账。": "楷体_GB2312", "各单位要对照任务清单，逐项梳理进展。": "仿宋_GB2312"}


def test_brackets_of_a_document_number_are_mended_only_where_it_stands_alone() -> None:
    body = (
        p("沄政办发[2026]18号")
        + p("关于开展督查的通知", properties='<w:jc w:val="center"/>')
        + p("按照沄政办发[2025]3号办理。")
    )
    made = repair_file(Package(docx(body)), load_profile())
    texts = [one.text for one in PackageParagraphs(Package(made.content)).paragraphs if one.kind == "body"]
    assert texts == ["沄政办发〔2026〕18号", "关于开展督查的通知", "按照沄政办发[2025]3号办理。"]
    assert made.before == made.after


@pytest.mark.parametrize("other", [p("甲乙丙"), p("甲乙") + p("丙丁"), p("甲乙丁", "丙"), p("〔2026〕3号甲乙丙丁")])
def test_the_digest_tells_any_other_words_apart(other: str) -> None:
    assert digest(PackageParagraphs(Package(docx(p("甲乙丙丁"))))) != digest(PackageParagraphs(Package(docx(other))))


def test_the_digest_is_the_same_for_the_same_words_cut_otherwise_and_numbered_pages() -> None:
    one, other = docx(p("甲乙", "丙[2026]3号")), docx(p(t("甲乙丙〔2026〕3号")), footer=p("— 1 —"))
    assert digest(PackageParagraphs(Package(one))) == digest(PackageParagraphs(Package(other)))


def test_a_footer_that_says_more_than_a_number_is_left_alone() -> None:
    content = docx(p("正文。"), footer=p("内部资料"))
    assert [
        one.text for one in PackageParagraphs(Package(repair_file(Package(content), load_profile()).content)).paragraphs
    ][-1] == "内部资料"


def test_properties_are_written_where_the_schema_wants_them() -> None:
    root = Package(docx(p("甲", properties='<w:pStyle w:val="a"/><w:jc w:val="left"/><w:rPr/>'))).tree(
        "word/document.xml"
    )
    paragraph = next(root.iter(q("p")))
    put(paragraph, "ind", {"left": "0"})
    put(paragraph, "spacing", {"line": "579"})
    assert [str(one.tag).rpartition("}")[2] for one in properties_of(paragraph)] == [
        "pStyle",
        "spacing",
        "ind",
        "jc",
        "rPr",
    ]


def test_a_document_of_a_word_processors_own_template_is_mended_in_one_go() -> None:
    made = python_docx.Document()
    made.add_heading("关于开展专项督查的通知", 0)
    made.add_paragraph("各乡镇人民政府：")
    made.add_heading("一、明确办理责任", 1)
    for number in range(3):
        made.add_paragraph(
            "各单位要对照任务清单逐项梳理进展，明确责任单位和完成时限。", style=(None, "List Number")[number > 0]
        )
    buffer = io.BytesIO()
    made.save(buffer)
    result = repair_file(Package(buffer.getvalue()), load_profile())
    assert (result.before, result.left) == (result.after, ())
    assert len(result.done) > 10


def test_a_file_that_sets_no_page_at_all_is_told_and_given_one() -> None:
    made = repair_file(Package(docx(p("正文。"))), load_profile())
    assert [
        re.split("[：。]", done)[0] for done in made.done if "纸张" in done or "页码" in done or "页边距" in done
    ] == [
        "没有设定纸张，应为A4",
        "没有页码",
        "页边距不合",
    ]
    assert made.left == ()
