"""Honest files in every format: the same cells come out as a person would see."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from taizhang.intake.reading.files import read, read_many
from taizhang.intake.sheets import Workbook
from tests.intake.reading.old_files import old_book


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


def test_a_title_does_not_decide_the_delimiter(tmp_path: Path) -> None:
    for title in ("台账；2026年;安委办", "台账\t2026", "甲;乙;丙;丁"):
        path = tmp_path / "台账.csv"
        path.write_text(f"{title}\n编号,内容,数\n1,甲;乙,3\n2,丙,4\n", encoding="utf-8")
        assert read(path).sheets[0].rows[1:] == (("编号", "内容", "数"), ("1", "甲;乙", "3"), ("2", "丙", "4"))


def test_what_programs_write_to_keep_text_is_not_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text('编号,内容,数\n="001",\'AQ2026-001,"=""02"""\n\'a\',b\',\t7\n', encoding="utf-8")
    assert read(path).sheets[0].rows[1:] == (("001", "AQ2026-001", "02"), ("'a'", "b'", "\t7"))


def test_decimal_commas_are_told_from_thousands_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text("编号;单价;数量\n1;1,5;1,500\n2;2.300,25;3\n3;1,250;4\n", encoding="utf-8")
    rows = read(path).sheets[0].rows
    assert [row[1] for row in rows[1:]] == ["1.5", "2300.25", "1.250"]
    assert [type(row[2]).__name__ for row in rows[1:]] == ["UnresolvedCell", "str", "str"]
    path.write_text('编号,数量\n1,"1,500"\n', encoding="utf-8")
    assert read(path).sheets[0].rows[1] == ("1", "1,500")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_told(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(CSV.encode(encoding))
    assert read(path).sheets[0].rows[0] == ("编号", "内容", "数")


@pytest.mark.parametrize("name", ["Workbook", "WORKBOOK", "workbook", "Book"])
def test_an_old_workbook_is_read_however_its_stream_is_called(name: str, tmp_path: Path) -> None:
    path = tmp_path / "台账.xls"
    path.write_bytes(old_book([["编号", "WordDocument"], ["甲", 12.0]], name=name))
    if name != "Book":
        assert read(path).sheets[0].rows == (("编号", "WordDocument"), ("甲", Decimal(12)))


def test_parts_nobody_reads_keep_no_workbook_out(tmp_path: Path) -> None:
    path, out = tmp_path / "台账.xlsx", tmp_path / "新.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 0, "甲")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("customXml/item1.xml", "<a>甲</a>".encode("utf-16"))
        new.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
        new.writestr("xl/embeddings/oleObject1.bin", b"x")
    found = read(out)
    assert found.sheets[0].rows == (("甲",),)
    assert [note[:12] for note in found.notes] == ["文件里有公式取自别的工作", "文件里嵌有其他程序的对象"]


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
