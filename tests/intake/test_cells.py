"""One cell in every style offices write it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.catalogue.choices import read_choice, ways_of
from taizhang.catalogue.model import Vocabulary
from taizhang.intake.cells import format_cell, read_date, read_number, read_text, read_year, split_units
from taizhang.intake.sheets import Cell, address
from taizhang.terms.readings import EMPTY

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime.fromisoformat("2026-03-05T09:30:00"),
        "2026.3.5",
        "2026-03-05",
        "2026/3/5",
        "2026年3月5日",
        "2026年03月05日前",
        "3月5日",
        "3.5",
        Decimal("3.5"),
        "20260305",
        Decimal(20260305),
        Decimal(46086),
        "２０２６年３月５日",
        " 2026年3月5日 ",
        "3月5日上午",
        "延至2026年3月5日",
        "2026-03-05 15:38:00",
        "2026.3.5前",
        "2026年3月5日之前",
        "批准延期至2026年3月5日",
        "3/5",
        "26.3.5",
        "3月5号",
    ],
)
def test_a_date_is_read_in_every_style(cell: Cell) -> None:
    assert read_date(cell, 2026).value == DAY


def test_month_ends_and_year_ends_are_days() -> None:
    assert read_date("2026年6月底前", None).value == date(2026, 6, 30)
    assert read_date("2月底", 2028).value == date(2028, 2, 29)
    assert read_date("2026年底", None).value == date(2026, 12, 31)


@pytest.mark.parametrize("cell", ["2026年2月30日", "2026/13/5", "20260230", "2025.4.31", "2月30日", "13月底"])
def test_a_day_that_does_not_exist_is_said_to(cell: str) -> None:
    assert read_date(cell, 2026).reason == "impossible_date"


@pytest.mark.parametrize("cell", ["待定", "尽快", "第三季度", "2026年3月5日至6月1日", True])
def test_what_is_no_date_is_not_guessed(cell: Cell) -> None:
    assert read_date(cell, 2026).reason == "not_a_date"


def test_a_short_date_without_any_year_is_refused() -> None:
    assert read_date("3月5日", None).reason == "year_unknown"


@pytest.mark.parametrize("cell", ["/", "—", "无", "-", None, "  "])
def test_a_nil_mark_is_no_date(cell: Cell) -> None:
    assert read_date(cell, 2026).value is None
    assert read_date(cell, 2026).reason == ""


def test_words_without_an_end_are_standing() -> None:
    assert read_date("长期坚持", 2026, ("长期坚持",)).standing


STYLES = (
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: d.isoformat(),
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.month}月{d.day}日",
    lambda d: f"{d.month}.{d.day}",
    lambda d: f"{d.year}/{d.month}/{d.day}前",
    lambda d: Decimal((d - date(1899, 12, 30)).days),
)


@given(st.dates(date(2010, 1, 1), date(2036, 1, 1)), st.sampled_from(STYLES))
def test_any_day_survives_any_style(day: date, style: object) -> None:
    assert read_date(style(day), day.year).value == day  # type: ignore[operator]


@pytest.mark.parametrize(
    ("cell", "unit", "column", "value"),
    [
        (Decimal(12), "件", "", "12"),
        ("12", "件", "", "12"),
        (" 1,234.5 ", "元", "", "1234.5"),
        ("１２", "人", "", "12"),
        ("3.2万元", "元", "元", "32000"),
        ("32000元", "万元", "万元", "3.2"),
        ("120人", "人", "", "120"),
        ("0.26公里", "公里", "", "0.26"),
        (Decimal("34400"), "万元", "元", "3.44"),
        ("9.5分", "分", "", "9.5"),
        ("48件", "件", "", "48"),
        ("1.2万", "件", "", "12000"),
        ("1.2万", "万元", "元", "1.2"),
        ("500米", "公里", "", "0.5"),
    ],
)
def test_a_number_is_read_in_the_fields_unit(cell: Cell, unit: str, column: str, value: str) -> None:
    read = read_number(cell, unit, column, whole=False, signed=False)
    assert read.value == Decimal(value), read
    assert not read.about


def test_an_approximate_number_counts_and_is_flagged() -> None:
    read = read_number("约12", "件", "", whole=True, signed=False)
    assert (read.value, read.about) == (Decimal(12), True)


@pytest.mark.parametrize(
    ("cell", "unit", "reason"),
    [
        ("若干", "人", "bad_number"),
        ("待报", "件", "bad_number"),
        ("1,23", "元", "bad_number"),
        ("3个", "公里", "unknown_measure"),
        ("-5", "件", "negative_number"),
        (Decimal("-2501"), "件", "negative_number"),
        ("12.5", "人", "bad_number"),
        ("=1+1", "人", "bad_number"),
        ("1e5", "人", "bad_number"),
        (True, "人", "bad_number"),
        (DAY, "人", "bad_number"),
    ],
)
def test_what_is_no_such_number_is_refused(cell: Cell, unit: str, reason: str) -> None:
    assert read_number(cell, unit, "", whole=unit == "人", signed=False).reason == reason


@pytest.mark.parametrize("cell", [None, "—", "-", "/", "无"])
def test_a_blank_number_and_a_nil_mark_state_nothing_and_only_a_nought_is_nought(cell: Cell) -> None:
    assert read_number(cell, "件", "", whole=True, signed=False) == EMPTY
    assert read_number("0", "件", "", whole=True, signed=False).value == 0


ADOPTION = Vocabulary(title="采用", values={"省": (), "市": (), "未采用": ("/", "×")}, noise=("采用", "级"), many=True)
GRADE = Vocabulary(title="类别", values={"A": ("a",), "B": ()}, noise=("类",))
WINDOWS = Vocabulary(title="窗口", noise=("窗口",), open=True)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("省、市采用", "省、市"),
        ("市级；省级", "省、市"),
        ("省级采用", "省"),
        ("市", "市"),
        ("/", "未采用"),
        ("×", "未采用"),
    ],
)
def test_several_values_of_a_cell_are_kept_in_declared_order(cell: str, value: str) -> None:
    assert read_choice(format_cell(cell), ADOPTION, ways_of(ADOPTION)).value == value


def test_a_choice_is_read_however_it_is_written() -> None:
    assert [read_choice(cell, GRADE, ways_of(GRADE)).value for cell in ("A", "a", "Ａ类", " B 类 ")] == [
        "A",
        "A",
        "A",
        "B",
    ]


def test_a_word_outside_the_vocabulary_is_refused() -> None:
    assert read_choice("拟采用", ADOPTION, ways_of(ADOPTION)).reason == "unknown_value"
    assert read_choice("C", GRADE, ways_of(GRADE)).reason == "unknown_value"


def test_an_open_vocabulary_takes_new_words_without_their_noise() -> None:
    assert read_choice("不动产登记窗口 ", WINDOWS, ways_of(WINDOWS)).value == "不动产登记"


@pytest.mark.parametrize(
    ("cell", "year"),
    [("2025", "2025"), (Decimal(2025), "2025"), ("2025年度", "2025"), (date(2025, 3, 1), "2025"), ("", "2026")],
)
def test_a_year_is_read_from_its_cell_and_from_the_sheet_only_when_that_is_empty(cell: Cell, year: str) -> None:
    assert read_year(cell, 2026).value == year


def test_a_year_that_is_none_is_refused() -> None:
    assert read_year("去年", 2026).reason == "not_a_date"
    assert read_year("", None).value is None


def test_formula_like_text_stays_text() -> None:
    assert [read_text(cell).value for cell in ("=1+1", "@各科室", "-1会议室", "'=1+1")] == [
        "=1+1",
        "@各科室",
        "-1会议室",
        "'=1+1",
    ]


def test_units_in_one_cell_are_told_apart() -> None:
    assert split_units("县民政局、县教育局；县水利局\n县林业局") == ("县民政局", "县教育局", "县水利局", "县林业局")
    assert split_units("/") == ()


@given(st.integers(0, 5000), st.integers(0, 20000))
def test_cell_names_count_in_letters(row: int, column: int) -> None:
    letters = address(row, column).rstrip("0123456789")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    assert number - 1 == column


def test_any_text_is_read_or_refused_and_never_raises() -> None:
    for text in (
        "",
        "１",
        "约",
        "元",
        "万",
        "-",
        "--",
        "年",
        "月底",
        "前",
        "2026年",
        "9" * 400,
        "1" + "," * 9,
        "\u2028",
        "0.0.0",
    ):
        read_date(text, 2026)
        read_number(text, "元", "万元", whole=False, signed=True)
        read_text(text)
    assert read_date("2026年3月5日", 2026).value == DAY + timedelta(0)


@pytest.mark.parametrize("cell", ["2025", "2025年", "2025年度", Decimal(2025), " ２０２５ "])
def test_a_year_in_its_own_column_beats_the_year_of_the_sheet(cell: Cell) -> None:
    assert read_year(cell, 2026).value == "2025"


def test_an_empty_year_is_that_of_the_sheet_and_a_wrong_one_is_refused() -> None:
    assert read_year("", 2026).value == "2026"
    assert read_year(None, None).value is None
    assert read_year("本年", 2026).reason == "not_a_date"
