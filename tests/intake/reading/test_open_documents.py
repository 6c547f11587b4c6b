"""An OpenDocument workbook is read as the .xlsx with the same formats is, whether its cells say what they show or not."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from taizhang.intake.reading.files import read
from taizhang.intake.sheets import Cell, Shown, UnresolvedCell
from tests.intake.reading.test_shown import FUNDS, HEADS, NO, PLAIN, imported, xlsx

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
    )
)


def _style(kind: str, content: str, name: str = "N1") -> str:
    return f'<number:{kind}-style style:name="{name}">{content}</number:{kind}-style>'


def _map(when: str, target: str) -> str:
    return f'<style:map style:condition="value(){escape(when)}" style:apply-style-name="{target}"/>'


def _digits(least: int, decimals: int = 0, more: str = "", content: str = "") -> str:
    asked = f'number:decimal-places="{decimals}" number:min-integer-digits="{least}" {more}'
    return f"<number:number {asked}>{content}</number:number>"


def _words(text: str) -> str:
    return f"<number:text>{text}</number:text>"


_DASHES = "".join(f'<number:embedded-text number:position="{n}">-</number:embedded-text>' for n in (4, 2))
_THOUSANDS = 'number:grouping="true" number:display-factor="1000"'
# The data styles an office program writes for each format.
STYLES = {
    '"AQ2026-"000': _style("number", _words("AQ2026-") + _digits(3)),
    "0000": _style("number", _digits(4)),
    "0.00": _style("number", _digits(1, 2)),
    "0%": _style("percentage", _digits(1) + _words("%")),
    "0.00%": _style("percentage", _digits(1, 2) + _words("%")),
    '0.00"万元"': _style("number", _digits(1, 2) + _words("万元")),
    "0000-00-00": _style("number", _digits(8, content=_DASHES)),
    '#,##0,"千元"': _style("number", _digits(1, more=_THOUSANDS) + _words("千元")),
    "0;0": _style("number", _digits(1), "P0") + _style("number", _digits(1) + _map(">=0", "P0")),
    "0;[Red]0": _style("number", _digits(1), "P0")
    + _style("number", f'<style:text-properties fo:color="#ff0000"/>{_digits(1)}{_map(">=0", "P0")}'),
    ";;;": "".join(_style("number", "<number:text/>", f"P{n}") for n in range(3))
    + _style("text", "<number:text/>" + "".join(_map(when, f"P{n}") for n, when in enumerate((">0", "<0", "=0")))),
    '"AQ2026-"@': _style("text", "<number:text>AQ2026-</number:text><number:text-content/>"),
    "@": _style("text", "<number:text-content/>"),
    "General": _style("number", '<number:number number:min-integer-digits="1"/>'),
    'yyyy"年"m"月"': _style(
        "date", "<number:year/><number:text>年</number:text><number:month/><number:text>月</number:text>"
    ),
    "yyyy-mm-dd": _style(
        "date",
        "<number:year/><number:text>-</number:text><number:month/><number:text>-</number:text><number:day/>",
    ),
}


def ods(path: Path, column: int, cell: str, styles: str = "", *, of_column: bool = False) -> Path:
    """A workbook of one hazard whose cell in the column is the one given. of_column: its style is its column's."""
    named = (
        '<table:table-column table:number-columns-repeated="9" table:default-cell-style-name="ce1"/>'
        if of_column
        else ""
    )
    plain = [
        [
            f'<table:table-cell office:value-type="string"><text:p>{escape(str(one))}</text:p></table:table-cell>'
            for one in row
        ]
        for row in (HEADS, PLAIN)
    ]
    plain[1][column] = cell
    rows = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in plain)
    style = '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    body = f'<table:table table:name="2026年">{named}{rows}</table:table>'
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        book.writestr("styles.xml", f"<office:document-styles {_SPACES}><office:styles/></office:document-styles>")
        book.writestr(
            "content.xml",
            f"<office:document-content {_SPACES}><office:automatic-styles>{styles}{style}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def _told(path: Path, column: int) -> Cell:
    return read(path).sheets[0].rows[1][column]


def _of_style(code: str) -> str:
    kind = "percentage" if "%" in code else "date" if code.startswith("yyyy") else "float"
    return f'table:style-name="ce1" office:value-type="{kind}"'


NUMBERS = [
    ('"AQ2026-"000', 1, "AQ2026-001"),
    ("0000", 7, "0007"),
    ("0.00", 3.1, "3.10"),
    ("0.00", 1.2345, "1.23"),
    ("0%", 0.85, "85%"),
    ("0.00%", 0.8512, "85.12%"),
    ('0.00"万元"', 2, "2.00万元"),
    ("0000-00-00", 20260305, "2026-03-05"),
    ('#,##0,"千元"', 12345, "12千元"),
    ("0;0", -5, "5"),
    ("0;0", 5, "5"),
    ("0;[Red]0", -5, "5"),
    (";;;", 5, ""),
    (";;;", 0, ""),
    ("General", 1.2345, "1.2345"),
]


@pytest.mark.parametrize("says", [True, False])
@pytest.mark.parametrize(("code", "number", "shown"), NUMBERS)
def test_a_number_is_read_as_in_an_xlsx(code: str, number: float, shown: str, says: bool, tmp_path: Path) -> None:
    text = f"<text:p>{shown}</text:p>" if says else ""
    cell = f'<table:table-cell {_of_style(code)} office:value="{number}">{text}</table:table-cell>'
    found = _told(ods(tmp_path / "台账.ods", FUNDS, cell, STYLES[code]), FUNDS)
    assert repr(found) == repr(_told(xlsx(tmp_path / "台账.xlsx", {FUNDS: (number, code)}), FUNDS))


@pytest.mark.parametrize(
    ("code", "text", "shown"), [('"AQ2026-"@', "001", "AQ2026-001"), ("@", "007", "007"), (";;;", "待定", "")]
)
@pytest.mark.parametrize("says", [True, False])
def test_a_text_is_read_as_in_an_xlsx(code: str, text: str, shown: str, says: bool, tmp_path: Path) -> None:
    said = f"<text:p>{shown}</text:p>" if says else ""
    cell = f'<table:table-cell {_of_style("@")} office:string-value="{text}">{said}</table:table-cell>'
    cell = cell.replace('"float"', '"string"')
    found = _told(ods(tmp_path / "台账.ods", NO, cell, STYLES[code]), NO)
    assert repr(found) == repr(_told(xlsx(tmp_path / "台账.xlsx", {NO: (text, code)}), NO))


@pytest.mark.parametrize(("code", "told"), [('yyyy"年"m"月"', "month_only"), ("yyyy-mm-dd", "")])
def test_a_day_is_shown_by_its_style_where_the_cell_does_not_say(code: str, told: str, tmp_path: Path) -> None:
    cell = f'<table:table-cell {_of_style(code)} office:date-value="2026-12-01"/>'
    found = imported(ods(tmp_path / "台账.ods", HEADS.index("整改期限"), cell, STYLES[code]))
    assert [one.reason for one in found.refused] == ([told] if told else [])


def test_a_cell_without_a_style_has_its_columns(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="float" office:value="7"/>'
    assert _told(ods(tmp_path / "台账.ods", NO, cell, STYLES['"AQ2026-"000'], of_column=True), NO) == Shown(
        "AQ2026-007", Decimal(7)
    )


@pytest.mark.parametrize(
    "stored",
    [
        "",
        'office:value-type="float"',
        'office:value-type="float" office:value=""',
        'office:value-type="percentage"',
        'office:value-type="date"',
        'office:value-type="string"',
    ],
)
def test_a_formula_without_a_result_is_no_empty_cell(stored: str, tmp_path: Path) -> None:
    formula = "of:=[.A1]*2"
    cell = f"<table:table-cell table:formula={quoteattr(formula)} {stored}/>"
    path = ods(tmp_path / "台账.ods", FUNDS, cell)
    assert _told(path, FUNDS) == UnresolvedCell("no_result", "=[.A1]*2")
    assert [(one.field, one.reason) for one in imported(path).refused] == [("funds", "no_result")]


def test_a_formula_with_a_result_is_read(tmp_path: Path) -> None:
    cell = '<table:table-cell table:formula="of:=1.5*2" office:value-type="float" office:value="3"/>'
    assert imported(ods(tmp_path / "台账.ods", FUNDS, cell)).new[0].draft.facts["funds"] == "3"
