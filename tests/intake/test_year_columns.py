"""The year of a row: a column 年度 tells it, the sheet's name and title else; two that differ are asked about."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.intake.reading.files import _as_shown
from tests.intake.grids import changes, sheet

HEAD = "序号 | {year} | 单位名称 | 年初预算（万元） | 公务接待费（万元） | | |\n | | | | 第一季度 | 第二季度 | 第三季度 | 第四季度"
MERGED = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 1, 3), (0, 4, 0, 7))
ROW = "#{n} | {year} | {unit} | #10 | #1 | #1 | #1 | #1"


def years(heading: str, told: list[str], name: str = "三公经费") -> tuple[set[object], set[str]]:
    """The years of the budgets read, and the reasons of the rows refused."""
    rows = [
        ROW.format(n=n, year=year, unit=f"县{unit}局")
        for n, (year, unit) in enumerate(zip(told, "甲乙丙", strict=False), 1)
    ]
    found = changes(sheet("\n".join((HEAD.format(year=heading), *rows)), name=name, merged=MERGED))
    budgets: set[object] = {one.draft.facts["year"] for one in found.new if one.draft.ledger == "expense_budget"}
    return budgets, {one.reason for one in found.refused}


@pytest.mark.parametrize("heading", ["年度", "年份", "年 度", "预算年度"])
def test_a_column_of_years_is_read_row_by_row(heading: str) -> None:
    assert years(heading, ["#2025", "2026年", "2026年度"]) == ({"2025", "2026"}, set())


def test_a_column_that_agrees_with_the_name_of_the_sheet_is_read() -> None:
    assert years("年度", ["#2026", "#2026"], "2026年") == ({"2026"}, set())


def test_a_row_whose_year_is_another_than_the_sheets_is_refused_with_both() -> None:
    budgets, reasons = years("年度", ["#2025", "#2026"], "2026年")
    assert (budgets, reasons) == ({"2026"}, {"year_differs"})


def test_an_empty_cell_takes_the_year_of_the_sheet() -> None:
    assert years("年度", ["", "#2026"], "2026年") == ({"2026"}, set())


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("0.30000000000000004", "0.3"),
        ("3.1000000000000001", "3.1"),
        ("0.1", "0.1"),
        ("123456.789012345", "123456.789012345"),
    ],
)
def test_a_number_is_read_in_the_digits_a_spreadsheet_shows(stored: str, shown: str) -> None:
    assert _as_shown(stored) == Decimal(shown)
