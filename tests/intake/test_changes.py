"""From sheets as offices make them to a change set."""

from __future__ import annotations

from taizhang.intake.identities import matter_identity
from taizhang.intake.looking import SheetChoices
from taizhang.intake.recognise import Recogniser
from taizhang.matters.entry import Head
from tests.intake.grids import SHIPPED, changes, sheet

HAZARDS = """
澜泽县安全隐患排查整治工作台账（2026年）
填报单位：澜泽县安委办　　填报日期：2026年12月31日
序号 | 台账编号 | 所属\\n乡镇 | 隐患描述 | 隐患级别 | 发现时间 | 整改情况 | | 销号日期 | 状态
 | | | | | | 整改时限（必填） | 实际完成时间 | |
#1 | AQ-001 | 青埠镇 | 护栏缺失 | 一般 | 3月5日 | 3月20日前 | 2026.3.18 | 20260319 | 已销号
#2 | AQ-002 | | 消防通道堵塞 | 重大 | 2026/4/1 | 4月底前 | | | 整改中
 | | | | | | | | |
#3 | AQ-003 | 石坪乡人民政府 | 线路老化 | 一般 | 2月30日 | 3月1日 | | | 整改中
#4 | AQ-004 | 石坪 | 线路老化 | 较大 | 3月2日 | 3月9日 | | | 整改中
#5 | AQ-005 | 石坪乡 | 线路老化 | 一般 | 3月2日 | 3月9日 | 3月8日 | | 办结
#6 | AQ-006 | 石坪乡 | 线路老化 | 一般 | 3月2日 | 3月9日 | 3月8日 | 3月1日 | 办结
#7 | AQ-001 | 青埠镇 | 护栏缺失 | 一般 | 3月5日 | 3月20日前 | 2026.3.18 | 20260319 | 已销号
#8 | AQ-002 | 青埠镇 | 另一处 | 重大 | 2026/4/1 | 4月底前 | | | 整改中
合计 | 共8件
注：以整改通知书为准。
填表人：某某　　审核人：某某
"""
MERGED = (
    (0, 0, 0, 9),
    (2, 0, 3, 0),
    (2, 1, 3, 1),
    (2, 2, 3, 2),
    (2, 3, 3, 3),
    (2, 4, 3, 4),
    (2, 5, 3, 5),
    (2, 6, 2, 7),
    (2, 8, 3, 8),
    (2, 9, 3, 9),
    (4, 2, 5, 2),
)


def test_a_messy_sheet_gives_its_matters_its_refusals_and_its_repeats() -> None:
    found = changes(sheet(HAZARDS, merged=MERGED))
    assert [change.draft.key for change in found.new] == [("AQ-001",), ("AQ-002",)]
    assert {(one.at.cell, one.reason) for one in found.refused} == {
        ("F8", "impossible_date"),
        ("E9", "unknown_value"),
        ("I10", "closed_without_date"),
        ("I11", "closed_before_opened"),
        ("B13", "number_conflict"),
    }
    assert [(one.at.cell, one.same_as.row) for one in found.repeats] == [("B12", 5)]
    assert not found.problems


def test_values_are_read_with_the_sheets_year_and_the_merged_township() -> None:
    first, second = changes(sheet(HAZARDS, merged=MERGED)).new
    assert first.draft.facts["due"] == "2026-03-20"
    assert (second.draft.facts["township"], second.draft.facts["due"]) == ("青埠镇", "2026-04-30")
    assert (first.draft.at.row, first.draft.at.cell) == (5, "B5")


def test_short_names_are_resolved_and_units_first_met_are_noted() -> None:
    found = changes(sheet(HAZARDS, merged=MERGED))
    assert {unit.name for unit in found.units} == {"青埠镇", "石坪乡"}


def test_a_short_name_no_sheet_explains_is_refused() -> None:
    text = HAZARDS.replace("石坪乡人民政府", "石坪").replace("石坪乡", "石坪")
    reasons = {one.reason for one in changes(sheet(text, merged=MERGED)).refused}
    assert "unknown_unit" in reasons


