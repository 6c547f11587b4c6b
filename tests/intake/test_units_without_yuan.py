"""Units stated by their magnitude alone, prices a piece, and units that count another thing than the field."""

from __future__ import annotations

import pytest

from taizhang.terms.measures import count_alike
from tests.intake.grids import changes, sheet
from tests.intake.test_amounts_and_units import funds


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("整改资金（亿）", "350000000"),
        ("整改资金（千）", "3500"),
        ("整改资金（百）", "350"),
        ("整改资金（十万）", "350000"),
        ("整改资金（百万）", "3500000"),
        ("整改资金（K）", "3500"),
        ("整改资金（w）", "35000"),
        ("整改资金（万）", "35000"),
        ("整改资金 亿", "350000000"),
        ("整改资金/千", "3500"),
        ("整改资金亿", "350000000"),
        ("整改资金（M）", "INT-052"),
        ("整改资金（元/处）", "INT-052"),
        ("整改资金（元／人）", "INT-052"),
        ("整改资金（万元/公里）", "INT-052"),
        ("整改资金（处）", "INT-052"),
        ("整改资金（户）", "INT-052"),
        ("整改资金（十）", "35000"),
        ("整改资金（一）", "35000"),
    ],
)
def test_a_magnitude_alone_is_one_of_the_fields_unit_and_a_price_a_piece_is_no_amount(heading: str, value: str) -> None:
    assert funds(heading, "#35000") == value


@pytest.mark.parametrize(
    ("above", "value"),
    [
        ("单位：亿", "350000000"),
        ("（千）", "3500"),
        ("Unit: RMB", "INT-052"),
        ("Unit: 千元", "3500"),
        ("Unit: 10,000 yuan", "INT-052"),
        ("单位：元/处", "INT-052"),
        ("单位：处/元", "3.5"),
        ("单位：万元、处", "35000"),
    ],
)
def test_a_line_above_is_read_by_the_same_rule_as_a_heading(above: str, value: str) -> None:
    assert funds("整改资金", "#35000", above) == value


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("涉及人数（户）", "INT-052"),
        ("涉及人数（件）", "INT-052"),
        ("涉及人数（天）", "INT-052"),
        ("涉及人数（人）", "2"),
        ("涉及人数（名）", "2"),
        ("涉及人数（个）", "2"),
        ("涉及人数（千）", "2000"),
        ("涉及人数", "2"),
    ],
)
def test_what_a_heading_counts_is_what_the_field_counts(heading: str, value: str) -> None:
    lines = f"编号 | 乡镇 | 纠纷类型 | 纠纷事由 | 登记日期 | 状态 | {heading}\nMY-1 | 东桥镇 | 邻里 | 宅基地界 | 2026-03-01 | 办理中 | #2"
    found = changes(sheet(lines))
    persons = [one.draft.facts.get("persons") for one in found.new]
    assert (found.problems[0].code if found.problems else str(persons[0])) == value


@pytest.mark.parametrize(
    ("unit", "alike"),
    [
        ("起", True),
        ("个", True),
        ("人", False),
        ("户", False),
        ("公里", False),
        ("万元", False),
        ("分", True),
        ("万件", True),
    ],
)
def test_pieces_are_alike_households_and_lengths_are_not(unit: str, alike: bool) -> None:
    assert count_alike("件", unit) is alike
