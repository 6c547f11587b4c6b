"""Tables are found in sheets of any kind: titles, deep headings, several tables, halves side by side."""

from __future__ import annotations

import pytest

from taizhang.intake.sheets import Sheet
from taizhang.intake.tables import tables_of
from tests.intake.grids import changes, sheet


def shape(one: Sheet) -> list[tuple[int, int, int, int]]:
    """First and last row of the heading, first and last column, of every table."""
    return [(t.heading.top, t.heading.bottom, t.left, t.right) for t in tables_of(one)]


TRIPS = """
县政府办公室公务用车使用登记台账（2026年9月）
车辆管理员：周某 | | | 里程：公里
序号 | 用车日期 | 车牌号 | 行驶里程
#1 | 9月11日 | 某A-D1388 | #124
#2 | 9月12日 | 某A-D1203 | #39
"""


def test_a_heading_stands_below_title_and_remarks() -> None:
    (found,) = tables_of(sheet(TRIPS))
    assert (found.heading.top, found.heading.bottom) == (2, 2)
    assert found.leaves == ("序号", "用车日期", "车牌号", "行驶里程")


def test_a_group_heading_makes_two_rows() -> None:
    text = (
        "序号 | 事项 | 整改闭环 | | 投入\n | | 完成时间 | 核验人 |\n#1 | 甲 | 2026-01-02 | 赵某 | #3\n#2 | 乙 | | | #4"
    )
    merged = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4))
    assert shape(sheet(text, merged=merged)) == [(0, 1, 0, 4)]


def test_a_group_heading_of_plain_text_makes_two_rows_as_well() -> None:
    text = (
        "序号 | 事项 | 整改闭环 | | 投入\n | | 完成时间 | 核验人 |\n#1 | 甲 | 2026-01-02 | 赵某 | #3\n#2 | 乙 | | | #4"
    )
    assert shape(sheet(text)) == [(0, 1, 0, 4)]


def test_two_tables_one_below_another_have_their_own_headings() -> None:
    text = """
一、物资入库
入库日期 | 物品名称 | 数量
2026-01-02 | 帐篷 | #5
2026-01-03 | 棉被 | #6

二、人员值守
值守日期 | 值守人员 | 联系电话 | 备注
2026-02-01 | 赵某 | 略 | 无
2026-02-02 | 钱某 | 略 | 无
"""
    first, second = tables_of(sheet(text))
    assert (first.heading.top, second.heading.top) == (1, 6)
    assert first.sheet.rows[3][1] == "棉被"
    assert all(row[0] is None for row in second.sheet.rows[:5])
    assert second.sheet.rows[5][0] == "二、人员值守"


def test_tables_side_by_side_are_told_by_the_empty_column_between_them() -> None:
    text = """
物品 | 数量 | | 姓名 | 工时
帐篷 | #5 | | 赵某 | #8
棉被 | #6 | | 钱某 | #7
"""
    assert shape(sheet(text)) == [(0, 0, 0, 1), (0, 0, 3, 4)]


@pytest.mark.parametrize("gap", ["", " |"])
def test_halves_side_by_side_are_one_table_twice(gap: str) -> None:
    text = f"""
值班表（单位：小时）
序号 | 姓名 | 工时 |{gap} 序号 | 姓名 | 工时
#1 | 赵某 | #8 |{gap} #3 | 孙某 | #6
#2 | 钱某 | #7 |{gap} #4 | 李某 | #5
"""
    first, second = tables_of(sheet(text))
    assert [h.leaf for h in second.heading.headings if h.leaf] == ["序号", "姓名", "工时"]
    assert second.sheet.rows[0][second.left] == "值班表（单位：小时）"
    assert first.sheet.rows[2][second.left] is None


def test_group_headings_with_the_same_words_below_are_no_halves() -> None:
    text = "单位 | 一月 | | 二月 |\n | 收入 | 支出 | 收入 | 支出\n甲局 | #1 | #2 | #3 | #4\n乙局 | #5 | #6 | #7 | #8"
    merged = ((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4))
    assert shape(sheet(text, merged=merged)) == [(0, 1, 0, 4)]


def test_the_same_heading_repeated_on_the_next_page_is_the_same_table() -> None:
    text = TRIPS + "序号 | 用车日期 | 车牌号 | 行驶里程\n#3 | 9月13日 | 某A-D1203 | #40"
    assert len(tables_of(sheet(text))) == 1


def test_a_second_table_is_read_by_its_own_columns() -> None:
    upper = "序号 | 编号 | 乡镇 | 隐患描述 | 隐患级别 | 发现日期 | 责任单位 | 整改期限 | 状态"
    lower = "序号 | 编号 | 乡镇 | 隐患描述 | 隐患级别 | 整改期限 | 责任单位 | 发现日期 | 状态"
    row = "#{n} | AQ-{n} | 筠峒镇 | 通道堵塞 | 一般 | {a} | 县教育局 | {b} | 办理中"
    text = "\n".join(
        [
            upper,
            row.format(n=1, a="2026-03-05", b="2026-03-20"),
            "",
            lower,
            row.format(n=2, a="2026-03-20", b="2026-03-05"),
        ]
    )
    found = changes(sheet(text))
    assert [(c.draft.facts["opened"], c.draft.facts["due"]) for c in found.new] == [("2026-03-05", "2026-03-20")] * 2


def test_halves_of_a_known_ledger_are_all_imported() -> None:
    heading = "编号 | 乡镇 | 隐患描述 | 隐患级别 | 发现日期 | 整改期限 | 状态"
    row = "AQ-{} | 筠峒镇 | 通道堵塞 | 一般 | 2026-03-05 | 2026-03-20 | 办理中"
    text = "\n".join(f"{left} | {right}" for left, right in [(heading, heading), (row.format(1), row.format(2))])
    assert [c.draft.key for c in changes(sheet(text)).new] == [("AQ-1",), ("AQ-2",)]


def test_rows_of_words_alone_hold_no_table() -> None:
    assert tables_of(sheet("填表说明\n一、请如实填写。\n二、每月五日前报送。")) == ()
