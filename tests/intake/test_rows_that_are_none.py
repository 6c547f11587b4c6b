"""Rows that are no records, units that are asked about, and days too far away: nothing passes in silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from taizhang.intake.changes import ChangeSet, prepare
from taizhang.intake.layout import HeadingRows, headings_of
from taizhang.intake.looking import SheetChoices
from taizhang.intake.near_names import NearNames, slips
from taizhang.intake.reading.files import read as read_file
from taizhang.intake.sums import is_aside, is_total
from taizhang.intake.tables.labels import AS_WRITTEN
from taizhang.intake.tables.rows import rows_of
from taizhang.terms.scope import Organisation, Unit
from tests.intake.grids import SHIPPED, sheet, workbook

HAZARD = "编号 | 乡镇 | 场所 | 隐患内容 | 隐患级别 | 发现日期 | 整改期限 | 状态"
TODAY = date(2026, 11, 30)
EXPENSES = """
三公经费支出统计表（2026年）
单位：万元
序号 | 单位 | 年初预算 | 公务接待费 | | |
 | | | 一季度 | 二季度 | 三季度 | 四季度
#1 | 县教育局 | #10 | #1 | #1 | #1 | #1
#2 | 县应急管理局 | #20 | #2 | #2 | #2 | #2
{last}
"""
MERGED = ((2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 6))


def read(text: str, *known: str, merged: tuple[tuple[int, int, int, int], ...] = ()) -> ChangeSet:
    """What the sheet would change where these units are known."""
    organisation = Organisation([Unit(name) for name in known])
    return prepare(SHIPPED, [workbook(sheet(text, merged=merged))], lambda matters: {}, organisation, today=TODAY)


@pytest.mark.parametrize(
    "name",
    ["全市合计", "分公司汇总合计", "其中：县接待办", "上年同期", "累计", "小计（一）", "全县汇总", "合 计", "全市"],
)
def test_no_total_becomes_a_unit(name: str) -> None:
    found = read(EXPENSES.format(last=f" | {name} | #30 | #3 | #3 | #3 | #3"), merged=MERGED)
    assert {unit.name for unit in found.units} == {"县教育局", "县应急管理局"}
    assert sum(float(str(one.draft.facts["amount"])) for one in found.new if one.draft.ledger == "expense") == 12
    assert not [one for one in found.warnings if one.code == "INT-061"]


def test_a_row_told_by_its_sums_is_said_not_to_be_a_record() -> None:
    found = read(EXPENSES.format(last=" | 县机关事务服务中心 | #30 | #3 | #3 | #3 | #3"), merged=MERGED)
    assert [(one.code, one.place.line) for one in found.warnings if one.code != "INT-086"] == [("INT-063", 7)]


def test_a_row_with_a_number_of_its_own_is_a_record_though_its_numbers_are_sums() -> None:
    found = read(EXPENSES.format(last="#3 | 县机关事务服务中心 | #30 | #3 | #3 | #3 | #3"), merged=MERGED)
    assert "县机关事务服务中心" in {unit.name for unit in found.units}


def test_a_total_that_disagrees_is_told_with_both_numbers() -> None:
    found = read(EXPENSES.format(last=" | 全市合计 | #30 | #3 | #4 | #3 | #3"), merged=MERGED)
    assert [one.message for one in found.warnings if one.code != "INT-086"] == ["表中合计为4，按计入的各行应为3。"]


def test_a_part_total_is_held_against_its_part_and_the_whole_against_all() -> None:
    rows = [
        "#1 | 县教育局 | #10 | #1 | #1 | #1 | #1",
        " | 小计（一） | #10 | #1 | #1 | #1 | #1",
        "#2 | 县水利局 | #5 | #5 | #5 | #5 | #5",
        " | 小计（二） | #5 | #5 | #5 | #9 | #5",
        " | 全市合计 | #15 | #6 | #6 | #6 | #6",
    ]
    text = "\n".join((*EXPENSES.strip("\n").split("\n")[:4], *rows))
    found = read(text, merged=MERGED)
    told = [(one.place.cell, one.message) for one in found.warnings if one.code != "INT-086"]
    assert told == [("F8", "表中合计为9，按计入的各行应为5。")]


@pytest.mark.parametrize("words", ["合计站村道路", "共计划3项", "审计", "县统计局", "上年结转项目", "比例尺", "同比村"])
def test_names_that_only_resemble_totals_are_names(words: str) -> None:
    assert not is_total(words)
    assert not is_aside(words)


def hazard(township: str, *known: str, opened: str = "2026-09-01", due: str = "2026-10-15") -> ChangeSet:
    """One hazard of a township."""
    row = f"T-1 | {township} | 甲店 | 通道堵塞 | 一般 | {opened} | {due} | 办理中"
    return read(f"{HAZARD}\n{row}", *known)


@pytest.mark.parametrize(
    ("township", "reason"),
    [
        ("筠峒镇、岫坞乡", "several_units"),
        ("筠峒镇，岫坞乡", "several_units"),
        ("筠峒镇/岫坞乡", "several_units"),
        ("筠峒镇和岫坞乡", "several_units"),
        ("溦塘镇（原河口乡）", "unit_with_note"),
        ("溦糖镇", "unit_like_another"),
        ("微塘镇", "unit_like_another"),
        ("小", "unknown_unit"),
        ("阿嘎镇", "unit_like_another"),
        ("阿噶镇", "unit_like_another"),
    ],
)
def test_a_unit_that_is_not_clear_is_asked_about_and_not_made(township: str, reason: str) -> None:
    found = hazard(township, "溦塘镇", "筠峒镇", "岫坞乡", "阿戛镇")
    assert [one.reason for one in found.refused] == [reason]
    assert not found.units
    assert not found.new


def test_the_known_name_is_told_beside_the_slip() -> None:
    assert "“溦塘镇”" in hazard("溦糖镇", "溦塘镇").refused[0].because


@pytest.mark.parametrize("township", ["西桥镇", "和平镇", "共和乡", "新塘镇", "小河镇"])
def test_a_name_of_a_series_is_no_slip_and_yet_asked_about_where_there_is_a_register(township: str) -> None:
    found = hazard(township, "东桥镇", "老塘镇", "大河镇")
    assert not found.units
    assert [(one.reason, one.waits) for one in found.refused] == [("unknown_unit", True)]


def test_among_new_names_the_rarer_of_two_that_sound_alike_is_asked_about() -> None:
    assert list(slips({"溦塘镇": 5, "溦糖镇": 1, "溦山镇": 1}, (), listed=False)) == [("溦糖镇", "溦塘镇")]
    assert NearNames(["县教育局"]).near("县体育局") == "县教育局"
    assert NearNames(["城东街道"]).near("城西街道") == ""


@pytest.mark.parametrize("slip", ["阿嘎镇", "阿噶镇"])
@pytest.mark.parametrize("times", [1, 3])
def test_of_two_new_names_one_written_for_the_other_neither_is_made_unasked(slip: str, times: int) -> None:
    assert ("阿戛镇" in dict(slips({"阿戛镇": times, slip: 1}, (), listed=False))) == (times == 1)
    assert dict(slips({"阿戛镇": times, slip: 1}, (), listed=False))[slip] == "阿戛镇"
    assert not list(slips({"石桥镇": times, "板桥镇": 1}, (), listed=False))


CLOSED = f"{HAZARD} | 整改完成日期 | 销号日期"


@pytest.mark.parametrize(
    ("done", "closed", "waits"),
    [
        ("2026-11-29", "2026-11-30", []),
        ("2026-11-30", "2026-12-01", ["closed"]),
        ("2026-12-01", "2026-12-01", ["done", "closed"]),
        ("2026-11-30 25:00", "2026-11-30", ["done"]),
        ("", "", []),
    ],
)
def test_what_was_done_was_done_by_today(done: str, closed: str, waits: list[str]) -> None:
    status = "已销号" if closed else "办理中"
    row = f"T-1 | 东桥镇 | 甲店 | 通道堵塞 | 一般 | 2026-09-01 | 2026-12-15 | {status} | {done} | {closed}"
    found = read(f"{CLOSED}\n{row}", "东桥镇")
    assert [one.field for one in found.refused] == waits


PETITIONS = "登记编号 | 信访人代码 | 信访渠道 | 问题属地 | 反映问题 | 受理日期 | 办理期限 | 办理状态"


@pytest.mark.parametrize(
    ("words", "kept_out"),
    [
        ("张某（110101199001010011）反映道路积水", True),
        ("来信人电话13800000000反映道路积水", True),
        ("联系 0851-12345678 反映积水", True),
        ("１３８ ０００ ０００００ 反映积水", True),
        ("来信人邮箱 a@b.cn", True),
        ("反映2026年3月5日起道路积水约20米", False),
        ("反映12345热线20260305-0001号件未答复", False),
    ],
)
def test_nobody_is_told_of_in_the_words_of_a_petition(words: str, kept_out: bool) -> None:
    found = read(f"{PETITIONS}\nX-1 | D-1 | 来信 | 东桥镇 | {words} | 2026-09-01 | 2026-10-15 | 办理中", "东桥镇")
    assert [one.code for one in found.problems] == (["INT-056"] if kept_out else [])
    assert "13800000000" not in "".join(str(one) for one in found.problems)


@pytest.mark.parametrize(
    ("words", "refused"),
    [("业主110101199001010011拒不整改", True), ("值班电话13800000000", False), ("批号110101199013010011", False)],
)
def test_an_identity_number_is_taken_into_no_open_field(words: str, refused: bool) -> None:
    row = f"T-1 | 东桥镇 | 甲店 | {words} | 一般 | 2026-09-01 | 2026-10-15 | 办理中"
    found = read(f"{HAZARD}\n{row}", "东桥镇")
    assert [one.reason for one in found.refused] == (["personal_number"] if refused else [])


@pytest.mark.parametrize(
    ("opened", "waits"),
    [
        ("2036-09-01", True),
        ("1926-09-01", True),
        ("2031-12-31", False),
        ("2032-01-01", True),
        ("1976-01-01", False),
        ("1975-12-31", True),
    ],
)
def test_a_day_far_away_waits_for_a_person(opened: str, waits: bool) -> None:
    found = hazard("东桥镇", "东桥镇", opened=opened, due="2031-12-31")
    assert [one.reason for one in found.refused if one.field == "opened"] == (["far_day"] if waits else [])


@pytest.mark.parametrize(("due", "waits"), [("2031-12-31", False), ("2032-01-01", True)])
def test_a_plan_reaches_five_years_ahead(due: str, waits: bool) -> None:
    assert bool(hazard("东桥镇", "东桥镇", due=due).refused) == waits


def test_a_ledger_that_is_named_is_taken_and_what_lacks_is_said() -> None:
    text = "招采编号 | 采购项目名称 | 采购预算金额 | 中标金额 | 中标单位 | 合同签订日期\n甲 | 乙 | #3 | #2 | 丙公司 | 2026-03-05"
    asked = SheetChoices("procurement")
    found = prepare(SHIPPED, [workbook(sheet(text))], lambda matters: {}, Organisation(), asked=asked)
    assert [one.code for one in found.problems] == ["INT-051"]
    other = "甲 | 乙\n丙 | 丁"
    found = prepare(SHIPPED, [workbook(sheet(other))], lambda matters: {}, Organisation(), asked=asked)
    assert [one.code for one in found.problems] == ["INT-051"]


ROADS = "项目编号 | 项目名称 | 建设性质 | 年度 | 开工日期"


def road_rows(*lines: str, choices: tuple[int, ...] = ()) -> list[str]:
    """What each row below a heading of road projects is."""
    drawn = sheet("\n".join((ROADS, *lines)))
    heading = HeadingRows(0, 0, headings_of(drawn, 0, 0, AS_WRITTEN))
    return [row.kind for row in rows_of(drawn, heading, None, AS_WRITTEN, choices)]


NEW_ROAD = "G-{n} | 甲路{n} | 新建 | #2026 | 2026-03-05"


@pytest.mark.parametrize("words", ["上年结转", "上月结转", "下年结转", "本年累计"])
def test_words_of_a_balance_that_are_the_value_of_a_full_record_leave_it_a_record(words: str) -> None:
    full = f"G-9 | 乙路 | {words} | #2026 | 2025-03-05"
    assert road_rows(NEW_ROAD.format(n=1), full, NEW_ROAD.format(n=2)) == ["record"] * 3
    assert road_rows(full, full.replace("9", "8")) == ["record"] * 2


def test_words_a_field_declares_are_its_value_though_the_record_lacks_something() -> None:
    lines = (NEW_ROAD.format(n=1), "G-9 | | 上年结转 | #2026 | 2025-03-05", NEW_ROAD.format(n=2))
    assert road_rows(*lines, choices=(2,)) == ["record"] * 3
    assert road_rows(*lines) == ["record", "aside", "record"]


def test_a_balance_brought_forward_is_said_aloud_and_a_sum_carried_is_a_total() -> None:
    rows = road_rows(NEW_ROAD.format(n=1), " | 承前页 | | | #3", " | 本月合计 | | | #3", NEW_ROAD.format(n=2))
    assert rows == ["record", "aside", "total", "record"]


@pytest.mark.parametrize(
    ("written", "reason", "way_out"),
    [
        ("2026年9月", "month_only", "几月几日"),
        ("2026.9", "month_only", "几月几日"),
        ("9月份", "month_only", "几月几日"),
        ("3/1/2026", "day_order", "2026-03-01"),
        ("03/01/26", "day_order", "2026-03-01"),
        ("13/25/2026", "impossible_date", ""),
        ("同上", "ditto", "写全"),
    ],
)
def test_a_day_that_is_not_clear_is_refused_with_the_way_out(written: str, reason: str, way_out: str) -> None:
    (refused,) = hazard("东桥镇", "东桥镇", opened=written).refused
    assert refused.reason == reason
    assert way_out in refused.because


@pytest.mark.parametrize(
    ("written", "day"), [("9/15/2026", "2026-09-15"), ("15/9/2026", "2026-09-15"), ("9/9/2026", "2026-09-09")]
)
def test_a_year_that_stands_last_is_read_where_there_is_one_order_only(written: str, day: str) -> None:
    assert hazard("东桥镇", "东桥镇", opened=written).new[0].draft.facts["opened"] == day


@pytest.mark.parametrize("ditto", ["同上", "〃", " 同 上 ", "″"])
def test_ditto_is_refused_in_every_field_with_the_way_out(ditto: str) -> None:
    found = read(f"{HAZARD}\nT-2 | {ditto} | 甲店 | {ditto} | {ditto} | {ditto} | {ditto} | {ditto}", "东桥镇")
    assert {one.field for one in found.refused} == {"township", "text", "level", "opened", "due", "status"}
    assert {one.reason for one in found.refused} == {"ditto", "unknown_value", "unknown_status"}
    assert all("写全" in one.because for one in found.refused)


def set_apart(text: str, bold: Iterable[int] = (), lined: Iterable[int] = ()) -> ChangeSet:
    """What the expenses would change where these rows, counted from the first unit's, are set apart."""
    drawn = sheet(text, merged=MERGED)
    looks = replace(drawn, bold=frozenset(n + 4 for n in bold), lined=frozenset(n + 4 for n in lined))
    return prepare(SHIPPED, [workbook(looks)], lambda matters: {}, Organisation(), today=TODAY)


