"""The standing of sentences: what carries each, what is told of one that nothing carries, and for how long a word holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from taizhang.reports.paper import Claim, Number, Paper, Paragraph, Quoted, Run, Text, Unresolved
from taizhang.reports.sentences import cut, shares
from taizhang.reports.standing import (
    Attested,
    Grounds,
    standing_problems,
    standings,
    words_of,
)
from taizhang.terms.period import Period

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
OPEN = "督查结果与年度考核挂钩。"


def paper(*runs: Run | str, level: int = 0, heading: int = 0) -> Paper:
    told = tuple(Text(run) if isinstance(run, str) else run for run in runs)
    return Paper("office", "报告", YEAR, (Paragraph(told, level, heading, 3),))


def told(one: Paper, grounds: Grounds | None = None) -> list[str]:
    return [found.standing for found in standings(one, grounds or Grounds())]


def test_numbers_claims_sources_and_intentions_each_carry_their_sentence() -> None:
    drafted = paper(
        "全年办结",
        Number("12件", "a"),
        "。",
        Claim("未发生事故", "b"),
        "。群众满意度",
        Quoted("98%", "省统计年鉴第3页"),
        "。",
        "将继续努力。",
        OPEN,
    )
    assert told(drafted) == ["computed", "claimed", "cited", "framing", "open"]


def test_a_number_does_not_carry_what_another_clause_says_of_all() -> None:
    (one,) = standings(paper("全年办结", Number("12件", "a"), "，件件有回音。"))
    assert (one.standing, one.lacking) == ("open", ((8, 13),))


def test_a_number_carries_how_it_came_about() -> None:
    assert told(paper("由分管领导包案，全年化解积案", Number("12件", "a"), "。")) == ["computed"]


def test_a_name_of_the_bodys_own_proves_nothing() -> None:
    assert told(paper("“", Quoted("清风路上", "本单位登记的品牌", declared=True), "”阵地已建成。")) == ["open"]


def test_a_gap_is_open_and_told_once() -> None:
    drafted = paper("全年", Unresolved("【待核：未发生事故】", "没有凭据"), "。")
    found = standings(drafted)
    assert [one.standing for one in found] == ["open"]
    assert standing_problems(found, drafted) == ()


def test_a_document_is_cited_when_it_is_kept_somewhere() -> None:
    drafted = paper("印发《督查工作规程》。")
    assert told(drafted) == ["open"]
    kept = Grounds(find=lambda name: "台账“制度”3号" if name == "《督查工作规程》" else "")
    (one,) = standings(drafted, kept)
    assert (one.standing, one.source) == ("cited", "台账“制度”3号")


def test_a_word_given_holds_for_these_words_alone() -> None:
    given = Grounds(attested={words_of(OPEN): Attested("甲主任", "2026-12-20")})
    (one,) = standings(paper(OPEN), given)
    assert (one.standing, one.source) == ("attested", "甲主任，2026-12-20")
    assert told(paper(OPEN.replace("年度", "季度")), given) == ["open"]


def test_a_word_given_outlives_a_number_that_changes_by_itself() -> None:
    before = paper("全年办结", Number("12件", "a"), "，件件有回音。")
    (one,) = standings(before)
    given = Grounds(attested={one.words: Attested("甲主任", "2026-12-20")})
    after = replace(before, blocks=(Paragraph((Text("全年办结"), Number("9件", "a"), Text("，件件有回音。"))),))
    assert told(after, given) == ["attested"]


def test_a_heading_frames_unless_its_words_are_hard() -> None:
    assert told(paper("项目建设提速。", "坚持质量第一。", level=2, heading=1)) == ["framing", "framing"]
    assert told(paper("项目全部建成。", "坚持质量第一。", level=2, heading=1)) == ["open", "framing"]


def test_a_chapter_of_plans_asserts_only_what_is_told_of_the_past() -> None:
    plan = Paper(
        "office",
        "报告",
        YEAR,
        (
            Paragraph((Text("谋划好下一年工作"),), 1, 1),
            Paragraph((Text("开展安全评估。去年办结了12件。"),)),
        ),
    )
    assert told(plan) == ["framing", "framing", "open"]


def test_a_problem_names_the_words_and_their_place() -> None:
    drafted = paper("坚持改革。", OPEN)
    (problem,) = standing_problems(standings(drafted), drafted, "office.md")
    assert (problem.code, problem.level, problem.place.line, problem.place.paragraph) == ("RPT-033", "error", 3, 1)
    assert problem.place.span == (5, 16)
    assert "督查结果与年度考核挂钩" in problem.message


def test_shares_count_characters_by_standing() -> None:
    drafted = paper("坚持改革。", OPEN)
    told = shares(replace(drafted, standings=standings(drafted)))
    assert [(one.standing, one.count, one.percent) for one in told] == [("framing", 5, 29), ("open", 12, 71)]


def test_a_paragraph_is_cut_into_sentences_with_their_runs() -> None:
    drafted = paper("坚持改革。全年办结", Number("12件", "a"), "。将继续。")
    (block,) = drafted.blocks
    assert isinstance(block, Paragraph)
    pieces = list(cut(block.runs, standings(drafted)))
    assert ["".join(run.text for run in runs) for _, runs in pieces] == ["坚持改革。", "全年办结12件。", "将继续。"]
    assert [one and one.standing for one, _ in pieces] == ["framing", "computed", "framing"]
    assert "".join(run.text for _, runs in pieces for run in runs) == block.text


def test_a_number_kept_back_leaves_each_sentence_its_standing() -> None:
    drafted = paper("全年办结", Number("12件", "a"), "。将继续。")
    told = standings(drafted)
    kept_back = (Text("全年办结"), Text("若干件"), Text("。将继续。"))
    assert [one and one.standing for one, _ in cut(kept_back, told)] == ["computed", "framing"]
