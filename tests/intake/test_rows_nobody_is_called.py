"""Years, means, rates and the lines at the foot of a table are no units and no records; amounts in numerals are read as such."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.intake.sums import names_nobody
from taizhang.terms.amounts import read_amount
from taizhang.terms.spoilt import spoilt
from tests.intake.grids import changes, sheet

HEAD = (
    "序号 | 单位名称 | 年初预算（万元） | 公务接待费（万元） | | | \n | | | 第一季度 | 第二季度 | 第三季度 | 第四季度"
)
NOBODY = ("平均每单位", "2025年", "2025年同期", "预算执行率", "同期数", "∑", "人均", "较上年", "2025年合计", "平均值")


@pytest.mark.parametrize("words", NOBODY)
@pytest.mark.parametrize("numbered", [True, False])
def test_a_year_a_mean_or_a_rate_is_no_unit(words: str, numbered: bool) -> None:
    lines = [
        "三公经费（2026年）",
        HEAD,
        "#1 | 县教育局 | #10 | #1 | #1 | #1 | #1",
        "#2 | 县统计局 | #20 | #2 | #2 | #2 | #2",
    ]
    found = changes(sheet("\n".join((*lines, f"{'#3' if numbered else ''} | {words} | #15 | #3 | #1 | #1 | #1"))))
    assert {one.name for one in found.units} == {"县教育局", "县统计局"}
    assert {str(one.draft.facts["unit"]) for one in found.new if one.draft.ledger == "expense"} == {
        "县教育局",
        "县统计局",
    }
    assert any(one.code in ("INT-061", "INT-063") for one in found.warnings) or found.refused


@pytest.mark.parametrize("words", ["平均乡", "率溪镇", "县统计局", "二〇二五厂", "均安镇", "第一中学", "合计镇政府"])
def test_a_name_that_only_resembles_them_is_a_name(words: str) -> None:
    assert not names_nobody(words)


HAZARD = "编号 | 乡镇 | 隐患描述 | 隐患级别 | 发现日期 | 责任单位 | 整改期限 | 整改资金（万元） | 状态"
ROW = "M-1 | 东桥镇 | 缺护栏 | 一般 | 2026-03-05 | 县教育局 | 2026-03-20 | #1.5 | 办理中"


@pytest.mark.parametrize(
    "foot",
    [
        "填报单位（盖章）：县应急管理局 | | | 制表人：某某 | | 审核人：某某 | | 填报日期：2026年3月31日",
        "制表人：某某 | | | 审核：某某 | | | | 填报日期：2026-03-31",
        "领导签字： | | | | 经办人：",
        "第1页 | | | | | 共3页",
        "第1页 | 共3页",
    ],
)
def test_the_foot_of_a_table_over_several_cells_is_no_record(foot: str) -> None:
    found = changes(sheet("\n".join((HAZARD, ROW, foot))))
    assert not found.refused
    assert [one.draft.key for one in found.new if one.draft.ledger == "hazard"] == [("M-1",)]


def test_a_row_with_one_such_word_among_facts_is_a_record() -> None:
    other = ROW.replace("M-1", "M-2").replace("缺护栏", "审核：资料不全")
    found = changes(sheet("\n".join((HAZARD, ROW, other))))
    assert len([one for one in found.new if one.draft.ledger == "hazard"]) == 2


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("三千", "0.3"),
        ("五百元", "0.05"),
        ("两千元", "0.2"),
        ("五百", "0.05"),
        ("叁仟元整", "0.3"),
        ("三十", "30"),
        ("三", "3"),
        ("两万", "2"),
    ],
)
def test_a_magnitude_in_numerals_counts_as_one_in_digits_does(written: str, value: str) -> None:
    assert read_amount(written, "万元", "万元", whole=False, signed=False).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "reason"), [("########", "too_narrow"), ("###", "too_narrow"), ("#1", ""), ("3#楼", "")]
)
def test_a_column_too_narrow_shows_no_value(text: str, reason: str) -> None:
    assert spoilt(text, number=False) == reason
