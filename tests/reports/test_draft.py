"""Filling: every number and claim knows its cell, and what cannot be filled is never printed as if right."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.reports.draft import Ground, draft
from taizhang.reports.paper import Claim, Number, Paper, PaperTable, Paragraph, Quoted, Text, Unresolved
from taizhang.reports.printing import few_unit, name_titles
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from tests.reports.county import YEAR, Amounts, Fake, catalogue, page

AMOUNTS: Amounts = {
    ("opened", "2026"): 178,
    ("opened", "2025"): 158,
    ("opened", "2026", "重大"): 12,
    ("closed", "2026"): 152,
    ("closed", "2025"): 131,
    ("open_end", "2026"): 37,
    ("open_end", "2025"): 0,
    ("accepted_wan", "2026"): 122164,
    ("built", "2026"): "150.447",
    ("built", "2025"): "150.447",
    ("opened", "2026-03"): 9,
    ("opened", "2026-01-01..2026-03-31"): 31,
}


def drafted(body: str, amounts: Amounts | None = None) -> tuple[Paper, tuple[Problem, ...]]:
    return draft(catalogue(), page(body), YEAR, Fake({**AMOUNTS, **(amounts or {})}), file="t.md")


def printed(body: str, amounts: Amounts | None = None) -> str:
    paper, problems = drafted(body, amounts)
    assert not problems
    (block,) = paper.blocks
    assert isinstance(block, Paragraph)
    return block.text


def told(body: str, amounts: Amounts | None = None) -> tuple[list[str], str]:
    paper, problems = drafted(body, amounts)
    (block,) = paper.blocks
    assert isinstance(block, Paragraph)
    return [problem.code for problem in problems], block.text


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("figure:opened", "178"),
        ("figure:opened|unit", "178处"),
        ("figure:opened|last", "158"),
        ("figure:opened|rounded:余|unit", "170余处"),
        ("figure:opened|rounded:以上|unit", "170处以上"),
        ("figure:opened|rounded:超过|unit", "超过170处"),
        ("figure:opened|by:level=重大", "12"),
        ("figure:opened|by:level=重大|share|unit", "6.74%"),
        ("figure:opened|period:2026-03", "9"),
        ("figure:opened|period:Q1", "31"),
        ("figure:close_rate|unit", "85.39%"),
        ("figure:close_rate|decimals:1|unit", "85.4%"),
        ("figure:accepted_wan|unit", "12.2万件"),
        ("figure:accepted_wan|exact|unit", "12.2164万件"),
        ("figure:built|decimals:1|unit", "150.4公里"),
        ("figure:built|exact", "150.447"),
        ("change:opened", "同比增长12.66%"),
        ("change:opened|decimals:1", "同比增长12.7%"),
        ("change:opened|difference", "同比增加20处"),
        ("change:opened|bare", "增长12.66%"),
        ("change:close_rate", "同比提高2.48个百分点"),
        ("change:built", "与上年持平"),
        ("change:open_end", "上年无可比基数"),
        ("claim:open_end<=37|基本销号", "基本销号"),
        ("claim:accepted_wan>12.2|受理量突破历年", "受理量突破历年"),
        ("quote:3个|省政府通报", "3个"),
        ("text:body.short", "县政府办公室"),
        ("text:next_year", "2027"),
        ("text:as_of", "2026年12月31日"),
        ("text:period", "2026年"),
    ],
)
def test_a_slot_prints_what_it_says(slot: str, text: str) -> None:
    assert printed(f"{{{{{slot}}}}}") == text


@pytest.mark.parametrize(
    ("this", "last", "text"),
    [(90, 100, "同比下降10.00%"), (100, 100, "与上年持平"), (1_000_001, 1_000_000, "与上年基本持平")],
)
def test_a_change_follows_the_sign_of_the_exact_difference(this: int, last: int, text: str) -> None:
    assert printed("{{change:opened}}", {("opened", "2026"): this, ("opened", "2025"): last}) == text


def test_words_before_a_number_are_left_out_with_it_when_it_is_zero_and_only_then() -> None:
    told = "期末在办{{figure:opened|unit}}{{figure:open_end|unit|unless_zero:，其中逾期}}{{claim:open_end=0|optional|，没有逾期}}。"
    assert printed(told) == "期末在办178处，其中逾期37处。"
    assert printed(told, {("open_end", "2026"): 1}) == "期末在办178处，其中逾期1处。"
    assert printed(told, {("open_end", "2026"): 0}) == "期末在办178处，没有逾期。"


@pytest.mark.parametrize(
    ("overdue", "text"),
    [(177, "期末在办178处，其中逾期177处。"), (178, "期末在办178处，均已逾期。"), (0, "期末在办178处。")],
)
def test_a_part_that_is_all_of_the_number_before_it_is_told_as_all(overdue: int, text: str) -> None:
    slot = "期末在办{{figure:opened|unit}}{{figure:open_end|unit|unless_zero:，其中逾期|all:，均已逾期}}。"
    assert printed(slot, {("open_end", "2026"): overdue}) == text
    apart = slot.replace("{{figure:opened|unit}}", "{{figure:opened|unit}}{{figure:closed|unit}}")
    assert "均" not in printed(apart, {("open_end", "2026"): overdue})


@pytest.mark.parametrize(
    ("invested", "refunded", "text"),
    [
        (100_000_000, 40229, "1.00亿元，4.02万元"),
        (245_001_900, 40229, "2.45亿元，4.02万元"),
        (100_000_000, 10_000_000, "1.00亿元，0.10亿元"),
        (100_000_000, 9_999_999, "1.00亿元，1000.00万元"),
        (99_999_999, 999, "10000.0万元，999元"),
        (0, 9999, "0.0万元，9999元"),
        (0, 10000, "0.0万元，1.00万元"),
    ],
)
def test_sums_of_money_are_written_in_one_unit_chosen_by_the_largest(invested: int, refunded: int, text: str) -> None:
    amounts: Amounts = {("invest_wan", "2026"): invested, ("refund_yuan", "2026"): refunded}
    assert told("{{figure:invest_wan|unit}}，{{figure:refund_yuan|unit}}", amounts)[1] == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("甲办法", "《乙规定》"), "《甲办法》《乙规定》"),
        (("歌曲《河灯》", "话剧《渡口》"), "歌曲《河灯》、话剧《渡口》"),
        (("微电影《河灯》", "春"), "微电影《河灯》、《春》"),
        (("关于印发《甲办法》", "关于《乙》的通知"), "《关于印发〈甲办法〉》《关于〈乙〉的通知》"),
    ],
)
def test_a_work_keeps_the_kind_before_its_title_and_a_title_that_names_another_does_not(
    names: tuple[str, ...], text: str
) -> None:
    assert name_titles(names) == text


def test_two_numbers_that_are_not_there_are_not_all_of_each_other() -> None:
    slot = (
        "{{figure:closed|unit|period:2020}}{{figure:open_end|unit|period:2020|unless_zero:，其中逾期|all:，均已逾期}}"
    )
    assert told(slot)[1] == "【缺：同批办结隐患】，其中逾期【缺：未销号隐患】"


def test_a_number_that_is_not_there_is_never_left_out_as_zero() -> None:
    codes, text = told("{{figure:open_end|unit|period:2020|unless_zero:，其中逾期}}")
    assert (codes, text) == (["RPT-024"], "，其中逾期【缺：未销号隐患】")


def test_a_rounding_word_never_stands_on_an_exact_multiple() -> None:
    assert printed("{{figure:opened|rounded:余|unit}}", {("opened", "2026"): 170}) == "170处"


@pytest.mark.parametrize("options", ["unit", "decimals:1|unit", "decimals:0|unit"])
def test_a_rate_prints_one_hundred_only_when_nothing_is_open(options: str) -> None:
    most: Amounts = {("opened", "2026"): 99_999, ("closed", "2026"): 99_998}
    every: Amounts = {("opened", "2026"): 99_999, ("closed", "2026"): 99_999}
    assert not printed(f"{{{{figure:close_rate|{options}}}}}", most).startswith("100")
    assert printed(f"{{{{figure:close_rate|{options}}}}}", every).startswith("100")


def test_a_true_claim_is_held_against_its_cell() -> None:
    paper, problems = drafted("{{claim:open_end=37|37处正在整改}}")
    assert not problems
    (claim,) = [run for _, run in paper.runs()]
    assert claim == Claim("37处正在整改", "open_end@2026")
    assert paper.cells["open_end@2026"].value.amount == 37


def test_a_false_claim_names_the_value_that_contradicts_it_and_is_not_printed_as_true() -> None:
    paper, problems = drafted("前言。\n\n{{claim:open_end=0|全部销号}}")
    (problem,) = problems
    assert problem.code == "RPT-023"
    assert "37处" in problem.message
    assert (problem.place.file, problem.place.line, problem.place.paragraph) == ("t.md", 7, 2)
    run = [run for _, run in paper.runs()][-1]
    assert isinstance(run, Unresolved)
    assert run.text == "【待核：全部销号】"


@pytest.mark.parametrize(
    ("slot", "code"),
    [
        ("figure:nothing", "RPT-020"),
        ("change:nothing", "RPT-020"),
        ("figure:opened|by:colour=红", "RPT-021"),
        ("figure:opened|by:level=特大", "RPT-021"),
        ("figure:close_rate|by:colour=红", "RPT-021"),
        ("figure:opened|period:去年", "RPT-022"),
        ("claim:open_end=0|全部", "RPT-023"),
        ("figure:opened|period:2020", "RPT-024"),
        ("change:accepted_wan|period:2020", "RPT-024"),
        ("claim:close_rate=100|period:2020|全部", "RPT-024"),
        ("figure:close_rate|rounded:余|unit", "RPT-025"),
    ],
)
def test_an_unfilled_slot_is_a_visible_gap_and_a_problem(slot: str, code: str) -> None:
    codes, text = told(f"甲{{{{{slot}}}}}乙")
    assert codes == [code]
    assert text.startswith("甲【")
    assert text.endswith("】乙")


def test_every_fault_of_a_template_is_told_at_once() -> None:
    codes, _ = told("{{figure:nothing}}{{figure:opened|colour}}{{sum:opened}}{{claim:open_end=0|无}}")
    assert sorted(codes) == ["RPT-004", "RPT-005", "RPT-020", "RPT-023"]


def test_all_figures_are_asked_for_in_one_batch_and_each_once() -> None:
    fake = Fake(AMOUNTS)
    draft(catalogue(), page("{{figure:opened}}{{figure:opened|unit}}{{change:opened}}{{figure:open_end}}"), YEAR, fake)
    (batch,) = fake.batches
    assert [ask.figure for ask in batch[:3]] == ["opened", "opened_change", "open_end"]
    assert len(set(batch)) == len(batch)


def test_a_change_of_a_plain_figure_makes_its_year_on_year_figure_with_its_own_definition() -> None:
    paper, _ = drafted("{{change:close_rate}}")
    (cell,) = paper.cells.values()
    assert cell.value.figure.kind == "year_on_year"
    assert cell.value.figure.declared.of == ("close_rate",)
    assert cell.definition
    other = catalogue().figures["opened_change"]
    assert len(cell.value.figure.hash) == len(other.hash)
    assert cell.value.figure.hash != other.hash


def test_a_share_keeps_both_sides_and_both_traces() -> None:
    paper, _ = drafted("{{figure:opened|by:level=重大|share}}")
    (cell,) = paper.cells.values()
    assert (cell.value.numerator, cell.value.denominator) == (Decimal(12), Decimal(178))
    assert [part.value.ask.member for _, part in cell.trace.parts] == ["重大", ""]


def test_the_same_number_twice_is_one_cell() -> None:
    paper, _ = drafted("{{figure:opened}}和{{figure:opened|rounded:多|unit}}")
    assert [run for _, run in paper.runs()] == [
        Number("178", "opened@2026"),
        Text("和"),
        Number("170多处", "opened@2026"),
    ]
    assert list(paper.cells) == ["opened@2026"]


def test_title_addressee_signature_and_date_take_dated_texts() -> None:
    front = (
        'name = "office"\naddressee = "考核组"\nsignature = ["{{text:body.name}}"]\ndate = "as_of"\nperiod = "2026"\n'
    )
    ground = Ground(entries=7, root="ab", sources={"d": "a.xlsx"})
    paper, problems = draft(catalogue(), page("正文。", front), None, Fake({}), ground=ground)
    assert not problems
    assert (paper.name, paper.title, paper.addressee) == ("office", "2026年报告", "考核组")
    assert paper.signature == ("青岚县人民政府办公室",)
    assert paper.signed_on == YEAR.end
    assert (paper.entries, paper.root, paper.sources) == (7, "ab", {"d": "a.xlsx"})
    assert paper.revision == catalogue().revision


def test_a_report_without_a_period_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        draft(catalogue(), page("正文。"), None, Fake({}))
    assert [problem.code for problem in refused.value.problems] == ["RPT-026"]


@pytest.mark.parametrize(
    ("amount", "text"), [(10_000, "1.0万件"), (9_999, "9999件"), (1, "1件"), (0, "0.0万件")], ids=lambda one: str(one)
)
def test_fewer_than_ten_thousand_things_are_told_singly(amount: int, text: str) -> None:
    told: Amounts = {("accepted_wan", "2026"): amount}
    assert printed("受理{{figure:accepted_wan|unit}}。", told) == f"受理{text}。"
    assert printed("受理{{figure:accepted_wan|exact}}万件。", told).startswith("受理")


def test_money_keeps_its_unit() -> None:
    assert (few_unit("万元"), few_unit("亿元"), few_unit("件"), few_unit("万套")) == ("", "", "", "套")


def test_part_of_a_year_compares_with_the_same_days() -> None:
    until = Period.parse("2026-01-01..2026-11-20")
    amounts: Amounts = {("opened", until.key): 5, ("opened", until.last_year().key): 5}
    paper, _ = draft(catalogue(), page("{{text:period}}{{change:opened}}"), until, Fake(amounts))
    (block,) = paper.blocks
    assert isinstance(block, Paragraph)
    assert block.text == "2026年1月1日至11月20日与上年同期持平"


def test_tables_take_slots_with_bars_and_a_caption() -> None:
    paper, problems = drafted("表：主要指标\n\n| 项 | 数 |\n|---|---|\n| 隐患 | {{figure:opened|unit}} |")
    assert not problems
    (table,) = paper.blocks
    assert table == PaperTable(("项", "数"), (((Text("隐患"),), (Number("178处", "opened@2026"),)),), "主要指标")


def test_a_quoted_number_keeps_its_source() -> None:
    paper, _ = drafted("{{quote:128|市统计局公报}}")
    assert [run for _, run in paper.runs()] == [Quoted("128", "市统计局公报")]


def test_a_text_of_the_body_stands_with_its_days_and_one_without_a_value_is_a_gap() -> None:
    paper, problems = drafted("弘扬“{{text:motto}}”，年度{{text:year}}。")
    assert not problems
    runs = [run for _, run in paper.runs()]
    assert runs[1] == Quoted("快、准、细、实", "本单位登记的“办公室精神”（2026年3月1日起）", declared=True)
    early = Period.parse("2026-01-01..2026-02-28")
    paper, (problem,) = draft(catalogue(), page("弘扬{{text:motto}}。"), early, Fake({}), file="t.md")
    assert (problem.code, problem.place.line, problem.place.paragraph) == ("RPT-028", 5, 1)
    assert any(isinstance(run, Unresolved) and run.text == "【缺：办公室精神】" for _, run in paper.runs())
    _, (problem,) = drafted("{{text:nothing}}")
    assert problem.code == "RPT-027"


def test_a_title_without_its_text_shows_the_gap_and_the_problem() -> None:
    text = page("正文。").replace('title = "', 'title = "{{text:nothing}}', 1)
    paper, problems = draft(catalogue(), text, YEAR, Fake({}))
    assert paper.title.startswith("【缺：nothing】")
    assert [problem.code for problem in problems] == ["RPT-027"]
