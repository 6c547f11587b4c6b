"""Workbooks as other offices write them: 同上, group rows with sums, words beside numbers, years over the turn, firms and places."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.intake.grids import sheet
from tests.intake.proposing.test_propose import field, figure, proposed

REGISTER = """
用印登记簿
序号 | 用印日期 | 申请科室 | 文件名称 | 份数 | 批准人
#1 | 2026-03-01 | 项目股 | 合同甲 | #2 | 甲某
#2 | 2026-03-02 | 同上 | 函乙 | #1 | 〃
#3 | 同上 | 财务股 | 函丙 | #1 | 〃
"""


def test_as_above_says_what_the_row_above_says() -> None:
    made = proposed(sheet(REGISTER))
    assert [one.values[1] for one in made.records] == ["项目股", "项目股", "财务股"]
    assert [one.values[4] for one in made.records] == ["甲某"] * 3
    assert made.records[2].values[0] == date(2026, 3, 2)


def test_as_above_in_the_first_row_and_in_a_state_stays_as_it_is_written() -> None:
    made = proposed(sheet(REGISTER.replace("#1 | 2026-03-01 | 项目股", "#1 | 2026-03-01 | 同上")))
    assert made.records[0].values[1] == "同上"
    text = "督办台账\n事项 | 交办日期 | 办理状态\n甲 | 2026-03-01 | 已办结\n乙 | 2026-03-01 | 同上"
    assert proposed(sheet(text)).records[1].values[2] == "同上"


PROJECTS = """
重点项目进度表
项目代码 | 项目名称 | 业主单位 | 总投资（亿元） | 累计完成投资（万元） | 状态
一、交通类 | | | #3 | #300 |
X-1 | 甲路 | 县交通局 | #1 | #100 | 在建
X-2 | 乙路 | 县交通局 | #2 | #200 | 在建
二、水利类 | | | #7 | #{second} |
X-3 | 丙渠 | 县水利局 | #3 | #300 | 完工
X-4 | 丁库 | 县水利局 | #4 | #400 | 在建
"""


@pytest.mark.parametrize("second", ["700", "701"])
def test_a_group_row_with_its_sums_is_no_record_and_counts_nothing_twice(second: str) -> None:
    made = proposed(sheet(PROJECTS.format(second=second)))
    assert [one.values[0] for one in made.records] == ["X-1", "X-2", "X-3", "X-4"]
    assert figure(made, "总投资（亿元）合计") == 10


def test_a_group_row_without_a_number_is_told_by_its_sums_alone() -> None:
    text = PROJECTS.replace("一、", "").replace("二、", "")
    assert len(proposed(sheet(text.format(second="700"))).records) == 4
    assert len(proposed(sheet(text.format(second="701"))).records) == 5


@pytest.mark.parametrize(
    ("heading", "cells", "unit", "whole"),
    [
        ("树龄（年）", ("约310年", "200年", "#120"), "年", 630),
        ("网络", ("30学时", "#42", "12 学时"), "学时", 84),
        ("月补助", ("#800", "#1000", "800元/月"), "元", 2600),
        ("加分项", ("+2", "+3", "#1"), "", 6),
        ("救助金额（元）", ("1.2w", "900 元/人", "#100"), "元", 13000),
        ("出水压力（MPa）", ("0.3MPa", "#0.25", "0.28mpa"), "MPa", Decimal("0.83")),
        ("队员人数", ("#3", "4人", "#5"), "人", 12),
    ],
)
def test_a_word_beside_a_number_leaves_it_a_number(
    heading: str, cells: tuple[str, ...], unit: str, whole: Decimal | int
) -> None:
    text = f"登记台账\n序号 | 登记日期 | 名称 | {heading}\n"
    text += "\n".join(f"#{n} | 2026-03-0{n} | 甲{n} | {cell}" for n, cell in enumerate(cells, 1))
    made = proposed(sheet(text))
    assert (field(made, heading).type, field(made, heading).unit) == ("number", unit)
    assert figure(made, f"{heading}合计") == whole


@pytest.mark.parametrize(
    ("heading", "cells", "told"),
    [
        ("要求反馈日期", ("2026-03-01", "2026-03-02"), ("date", "due")),
        ("时间要求", ("2026-03-01前", "2026年3月底前"), ("date", "due")),
        ("办毕日期", ("2026-03-01", ""), ("date", "done")),
        ("目前状况", ("已解决", "正在办"), ("choice", "state")),
        ("责任民警", ("甲某", "乙某某"), ("person", "")),
        ("进展说明", ("正在推进，已招标", "正在推进，已验收"), ("text", "")),
    ],
)
def test_headings_of_other_offices_tell_their_part(heading: str, cells: tuple[str, str], told: tuple[str, str]) -> None:
    text = f"督办台账\n序号 | 登记日期 | 事项描述 | {heading}\n"
    text += "\n".join(f"#{n} | 2026-02-0{n} | 甲{n} | {cells[n % 2]}" for n in range(1, 9))
    one = field(proposed(sheet(text)), heading)
    assert (one.type, one.role) == told


@pytest.mark.parametrize(
    ("heading", "cell"), [("被查单位", "东桥第{}食品厂"), ("街道路段", "学府街11{}号"), ("服务单位", "西岭{}酒店")]
)
def test_firms_and_places_are_no_units_of_the_organisation(heading: str, cell: str) -> None:
    text = f"检查记录\n序号 | 检查日期 | {heading} | 发现问题\n"
    text += "\n".join(f"#{n} | 2026-03-0{n} | {cell.format(n)} | 甲{n}" for n in range(1, 6))
    assert (field(proposed(sheet(text)), heading).type, field(proposed(sheet(text)), heading).role) == ("text", "")


def test_the_day_a_person_joined_opens_nothing() -> None:
    text = "党员积分表\n序号 | 姓名 | 入党时间 | 积分\n#1 | 甲某 | 1999-07-01 | #5\n#2 | 乙某 | 2010-07-01 | #6"
    assert field(proposed(sheet(text)), "入党时间").role == ""


def test_a_work_order_of_fifteen_digits_is_its_number_and_nobodys_identity() -> None:
    text = "工单台账\n工单编号 | 受理日期 | 诉求\n" + "\n".join(
        f"20260301000010{n} | 2026-03-0{n} | 路灯{n}" for n in (1, 2, 3)
    )
    made = proposed(sheet(text))
    assert not field(made, "工单编号").confidential
    assert made.key == ("工单编号",)


@pytest.mark.parametrize(
    ("title", "days"),
    [
        ("冬春行动台账（2025年12月—2026年3月）", ("2025-12-08", "2026-03-31")),
        ("劳动教育台账（2025-2026学年）", ("2025-12-08", "2026-03-31")),
    ],
)
def test_a_title_over_the_turn_of_the_year_gives_each_month_its_year(title: str, days: tuple[str, str]) -> None:
    text = f"{title}\n序号 | 日期 | 内容\n#1 | 12月8日 | 甲\n#2 | 3月31日 | 乙"
    assert [str(one.values[0]) for one in proposed(sheet(text)).records] == list(days)
    assert [str(one.values[0]) for one in proposed(sheet(text, "Sheet1")).records] == list(days)


def test_a_month_outside_the_span_has_no_year() -> None:
    text = "台账（2025年12月—2026年3月）\n序号 | 日期 | 内容\n#1 | 12月8日 | 甲\n#2 | 4月1日 | 乙"
    assert [str(one.values[0]) for one in proposed(sheet(text, "Sheet1")).records] == ["2025-12-08", "4月1日"]


def test_sheets_by_township_that_vary_a_heading_are_one_ledger() -> None:
    one = "芷蘅镇养老机构检查登记表\n序号 | 机构名称 | 入住老人 | 检查日期 | 整改到位\n#1 | 甲院 | #5 | 2026-03-01 | 是\n#2 | 乙院 | #6 | 2026-03-02 | 否"
    two = "蓼溪乡养老机构检查登记表\n序号 | 检查日期 | 机构名称 | 入住老人数 | 是否整改到位\n#1 | 2026-03-05 | 丙院 | #7 | 是\n#2 | 2026-03-06 | 丁院 | #8 | 是"
    made = proposed(sheet(one, "芷蘅镇"), sheet(two, "蓼溪乡"))
    assert (made.title, len(made.records)) == ("养老机构检查登记表", 4)
    assert figure(made, "入住老人合计") == 26


def test_a_real_none_is_kept_apart_from_an_empty_cell() -> None:
    text = "收文簿\n收文日期 | 标题 | 密级\n" + "\n".join(
        f"2026-03-0{n} | 关于甲{n} | {'无' if n % 2 else '秘密'}" for n in range(1, 9)
    )
    made = proposed(sheet(text + "\n2026-03-09 | 关于甲9 |"))
    assert [one.values[2] for one in made.records[-2:]] == ["秘密", None]
    assert [one.values[2] for one in made.records].count("无") == 4


def test_cells_that_are_no_number_are_told_before_anything_is_declared() -> None:
    text = "登记\n序号 | 日期 | 名称 | 数量\n#1 | 2026-03-01 | 甲 | #5\n#2 | 2026-03-02 | 乙 | #6\n#3 | 2026-03-03 | 丙 | 若干"
    (told,) = proposed(sheet(text)).notices
    assert told.code == "INT-076"
    assert "若干" in told.message


def test_lines_among_the_records_and_turned_tables_are_told() -> None:
    rows = "\n".join(f"#{n} | 第{n}网格 | #{n} | 2026-03-0{n}\n老人身体良好第{n}次。 | | |" for n in range(1, 5))
    assert [one.code for one in proposed(sheet(f"走访\n序号 | 网格 | 走访户数 | 走访时间\n{rows}")).notices] == [
        "INT-077"
    ]
    turned = "污水站情况\n站所名称 | 岚泊 | 蓼溪 | 槲坪\n站长姓名 | 孙某 | 冯某 | 李某\n编制人数 | #9 | #7 | 待定\n在岗人数 | #8 | #9 | #7"
    assert "INT-078" in [one.code for one in proposed(sheet(turned)).notices]


def test_a_plain_table_has_nothing_to_tell() -> None:
    assert proposed(sheet(REGISTER)).notices == ()
