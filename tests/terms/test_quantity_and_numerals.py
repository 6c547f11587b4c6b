"""Percentages, rounding words, units of measure and Chinese numerals."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.terms.measures import factor
from taizhang.terms.numerals import number_of, ordinal
from taizhang.terms.quantity import RoundingWord, format_plain, percent, with_rounding_word

COUNTS = st.integers(0, 10**9).map(Decimal)


@given(COUNTS, COUNTS, st.integers(0, 4))
def test_a_rate_is_100_only_when_nothing_is_open(done: Decimal, whole: Decimal, decimals: int) -> None:
    value = percent(done, whole, decimals)
    if whole == 0:
        assert value is None
    else:
        assert (value == 100) == (done == whole)


def test_99_96_never_rounds_up_to_100() -> None:
    assert percent(Decimal(9996), Decimal(10000), 1) == Decimal("99.9")
    assert percent(Decimal(10004), Decimal(10000), 1) == Decimal("100.1")


@pytest.mark.parametrize(
    ("amount", "word", "text"),
    [
        ("1286", "余", "1200余"),
        ("1200", "余", "1200"),
        ("63", "多", "60多"),
        ("1286", "超", "超1200"),
        ("1286", "以上", "1200以上"),
        ("1200", "以上", "1200以上"),
        ("1286", "接近", "接近1300"),
        ("1286", "约", "约1300"),
        ("1286", "", "1286"),
        ("7", "余", "7"),
        ("1300", "接近", "1300"),
        ("5.67", "突破", "突破5.6"),
        ("5.6", "突破", "5.6"),
        ("3.27", "约", "约3.3"),
        ("0.4", "约", "0.4"),
    ],
)
def test_a_rounding_word_prints_the_number_it_demands(amount: str, word: RoundingWord, text: str) -> None:
    assert with_rounding_word(Decimal(amount), word) == text


@given(st.integers(10, 10**8), st.sampled_from(["余", "多", "超", "突破"]))
def test_a_word_of_excess_never_stands_on_an_exact_number(amount: int, word: RoundingWord) -> None:
    text = with_rounding_word(Decimal(amount), word)
    if word in text:
        assert Decimal(text.replace(word, "")) < amount
    else:
        assert Decimal(text) == amount


def test_units_of_one_dimension_convert_and_others_do_not() -> None:
    assert factor("元", "万元") == Decimal("0.0001")
    assert factor("公里", "米") == 1000
    assert factor("元", "公里") is None


def test_plain_shows_the_exact_decimal() -> None:
    assert [format_plain(Decimal(text)) for text in ("491.50", "58.00", "1E+3", "0.0", "-2.50")] == [
        "491.5",
        "58",
        "1000",
        "0",
        "-2.5",
    ]


@given(st.integers(0, 9999))
def test_an_ordinal_reads_back(number: int) -> None:
    assert number_of(ordinal(number)) == number


@given(st.integers(0, 10**12))
def test_numerals_agree_with_an_independent_reader(number: int) -> None:
    assert number_of(cn2an.an2cn(str(number))) == number


@pytest.mark.parametrize(
    ("text", "value"), [("二〇二六", 2026), ("三点五", "3.5"), ("两千零五十", 2050), ("三万五千", 35000)]
)
def test_numerals_as_offices_write_them(text: str, value: object) -> None:
    assert number_of(text) == Decimal(str(value))


@pytest.mark.parametrize(
    "text", ["", "百", "十百", "一千二", "一万二", "十万五", "一亿三", "一亿三千", "十几", "三点", "万", "五十六七"]
)
def test_what_is_no_numeral_is_not_guessed(text: str) -> None:
    assert number_of(text) is None
