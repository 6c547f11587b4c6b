"""Rows called totals that are records, examples and void rows that are none, due dates put off, numbers eaten by the spreadsheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from taizhang.intake.changes import ChangeSet, prepare
from taizhang.intake.reading.files import read
from taizhang.terms.scope import Organisation, Unit
from tests.intake.grids import SHIPPED, changes, sheet, workbook

HEAD = "编号 | 乡镇 | 场所 | 隐患内容 | 隐患级别 | 发现日期 | 整改期限 | 状态"
ROW = "{no} | {township} | {site} | 通道堵塞 | 一般 | 2026-09-01 | 2026-10-15 | 办理中"
FIRST = ROW.format(no="A-1", township="东桥镇", site="甲店")


def read_rows(*rows: str, head: str = HEAD) -> ChangeSet:
    """What the rows below the heading come to where 东桥镇 is known."""
    lines = sheet("\n".join((head, *rows)))
    return prepare(
        SHIPPED, [workbook(lines)], lambda matters: {}, Organisation([Unit("东桥镇")]), today=date(2026, 11, 30)
    )


@pytest.mark.parametrize("number", ["累计1", "合计-1", "小计-01", "小计3", "合计", "总计2"])
def test_a_whole_record_whose_number_reads_like_a_total_is_a_record(number: str) -> None:
    found = read_rows(FIRST, ROW.format(no=number, township="东桥镇", site="乙店"))
    assert [one.draft.key[0] for one in found.new] == ["A-1", number]


def test_a_whole_record_of_a_unit_called_after_a_total_is_refused_and_its_unit_not_registered() -> None:
    found = read_rows(FIRST, ROW.format(no="A-2", township="东桥镇合计", site="乙店"))
    assert [(one.at.row, one.reason) for one in found.refused] == [(3, "unknown_unit")]
    assert not found.units


@pytest.mark.parametrize(
    "total", ["合计 | | | 1处 | | | |", "合计 | 全县 | | 1处 | | | |", " | 东桥镇小计 | | | | | |"]
)
def test_a_plain_total_stays_one_and_raises_nothing(total: str) -> None:
    found = read_rows(FIRST, total)
    assert len(found.new) == 1
    assert not found.refused
    assert not [one for one in found.warnings if one.code != "INT-086"]


def test_a_row_called_a_total_that_says_more_is_told() -> None:
    found = read_rows(FIRST, "合计 | 东桥镇 | 乙店 | 通道堵塞 | | | |")
    assert [(one.code, one.place.line) for one in found.warnings] == [("INT-063", 3)]


@pytest.mark.parametrize(
    ("no", "site", "reason"),
    [
        ("例：A-0", "甲店", "example_row"),
        ("（例）A-0", "甲店", "example_row"),
        ("示例", "甲店", "example_row"),
        ("样例1", "甲店", "example_row"),
        ("A-0", "填写示例", "example_row"),
        ("A-0", "填表说明：如实填写", "example_row"),
        ("A-0", "示例路商店", ""),
        ("例行-1", "甲店", ""),
    ],
)
def test_an_example_is_named_and_not_counted(no: str, site: str, reason: str) -> None:
    found = read_rows(FIRST, ROW.format(no=no, township="东桥镇", site=site))
    assert [one.reason for one in found.refused] == ([reason] if reason else [])
    assert len(found.new) == (1 if reason else 2)


@pytest.mark.parametrize(
    ("remark", "void"),
    [
        ("本行作废", True),
        ("作废", True),
        ("此条已删除", True),
        ("误录，请删除", True),
        ("重复，见A-1", True),
        ("不统计", True),
        ("作废灭火器3具", False),
        ("重复隐患", False),
        ("无效整改", False),
    ],
)
def test_a_void_row_is_named_and_not_counted(remark: str, void: bool) -> None:
    rows = (f"{FIRST} |", f"{ROW.format(no='A-2', township='东桥镇', site='乙店')} | {remark}")
    found = read_rows(*rows, head=f"{HEAD} | 备注")
    assert [(one.at.row, one.at.cell, one.reason) for one in found.refused] == ([(3, "I3", "void_row")] if void else [])


def test_a_line_through_a_row_or_an_amount_keeps_it_from_being_counted(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    heads = [*(one.strip() for one in HEAD.split("|")), "整改资金（万元）"]
    with xlsxwriter.Workbook(path) as book:
        page, struck = book.add_worksheet("2026年"), book.add_format({"font_strikeout": True})
        page.write_row(0, 0, heads)
        for n in (1, 2, 3):
            row = [*(one.strip() for one in ROW.format(no=f"A-{n}", township="东桥镇", site="甲店").split("|")), n]
            for column, cell in enumerate(row):
                page.write(n, column, cell, struck if n == 2 or (n, column) == (3, 8) else None)
    found = prepare(SHIPPED, [read(path)], lambda matters: {}, Organisation([Unit("东桥镇")]))
    assert [one.draft.key[0] for one in found.new] == ["A-1"]
    assert [(one.at.cell, one.reason) for one in found.refused] == [("A3", "struck_row"), ("I4", "struck_out")]


@pytest.mark.parametrize(
    "heading", ["延期后期限", "调整后期限", "新期限", "二次期限", "延期至", "延期后整改期限", "变更后的期限"]
)
@pytest.mark.parametrize(
    ("cell", "due"), [("2026-12-31", "2026-12-31"), ("", "2026-10-15"), ("/", "2026-10-15"), ("未延期", "2026-10-15")]
)
def test_a_due_date_put_off_is_the_one_in_force(heading: str, cell: str, due: str) -> None:
    found = read_rows(f"{FIRST} | {cell}", head=f"{HEAD} | {heading}")
    assert [one.draft.facts["due"] for one in found.new] == [due]


def test_a_due_date_put_off_to_no_day_is_refused() -> None:
    found = read_rows(f"{FIRST} | 2026-13-45", head=f"{HEAD} | 延期后期限")
    assert [one.field for one in found.refused] == ["due"]


@pytest.mark.parametrize(
    ("number", "eaten"),
    [
        ("2026年1月", True),
        ("1-Jan", True),
        ("Mar-26", True),
        ("1-Mar-26", True),
        ("3月5日", True),
        ("2026-1号", False),
        ("Mar-1001号", False),
    ],
)
def test_a_number_a_spreadsheet_made_a_day_of_is_refused(number: str, eaten: bool) -> None:
    found = read_rows(ROW.format(no=number, township="东桥镇", site="甲店"))
    assert [one.reason for one in found.refused] == (["eaten_number"] if eaten else [])


def test_a_day_in_the_column_of_numbers_is_refused() -> None:
    page = sheet(f"{HEAD}\n{FIRST}")
    rows = (page.rows[0], (date(2026, 1, 1), *page.rows[1][1:]))
    found = changes(type(page)(page.name, False, rows))
    assert [one.reason for one in found.refused] == ["eaten_number"]
