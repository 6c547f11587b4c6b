"""Transposed tables and records of several lines are laid out a record a row, only where every line fits."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.intake.changes import prepare
from taizhang.intake.mending import mend
from taizhang.intake.sheets import Joined, Sheet, Transposed
from taizhang.intake.tables.upright import stand_upright, upright
from taizhang.terms.scope import Organisation
from tests.intake.grids import SHIPPED, sheet, workbook
from tests.intake.proposing.test_propose import field, figure, proposed

TURNED = """
重点民生项目一览表（单位：万元）
项目名称 | 文化馆改造 | 粮库扩建 | 自来水二厂
建设单位 | 县文旅局 | 县发改局 | 县住建局
开工日期 | 2026-03-01 | 2026-04-12 | 2026-05-20
总投资 | #120 | #3000 | #45.5
制表人：甲某
"""
LINES = """
来信来访登记簿
编号 | 登记日期 | 来访人 | 承办单位
 | 反映内容 | 办理时限 | 经办人
X-1 | 2026-03-01 | 甲某 | 石硚乡
 | 道路积水 | 2026-04-01 | 丙某
X-2 | 2026-03-05 | 乙某 | 鹿角镇
 | 噪声扰民 | 2026-04-05 | 丁某
X-3 | 2026-03-09 | 戊某 | 鹿角镇
 | 拖欠工钱 | 2026-04-09 | 丁某
