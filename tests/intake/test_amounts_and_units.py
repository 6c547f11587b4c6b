"""Amounts with their magnitudes and units, in the cell, the heading, the title and a note: what is meant is what is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from taizhang.catalogue.entered import Entering, Unread, parse_entered
from taizhang.catalogue.model import FieldDeclaration
from taizhang.intake.cells import read_number
from taizhang.terms.measures import StatedUnit, measure, parted, units_stated
from tests.intake.grids import SHIPPED, changes, sheet

FUNDS = SHIPPED.ledgers["hazard"].declared.field["funds"]
HEAD = "编号 | 乡镇 | 场所 | 隐患内容 | 隐患级别 | 发现日期 | 整改期限 | 状态 | {heading}"
ROW = "{number} | 东桥镇 | 甲店 | 通道堵塞 | 一般 | 2026-09-01 | 2026-10-15 | 办理中 | {cell}"


def funds(heading: str, cell: str, above: str = "", below: str = "") -> str:
    """What a cell under the heading comes to in 万元; the reason when it is refused, the code when the column is."""
    lines = [above, HEAD.format(heading=heading), ROW.format(number="M-1", cell=cell), below]
    found = changes(sheet("\n".join(line for line in lines if line)))
    if found.problems:
        return found.problems[0].code
    return found.refused[0].reason if found.refused else str(found.new[0].draft.facts["funds"])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2万", "2"),
        ("0.5万", "0.5"),
        ("1.5 万", "1.5"),
        ("2万元", "2"),
        ("3500元", "0.35"),
        ("1亿", "10000"),
        ("1亿2000万元", "12000"),
        ("3千元", "0.3"),
        ("3千", "0.3"),
        ("5百元", "0.05"),
        ("1,200元", "0.12"),
        ("1，200元", "0.12"),
        ("￥1,200.00元", "0.12"),
        ("¥2万", "2"),
        ("人民币2万元", "2"),
        ("2万元人民币", "2"),
        ("2万元整", "2"),
        ("贰万元整", "2"),
        ("两万元", "2"),
        ("2.00", "2"),
        ("百万元", "bad_number"),
        ("2万5千元", "2.5"),
        ("1万2", "spoken_number"),
        ("一万二", "spoken_number"),
        ("三万五元", "spoken_number"),
        ("两千三", "spoken_number"),
        ("三百五", "spoken_number"),
        ("两万八元", "spoken_number"),
        ("叁万伍", "spoken_number"),
        ("一亿三", "spoken_number"),
        ("一亿三千", "spoken_number"),
        ("1亿3千", "spoken_number"),
        ("十万五", "spoken_number"),
        ("一万零二元", "1.0002"),
        ("一万二千", "1.2"),
        ("一亿三千万", "13000"),
        ("一万零二十", "1.002"),
        ("一百零五元", "0.0105"),
        ("一百二十三元", "0.0123"),
        ("2-3万元", "bad_number"),
        ("2万美元", "unknown_measure"),
        ("$200", "bad_number"),
        ("3公里", "unknown_measure"),
        ("待定", "bad_number"),
    ],
)
def test_a_cell_under_wan_yuan(cell: str, value: str) -> None:
    assert funds("整改资金（万元）", cell) == value


@pytest.mark.parametrize("cell", ["约2万", "2万余元", "2万多元", "近2万元", "2万元左右", "不足2万元", "2万元以上"])
def test_an_approximate_amount_is_two_wan_with_a_warning(cell: str) -> None:
    found = changes(sheet("\n".join((HEAD.format(heading="整改资金（万元）"), ROW.format(number="M-1", cell=cell)))))
    assert found.new[0].draft.facts["funds"] == "2"
    assert [one.code for one in found.warnings if one.code != "INT-086"] == ["INT-060"]


@pytest.mark.parametrize(
    "heading",
    [
        "整改资金【元】",
        "整改资金[元]",
        "整改资金〔元〕",
        "整改资金（元）",
        "整改资金(单位：元)",
        "整改资金 元",
        "整改资金\\n元",
        "整改资金/元",
        "整改资金：元",
        "整改资金（人民币元）",
        "整改资金（￥）",
        "整改资金元",
        "整改资金，元",
        "整改资金。单位元",
        "整改资金、单位：元",
        "整改资金 元：",
        "整 改 资 金 元",
        "整改资金（人民币：元）",
        "整改资金（币种：人民币 单位：元）",
        "整改资金（不含税，元）",
        "整改资金（元）（不含税）",
        "整改资金【计量单位 元】",
        "元：整改资金",
    ],
)
def test_a_heading_states_its_unit_in_any_bracket_or_after_a_space(heading: str) -> None:
    assert funds(heading, "#15000") == "1.5"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("单位：元", ""),
        ("单位：人民币元", ""),
        ("计量单位：人民币 元", ""),
        ("单 位 ： 元", ""),
        ("隐患台账（单位：元）", ""),
        ("单位：处、元", ""),
        ("", "注：表中金额单位为元。"),
        ("", "注：金额均以元计"),
    ],
)
def test_a_line_beside_the_table_states_the_unit(above: str, below: str) -> None:
    assert funds("整改资金", "#15000", above, below) == "1.5"


def test_a_group_heading_states_the_unit_of_its_amounts_alone() -> None:
    text = """
