"""A ledger is proposed from any workbook: fields, roles, key, lifecycle, records and figures in the office's own words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from taizhang.intake.proposing import LedgerProposal, ProposedField, propose
from taizhang.intake.recognise import Recogniser
from taizhang.intake.sheets import Sheet
from tests.intake.grids import SHIPPED, sheet, workbook

RECOGNISER = Recogniser(SHIPPED)
DAY = date(2026, 11, 30)
TRIPS = """
县政府办公室公务用车使用登记台账（2026年{month}）
车辆管理员：周某 | | | | | | | 里程：公里  费用：元
序号 | 用车日期 | 车牌号 | 用车科室 | 用车事由 | 驾驶员 | 出车里程表数 | 行驶里程 | 加油量 | 过路费
#1 | {n}月2日 | 某A-D1203 | 信息科 | 接访 | 钱师傅 | #100 | #124 | #40 | 320元
#2 | {n}月3日 | 某A-D1388 | 综合科 | 送文件 | 孙师傅 | #224 | #39 | 38.5升 | #415.5
#3 | {n}月3日 | 某A-D1388 | 综合科 | 送文件 | 孙师傅 | #263 | #37 | 45L | /
小计 | | | | | | | #200 | |
注：节假日用车须经主任审批。
"""


def proposed(*sheets: Sheet) -> LedgerProposal:
    """The only ledger the sheets would make."""
    (one,) = propose(RECOGNISER, [workbook(*sheets)], DAY)
    return one


def field(made: LedgerProposal, heading: str) -> ProposedField:
    """The field under a heading."""
    return next(one for one in made.fields if one.heading == heading)


def figure(made: LedgerProposal, title: str) -> Decimal | None:
    """The value of a figure by its title."""
    return next(one.value for one in made.figures if one.title == title)


@pytest.fixture(scope="module")
def trips() -> LedgerProposal:
    """Two month sheets of one kind nobody declared."""
    return proposed(*(sheet(TRIPS.format(month=f"{n}月", n=n), f"{n}月") for n in (9, 10)))


def test_months_on_sheets_of_their_own_are_one_ledger_without_its_totals(trips: LedgerProposal) -> None:
    assert (trips.title, trips.noun, trips.ledger, trips.lifecycle) == (
        "县政府办公室公务用车使用登记台账",
        "公务用车",
        "",
        "activity",
    )
    assert len(trips.records) == 6
    assert trips.records[3].values[0] == date(2026, 10, 2)


def test_each_column_is_typed_by_heading_and_cells(trips: LedgerProposal) -> None:
    assert [(one.heading, one.type, one.unit, one.role) for one in trips.fields] == [
        ("用车日期", "date", "", "opened"),
        ("车牌号", "code", "", ""),
        ("用车科室", "unit", "", "unit"),
        ("用车事由", "choice", "", ""),
        ("驾驶员", "person", "", ""),
        ("出车里程表数", "number", "公里", ""),
        ("行驶里程", "number", "公里", ""),
        ("加油量", "number", "升", ""),
        ("过路费", "number", "元", ""),
    ]
    assert trips.key == ()


def test_numbers_are_summed_in_the_columns_unit_but_readings_are_not(trips: LedgerProposal) -> None:
    assert figure(trips, "行驶里程合计") == 400
    assert figure(trips, "加油量合计") == 247
    assert figure(trips, "过路费合计") == 1471
    assert "出车里程表数合计" not in [one.title for one in trips.figures]


HAZARDS = """
某县2026年安全风险隐患动态管理台账
序号 | 隐患编码 | 属地单位 | 风险等次 | 排查时间 | 牵头整改部门 | 整改时限要求 | 完成时间 | 目前进度 | 投入（万元）
#1 | QD-1 | 暄桥镇 | 一般 | 2026-05-01 | 县住建局 | 2026-05-11 | 2026-05-10 | 已清零 | 0.8万元
#2 | QD-2 | 暄桥镇 | 较大 | 5月2日 | 县住建局 | 立行立改 | | 推进中 | 3500元
#3 | QD-3 | 溦塘镇 | 重大 | 5月3日 | 县教育局 | 2026-11-30 | | 推进中 | 约1.5
#4 | QD-4 | 溦塘镇 | 一般 | 5月4日 | 县教育局 | 2026-11-29 | | 未启动 | /
#5 | QD-5 | 溦塘镇 | 一般 | 5月5日 | 县教育局 | 2026-12-01 | 2026-05-30 | 整改完毕待核验 | 2万
合计 | | | 5处 | | | | | | #6.65
"""


@pytest.fixture(scope="module")
def hazards() -> LedgerProposal:
    """A declared kind in an office's own words."""
    return proposed(sheet(HAZARDS))


