"""What a sheet shows is what is read: formats that say more, errors, formulas without a result, in every format."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from taizhang.intake.changes import ChangeSet, prepare
from taizhang.intake.reading.files import read
from taizhang.intake.reading.formats import HIDDEN, show
from taizhang.intake.sheets import Shown, UnresolvedCell
from taizhang.terms.scope import Organisation
from tests.intake.grids import SHIPPED
from tests.intake.reading.old_files import Value, old_book

HEADS = ("编号", "乡镇", "隐患描述", "隐患级别", "发现日期", "责任单位", "整改期限", "整改资金（万元）", "状态")
PLAIN: tuple[Value, ...] = ("AQ-1", "东桥镇", "护栏缺失", "一般", "2026-03-05", "县教育局", "2026-03-20", 1.5, "办理中")
NO, OPENED, DUE, FUNDS = 0, 4, 6, 7


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ('"AQ2026-"000', "1", "AQ2026-001"),
        ("\\A\\Q000", "1", "AQ001"),
        ('"第"0"号"', "12", "第12号"),
        ("000000", "123", "000123"),
        ("0000-00-00", "20260305", "2026-03-05"),
        ('0000"年"00"月"00"日"', "20260305", "2026年03月05日"),
        ('0!.0,"万"', "15000", "1.5万"),
        ('0!.00,"万"', "15000", "0.15万"),
        ('0.0,"千"', "15000", "15.0千"),
        ('0.00"万元"', "2", "2.00万元"),
        ("0%", "0.85", "85%"),
        ("0.00%", "0.8512", "85.12%"),
        ("0.00", "3.1", "3.10"),
        ("0.0", "3.1", "3.1"),
        ("[$$-409]#,##0", "1200", "$1,200"),
        ('[>=10000]0!.0,"万";0', "25000", "2.5万"),
        ("#,##0.00", "1200", ""),
        ("0.00", "12.5", ""),
        ("0", "5", ""),
        ('_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "1200", ""),
        ("#,##0_);(#,##0)", "-5", ""),
        ("0.00_);[Red](0.00)", "-5", ""),
        ("0;[Red]0", "-5", ""),
        ("0;0", "-5", HIDDEN),
        (";;;", "5", HIDDEN),
        ("0;-0;;@", "0", ""),
        ("General", "5", ""),
        ("# ?/?", "3.5", ""),
        ("0.00E+00", "12345", ""),
        ("@", "5", ""),
        ("#", "0", ""),
    ],
)
def test_a_format_shows_what_it_says(code: str, number: str, text: str) -> None:
    assert show(code, Decimal(number)) == text


def xlsx(path: Path, cells: dict[int, tuple[Any, str]], heads: tuple[str, ...] = HEADS) -> Path:
    """A workbook of one hazard in which some columns hold a number with a format."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("2026年")
        sheet.write_row(0, 0, heads)
        for column, plain in enumerate(PLAIN):
            value, code = cells.get(column, (plain, ""))
            sheet.write(1, column, value, book.add_format({"num_format": code}) if code else None)
    return path


def xls(path: Path, cells: dict[int, tuple[Any, str]], heads: tuple[str, ...] = HEADS) -> Path:
    """The same as an old workbook."""
    row = [cells.get(column, (plain, ""))[0] for column, plain in enumerate(PLAIN)]
    formats = {(1, column): code for column, (_, code) in cells.items() if code}
    path.write_bytes(old_book([list(heads), row], formats))
    return path


def imported(path: Path) -> ChangeSet:
    """What the file would change in an empty site."""
    return prepare(SHIPPED, [read(path)], lambda matters: {}, Organisation())


Make = Callable[..., Path]
EVERY = pytest.mark.parametrize("make", [xlsx, xls])


@EVERY
@pytest.mark.parametrize(
    ("column", "number", "code", "field", "value"),
    [
        (NO, 1, '"AQ2026-"000', "no", "AQ2026-001"),
        (NO, 7, "0000", "no", "0007"),
        (OPENED, 3.1, "0.00", "opened", "2026-03-10"),
        (DUE, 3.2, "0.00", "due", "2026-03-20"),
        (OPENED, 3.1, "0.0", "opened", "2026-03-01"),
        (OPENED, 20260305, "0000-00-00", "opened", "2026-03-05"),
        (FUNDS, 2, '0.00"万元"', "funds", "2"),
        (FUNDS, 15234, '0!.0,"万"', "funds", "1.5234"),
        (FUNDS, 1999, '0!.0,"万"', "funds", "0.1999"),
        (FUNDS, 0.4, '0"万元"', "funds", "0.4"),
        (FUNDS, 0.456, '0"万元"', "funds", "0.456"),
        (FUNDS, 99.6, '0"万元"', "funds", "99.6"),
        (FUNDS, 3.5, '0"亿元"', "funds", "35000"),
        (FUNDS, 1234.56, '0"元"', "funds", "0.123456"),
        (FUNDS, 12345, '#,##0,"千元"', "funds", "1.2345"),
        (FUNDS, 12345678, '0.0,,"百万"', "funds", "1234.5678"),
        (FUNDS, 15000, '0"元"', "funds", "1.5"),
        (FUNDS, 1.2345, "0.00", "funds", "1.2345"),
    ],
)
def test_the_shown_text_is_read(
    make: Make, column: int, number: float, code: str, field: str, value: str, tmp_path: Path
) -> None:
    found = imported(make(tmp_path / f"台账.{make.__name__}", {column: (number, code)}))
    assert not found.refused
    assert found.new[0].draft.facts[field] == value


