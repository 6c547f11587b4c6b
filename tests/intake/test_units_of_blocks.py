"""Blocks of one sheet in different units of measure, and periods whose year nobody says: nothing is read as if it were not stated."""

from __future__ import annotations

import pytest

from taizhang.intake.changes import ChangeSet, prepare
from taizhang.intake.recognise import Recogniser
from taizhang.terms.scope import Organisation
from tests.intake.grids import SHIPPED, changes, sheet, workbook

HEAD = "编号 | 乡镇 | 隐患描述 | 隐患级别 | 发现日期 | 责任单位 | 整改期限 | {funds} | 状态"
ROW = "M-{n} | 东桥镇 | 第{n}处缺护栏 | 一般 | 2026-03-05 | 县教育局 | 2026-03-20 | {cell} | 办理中"
TITLE = "隐患台账（2026年）"


def row(n: int, cell: str) -> str:
    """A record with an amount."""
    return ROW.format(n=n, cell=cell)


def head(funds: str) -> str:
    """The heading with that of the amounts as given."""
    return HEAD.format(funds=funds)


def imported(*lines: str) -> ChangeSet:
    """What a sheet of these lines would change, read as an import reads it: table by table."""
    return changes(sheet("\n".join(lines), name="Sheet1"))


def amounts(found: ChangeSet) -> dict[str, str]:
    """The amount of each matter by its number."""
    return {one.draft.key[0]: str(one.draft.facts["funds"]) for one in found.new if one.draft.ledger == "hazard"}


@pytest.mark.parametrize(
    ("above", "below", "cell"),
    [
        ("整改资金（万元）", "整改资金（元）", "#15000"),
        ("整改资金（元）", "整改资金（万元）", "#15000"),
        ("整改资金/万元", "整改资金/千元", "#15"),
        ("整改资金", "整改资金（元）", "#15000"),
        ("整改资金（万元）", "整改资金", "#1.5"),
        ("整改资金（万元）", "整改资金（万元）", "#1.5"),
    ],
)
def test_a_heading_repeated_in_another_unit_is_another_heading(above: str, below: str, cell: str) -> None:
    first = "#15000" if above.endswith("（元）") else "#1.5"
    second = "#1.5" if above.endswith("（元）") else cell
    found = imported(TITLE, head(above), row(1, first), head(below), row(2, second))
    assert [float(one) for one in amounts(found).values()] == [1.5, 1.5]


@pytest.mark.parametrize("line", ["二、第二批（单位：元）", "第二批  单位：元", "（二）第二批，金额单位：元"])
@pytest.mark.parametrize("again", [True, False])
def test_a_line_among_the_rows_states_the_unit_of_those_below_it(line: str, again: bool) -> None:
    lines = ["一、第一批（单位：万元）", head("整改资金"), row(1, "#1.5"), line, *([head("整改资金")] if again else [])]
    found = imported(TITLE, *lines, row(2, "#15000"), row(3, "#25000"))
    assert not found.problems
    assert [float(one) for one in amounts(found).values()] == [1.5, 1.5, 2.5]


def test_a_unit_in_the_corner_of_a_row_alone_holds_for_the_rows_below_it() -> None:
    found = imported(TITLE, head("整改资金"), row(1, "#1.5"), " | | | | | | | 单位：元 | ", row(2, "#15000"))
    assert not found.refused
    assert [float(one) for one in amounts(found).values()] == [1.5, 1.5]


def test_a_line_that_contradicts_the_heading_refuses_the_column_at_the_line() -> None:
    found = imported(TITLE, head("整改资金（万元）"), row(1, "#1.5"), "二、第二批（单位：元）", row(2, "#15000"))
    assert [(one.code, one.place.cell) for one in found.problems] == [("INT-052", "H4")]
    assert "“万元”" in str(found.problems[0].message)
    assert "“元”" in str(found.problems[0].message)


def test_a_line_that_says_the_same_as_the_heading_changes_nothing() -> None:
    found = imported(TITLE, head("整改资金（万元）"), row(1, "#1.5"), "二、第二批（单位：万元）", row(2, "#1.5"))
    assert not found.problems
    assert [float(one) for one in amounts(found).values()] == [1.5, 1.5]


