"""What is shown of days and texts is what is read: a month is no day, words a format adds are words, in every format."""

from __future__ import annotations

import struct
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from taizhang.intake.reading.days import shown_of_day, words_of_day
from taizhang.intake.reading.files import read
from taizhang.intake.reading.formats import HIDDEN, show, show_text
from taizhang.intake.sheets import UnresolvedCell
from tests.intake.reading import old_files
from tests.intake.reading.test_shown import DUE, FUNDS, HEADS, NO, OPENED, PLAIN, imported, xls, xlsx

DAY = date(2026, 12, 1)
SERIAL = (DAY - date(1899, 12, 30)).days


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('yyyy"年"m"月"', "2026年12月"),
        ("yyyy/m", "2026年12月"),
        ("mmm-yy", "2026年12月"),
        ("[$-804]yyyy年m月;@", "2026年12月"),
        ('m"月"', "12月"),
        ("yyyy", "2026年"),
        ("d", "1日"),
        ("aaaa", "星期二"),
        ("yyyy-mm-dd", ""),
        ('m"月"d"日"', ""),
        ("yyyy-mm-dd hh:mm:ss", ""),
        ("h:mm", ""),
        ("mm:ss", ""),
        ("yyyy/m/d h:mm AM/PM", ""),
    ],
)
def test_a_format_shows_a_day_as_far_as_it_says(code: str, shown: str) -> None:
    assert shown_of_day(code, DAY) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026年12月", "2026年12月"),
        ("Dec 26", "2026年12月"),
        ("2026年12月1日", ""),
        ("12/01/26", ""),
        ("1. Dez. 2026", ""),
        ("8:30", ""),
        ("", ""),
    ],
)
def test_words_of_a_day_tell_it_or_do_not(text: str, shown: str) -> None:
    assert words_of_day(text, DAY) == shown


@pytest.mark.parametrize(
    ("code", "text", "shown"),
    [
        ('"AQ2026-"@', "001", "AQ2026-001"),
        ('@"元"', "15000", "15000元"),
        ('0;-0;0;@"镇"', "东桥", "东桥镇"),
        ("@", "东桥镇", ""),
        ("0.00", "待定", ""),
        ('0"元"', "待定", ""),
        ('_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "待定", ""),
        (";;;", "待定", HIDDEN),
        ('"a@b"0', "x", ""),
    ],
)
def test_a_format_adds_its_words_to_a_text(code: str, text: str, shown: str) -> None:
    assert show_text(code, text) == shown


@pytest.mark.parametrize(("code", "number"), [('@"-a"', "8"), ('"AQ2026-"@', "1"), ("0;-0;0;@", "5"), ('0;@"元"', "5")])
def test_a_section_for_texts_leaves_a_number_as_it_is(code: str, number: str) -> None:
    assert show(code, Decimal(number)) == ""


EVERY = pytest.mark.parametrize("make", [xlsx, xls])


@EVERY
@pytest.mark.parametrize("column", [OPENED, DUE])
@pytest.mark.parametrize("code", ['yyyy"年"m"月"', "mmm-yy", 'm"月"'])
def test_a_day_shown_to_its_month_is_refused_as_the_words_are(
    make: object, column: int, code: str, tmp_path: Path
) -> None:
    cells: dict[int, tuple[object, str]] = {OPENED: ("2026-02-05", ""), column: (SERIAL, code)}
    found = imported(make(tmp_path / f"台账.{make.__name__}", cells))  # type: ignore[operator, attr-defined]
    assert [one.reason for one in found.refused] == ["month_only"]


def test_a_month_is_refused_in_a_cell_of_a_built_in_format_too(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "台账.xlsx") as book:
        sheet = book.add_worksheet("2026年")
        sheet.write_row(0, 0, HEADS)
        for n, form in enumerate((17, 57, 14, 31, 58), 1):
            sheet.write_row(n, 0, (f"AQ-{n}", *PLAIN[1:]))
            sheet.write_datetime(n, DUE, DAY, book.add_format({"num_format": form}))
    found = imported(tmp_path / "台账.xlsx")
    assert [(one.at.row, one.reason) for one in found.refused] == [(2, "month_only"), (3, "month_only")]
    assert {one.draft.facts["due"] for one in found.new if one.draft.ledger == "hazard"} == {"2026-12-01"}


@EVERY
def test_words_a_format_adds_to_a_text_are_read(make: object, tmp_path: Path) -> None:
    cells = {NO: ("001", '"AQ2026-"@'), FUNDS: ("15000", '@"元"'), 1: ("东桥", '@"镇"')}
    found = imported(make(tmp_path / f"台账.{make.__name__}", cells))  # type: ignore[operator, attr-defined]
    facts = next(one.draft.facts for one in found.new if one.draft.ledger == "hazard")
    assert (facts["no"], facts["township"], facts["funds"]) == ("AQ2026-001", "东桥镇", "1.5")


def test_an_old_formula_without_a_result_is_no_empty_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = old_files.cell

    def cell(row: int, column: int, value: old_files.Value, style: int = 0) -> bytes:
        if value not in ("=", "=x"):
            return plain(row, column, value, style)
        result = b"\3\0\0\0\0\0\xff\xff" if value == "=" else struct.pack("<d", 3.0)
        body = struct.pack("<HHH", row, column, style) + result + struct.pack("<HIH", 0, 0, 3) + b"\x1e\3\0"
        return struct.pack("<HH", 6, len(body)) + body

    monkeypatch.setattr(old_files, "cell", cell)
    unsaid = xls(tmp_path / "无.xls", {FUNDS: ("=", "")})
    assert [(one.field, one.reason) for one in imported(unsaid).refused] == [("funds", "no_result")]
    assert isinstance(read(unsaid).sheets[0].rows[1][FUNDS], UnresolvedCell)
    said = xls(tmp_path / "有.xls", {FUNDS: ("=x", ""), 5: ("=", "")})
    assert imported(said).new[0].draft.facts["funds"] == "3"


_ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="2026年">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


@pytest.mark.parametrize(
    ("column", "kind", "value", "shown", "field", "told"),
    [
        (FUNDS, "value", "15000", "1.5", "funds", "1.5"),
        (FUNDS, "value", "1.4567", "1.46", "funds", "1.4567"),
        (FUNDS, "value", "1200", "1,200.00", "funds", "1200"),
        (DUE, "date-value", "2026-12-01", "2026年12月", "due", "month_only"),
        (DUE, "date-value", "2026-12-01", "2026年12月1日", "due", "2026-12-01"),
    ],
)
def test_a_number_style_that_divides_and_a_month_in_an_open_document(
    column: int, kind: str, value: str, shown: str, field: str, told: str, tmp_path: Path
) -> None:
    def cell(n: int, one: object) -> str:
        if n == column and one != HEADS[n]:
            name = "date" if kind == "date-value" else "float"
            return (
                f'<table:table-cell office:value-type="{name}" office:{kind}="{value}">'
                f"<text:p>{shown}</text:p></table:table-cell>"
            )
        return f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>'

    rows = "".join(
        f"<table:table-row>{''.join(cell(n, one) for n, one in enumerate(row))}</table:table-row>"
        for row in (HEADS, PLAIN)
    )
    with zipfile.ZipFile(tmp_path / "台账.ods", "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        book.writestr("content.xml", _ODS.format(rows=rows))
    found = imported(tmp_path / "台账.ods")
    said: list[object] = [one.reason for one in found.refused] or [
        one.draft.facts[field] for one in found.new if one.draft.ledger == "hazard"
    ]
    assert said == [told]
