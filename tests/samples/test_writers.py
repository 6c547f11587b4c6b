"""Whatever way a date or a number is written, a careful reader gets back the one that was meant."""

import calendar
import re
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from taizhang_samples.county.days import (
    NIL_DAYS,
    write_day,
    write_due,
    write_extension,
    write_impossible,
    write_wrong_order,
)
from taizhang_samples.county.names import DEPARTMENTS, TOWNSHIPS, office_of, short_office_of, short_township
from taizhang_samples.county.numbers import NIL_NUMBERS, write_number
from taizhang_samples.county.pen import Pen

_HANZI = {mark: number for number, mark in enumerate("〇一二三四五六七八九")}
_UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000), "米": Decimal("0.001")}


def _hanzi_number(text: str) -> str:
    if "十" not in text:
        return "".join(str(_HANZI[mark]) for mark in text)
    tens, _, ones = text.partition("十")
    return str((_HANZI[tens] if tens else 1) * 10 + (_HANZI[ones] if ones else 0))


def _read_day(cell: object, year: int) -> date | None:
    """Read a date the plain way: full width folded, words around it dropped, the sheet's year for short ones."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int) and 40_000 < cell < 50_000:
        return date(1899, 12, 30) + timedelta(days=cell)
    text = re.sub(r"\d\d?:\d\d(:\d\d)?$", "", unicodedata.normalize("NFKC", str(cell))).replace(" ", "")
    text = re.sub(r"[〇一二三四五六七八九十]+(?=[年月日])", lambda found: _hanzi_number(found[0]), text)
    if found := re.search(r"(\d{4})年底", text):
        return date(int(found[1]), 12, 31)
    if found := re.search(r"(?:(\d{4})年)?(\d+)月底", text):
        told = int(found[1] or year)
        return date(told, int(found[2]), calendar.monthrange(told, int(found[2]))[1])
    if found := re.search(r"(20\d\d)(\d\d)(\d\d)$", text):
        return date(*map(int, found.groups()))
    if found := re.search(r"(20\d\d)[年./-](\d+)[月./-](\d\d?)", text):
        return date(*map(int, found.groups()))
    if found := re.search(r"(\d+)[月./](\d+)", text):
        return date(year, int(found[1]), int(found[2]))
    return None


def _read_number(cell: object, unit: str) -> Decimal:
    """Read a number the plain way; a unit in the cell goes before the column's."""
    if not isinstance(cell, str):
        return Decimal(str(cell))
    text = unicodedata.normalize("NFKC", cell).strip().removeprefix("约").replace(",", "")
    if text in NIL_NUMBERS:
        return Decimal(0)
    found = re.fullmatch(r"([\d.]+)(\D*)", text)
    assert found is not None, cell
    name = found[2] if found[2] in _UNITS else unit
    return Decimal(found[1]) * _UNITS.get(name, Decimal(1)) / _UNITS.get(unit, Decimal(1))


def _pen(seed: int, *, typed: bool, year: int | None) -> Pen:
    return Pen(Random(seed), Counter(), typed, year)


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("year", [2025, 2026, None])
def test_a_written_day_reads_back_as_the_same_day(typed: bool, year: int | None) -> None:
    for turn in range(3000):
        pen = _pen(turn, typed=typed, year=year)
        day = date(2024, 3, 1) + timedelta(days=turn % 1200)
        for cell in (
            write_day(day, "a", pen, meeting=turn % 2 == 0, timed=turn % 3 == 0),
            write_due(day, "b", pen),
            write_extension(day, "c", pen),
        ):
            assert _read_day(cell, year or 0) == day, cell


@pytest.mark.parametrize("unit", ["", "元", "万元", "公里", "件"])
def test_a_written_number_reads_back_as_the_same_number(unit: str) -> None:
    for turn in range(3000):
        pen = _pen(turn, typed=turn % 2 == 0, year=None)
        number = Decimal(pen.rng.randint(0, 900_000)) / pen.rng.choice((1, 10, 100))
        cell = write_number(number, unit, pen)
        assert _read_number(cell, unit) == number, cell


def test_an_impossible_day_is_in_no_calendar() -> None:
    for turn in range(1000):
        text = write_impossible(2024 + turn % 3, _pen(turn, typed=True, year=None))
        with pytest.raises(ValueError, match=r"month|day"):
            _read_day(text, 0)


def test_a_wrong_order_is_shown_with_its_year() -> None:
    for turn in range(500):
        text, day = write_wrong_order(date(2026, 1, 5), _pen(turn, typed=True, year=2026))
        assert _read_day(text, 0) == day < date(2026, 1, 5)


def test_no_mark_for_none_reads_as_a_day() -> None:
    assert all(_read_day(mark, 2026) is None for mark in NIL_DAYS)


def test_no_two_units_share_any_name() -> None:
    names = [
        name
        for unit in (*TOWNSHIPS, *DEPARTMENTS)
        for name in {unit, short_township(unit), office_of(unit), short_office_of(unit)}
    ]
    assert [name for name, many in Counter(names).items() if many > 1] == []
