"""A column of money that states no unit is taken in the ledger's and told where that makes its amounts doubtful."""

from __future__ import annotations

import pytest

from taizhang.intake.changes import prepare
from taizhang.terms.scope import Organisation, Unit
from tests.intake.grids import SHIPPED, sheet, workbook

HAZARD = "编号 | 乡镇 | 场所 | 隐患内容 | 隐患级别 | 发现日期 | 整改期限 | 状态 | {heading}"
DISPUTE = "编号 | 乡镇 | 纠纷类型 | 纠纷概况 | 涉及人数 | 排查日期 | 化解期限 | 办理状态 | 涉及金额"


def told(amounts: list[str], heading: str = "整改资金", title: str = "") -> list[tuple[str, str]]:
    """The warnings about units: place and what is said."""
    rows = [
        f"T-{n} | 东桥镇 | {n}号店 | 通道堵塞{n} | 一般 | 2026-09-01 | 2026-10-15 | 办理中 | {one}"
        for n, one in enumerate(amounts, 1)
    ]
    text = "\n".join((*([title] if title else []), HAZARD.format(heading=heading), *rows))
    found = prepare(SHIPPED, [workbook(sheet(text))], lambda matters: {}, Organisation([Unit("东桥镇")]))
    return [(one.place.cell, str(one.message)) for one in found.warnings if one.code == "INT-081"]


@pytest.mark.parametrize(
    ("amounts", "cell"),
    [
        (["#3", "#35000", "#30000"], "I3"),
        (["3", "35000", "30000"], "I3"),
        (["35,000", "3"], "I2"),
        (["#9999.99"], ""),
        (["#10000"], "I2"),
    ],
)
def test_an_amount_that_becomes_a_hundred_million_is_told(amounts: list[str], cell: str) -> None:
    assert [place for place, _ in told(amounts)] == ([cell] if cell else [])


def test_the_sentence_says_the_unit_it_was_taken_in_and_what_that_makes() -> None:
    ((_, says),) = told(["#35000"])
    assert "照台账的“万元”计" in says
    assert "350000000元" in says


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("整改资金（万元）", ""),
        ("整改资金（元）", ""),
        ("整改资金", "单位：万元"),
        ("整改资金", "隐患台账（单位：元）"),
    ],
)
def test_a_stated_unit_is_taken_at_its_word(heading: str, title: str) -> None:
    assert not told(["#35000"], heading, title)


def test_an_amount_that_says_its_unit_itself_is_in_no_doubt() -> None:
    assert not told(["35000元", "3.5万元"])


@pytest.mark.parametrize(
    ("amounts", "cell"), [(["#3.5", "#99.99"], "I3"), (["#3.5", "#100"], ""), (["#3.5"], ""), (["#3", "0"], "")]
)
def test_amounts_that_are_all_less_than_a_hundred_yuan_are_told(amounts: list[str], cell: str) -> None:
    rows = [
        f"M-{n} | 东桥镇 | 土地 | 地界争议{n} | #2 | 2026-09-01 | 2026-10-15 | 调处中 | {one}"
        for n, one in enumerate(amounts, 1)
    ]
    book = workbook(sheet("\n".join((DISPUTE, *rows)), name="矛盾纠纷"))
    found = prepare(SHIPPED, [book], lambda matters: {}, Organisation([Unit("东桥镇")]))
    assert [one.map.ledger.name for one in found.sheets if one.map] == ["dispute"]
    assert [one.place.cell for one in found.warnings if one.code == "INT-081"] == ([cell] if cell else [])


@pytest.mark.parametrize(
    ("name", "title", "told"), [("2026年", "2025年度隐患台账", 1), ("2026年", "2026年隐患台账", 0)]
)
def test_another_year_in_the_title_than_in_the_name_of_the_sheet_is_told(name: str, title: str, told: int) -> None:
    row = "T-1 | 东桥镇 | 1号店 | 通道堵塞 | 一般 | 9月1日 | 10月15日 | 办理中 | #3"
    text = "\n".join((title, HAZARD.format(heading="整改资金（万元）"), row))
    found = prepare(SHIPPED, [workbook(sheet(text, name=name))], lambda _: {}, Organisation([Unit("东桥镇")]))
    assert found.new[0].draft.facts["opened"] == "2026-09-01"
    assert len([one for one in found.warnings if one.code == "INT-085"]) == told


@pytest.mark.parametrize(("total", "told"), [("#2", 1), ("#7", 0)])
def test_a_total_of_money_that_is_the_number_of_rows_is_wrong_all_the_same(total: str, told: int) -> None:
    rows = [
        f"T-{n} | 东桥镇 | {n}号店 | 通道堵塞{n} | 一般 | 2026-09-01 | 2026-10-15 | 办理中 | {one}"
        for n, one in ((1, "#3"), (2, "#4"))
    ]
    text = "\n".join((HAZARD.format(heading="整改资金（万元）"), *rows, f"合计 | | | | | | | | {total}"))
    found = prepare(SHIPPED, [workbook(sheet(text))], lambda _: {}, Organisation([Unit("东桥镇")]))
    assert len([one for one in found.warnings if one.code == "INT-061"]) == told