@EVERY
def test_the_exact_number_is_kept_where_it_says_the_same(make: Make, tmp_path: Path) -> None:
    heads = tuple(one.replace("万元", "元") for one in HEADS)
    found = imported(make(tmp_path / "台账.xls", {FUNDS: (15234, '0!.0,"万"')}, heads))
    assert found.new[0].draft.facts["funds"] == "1.5234"


@EVERY
@pytest.mark.parametrize(
    ("column", "number", "code", "reason"),
    [
        (OPENED, 3.1, "", "day_unclear"),
        (DUE, 12.2, "", "day_unclear"),
        (FUNDS, -5, "0;0", "hidden_by_format"),
        (FUNDS, 100, "[$$-409]0", "bad_number"),
        (FUNDS, 35000, "0.00,,", "format_unclear"),
        (FUNDS, 35000, "#,##0,", "format_unclear"),
        (FUNDS, 35000, '0,"万元"', "format_unclear"),
        (NO, 202603050000000001, "0", "long_number"),
    ],
)
def test_what_is_not_clear_is_refused(
    make: Make, column: int, number: float, code: str, reason: str, tmp_path: Path
) -> None:
    found = imported(make(tmp_path / "台账.xls", {column: (number, code)}))
    assert [one.reason for one in found.refused] == [reason]
    assert not found.new


def test_a_day_that_cannot_have_lost_its_zero_is_read(tmp_path: Path) -> None:
    found = imported(xlsx(tmp_path / "台账.xlsx", {OPENED: (2.3, ""), DUE: (3.25, "")}))
    assert found.new[0].draft.facts["opened"] == "2026-02-03"


@pytest.mark.parametrize(("error", "code"), [("#REF!", b"\x17"), ("#N/A", b"\x2a"), ("#DIV/0!", b"\x07")])
def test_an_error_is_told_by_what_the_cell_shows(error: str, code: bytes, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "新.xlsx") as book:
        sheet = book.add_worksheet("2026年")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, PLAIN)
        sheet.write_formula(1, FUNDS, "=A99", None, error)
        sheet.write_formula(1, OPENED, "=A99", None, error)
    old = xls(tmp_path / "旧.xls", {FUNDS: (code, ""), OPENED: (code, "")})
    csv = tmp_path / "表.csv"
    cells = [error if n in (OPENED, FUNDS) else str(one) for n, one in enumerate(PLAIN)]
    csv.write_text(f"2026年\n{','.join(HEADS)}\n{','.join(cells)}\n", encoding="utf-8")
    for path in (tmp_path / "新.xlsx", old, csv):
        refused = imported(path).refused
        assert {(one.field, one.value, one.reason) for one in refused} == {
            ("funds", error, "error_value"),
            ("opened", error, "error_value"),
        }, path


def test_a_formula_without_a_result_is_no_empty_cell(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "台账.xlsx", {FUNDS: ("=1.5*2", "")})
    assert [(one.value, one.reason) for one in imported(path).refused] == [("=1.5*2", "no_result")]
    out = tmp_path / "空.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            part = re.sub(rb"</f><v>0</v>", b"</f><v></v>", part) if "sheet1" in name else part
            new.writestr(name, part.replace(b' fullCalcOnLoad="1"', b""))
    assert isinstance(read(out).sheets[0].rows[1][FUNDS], UnresolvedCell)


def test_a_formula_with_a_stored_result_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "台账.xlsx") as book:
        sheet = book.add_worksheet("2026年")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, PLAIN)
        sheet.write_formula(1, FUNDS, "=1.5*2", None, 3)
        sheet.write_formula(1, 10, '=IF(A1="","","")', None, "")
    assert imported(tmp_path / "台账.xlsx").new[0].draft.facts["funds"] == "3"


def test_days_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet("2026年")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, PLAIN)
        sheet.write_datetime(1, OPENED, date(2026, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, DUE, (date(2026, 3, 20) - date(1904, 1, 1)).days)
    facts = imported(path).new[0].draft.facts
    assert (facts["opened"], facts["due"]) == ("2026-03-05", "2026-03-20")


def test_a_number_shown_and_the_same_number_plain_are_two_things() -> None:
    assert Shown("3.10", Decimal("3.1")) != Shown("3.1", Decimal("3.1"))
    assert Shown("3.10", Decimal("3.1")) != "3.10"