合计 | #3 | |
"""
HAZARDS = """
隐患编号 | YH-1 | YH-2 | YH-3
发现日期 | 2026-03-01 | 2026-03-02 | 2026-03-03
乡镇 | 湉陂乡 | 湉陂乡 | 湉陂乡
隐患内容 | 护栏缺失 | 线路老化 | 通道堵塞
隐患级别 | 一般隐患 | 一般隐患 | 重大隐患
整改期限 | 2026-04-01 | 2026-04-02 | 很快
状态 | 整改中 | 整改中 | 整改中
"""


def test_a_turned_table_is_read_a_column_a_record_and_that_is_told() -> None:
    made = proposed(sheet(TURNED))
    assert [one.heading for one in made.fields] == ["项目名称", "建设单位", "开工日期", "总投资"]
    assert (len(made.records), figure(made, "总投资合计"), field(made, "总投资").unit) == (
        3,
        Decimal("3165.5"),
        "万元",
    )
    assert [one.code for one in made.notices] == ["INT-080"]


def test_cells_of_a_turned_table_keep_their_names_in_the_file() -> None:
    one = stand_upright(sheet(TURNED))
    assert one.rows[2][3] == Decimal(120)
    assert one.address(2, 3) == "B5"
    assert one.origin == Transposed(1, 0)
    assert one.origin.here(4, 1) == (2, 3)
    assert one.address(0, 0) == "A1"


def test_a_refused_cell_of_a_turned_table_is_named_and_mended_where_it_stands() -> None:
    book = upright(workbook(sheet(HAZARDS)))

    def refused(*workbooks: object) -> list[str]:
        found = prepare(SHIPPED, list(workbooks), lambda matters: {}, Organisation())  # type: ignore[arg-type]
        assert len(found.new) + len({one.at.row for one in found.refused}) == 3
        return [one.at.cell for one in found.refused]

    assert refused(book) == ["D6"]
    mended, done = mend([book], {("台账.xlsx", "2026年", "D6"): "2026-05-01"})
    assert refused(*mended) == []
    assert (done[0].cell, done[0].row, done[0].before) == ("D6", 4, "很快")


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("总投资 | #120 | #3000 | #45.5", "总投资 | #120 | 待定 | #45.5"),  # a line of two kinds
        ("总投资 | #120 | #3000 | #45.5", "建设单位 | 甲 | 乙 | 丙"),  # a heading twice
        ("总投资 | #120 | #3000 | #45.5", "合计 | #120 | #3000 | #45.5"),  # a total is no heading
        (
            "项目名称 | 文化馆改造 | 粮库扩建 | 自来水二厂",
            "项目名称 | 完成时间 | 负责人 | 备注",
        ),  # the row is the heading
        ("制表人：甲某", "#1 | #2 | #3 | #4"),  # something stands below
        ("开工日期 | 2026-03-01 | 2026-04-12 | 2026-05-20", "开工数量 | #1 | #2 | #3"),
    ],
)
def test_what_is_not_certainly_turned_stays_as_it_is(line: str, other: str) -> None:
    before = sheet(TURNED.replace(line, other))
    certain = "开工数量" in other  # words and numbers below the names still tell
    assert (stand_upright(before).origin is not None) == certain


def test_a_table_of_numbers_alone_may_be_read_either_way_and_is_left() -> None:
    text = (
        "指标名称 | 石硚乡 | 鹿角镇 | 双渡镇\n参保人数 | #1 | #2 | #3\n缴费金额 | #4 | #5 | #6\n办结件数 | #7 | #8 | #9"
    )
    assert stand_upright(sheet(text)).origin is None


def test_records_of_two_lines_are_joined_and_that_is_told() -> None:
    made = proposed(sheet(LINES))
    headings = ["编号", "登记日期", "来访人", "承办单位", "反映内容", "办理时限", "经办人"]
    assert [one.heading for one in made.fields] == headings
    assert len(made.records) == 3
    assert field(made, "反映内容").type == "text"
    assert field(made, "来访人").confidential
    assert "INT-080" in [one.code for one in made.notices]


def test_cells_of_a_second_line_keep_their_names_in_the_file() -> None:
    one = stand_upright(sheet(LINES))
    assert isinstance(one.origin, Joined)
    assert one.rows[3][4:7] == ("道路积水", "2026-04-01", "丙某")
    assert [one.address(3, n) for n in (0, 4, 6)] == ["A4", "B5", "D5"]
    assert one.origin.here(4, 3) == (3, 6)
    assert not any(one.rows[4])
    assert one.rows[9][0] == "合计"


def joined(text: str, merged: tuple[tuple[int, int, int, int], ...] = ()) -> Sheet:
    return stand_upright(sheet(text, merged=merged))


def test_lines_of_one_make_are_joined_only_where_cells_span_them() -> None:
    text = "编号 | 来访人 | 住址\n | 反映内容 | 办理结果\nX-1 | 甲某 | 东街\n | 积水 | 已答复\nX-2 | 乙某 | 西巷\n | 噪声 | 已答复"
    assert joined(text).origin is None
    assert joined(text, ((0, 0, 1, 0), (2, 0, 3, 0), (4, 0, 5, 0))).origin is not None
    assert joined(text, ((0, 0, 1, 0), (2, 0, 3, 0))).origin is None  # one record is not like the others


@pytest.mark.parametrize(
    ("line", "other"),
    [
        (" | 拖欠工钱 | 2026-04-09 | 丁某\n", ""),  # a line is missing
        (" | 拖欠工钱 | 2026-04-09 | 丁某", "甲 | 拖欠工钱 | 2026-04-09 | 丁某"),  # a cell below no heading
        (" | 反映内容 | 办理时限 | 经办人", " | 反映内容 | 登记日期 | 经办人"),  # a heading twice
        ("合计 | #3 | |", "另有 | #3 | |"),  # more stands below
    ],
)
def test_what_is_not_certainly_of_two_lines_stays_as_it_is(line: str, other: str) -> None:
    assert joined(LINES.replace(line, other)).origin is None


def test_a_grouped_heading_is_not_two_lines() -> None:
    text = (
        "序号 | 事项 | 整改闭环 | | 投入\n | | 完成时间 | 核验人 |\n#1 | 甲 | 2026-01-02 | 赵某 | #3\n#2 | 乙 | | | #4\n"
        "#3 | 丙 | 2026-01-02 | 赵某 | #3\n#4 | 丁 | | | #4"
    )
    assert joined(text).origin is None
    assert joined(text, ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4))).origin is None


def test_a_total_of_a_text_file_with_its_thousands_parted_is_no_record() -> None:
    months = " | ".join(f"{n}月" for n in range(1, 5))
    text = f"用电量统计（单位：千瓦时）\n楼宇 | {months}\n甲楼 | 6,723 | 8,487 | 8,672 | 5,468\n乙楼 | 4,697 | 4,444 | 965 | 5,659\n合计 | 11,420 | 12,931 | 9,637 | 11,127"
    made = proposed(sheet(text))
    assert (len(made.records), figure(made, "1月合计")) == (2, Decimal(11420))


def test_who_reported_an_event_and_who_was_given_a_relief_post_are_confidential() -> None:
    text = "值班接报登记\n接报时间 | 报告人 | 事件 | 责任科室\n2026-03-01 | 甲某 | 停水一 | 综合股\n2026-03-02 | 乙某 | 塌方二 | 综合股"
    assert field(proposed(sheet(text)), "报告人").confidential
    text = "公益性岗位人员花名册\n姓名 | 岗位名称 | 上岗日期\n甲某 | 护林员 | 2026-03-01\n乙某 | 保洁员 | 2026-03-02"
    assert field(proposed(sheet(text)), "姓名").confidential
