"""Lineage: every number and claim is found, and only what needs a source is asked for one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.reports.draft import draft
from taizhang.reports.lineage import lineage, unsourced_problems
from taizhang.reports.paper import Paper, Paragraph, Text
from taizhang.reports.wordlists import SHIPPED
from taizhang.terms.numerals import ordinal
from tests.reports.county import YEAR, Amounts, Fake, catalogue, page

AMOUNTS: Amounts = {
    ("opened", "2026"): 178,
    ("open_end", "2026"): 0,
    ("closed", "2026"): 150,
    ("accepted_wan", "2026"): 122164,
}


def typed(text: str) -> Paper:
    return Paper("p", "t", YEAR, (Paragraph((Text("序。"),)), Paragraph((Text(text),), line=9)))


def lacking(text: str) -> list[tuple[str, str]]:
    """Code and words of every lack in a typed text."""
    found = []
    for problem in unsourced_problems(typed(text), "t.md"):
        assert problem.place.span is not None
        found.append((problem.code, text[slice(*problem.place.span)]))
    return found


def filled(body: str) -> list[str]:
    paper, problems = draft(catalogue(), page(body), YEAR, Fake(AMOUNTS))
    assert not problems
    return [f"{problem.code} {problem.level}" for problem in unsourced_problems(paper)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("推动解决问题137个。", "137"),
        ("投资1,234.5万元。", "1,234.5"),
        ("满意率９８.5％。", "９８.5"),
        ("办结一百二十八件。", "一百二十八件"),
        ("先后二十余次下沉。", "二十余次"),
        ("完成比例百分之八十五。", "百分之八十五"),
        ("下降了三成。", "三成"),
        ("新建十二公里。", "十二公里"),
        ("全年发生一起事故。", "一起"),
        ("服务群众三万人次。", "三万人次"),
        ("一是办实事12件。", "12"),
        ("“三公”经费减少5万元。", "5"),
        ("共计一千二百三十四。", "一千二百三十四"),
    ],
)
def test_a_typed_number_has_no_source(text: str, words: str) -> None:
    assert lacking(text) == [("RPT-030", words)]


@pytest.mark.parametrize(
    "text",
    [
        "2026年12月31日召开。",
        "2026年度、2021—2025年、二〇二六年。",
        "第三季度、三季度、3月份。",
        "党的二十届三中全会、县委十四届三次全会、十五届人大二次会议。",
        "第三批、第12条、第一责任人。",
        "印发《关于开展3项整治的通知》（青政办〔2026〕12号）。",
        "一是抓早，二是抓小，三要抓实。",
        "1.甲",
        "（一）乙",
        "落实“两个维护”，做到三个坚持、四个到位。",
        "围绕“十四五”规划和三公经费、一网通办、三重一大。",
        "12345热线实行24小时值守。",
        "一个支部、一批骨干、同群众坐到一起，千方百计、十分重视、统一思想、进一步。",
        "一线干部万众一心，百姓满意。",
    ],
)
def test_dates_ordinals_names_and_manners_of_speaking_need_none(text: str) -> None:
    assert lacking(text) == []


@pytest.mark.parametrize("word", ["全部", "均", "未发生", "零事故", "首次", "显著", "无一", "位居", "清零"])
def test_a_typed_claim_has_no_source(word: str) -> None:
    assert lacking(f"有关事项{word}完成") == [("RPT-031", word)]
    (problem,) = unsourced_problems(typed(f"有关事项{word}完成"))
    assert problem.level == "warning"


def test_longer_words_that_hold_a_claim_word_claim_nothing() -> None:
    assert lacking("人均收入、平均用时、均衡发展、最大限度便民。") == []


def test_one_hundred_percent_typed_is_a_number_without_source() -> None:
    assert lacking("办结率100%。") == [("RPT-030", "100")]


def test_a_lack_is_told_with_paragraph_line_and_span() -> None:
    (problem,) = unsourced_problems(typed("办结12件。"), "t.md")
    place = problem.place
    assert (place.file, place.line, place.paragraph, place.span) == ("t.md", 9, 2, (2, 4))


def test_filled_numbers_claims_and_quotes_are_sourced() -> None:
    body = "共{{figure:opened}}处，{{claim:open_end=0|全部}}销号，另有{{quote:3个|通报}}。"
    paper, _ = draft(catalogue(), page(body), YEAR, Fake(AMOUNTS))
    mentions = lineage(paper)
    assert [(one.words, one.cell, one.source) for one in mentions] == [
        ("178", "opened@2026", ""),
        ("全部", "open_end@2026", ""),
        ("3个", "", "通报"),
    ]
    assert all(one.sourced for one in mentions)
    assert unsourced_problems(paper) == ()


def test_a_digit_typed_against_a_filled_number_is_found() -> None:
    assert filled("共1{{figure:opened}}处。") == ["RPT-030 error"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("{{figure:opened}}处", []),
        ("{{figure:opened}}余处", []),
        ("{{figure:opened|unit}}，", []),
        ("{{figure:opened|unit}}处", ["RPT-032 error"]),
        ("{{figure:opened}}万处", ["RPT-032 error"]),
        ("{{figure:opened}}%", ["RPT-032 error"]),
        ("{{figure:opened}}件", ["RPT-032 warning"]),
        ("{{figure:close_rate}}%", []),
        ("{{figure:close_rate}}，", ["RPT-032 error"]),
        ("{{figure:accepted_wan}}万件", []),
        ("{{figure:accepted_wan}}件", ["RPT-032 error"]),
    ],
)
def test_the_unit_after_a_number_is_the_figures_own(body: str, found: list[str]) -> None:
    assert filled(body) == found


def test_numbers_in_tables_are_found_too() -> None:
    paper, _ = draft(catalogue(), page("| 项 | 今年12件 |\n|---|---|\n| 甲 | 178处 |"), YEAR, Fake({}))
    assert [problem.code for problem in unsourced_problems(paper)] == ["RPT-030", "RPT-030"]


def test_a_site_adds_its_own_names_and_claims() -> None:
    lists = SHIPPED.extend(fixed=["五个青岚"], claims=["名副其实"])
    paper = typed("建设五个青岚，名副其实。")
    assert [problem.code for problem in unsourced_problems(paper, lists=lists)] == ["RPT-031"]
    assert [problem.code for problem in unsourced_problems(paper)] == ["RPT-030"]


@given(st.integers(2, 9999))
def test_every_chinese_numeral_before_a_counter_is_found(number: int) -> None:
    text = f"办结{ordinal(number)}件"
    assert lacking(text) == [("RPT-030", text[2:])]


@given(st.text(alphabet="一二三十百千万件个年月第1234.,%《》“”全均", max_size=40))
def test_spans_always_show_the_words(text: str) -> None:
    paper = typed(text)
    for mention in lineage(replace(paper, title="x")):
        assert mention.words == text[slice(*mention.span)]