THREE = EXPENSES.format(last="#3 | 县水利局 | #10 | #1 | #1 | #1 | #1\n{last}")


@pytest.mark.parametrize("looks", [{"bold": [3]}, {"lined": [3]}, {"bold": [3], "lined": [3]}])
@pytest.mark.parametrize(("number", "told"), [("#4", []), ("#5", ["表中合计为5，按计入的各行应为4。"])])
def test_a_row_without_a_number_set_apart_by_its_look_is_a_total(
    looks: dict[str, list[int]], number: str, told: list[str]
) -> None:
    found = set_apart(THREE.format(last=f" | 县本级各单位 | #40 | #4 | {number} | #4 | #4"), **looks)
    assert "县本级各单位" not in {unit.name for unit in found.units}
    assert [one.message for one in found.warnings if one.code == "INT-061"] == told
    assert [one.place.line for one in found.warnings if one.code == "INT-063"] == [8]


@pytest.mark.parametrize(
    ("last", "looks", "total"),
    [
        ("#4 | 县本级各单位 | #40 | #4 | #4 | #4 | #4", {"bold": [3]}, True),
        ("#4 | 县本级各单位 | #40 | #4 | #5 | #4 | #4", {"bold": [3]}, False),
        ("#4 | 县本级各单位 | #40 | #4 | #5 | #4 | #4", {"bold": [3], "lined": [3]}, True),
        (" | 县本级各单位 | #40 | #4 | #5 | #4 | #4", {}, False),
        (" | 县本级各单位 | #40 | #4 | #5 | #4 | #4", {"bold": [0, 1, 2, 3]}, False),
    ],
)
def test_a_numbered_row_is_a_total_by_its_sums_or_as_the_last_in_bold_below_a_line(
    last: str, looks: dict[str, list[int]], total: bool
) -> None:
    found = set_apart(THREE.format(last=last), **looks)
    assert not {unit.name for unit in found.units} & {"县本级各单位"}
    assert ([one.value for one in found.refused if one.reason == "unit_group"] == []) == total


def test_bold_type_and_thicker_lines_are_seen_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        drawn = book.add_worksheet("a")
        for row in range(3):
            drawn.write_row(row, 0, ["甲", row, row])
        drawn.write_row(3, 0, ["乙", 3, 3], book.add_format({"bold": True}))
        drawn.write_row(4, 0, ["丙", 4, 4], book.add_format({"top": 2}))
        drawn.write_row(5, 0, ["丁", 5, 5], book.add_format({"bottom": 6}))
        drawn.write(6, 0, "戊", book.add_format({"bold": True}))
        drawn.write_row(6, 1, [6, 6], book.add_format({"top": 1}))
    (got,) = read_file(path).sheets
    assert (got.bold, got.lined) == (frozenset({3}), frozenset({4, 6}))