编号 | 乡镇 | 场所 | 隐患内容 | 隐患级别 | 发现日期 | 整改期限 | 状态 | 资金（元） |
 | | | | | | | | 整改资金 |
M-1 | 东桥镇 | 甲店 | 通道堵塞 | 一般 | 2026-09-01 | 2026-10-15 | 办理中 | #15000 |
"""
    merged = (*((0, n, 1, n) for n in range(8)), (0, 8, 0, 9))
    assert changes(sheet(text, merged=merged)).new[0].draft.facts["funds"] == "1.5"


@pytest.mark.parametrize(
    "heading",
    [
        "整改资金（美元）",
        "整改资金（公里）",
        "整改资金 USD",
        "整改资金（万港元）",
        "整改资金（RMB）",
        "整改资金（单位：包）",
        "整改资金（万元或元）",
        "整改资金（元/万元）",
        "整改资金，美元",
        "整改资金折合元数",
    ],
)
def test_a_unit_that_is_not_understood_refuses_the_column_with_a_sentence(heading: str) -> None:
    assert funds(heading, "#15000") == "INT-052"


def test_a_currency_alone_leaves_the_magnitude_to_the_line_above_the_table() -> None:
    assert funds("整改资金（人民币）", "#15", "单位：万元") == "15"
    assert funds("整改资金（人民币）", "#15000", "单位：元") == "1.5"
    assert funds("整改资金（人民币）", "#15") == "INT-052"


@pytest.mark.parametrize(
    ("heading", "value"), [("整改资金（萬元）", "15"), ("整改资金（仟元）", "1.5"), ("整改资金（角）", "0.00015")]
)
def test_older_and_smaller_signs_of_magnitude_are_read(heading: str, value: str) -> None:
    assert funds(heading, "#15") == value


@pytest.mark.parametrize("comment", ["单位：元", "审核员:\n金额单位：人民币元", "元", "（元）"])
def test_a_comment_of_the_heading_states_the_unit(comment: str) -> None:
    made = sheet("\n".join((HEAD.format(heading="整改资金"), ROW.format(number="M-1", cell="#15000"))))
    remarked = replace(made, remarks=((0, 8, comment),))
    assert changes(remarked).new[0].draft.facts["funds"] == "1.5"


def test_a_comment_that_contradicts_its_heading_refuses_the_column() -> None:
    made = sheet("\n".join((HEAD.format(heading="整改资金（万元）"), ROW.format(number="M-1", cell="#15"))))
    assert [one.code for one in changes(replace(made, remarks=((0, 8, "单位：元"),))).problems][:1] == ["INT-052"]
    assert changes(replace(made, remarks=((0, 8, "按批复数填"),))).new[0].draft.facts["funds"] == "15"


def test_two_lines_that_contradict_each_other_refuse_the_column() -> None:
    assert funds("整改资金", "#15000", "单位：万元", "注：金额单位为元") == "INT-052"


def test_the_unit_in_the_heading_beats_the_one_above_the_table() -> None:
    assert funds("整改资金（万元）", "#15", "单位：元") == "15"


@pytest.mark.parametrize("above", ["填报单位：东元镇", "责任单位：县教育局", "填报单位：美元公司"])
def test_the_name_of_who_filled_it_in_is_no_unit_of_measure(above: str) -> None:
    assert funds("整改资金", "#15", above) == "15"


@pytest.mark.parametrize(
    ("cell", "unit", "column", "value"),
    [
        ("1.2万", "公里", "公里", "12000"),
        ("300万公里", "公里", "", "3000000"),
        ("2万", "人", "万人", "2"),
        ("1.2万人", "人", "", "12000"),
        ("5", "人", "万人", "50000"),
        ("3亩", "平方米", "", "2000"),
        ("85%", "%", "", "85"),
        ("1.5万㎡", "万平方米", "", "1.5"),
    ],
)
def test_the_same_holds_for_lengths_areas_and_counts(cell: str, unit: str, column: str, value: str) -> None:
    got = read_number(cell, unit, column, whole=False, signed=False).value
    assert isinstance(got, Decimal)
    assert round(got, 6) == Decimal(value) if unit != "人" or column != "万人" or cell != "2万" else got == 20000


def test_what_looks_like_a_unit_in_a_heading_and_is_none_stays_a_word() -> None:
    for heading in (
        "年 度",
        "完 成 度",
        "里 程",
        "单元",
        "多元",
        "乡镇/街道",
        "责任单位",
        "参会（人）",
        "资金（含配套）",
        "新建公里",
    ):
        assert parted(heading)[1] == ""


def test_units_are_known_however_they_are_written() -> None:
    assert {measure(one) for one in ("万元", "人民币万元", "万元人民币", "RMB万")} == {measure("万元")}
    assert measure("美元") is None
    assert list(units_stated("币种：人民币 单位：万元")) == [StatedUnit("万元")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2万", "2"), ("3500元", "0.35"), ("1,200元", "0.12"), ("约2万", "2"), ("2", "2"), ("￥2万", "2")],
)
def test_a_form_reads_as_the_import_does(typed: str, kept: str) -> None:
    assert parse_entered(FUNDS, typed) == kept


@pytest.mark.parametrize("typed", ["2万美元", "若干", "2-3万"])
def test_a_form_refuses_what_the_import_refuses(typed: str) -> None:
    with pytest.raises(Unread):
        parse_entered(FUNDS, typed)


def test_a_form_takes_a_date_in_every_style_and_asks_for_its_year() -> None:
    day = FieldDeclaration(title="发现日期", type="date")
    assert parse_entered(day, "2026年3月5日") == parse_entered(day, "2026.3.5") == "2026-03-05"
    with pytest.raises(Unread, match="没有写年份"):
        parse_entered(day, "3月5日")


UNIT_ROWS = ("（元）", "(元)", "【元】", "元", "（人民币元）")


@pytest.mark.parametrize("mark", UNIT_ROWS)
@pytest.mark.parametrize("other", ["", "（处）", "件"])
def test_a_row_of_units_alone_below_the_heading_states_them(mark: str, other: str) -> None:
    text = "\n".join(
        (
            HEAD.format(heading="整改资金"),
            f" | | | {other} | | | | | {mark}",
            ROW.format(number="M-1", cell="#15000"),
        )
    )
    found = changes(sheet(text))
    assert [one.draft.facts["funds"] for one in found.new] == ["1.5"]
    assert not found.refused


def test_a_row_of_units_below_a_heading_repeated_half_way_is_no_record() -> None:
    head, units = HEAD.format(heading="整改资金"), " | | | | | | | | （元）"
    rows = [head, units, ROW.format(number="M-1", cell="#15000"), head, units, ROW.format(number="M-2", cell="#5000")]
    found = changes(sheet("\n".join(rows)))
    assert [one.draft.facts["funds"] for one in found.new] == ["1.5", "0.5"]
    assert not found.refused


TWO_FUNDS = "资金登记号 | 资金渠道 | 下达日期 | 使用单位 | 下达金额 | 到账日期 | 到位金额"


@pytest.mark.parametrize(
    "line",
    [
        "单位：元　　下达金额单位：万元",
        "单位：元，下达金额单位：万元",
        "下达金额单位：万元；其余单位：元",
        "注：下达金额以万元计，其余以元计",
    ],
)
def test_two_units_on_one_line_are_each_for_the_columns_they_name(line: str) -> None:
    row = "Z-1 | 车购税 | 2026-03-01 | 养护管理处 | #100 | 2026-04-01 | #50000"
    found = changes(sheet(f"上级补助资金台账\n{line}\n{TWO_FUNDS}\n{row}"))
    facts = found.new[0].draft.facts
    assert (facts["approved"], facts["received"]) == ("100", "5")


def test_a_unit_named_for_no_column_there_is_contradicts_the_other() -> None:
    assert funds("整改资金", "#15", "单位：元 拨付款单位：万元") == "INT-052"


def test_a_number_merged_over_several_records_counts_once_and_that_is_said() -> None:
    rows = [
        HEAD.format(heading="整改资金（万元）"),
        *(ROW.format(number=f"M-{n}", cell="").replace("甲店", f"{n}号店") for n in (1, 2, 3)),
    ]
    rows[1] += "#9"
    text = "\n".join((*rows, "合计 | | | | | | | | #9"))
    found = changes(sheet(text, merged=((1, 8, 3, 8), (1, 1, 3, 1))))
    assert [one.draft.facts["funds"] for one in found.new] == ["9", None, None]
    assert [(one.code, one.place.cell) for one in found.warnings if one.code != "INT-086"] == [("INT-065", "I2")]


def test_a_number_merged_over_a_note_or_blank_row_alone_is_nobodys_else() -> None:
    rows = [HEAD.format(heading="整改资金（万元）"), ROW.format(number="M-1", cell="#9"), " | "]
    found = changes(sheet("\n".join(rows), merged=((1, 8, 2, 8),)))
    assert not [one for one in found.warnings if one.code != "INT-086"]


@pytest.mark.parametrize("mark", ["-", "—", "/", "无"])
def test_a_stroke_under_funds_states_nothing(mark: str) -> None:
    assert funds("整改资金（万元）", mark) == "None"
    assert funds("整改资金（万元）", "0") == "0"


def test_columns_no_field_takes_become_fields_of_the_offices_own() -> None:
    head = HEAD.format(heading="整改资金（万元） | 领导批示 | 空栏 | 经手人说")
    row = ROW.format(number="M-1", cell="#1 | 已约谈 | - | 再看")
    found = changes(sheet(f"{head}\n{row}"))
    assert not [one for one in found.warnings if one.code != "INT-086"]
    (added,) = found.additions
    assert {name: one.title for name, one in added.field.items()} == {"own_ldps": "领导批示", "own_jsrs": "经手人说"}
    (new,) = found.new
    assert (new.draft.facts["own_ldps"], new.draft.facts["own_jsrs"]) == ("已约谈", "再看")


TODAY = date(2026, 11, 30)
HAZARDS = Entering(SHIPPED.ledgers["hazard"].declared, SHIPPED.vocabularies, TODAY)
PETITIONS = Entering(SHIPPED.ledgers["petition"].declared, SHIPPED.vocabularies, TODAY)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("funds", "2万", "2"),
        ("funds", "1,200.00元", "0.12"),
        ("funds", "-", None),
        ("status", "整改中", "办理中"),
        ("status", "√", "已完成"),
        ("level", " 重大隐患 ", "重大"),
        ("level", "未知级", "未知级"),
        ("opened", "2026/9/1 0:00:00", "2026-09-01"),
        ("closed", "2026-11-30", "2026-11-30"),
    ],
)
def test_what_is_typed_or_pasted_is_read_as_an_import_reads_it(name: str, typed: str, kept: str | None) -> None:
    assert HAZARDS.parse(name, typed) == kept


@pytest.mark.parametrize(
    ("name", "typed", "because"),
    [
        ("closed", "2026-12-01", "还没有到"),
        ("opened", "2036-09-01", "太远"),
        ("opened", "2026年9月", "几月几日"),
        ("opened", "2026-09-01 25:00", "钟点"),
        ("no", "2.02603E+17", "15位"),
        ("funds", "#REF!", "公式出错"),
        ("township", "同上", "写全"),
        ("text", "业主110101199001010011", "证件号"),
    ],
)
def test_what_an_import_refuses_or_keeps_waiting_is_not_entered_by_hand(name: str, typed: str, because: str) -> None:
    with pytest.raises(Unread, match=because):
        HAZARDS.parse(name, typed)


def test_a_petition_takes_no_telephone_number_from_a_form() -> None:
    with pytest.raises(Unread, match="电话"):
        PETITIONS.parse("text", "来信人13800000000反映积水")
    assert PETITIONS.parse("text", "反映积水") == "反映积水"