def test_hidden_and_empty_sheets_and_sheets_of_other_things_are_passed_over_aloud() -> None:
    found = changes(
        sheet(HAZARDS, merged=MERGED),
        sheet(HAZARDS, "旧表", MERGED, hidden=True),
        sheet(" | ", "Sheet3"),
        sheet("乡镇 | 件数\n青埠镇 | #3", "汇总"),
    )
    assert [one.passed for one in found.sheets] == ["", "隐藏的工作表，不读", "空表", "表头不像任何台账，未读"]
    assert len(found.new) == 2


def test_a_file_without_any_ledger_is_a_problem() -> None:
    assert [problem.code for problem in changes(sheet("乡镇 | 件数\n青埠镇 | #3", "汇总")).problems] == ["INT-050"]


def test_a_sheet_that_lacks_a_required_column_names_it() -> None:
    text = HAZARDS.replace("隐患级别", "某栏").replace("一般", "甲").replace("重大", "乙")
    problems = changes(sheet(text, merged=MERGED)).problems
    assert [problem.code for problem in problems] == ["INT-051"]
    assert "隐患级别" in problems[0].message


def test_a_person_may_say_which_column_is_which() -> None:
    text = HAZARDS.replace("隐患级别", "某栏")
    found = changes(sheet(text, merged=MERGED), asked=SheetChoices(given={"level": "某栏"}))
    assert len(found.new) == 2


def test_a_heading_repeated_half_way_is_no_record() -> None:
    lines = HAZARDS.strip().split("\n")
    text = "\n".join([*lines[:6], lines[2].replace("整改情况", "整改时限"), *lines[6:]])
    found = changes(sheet(text, merged=MERGED[:-1]))
    assert 7 not in {one.at.row for one in found.refused}
    assert "B7" not in {change.draft.at.cell for change in found.new}


def test_a_repeated_heading_is_never_taken_for_the_heading() -> None:
    heading = "序号 | 提案号 | 件类 | 领衔人编码 | 标题 | 牵头单位 | 收到日期 | 办理期限 | 办复日期 | 满意度 | 是否办结"
    row = "#1 | TA-1 | 政协提案 | DB-1 | 修路 | 县水利局 | 2026.1.3 | 2026年1月25日 | 2026-01-20 | 满意 | 已完成"
    drawn = sheet("\n".join(["2026年建议提案办理台账", heading, row, row, heading, row, row]))
    assert 4 not in {place.bottom for place in Recogniser(SHIPPED)._likely(drawn)}


SUPERVISION = """
澜泽县督查事项办理台账（批示件）
序号 | 立项编号 | 事项内容 | 主办单位 | 协办单位 | 交办日期 | 办理时限 | 延期至 | 办理反馈 | | | 办结时间 | 是否办结
 | | | | | | | | 第一轮 | 第二轮 | 第三轮 | |
2025年度（结转）
#1 | DC-1 | 防汛 | 县水利局 | 县民政局、县教育局 | 2025.8.1 | 8月20日 | 无 | 8月5日 | 8月12日 | | 8月18日 | √
2026年度
#2 | DC-2 | 饮水 | 县水利局 | / | 2026.8.1 | 8月20日 | 延至2026年9月1日 | 8月5日 | | | | 办理中
#2 | DC-2 | 饮水 | 县水利局 | / | 2026.8.1 | 8月20日 | 延至2026年9月1日 | 8月5日 | | | | 办理中
"""


def test_feedback_columns_become_records_of_their_own_and_follow_their_row() -> None:
    found = changes(sheet(SUPERVISION, "批示件", ((1, 8, 1, 10),)))
    feedback = [change.draft for change in found.new if change.draft.ledger == "supervision_feedback"]
    assert [(one.key, one.facts["on"]) for one in feedback] == [
        (("DC-1", "第一轮"), "2025-08-05"),
        (("DC-1", "第二轮"), "2025-08-12"),
        (("DC-2", "第一轮"), "2026-08-05"),
    ]
    assert [one.number for one in found.repeats] == ["DC-2"]