def test_a_declared_kind_keeps_the_offices_own_words_and_columns(hazards: LedgerProposal) -> None:
    assert (hazards.ledger, hazards.lifecycle, hazards.key) == ("hazard", "closed_loop", ("隐患编码",))
    assert {one.role: one.heading for one in hazards.fields if one.role} == {
        "opened": "排查时间",
        "unit": "牵头整改部门",
        "due": "整改时限要求",
        "done": "完成时间",
        "state": "目前进度",
    }
    assert field(hazards, "目前进度").finished == ("已清零",)
    assert hazards.asked == ()


def test_the_due_day_itself_is_not_overdue(hazards: LedgerProposal) -> None:
    assert figure(hazards, "逾期未办结安全隐患") == 1
    assert figure(hazards, "已办结安全隐患") == 1
    assert figure(hazards, "投入（万元）合计") == Decimal("4.65")


def test_words_in_a_column_of_days_are_kept_as_they_are(hazards: LedgerProposal) -> None:
    assert field(hazards, "整改时限要求").left == (("立行立改", 1),)
    assert hazards.records[1].values[5] == "立行立改"


@pytest.mark.parametrize(
    ("title", "heading", "cell", "confidential"),
    [
        ("来访接待登记簿", "来访人", "赵某", True),
        ("来访接待登记簿", "姓名", "赵某", True),
        ("来访接待登记簿", "接待人", "赵某", False),
        ("党员学习签到表", "姓名", "赵某", False),
        ("党员学习签到表", "手机", "13900000000", True),
        ("党员学习签到表", "联络", "13900000000", True),
        ("党员学习签到表", "身份证号", "110101199001010011", True),
        ("困难群众救助台账", "家庭住址", "某村一组", True),
        ("会议登记簿", "会议地点", "三楼会议室", False),
    ],
)
def test_what_tells_of_persons_is_confidential(title: str, heading: str, cell: str, confidential: bool) -> None:
    text = f"{title}\n序号 | 日期 | 事项 | {heading}\n" + "\n".join(
        f"#{n} | 2026-03-0{n} | 甲{n} | {cell}" for n in (1, 2, 3)
    )
    assert field(proposed(sheet(text)), heading).confidential is confidential


def test_a_running_balance_is_never_summed_and_carried_rows_are_no_records() -> None:
    text = """
食堂备用金收支账（单位：元）
日期 | 摘要 | 收入 | 支出 | 余额
 | 上年结转 | | | #500
2026-01-03 | 领备用金 | #1000 | | #1500
2026-01-05 | 买菜 | | #200 | #1300
 | 本月合计 | #1000 | #200 | #1300
 | 过次页 | | | #1300
 | 承前页 | | | #1300
2026-02-03 | 买米 | | #300 | #1000
 | 本年累计 | #1000 | #500 | #1000
"""
    made = proposed(sheet(text))
    assert [one.values[1] for one in made.records] == ["领备用金", "买菜", "买米"]
    wanted = [Decimal(1000), Decimal(500), Decimal(1000)]
    assert [figure(made, title) for title in ("收入合计", "支出合计", "最近余额")] == wanted
    assert "余额合计" not in [one.title for one in made.figures]


def test_an_exact_copy_under_the_same_number_counts_once_and_a_hidden_sheet_not_at_all() -> None:
    text = (
        "印章使用登记\n登记号 | 用印日期 | 事由\nY-1 | 2026-01-02 | 合同\nY-2 | 2026-01-03 | 函\nY-2 | 2026-01-03 | 函"
    )
    made = proposed(sheet(text), sheet(text, "旧表", hidden=True))
    assert ([one.values[0] for one in made.records], made.repeats, made.key) == (["Y-1", "Y-2"], 1, ("登记号",))
    assert made.aside == {"旧表": "隐藏的工作表"}


def test_a_sheet_of_sums_beside_its_records_is_left_aside() -> None:
    sums = "走访汇总表\n乡镇 | 走访数\n甲镇 | #2\n乙镇 | #1"
    rows = "走访登记表\n走访日期 | 乡镇 | 走访对象\n2026-01-02 | 甲镇 | 赵某\n2026-01-03 | 甲镇 | 钱某\n2026-01-04 | 乙镇 | 孙某"
    made = proposed(sheet(sums, "汇总"), sheet(rows, "明细"))
    assert len(made.records) == 3
    assert made.aside == {"汇总": "汇总或说明，其他工作表已有明细"}


