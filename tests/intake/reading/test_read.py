"""Honest files in every format: the same cells come out as a person would see."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from taizhang.intake.reading import read, read_many
from taizhang.intake.sheets import Workbook


def test_a_workbook_gives_its_sheets_cells_and_merged_ranges(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("一季度")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(2, 1, ["编号", 12, 0.1, 1234567.89])
        sheet.write_datetime(3, 1, datetime.fromisoformat("2026-03-05"), day)
        sheet.write_datetime(
            3, 2, datetime.fromisoformat("2026-03-05T09:30:00"), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        )
        sheet.write_boolean(3, 3, True)
        sheet.merge_range(4, 1, 5, 2, "合并")
        hidden = book.add_worksheet("旧表")
        hidden.write(0, 0, "旧")
        hidden.hide()
        book.add_worksheet("Sheet3")
    book_read = read(path)
    first, second, third = book_read.sheets
    assert (book_read.kind, len(book_read.digest), first.name) == ("xlsx", 64, "一季度")
    assert first.rows[2] == (None, "编号", Decimal(12), Decimal("0.1"), Decimal("1234567.89"))
    assert first.rows[3][1:4] == (date(2026, 3, 5), datetime.fromisoformat("2026-03-05T09:30:00"), True)
    assert first.merged == ((4, 1, 5, 2),)
    assert (second.hidden, third.rows) == (True, ())


CSV = '编号,内容,数\n1,"含,逗号和\n换行",12\n2,䶮口𬭎,\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_encoding_offices_use(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(CSV.encode(encoding))
    rows = read(path).sheets[0].rows
    assert rows == (("编号", "内容", "数"), ("1", "含,逗号和\n换行", "12"), ("2", "䶮口𬭎", None))


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_other_delimiters_are_told(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(f"编号{mark}内容\n1{mark}甲\n", encoding="utf-8")
    assert read(path).sheets[0].rows == (("编号", "内容"), ("1", "甲"))


def test_a_page_saved_as_xls_with_a_wrong_label(tmp_path: Path) -> None:
    page = (
        '<html><head><meta content="text/html; charset=gb2312"></head><table>'
        "<tr><td colspan=3>登记簿</td></tr><tr><th rowspan=2>编号</th><th colspan=2>办理</th></tr>"
        "<tr><th>办结<br>日期</th><th>状态</th></tr><tr><td>S-1</td><td>&nbsp;</td><td>䶮口</td></tr></table></html>"
    )
    path = tmp_path / "登记簿.xls"
    path.write_bytes(page.encode("gb18030"))
    book = read(path)
    assert (book.kind, book.encoding) == ("html", "gb18030")
    assert book.sheets[0].rows == (
        ("登记簿", None, None),
        ("编号", "办理", None),
        (None, "办结\n日期", "状态"),
        ("S-1", None, "䶮口"),
    )
    assert book.sheets[0].merged == ((0, 0, 0, 2), (1, 0, 2, 0), (1, 1, 1, 2))


def test_many_files_come_back_in_order_with_progress(tmp_path: Path) -> None:
    paths = []
    for n in range(3):
        paths.append(tmp_path / f"{n}.csv")
        paths[-1].write_text(f"编号,内容\n{n},甲\n", encoding="utf-8")
    seen: list[tuple[int, int]] = []
    answers = read_many(paths, progress=lambda done, total: seen.append((done, total)))
    assert [one.name for one in answers if isinstance(one, Workbook)] == ["0.csv", "1.csv", "2.csv"]
    assert seen == [(1, 3), (2, 3), (3, 3)]