def test_the_sheets_name_tells_the_source_and_a_subheading_the_year() -> None:
    first = next(change.draft for change in changes(sheet(SUPERVISION, "批示件", ((1, 8, 1, 10),))).new)
    assert (first.facts["source"], first.facts["first_due"]) == ("县主要领导批示", "2025-08-20")
    assert first.facts["co"] == ["县民政局", "县教育局"]


APPROVALS = """
澜泽县政务服务中心窗口办件情况月报表（2026年）
填报单位：澜泽县行政审批服务局　单位：件
序号 | 办事窗口 | 1月 | | 2月份 | | 全年合计 |
 | | 受理件 | 办结 | 受理 | 办结件 | 受理 | 办结
#1 | 社会保险 | #100 | #90 | 1,200 | ９０ | #1300 | #180
#2 | 不动产登记窗口 | #5 | 待报 | 约7 | #-4 | #12 | #5
合 计 | | #105 | #90 | #1207 | #90 | #1312 | #181
"""


def test_a_wide_table_refuses_single_cells_and_checks_its_totals() -> None:
    found = changes(sheet(APPROVALS, "2026年", ((2, 2, 2, 3), (2, 4, 2, 5), (2, 6, 2, 7))))
    values = {change.draft.key: change.draft.facts["value"] for change in found.new}
    assert values[("社会保险", "2026-02-28", "受理")] == "1200"
    assert values[("不动产登记", "2026-02-28", "受理")] == "7"
    assert {(one.at.cell, one.reason) for one in found.refused} == {("D6", "bad_number"), ("F6", "negative_number")}
    assert {(one.code, one.place.cell) for one in found.warnings} == {("INT-060", "E6"), ("INT-061", "H7")}


EXPENSE = """
澜泽县2026年“三公”经费支出季度统计表
填报单位：澜泽县财政局　　单位：元
序号 | 单位名称 | 全年预算数 | 公务接待费 | | 因公出国(境)费 |
 | | | 第一季度 | 二季度 | 一季度 | 第二季度
一、县直部门
#1 | 县水利局 | #572000 | #34400 | 2.8万元 | / | —
"""


def test_money_is_kept_in_the_ledgers_unit_and_a_stroke_where_a_number_must_stand_is_nought() -> None:
    found = changes(sheet(EXPENSE, "2026年", ((2, 3, 2, 4), (2, 5, 2, 6))))
    amounts = {change.draft.key: change.draft.facts for change in found.new}
    assert amounts[("县水利局", "2026")]["budget"] == "57.2"
    assert amounts[("县水利局", "公务接待费", "2026-03-31")]["amount"] == "3.44"
    assert amounts[("县水利局", "公务接待费", "2026-06-30")]["amount"] == "2.8"
    assert amounts[("县水利局", "因公出国（境）费", "2026-06-30")]["amount"] == "0"


def test_a_second_import_changes_nothing_and_a_corrected_row_only_itself() -> None:
    first = changes(sheet(HAZARDS, merged=MERGED))
    heads = {
        change.matter: Head(change.matter, "hazard", change.draft.key[0], "", "recorded", 1, 1, change.draft.facts)
        for change in first.new
    }
    again = changes(sheet(HAZARDS, merged=MERGED), find=lambda matters: heads)
    assert (len(again.new), len(again.changed), again.unchanged) == (0, 0, 2)
    corrected = HAZARDS.replace("4月底前", "5月10日")
    third = changes(sheet(corrected, merged=MERGED), find=lambda matters: heads)
    assert [(one.draft.key, one.fields) for one in third.changed] == [
        (("AQ-002",), (("due", "2026-04-30", "2026-05-10"),)),
    ]


def test_identity_is_the_same_whichever_file_a_matter_stands_in() -> None:
    assert matter_identity("hazard", ("AQ-001",)) == matter_identity("hazard", ("AQ-001",))
    assert matter_identity("hazard", ("AQ-001",)) != matter_identity("petition", ("AQ-001",))
