"""What stands beside the cells: comments, page headers and text boxes state a unit, in every format."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import xlsxwriter

from taizhang.intake.reading.files import read
from taizhang.intake.reading.headers import header_lines
from taizhang.intake.sheets import Sheet
from tests.intake.grids import changes
from tests.intake.reading.old_files import old_book, record

HEADS = ("编号", "乡镇", "场所", "隐患内容", "隐患级别", "发现日期", "整改期限", "状态", "整改资金")
ROW = ("M-1", "东桥镇", "甲店", "通道堵塞", "一般", "2026-09-01", "2026-10-15", "办理中", 15000)


def funds(sheet: Sheet) -> object:
    """What the amount of the one record comes to in 万元."""
    return changes(sheet).new[0].draft.facts["funds"]


def xlsx(path: Path, where: str) -> Path:
    """A workbook whose unit stands in a comment, in the page header or in a text box."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("2026年")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ROW)
        if where == "comment":
            sheet.write_comment(0, 8, "单位：元")
        elif where == "header":
            sheet.set_header('&L&"宋体,加粗"&12隐患台账&R单位：元')
        else:
            sheet.insert_textbox(0, 10, "单位：元")
    return path


def test_a_unit_beside_the_cells_of_an_xlsx_is_read(tmp_path: Path) -> None:
    for where in ("comment", "header", "box"):
        assert funds(read(xlsx(tmp_path / f"{where}.xlsx", where)).sheets[0]) == "1.5"


def _box(own: int, text: str) -> bytes:
    return (
        record(0x5D, struct.pack("<HHHH", 0x15, 0x12, 0x19, own) + b"\0" * 14)
        + record(0x1B6, b"\0" * 18)
        + record(0x3C, b"\1" + text.encode("utf-16-le"))
        + record(0x3C, b"\0" * 16)
    )


def xls(path: Path, further: bytes) -> Path:
    """An old workbook with further records at the end of its sheet."""
    path.write_bytes(old_book([HEADS, ROW], further=further))
    return path


def test_a_unit_beside_the_cells_of_an_xls_is_read(tmp_path: Path) -> None:
    text = "&R单位：元"
    comment = _box(1, "单位：元") + record(0x1C, struct.pack("<HHHH", 0, 8, 0, 1) + b"\0\0\0\0")
    header = record(0x14, struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))
    for name, further in (("comment", comment), ("header", header), ("box", _box(2, "单位：元"))):
        assert funds(read(xls(tmp_path / f"{name}.xls", further)).sheets[0]) == "1.5"
    elsewhere = _box(1, "单位：元") + record(0x1C, struct.pack("<HHHH", 1, 3, 0, 1) + b"\0\0\0\0")
    assert funds(read(xls(tmp_path / "elsewhere.xls", elsewhere)).sheets[0]) == "15000"


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><office:body><office:spreadsheet>
<table:table table:name="2026年">{shapes}{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
STYLES = """<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<style:header><text:p>{header}</text:p></style:header></office:document-styles>"""


def ods(path: Path, comment: str = "", header: str = "", box: str = "") -> Path:
    """An .ods with words beside its cells."""
    note = f"<office:annotation><text:p>{comment}</text:p></office:annotation>" if comment else ""
    shapes = f"<table:shapes><draw:frame><text:p>{box}</text:p></draw:frame></table:shapes>" if box else ""
    rows = ""
    for cells in (HEADS, ROW):
        made = [
            f'<table:table-cell office:value-type="string">{note if one == HEADS[-1] else ""}<text:p>{one}</text:p></table:table-cell>'
            for one in cells
        ]
        rows += f"<table:table-row>{''.join(made)}</table:table-row>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.format(rows=rows, shapes=shapes))
        archive.writestr("styles.xml", STYLES.format(header=header))
    return path


def test_a_unit_beside_the_cells_of_an_ods_is_read(tmp_path: Path) -> None:
    assert funds(read(ods(tmp_path / "comment.ods", comment="单位：元")).sheets[0]) == "1.5"
    assert funds(read(ods(tmp_path / "header.ods", header="单位：元")).sheets[0]) == "1.5"
    assert funds(read(ods(tmp_path / "box.ods", box="单位：元")).sheets[0]) == "1.5"
    assert funds(read(ods(tmp_path / "none.ods")).sheets[0]) == "15000"


def test_the_codes_of_a_page_header_are_no_words() -> None:
    stored = '&L&"宋体,加粗"&14隐患台账&C&K000000第&P页&R&10单位：元\n（&D）'
    assert list(header_lines(stored)) == ["隐患台账", "第页", "单位：元", "（）"]
    assert list(header_lines("研发&&生产")) == ["研发&生产"]
