"""Templates: what they may hold, and how headings are numbered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.reports.passages import Gap, ParagraphSource, TableSource, Words, words_of
from taizhang.reports.template import read_template
from tests.reports.county import page


def outline(body: str) -> list[tuple[int, int, str]]:
    template, problems = read_template(page(body), "t.md")
    assert not problems
    return [
        (block.level, block.lead, words_of(block.parts))
        for block in template.blocks
        if isinstance(block, ParagraphSource)
    ]


def codes(text: str) -> list[tuple[str, int]]:
    return [(problem.code, problem.place.line) for problem in read_template(text, "t.md")[1]]


def test_headings_are_numbered_from_the_top_at_every_level() -> None:
    body = "# 甲\n## 乙\n### 丙\n#### 丁\n### 戊\n## 己\n### 庚\n# 辛\n## 壬"
    assert [text for _, _, text in outline(body)] == [
        "一、甲",
        "（一）乙",
        "1.丙",
        "（1）丁",
        "2.戊",
        "（二）己",
        "1.庚",
        "二、辛",
        "（一）壬",
    ]


def test_a_bold_lead_sentence_is_a_run_in_heading_one_level_down() -> None:
    assert outline("# 服务\n\n**调研。**全年开展。\n\n**信息。**继续。\n\n## 小节\n\n**会议。**再。") == [
        (1, 1, "一、服务"),
        (2, 1, "（一）调研。全年开展。"),
        (2, 1, "（二）信息。继续。"),
        (2, 1, "（三）小节"),
        (3, 1, "1.会议。再。"),
    ]


@pytest.mark.parametrize("lead", ["**一是抓早。**", "**首先表态。**", "**重点**", "普通**加粗。**"])
def test_other_bold_words_are_no_heading(lead: str) -> None:
    assert outline(f"{lead}正文。")[0][:2] == (0, 0)


def test_a_typed_number_that_fits_is_accepted_without_a_word() -> None:
    assert outline("# 一、甲\n\n**（一）乙。**文\n\n# 二、丙")[2] == (1, 1, "二、丙")


@pytest.mark.parametrize(("typed", "line"), [("# 一、甲\n# 三、乙", 6), ("# （一）甲", 5)])
def test_a_typed_number_out_of_order_is_told_and_replaced(typed: str, line: int) -> None:
    template, problems = read_template(page(typed), "t.md")
    assert [(one.code, one.level, one.place.line) for one in problems] == [("RPT-008", "warning", line)]
    last = template.blocks[-1]
    assert isinstance(last, ParagraphSource)
    assert words_of(last.parts) in ("二、乙", "一、甲")


def test_a_heading_may_skip_the_second_level_but_no_other() -> None:
    assert outline("# 甲\n### 乙")[1][2] == "1.乙"
    assert codes(page("# 甲\n#### 乙")) == [("RPT-007", 6)]
    assert codes(page("##### 甲"))[0] == ("RPT-007", 5)


def test_ordered_lists_keep_their_numbers_and_nest_once() -> None:
    assert [text for _, _, text in outline("1. 甲\n   1. 子\n2. 乙")] == ["1.甲", "（1）子", "2.乙"]


@pytest.mark.parametrize(
    "body",
    [
        "甲<b>乙</b>",
        "<div>甲</div>",
        "<script>alert(1)</script>",
        "[甲](http://a.example)",
        "<http://a.example>",
        "![甲](a.png)",
        "`甲`",
        "```\n甲\n```",
        "> 甲",
        "- 甲",
        "甲\n\n---\n\n乙",
    ],
)
def test_what_an_official_document_does_not_have_is_refused_with_its_line(body: str) -> None:
    found = codes(page(body))
    assert found
    assert {code for code, _ in found} <= {"RPT-006", "RPT-009"}
    assert all(line >= 5 for code, line in found if code == "RPT-006")


@pytest.mark.parametrize(
    ("slot", "code"),
    [
        ("{{figure:x", "RPT-003"),
        ("**甲", "RPT-003"),
        ("{{x}}", "RPT-004"),
        ("{{ }}", "RPT-004"),
        ("{{x.__class__}}", "RPT-004"),
        ("{{7*7}}", "RPT-004"),
        ("{{eval:1}}", "RPT-004"),
        ("{{figure:}}", "RPT-005"),
        ("{{figure:X}}", "RPT-005"),
        ("{{figure:x|decimals:9}}", "RPT-005"),
        ("{{figure:x|decimals:}}", "RPT-005"),
        ("{{figure:x|rounded:大概}}", "RPT-005"),
        ("{{figure:x|rounded:以上}}", "RPT-005"),
        ("{{figure:x|exact|decimals:1}}", "RPT-005"),
        ("{{figure:x|exact:1}}", "RPT-005"),
        ("{{figure:x|unit|unit}}", "RPT-005"),
        ("{{figure:x|by:level}}", "RPT-005"),
        ("{{figure:x|share}}", "RPT-005"),
        ("{{figure:x|last|period:2026}}", "RPT-005"),
        ("{{figure:x|period:}}", "RPT-005"),
        ("{{figure:x|difference}}", "RPT-005"),
        ("{{change:x|last}}", "RPT-005"),
        ("{{claim:x|全部}}", "RPT-005"),
        ("{{claim:x=0}}", "RPT-005"),
        ("{{claim:x=0|}}", "RPT-005"),
        ("{{claim:x==0|无}}", "RPT-005"),
        ("{{claim:x=0 or 1|无}}", "RPT-005"),
        ("{{quote:12}}", "RPT-005"),
        ("{{quote:12|}}", "RPT-005"),
        ("{{text:秘密}}", "RPT-005"),
        ("{{figure:" + "x" * 400 + "}}", "RPT-005"),
    ],
)
def test_a_slot_outside_the_fixed_list_is_refused(slot: str, code: str) -> None:
    template, problems = read_template(page(f"甲{slot}乙"), "t.md")
    assert [(one.code, one.place.line) for one in problems] == [(code, 5)]
    assert code == "RPT-003" or any(isinstance(part, Gap) for block in template.blocks for part in _parts(block))


def _parts(block: ParagraphSource | TableSource) -> tuple[object, ...]:
    assert isinstance(block, ParagraphSource)
    return block.parts


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("正文。", "RPT-001", 1),
        ("+++\ntitle = 1\n+++\n正文。", "RPT-002", 2),
        ('+++\ntitle = "a"\ntitel = "b"\n+++\n正文。', "RPT-002", 3),
        ('+++\ntitle = "a"\nperiod = "去年"\n+++\n正文。', "RPT-002", 3),
        ('+++\ntitle = "a"\ndate = "2026-02-31"\n+++\n正文。', "RPT-002", 3),
        ('+++\ntitle = "a"\ntitle\n+++\n正文。', "RPT-002", 3),
        ('+++\ntitle = "{{figure:x}}"\n+++\n正文。', "RPT-002", 2),
        ('+++\ntitle = "a"\nsignature = [1]\n+++\n正文。', "RPT-002", 3),
        ('+++\ntitle = "a"\n+++\n', "RPT-009", 4),
    ],
)
def test_a_faulty_front_matter_is_told_with_its_line(text: str, code: str, line: int) -> None:
    assert (code, line) in codes(text)


def test_a_problem_in_the_second_line_of_a_paragraph_names_that_line() -> None:
    assert codes(page("甲\n乙{{bad}}")) == [("RPT-004", 6)]


def test_lines_of_a_paragraph_are_joined_without_a_space_and_indents_are_dropped() -> None:
    template, problems = read_template(page("\u3000\u3000甲\n乙。"), "t.md")
    assert not problems
    (block,) = template.blocks
    assert isinstance(block, ParagraphSource)
    assert block.parts == (Words("甲乙。", line=5),)


@given(st.text(alphabet="{}|:=*#<>甲1 \n+`[]()!figurecamq_", max_size=60))
def test_no_text_breaks_the_reader_and_no_brace_is_evaluated(body: str) -> None:
    template, _ = read_template(page(body), "t.md")
    for block in template.blocks:
        assert isinstance(block, ParagraphSource | TableSource)