def test_a_line_for_another_measure_is_none_for_the_amounts() -> None:
    found = imported(TITLE, head("整改资金（万元）"), row(1, "#1.5"), "二、第二批（单位：公里）", row(2, "#1.5"))
    assert not found.problems
    assert [float(one) for one in amounts(found).values()] == [1.5, 1.5]


def test_a_later_table_takes_year_and_unit_from_the_title_of_the_sheet() -> None:
    lines = ["隐患台账（2026年）  单位：元", head("整改资金"), row(1, "#15000").replace("2026-03-05", "3月5日"), ""]
    other = "编号 | 乡镇 | 隐患描述 | 隐患级别 | 发现日期 | 责任单位 | 整改期限 | 状态 | 整改资金"
    last = "M-2 | 东桥镇 | 第二处缺护栏 | 一般 | 3月5日 | 县教育局 | 2026-03-20 | 办理中 | #15000"
    found = imported(*lines, "三、第三批", other, last)
    assert not found.refused
    assert [float(one) for one in amounts(found).values()] == [1.5, 1.5]
    assert {one.draft.facts["opened"] for one in found.new if one.draft.ledger == "hazard"} == {"2026-03-05"}


@pytest.mark.parametrize(("other", "cell"), [("整改资金（元）", "#15000"), ("整改资金（千元）", "#15")])
def test_the_right_half_of_a_sheet_in_another_unit_is_read_in_it(other: str, cell: str) -> None:
    lines = [f"{head('整改资金（万元）')} | {head(other)}", f"{row(1, '#1.5')} | {row(2, cell)}"]
    found = imported(TITLE, *lines, f"{row(3, '#1.5')} | {row(4, cell)}")
    assert [float(one) for one in amounts(found).values()] == [1.5] * 4
    assert set(amounts(found)) == {"M-1", "M-2", "M-3", "M-4"}


def test_halves_in_one_unit_are_one_table_and_those_in_two_are_two() -> None:
    recogniser = Recogniser(SHIPPED)
    for other, half in (("整改资金（万元）", True), ("整改资金（元）", False)):
        drawn = sheet(f"{head('整改资金（万元）')} | {head(other)}\n{row(1, '#1')} | {row(2, '#1')}")
        assert [one.half for one in recogniser.tables(drawn)] == [False, half]


QUARTERS = " | | | 第一季度 | 第二季度 | 第三季度 | 第四季度"


def spent(title: str, *cells: str, name: str = "表1") -> ChangeSet:
    """A table of what units spent by quarter."""
    lines = [
        title,
        "序号 | 单位名称 | 年初预算 | 公务接待费 | | | ",
        QUARTERS,
        f"#1 | 县教育局 | #10 | {' | '.join(cells)}",
    ]
    return prepare(SHIPPED, [workbook(sheet("\n".join(lines), name=name))], lambda matters: {}, Organisation())


@pytest.mark.parametrize("cells", [("#1", "#2", "#3", "#4"), ("#1", "#1", "#1", "#1")])
def test_a_period_whose_year_nobody_says_refuses_every_cell_for_that_reason(cells: tuple[str, ...]) -> None:
    found = spent("“三公”经费支出季度统计表", *cells)
    assert not found.new
    assert not found.repeats
    assert {one.reason for one in found.refused} == {"year_unknown"}
    assert {"D4", "E4", "F4", "G4"} <= {one.at.cell for one in found.refused}


def test_the_year_of_the_sheets_name_is_enough() -> None:
    found = spent("“三公”经费支出季度统计表", "#1", "#1", "#1", "#1", name="2026年")
    ended = [one.draft.facts["ended"] for one in found.new if one.draft.ledger == "expense"]
    assert ended == ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]


def test_a_heading_with_columns_and_unit_changed_about_is_another_heading() -> None:
    moved = "编号 | 乡镇 | 隐患描述 | 隐患级别 | 发现日期 | 责任单位 | 整改期限 | 状态 | 整改资金（元）"
    last = "M-2 | 东桥镇 | 第二处缺护栏 | 一般 | 2026-03-05 | 县教育局 | 2026-03-20 | 办理中 | #15000"
    found = imported(TITLE, head("整改资金（万元）"), row(1, "#1.5"), moved, last)
    assert not found.refused
    assert [float(one) for one in amounts(found).values()] == [1.5, 1.5]