def test_two_tables_of_a_sheet_are_two_ledgers() -> None:
    text = """
一、物资入库
入库日期 | 物品名称 | 数量
2026-01-02 | 帐篷 | #5
2026-01-03 | 棉被 | #6

二、人员值守
值守日期 | 值守人员 | 值守地点 | 备注
2026-02-01 | 赵某 | 一号点 | 无
2026-02-02 | 钱某 | 二号点 | 无
"""
    first, second = propose(RECOGNISER, [workbook(sheet(text))], DAY)
    assert (first.title, second.title) == ("物资入库", "人员值守")
    assert (len(first.records), len(second.records)) == (2, 2)


def test_a_workbook_without_any_table_proposes_nothing() -> None:
    assert propose(RECOGNISER, [workbook(sheet("填表说明\n请如实填写。"))], DAY) == ()


def test_sheets_by_township_share_what_their_titles_share() -> None:
    text = "{}走访台账\n走访日期 | 走访事由 | 慰问金（元）\n2026-01-05 | 春节 | #500\n2026-01-06 | 春节 | #300"
    made = proposed(sheet(text.format("东桥镇"), "东桥镇"), sheet(text.format("西岭乡"), "西岭乡"))
    assert (made.title, made.noun, len(made.records)) == ("走访台账", "走访", 4)


def test_months_across_take_the_unit_stated_above_the_table() -> None:
    text = "2026年垃圾清运统计表（单位：吨）\n序号 | 乡镇 | 1月 | 2月 | 合计\n#1 | 东桥镇 | #10 | #20 | #30\n#2 | 西岭乡 | #1 | #2 | #3"
    made = proposed(sheet(text))
    assert made.title == "垃圾清运统计表"
    assert [(one.heading, one.type, one.unit) for one in made.fields[1:]] == [
        ("1月", "number", "吨"),
        ("2月", "number", "吨"),
        ("合计", "number", "吨"),
    ]


def test_a_declared_ledger_whose_name_and_headings_say_something_else_is_not_taken() -> None:
    text = """
某县重点项目调度表
序号 | 项目名称 | 责任单位 | 总投资（亿元） | 开工时间 | 计划竣工时间 | 当前进展
#1 | 一号桥 | 县交通局 | #1.5 | 2026-01-03 | 2026年10月底 | 主体施工
#2 | 二号桥 | 县交通局 | #2.5 | 2026-02-03 | 2026年11月底 | 已完工
"""
    made = proposed(sheet(text))
    assert (made.ledger, made.noun) == ("", "重点项目")
    assert field(made, "当前进展").finished == ("已完工",)


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("附件2：巡河记录台账", "巡河记录台账"),
        ("（三）巡河记录台账", "巡河记录台账"),
        ("2.巡河记录台账", "巡河记录台账"),
        ("附件农资台账", "附件农资台账"),
        ("12345热线台账", "12345热线台账"),
    ],
)
def test_what_numbers_a_title_is_not_part_of_it(title: str, named: str) -> None:
    made = proposed(sheet(f"{title}\n日期 | 河段 | 发现问题\n2026-03-01 | 上段 | 无垃圾\n2026-03-02 | 下段 | 有漂浮物"))
    assert made.title == named
    assert made.counter != "笔"


def test_a_log_whose_only_day_is_that_of_what_was_done_has_no_term_and_no_end() -> None:
    text = "食材验收记录\n验收日期 | 品名 | 金额（元）\n2026-03-01 | 大米 | #5\n2026-03-02 | 面粉 | #6"
    assert next((one.heading, one.role) for one in proposed(sheet(text)).fields) == ("验收日期", "opened")
    open_yet = proposed(sheet(f"{text}\n | 鸡蛋 | #7"))
    assert next((one.heading, one.role) for one in open_yet.fields) == ("验收日期", "done")


@pytest.mark.parametrize(
    "foot",
    [
        "制表人： | | 审核人： | | 2026年11月5日",
        "制表人： | 甲某某 | 审核人： | 乙某 | 2026-11-05",
        "填报人：甲某 | | | | 2026.11.5",
    ],
)
def test_a_table_signed_in_several_cells_has_no_record_more(foot: str) -> None:
    text = "清运统计表（单位：吨）\n序号 | 乡镇 | 1月 | 2月 | 合计\n#1 | 东桥镇 | #10 | #20 | #30\n#2 | 西岭乡 | #1 | #2 | #3"
    made = proposed(sheet(f"{text}\n{foot}"))
    assert len(made.records) == 2
    assert figure(made, "合计") == 33


def test_a_month_nobody_filled_in_yet_has_no_sum() -> None:
    text = "清运统计表（单位：吨）\n序号 | 乡镇 | 1月 | 2月\n#1 | 东桥镇 | #10 |\n#2 | 西岭乡 | #1 |"
    made = proposed(sheet(text))
    assert figure(made, "1月合计") == 11
    assert figure(made, "2月合计") is None
