"""Known kinds in an office's own words: columns told by their words, columns kept as its own, rows that wait."""

from __future__ import annotations

import pytest

from taizhang.intake.changes import ChangeSet
from taizhang.intake.corrections import Correction, Corrections
from taizhang.intake.looking import SheetChoices
from taizhang.intake.waiting import WaitingRow
from tests.intake.grids import changes, sheet

HEAD = "隐患编号 | 属地乡镇 | 隐患描述 | 风险等次 | 排查日期 | 整改期限 | 销号日期 | 目前进度 | 包保领导 | 投入（万元）"
ROWS = (
    "A-1 | 青埠镇 | 灯不亮 | 一般 | 2026-03-01 | 2026-04-01 | 2026-03-20 | 已清零 | 王某甲 | 0.8万元",
    "A-2 | 青埠镇 | 门破损 | 较大 | 2026-03-02 | 2026-04-02 |  | 推进中 | 李某乙 | 3500元",
    "A-3 | 石坪乡 | 线老化 | 重大 | 2026-03-03 | 长期坚持 |  | 未启动 | 李某乙 | /",
    "A-4 | 石坪乡 | 栏杆松 | 一般 | 2026-03-04 | 2026-04-04 |  | 推进中 | 王某甲 | #1.2",
    "A-5 | 石坪乡 | 井盖缺 | 一般 | 2026-03-05 | 2026-04-05 |  | 推进中 | 王某甲 | 面议",
)


def read(*rows: str, head: str = HEAD, asked: SheetChoices | None = None) -> ChangeSet:
    text = "\n".join((head, *(rows or ROWS)))
    return changes(sheet(text), asked=asked or SheetChoices())


def waiting(found: ChangeSet) -> dict[str, WaitingRow]:
    return {row.number: row for row in found.waiting}


def test_columns_no_heading_tells_are_told_by_their_words() -> None:
    (one,) = read().sheets
    assert one.map is not None
    shown = dict(one.map.shown())
    assert (shown["隐患级别"], shown["状态"]) == ("风险等次", "目前进度")


def test_rows_with_words_nobody_placed_wait_with_all_their_cells() -> None:
    found = read()
    rows = waiting(found)
    assert {number: dict(row.draft.pending) for number, row in rows.items()} == {
        "A-1": {"status": "已清零"},
        "A-2": {"level": "较大"},
        "A-3": {"due": "长期坚持", "status": "未启动"},
    }
    assert dict(rows["A-3"].cells)["包保领导"] == "李某乙"
    assert all(one.waits for one in found.refused)
    assert [one.draft.key for one in found.new] == [("A-4",), ("A-5",)]


def test_columns_the_ledger_lacks_become_its_own_typed_by_their_cells() -> None:
    added = read().additions[0]
    told = {one.title: (one.type, one.unit, one.own) for one in added.field.values()}
    assert told["包保领导"] == ("text", "", True)
    assert told["投入"] == ("decimal", "万元", True)


def test_a_cell_that_is_no_value_of_its_own_column_is_kept_in_words_beside_it() -> None:
    found = read()
    facts = {one.draft.key[0]: one.draft.facts for one in found.new}
    assert facts["A-4"]["own_tr"] == "1.2"
    assert (facts["A-5"]["own_tr"], facts["A-5"]["own_tr_words"]) == (None, "面议")
    assert [one.title for added in found.additions[1:] for one in added.field.values()] == ["投入（原文）"]


def test_a_row_something_else_stands_against_is_refused_and_does_not_wait() -> None:
    wrong = "A-6 | 石坪乡 | 墙裂 | 较大 | 2026-13-05 | 2026-04-05 |  | 推进中 | 王某甲 | #1"
    found = read(*ROWS, wrong)
    assert "A-6" not in waiting(found)
    assert {one.waits for one in found.refused if one.number == "A-6"} == {False}


@pytest.mark.parametrize(("heading", "cell"), [("责任人手机", "13800001111"), ("身份证号码", "110101199003078515")])
def test_an_open_ledger_keeps_no_personal_column_and_says_so(heading: str, cell: str) -> None:
    found = read(*(f"{row} | {cell}" for row in ROWS), head=f"{HEAD} | {heading}")
    titles = {one.title for added in found.additions for one in added.field.values()}
    assert heading not in titles
    assert [one.message for one in found.warnings if one.code == "INT-067"] == [
        f"这几栏像是个人信息，安全隐患排查整治台账不留存，没有读入：{heading}。"
    ]


def test_a_column_a_person_leaves_out_is_no_own_column() -> None:
    out = Corrections(sheets={("", "2026年"): Correction("hazard", {8: "", 9: "+"})})
    found = read(asked=SheetChoices(corrections=out))
    titles = {one.title for added in found.additions for one in added.field.values()}
    assert "包保领导" not in titles
    assert "投入" in titles


def test_a_word_of_a_series_repeated_waits_once() -> None:
    found = read(*ROWS, ROWS[0])
    assert [row.number for row in found.waiting].count("A-1") == 1


@pytest.mark.parametrize("words", ["较大？", "较大?", "—", "待定", "待核实", "见附件"])
def test_what_names_no_value_is_refused_and_never_remembered_as_one(words: str) -> None:
    found = read(*ROWS, f"A-7 | 石坪乡 | 墙裂 | {words} | 2026-03-05 | 2026-04-05 |  | 推进中 | 王某甲 | #1")
    assert "A-7" not in waiting(found)
    assert [one.key for one in found.refused if not one.waits] == [("A-7",)]


@pytest.mark.parametrize("words", ["待定", "长期坚持", "立行立改"])
def test_a_term_that_is_not_set_waits_for_somebody_to_say_so(words: str) -> None:
    found = read(*ROWS, f"A-8 | 石坪乡 | 墙裂 | 一般 | 2026-03-05 | {words} |  | 推进中 | 王某甲 | #1")
    assert dict(waiting(found)["A-8"].draft.pending) == {"due": words}


@pytest.mark.parametrize("words", ["同上", "〃"])
def test_as_above_describes_and_never_says_how_far_a_matter_is(words: str) -> None:
    row = "A-7 | {} | 墙裂 | {} | 2026-03-05 | 2026-04-05 |  | {} | 王某甲 | #1"
    found = read(*ROWS, row.format(words, words, "推进中"))
    (made,) = [one.draft.facts for one in found.new if one.draft.key == ("A-7",)]
    assert (made["township"], made["level"]) == ("石坪乡", "一般")
    assert [one.code for one in found.warnings].count("INT-069") == 2
    state = read(*ROWS, row.format("石坪乡", "一般", words))
    assert [(one.field, one.waits) for one in state.refused if one.key == ("A-7",)] == [("status", False)]
