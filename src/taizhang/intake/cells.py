"""One cell read as a field's value: dates, numbers and words in every style offices write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

from taizhang.catalogue.model import Vocabulary
from taizhang.intake.sheets import Cell
from taizhang.terms.characters import narrow, squeeze, tidy
from taizhang.terms.numerals import number_of
from taizhang.terms.period import month_end
from taizhang.terms.quantity import DIMENSIONS, factor

Reason = Literal[
    "",
    "missing_required",
    "impossible_date",
    "not_a_date",
    "year_unknown",
    "bad_number",
    "negative_number",
    "unknown_value",
    "unknown_unit",
]
NIL = frozenset({"/", "—", "-", "无", "——", "--", "－", "\\", "–", "―", "／", "暂无", "空"})
_CLOCK = re.compile(r"[ T]\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d+)?\s*$")
_BEFORE = re.compile(r"^(?:批准|同意|经批准)?(?:延期至|延长至|延至|顺延至|延期到|截至|截止|限于|限|于|至)")
_WEEKDAY = re.compile(r"[(（](?:星期|周|礼拜)[一二三四五六日天][)）]")
_HOUR = re.compile(r"(?:上午|下午|晚上|晚|中午)?\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分|半)?)$")
_HAN = re.compile(r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_AFTER = re.compile(r"(?:之前|以前|前|止|上午|下午|晚上|晚|中午|完成|办结|起)$")
_PLAIN = re.compile(r"([12]\d{3})[./年-](\d{1,2})[./月-](\d{1,2})日?")
_FULL = re.compile(r"(?:(\d{4})|(\d{2}))(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})[日号]?")
_MONTH_END = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:份)?(?:底|末)")
_YEAR_END = re.compile(r"(?:(\d{4})年)?(?:年)?(?:底|末)")
_SHORT = re.compile(r"(\d{1,2})(?:月|[./-])(\d{1,2})[日号]?")
_YEAR = re.compile(r"((?:19|20)\d{2})(?:年度?)?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(.*)")
_ABOUT = re.compile(r"^(?:约|大约|近|将近|约为)|(?:左右|余|多)$")
_SEPARATORS = re.compile(r"[、，,；;\n/+]|和|及")
_LAST = -1
_EPOCH = date(1899, 12, 30)
_MEASURE_WORDS = frozenset("元人件个名次起户分条项处份篇场期本台辆家所座套宗")


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says: the value, or the reason it says none. about: written as approximate (约)."""

    value: date | Decimal | str | bool | tuple[str, ...] | None = None
    reason: Reason = ""
    about: bool = False
    standing: bool = False


EMPTY = Read()


def blank(cell: Cell) -> bool:
    """Whether nothing is written in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def read_date(cell: Cell, year: int | None, standing: tuple[str, ...] = ()) -> Read:
    """A date in any office style; short dates take ``year``; a nil mark is no date.

    standing: words that say the matter has no end. Numbers: 20260305 year-month-day, 40000 to 50000 a
    spreadsheet's serial day, 3.5 the fifth of March.
    """
    if cell is None:
        return EMPTY
    if isinstance(cell, datetime):
        return Read(cell.date())
    if isinstance(cell, date):
        return Read(cell)
    if isinstance(cell, bool):
        return Read(reason="not_a_date")
    if isinstance(cell, Decimal) and cell == cell.to_integral_value() and 40000 <= cell <= 50000:
        return Read(_EPOCH + timedelta(days=int(cell)))
    text = format(cell, "f") if isinstance(cell, Decimal) else cell
    return _parse_date(text, year, standing)


def _parse_date(text: str, year: int | None, standing: tuple[str, ...]) -> Read:
    if match := _PLAIN.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    words = squeeze(_CLOCK.sub("", narrow(text).strip()))
    if not words or words in NIL:
        return EMPTY
    if words in standing:
        return Read(standing=True)
    words = _WEEKDAY.sub("", words)
    words = _HOUR.sub("", words) if re.search("[日号]", words) else words
    words = _AFTER.sub("", _AFTER.sub("", _BEFORE.sub("", words)))
    parts = _date_parts(words, year)
    if parts is None:
        return Read(reason="not_a_date")
    if parts[0] is None:
        return Read(reason="year_unknown")
    return _day(parts[0], parts[1], parts[2])


def _day(year: int, month: int, day: int) -> Read:
    try:
        return Read(month_end(year, month) if day == _LAST else date(year, month, day))
    except ValueError:
        return Read(reason="impossible_date")


def _date_parts(words: str, year: int | None) -> tuple[int | None, int, int] | None:
    """Year, month and day as written; day ``_LAST`` means the month's end, no year that it is not known."""
    if match := _HAN.fullmatch(words):
        return _han(match[1]), _han(match[2]), _han(match[3])
    if match := _FULL.fullmatch(words):
        return int(match[1] or f"20{match[2]}"), int(match[3]), int(match[4])
    if match := _EIGHT.fullmatch(words):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _MONTH_END.fullmatch(words):
        return int(match[1]) if match[1] else year, int(match[2]), _LAST
    if match := _SHORT.fullmatch(words):
        return year, int(match[1]), int(match[2])
    if words and (match := _YEAR_END.fullmatch(words)):
        return int(match[1]) if match[1] else year, 12, 31
    return None


def _han(numeral: str) -> int:
    """A Chinese numeral as a number; 99, which no date has, when it is none."""
    number = number_of(numeral)
    return 99 if number is None else int(number)


def read_number(cell: Cell, unit: str, column_unit: str, *, whole: bool, signed: bool) -> Read:
    """An exact number in the field's ``unit``; a unit in the cell beats the column's. A nil mark is zero."""
    if isinstance(cell, bool | date | datetime):
        return Read(reason="bad_number")
    if cell is None:
        return EMPTY
    words = format(cell, "f") if isinstance(cell, Decimal) else squeeze(cell).lower()
    if not words:
        return EMPTY
    if words in NIL:
        return Read(Decimal(0))
    stripped = _ABOUT.sub("", _ABOUT.sub("", words))
    match = _NUMBER.fullmatch(stripped)
    scale = _scale(match[4], unit, column_unit) if match else None
    if match is None or scale is None:
        return Read(reason="bad_number")
    try:
        value = Decimal(f"{match[1]}{match[2].replace(',', '')}{match[3] or ''}") * scale
    except InvalidOperation:
        return Read(reason="bad_number")
    if whole and value != value.to_integral_value():
        return Read(reason="bad_number")
    if value < 0 and not signed:
        return Read(reason="negative_number")
    return Read(value.normalize() if value == 0 else value, about=stripped != words)


def read_year(cell: Cell, year: int | None) -> Read:
    """The year a cell names (2026, 2026年度, a date); an empty cell takes ``year``, that of the sheet."""
    if isinstance(cell, date):
        return Read(str(cell.year))
    words = squeeze(format_cell(cell)) if cell is not None else ""
    if not words or words in NIL:
        return Read(str(year)) if year else EMPTY
    match = _YEAR.fullmatch(words)
    return Read(match[1]) if match else Read(reason="not_a_date")


def _scale(written: str, unit: str, column_unit: str) -> Decimal | None:
    """What brings the written number to the field's unit; None when the words after it are no unit of it."""
    if not written:
        return factor(column_unit, unit) if column_unit and unit else Decimal(1)
    if written in ("万", "亿"):
        base = column_unit or unit
        inner = factor(base, unit) if base and unit else Decimal(1)
        return None if inner is None else inner * (10_000 if written == "万" else 100_000_000)
    measured = any(unit in dimension for dimension in DIMENSIONS)
    if written == unit or (written in _MEASURE_WORDS and not measured):
        return Decimal(1)
    return factor(written, unit)


def read_choice(cell: Cell, vocabulary: Vocabulary, known: dict[str, str]) -> Read:
    """A word of the vocabulary; ``known`` maps every way of writing, squeezed, to its value."""
    if cell is None:
        return EMPTY
    words = squeeze(format_cell(cell)).lower()
    if not words:
        return EMPTY
    if found := _lookup(words, vocabulary, known):
        return Read(found)
    if vocabulary.many:
        parts = [_lookup(part, vocabulary, known) for part in _SEPARATORS.split(words) if part]
        if parts and all(parts):
            return Read("、".join(value for value in vocabulary.values if value in parts))
    if words in NIL:
        return EMPTY
    return (
        Read(squeeze(_without(squeeze(format_cell(cell)), vocabulary)))
        if vocabulary.open
        else Read(reason="unknown_value")
    )


def _lookup(words: str, vocabulary: Vocabulary, known: dict[str, str]) -> str:
    return known.get(words) or known.get(_without(words, vocabulary).lower(), "")


def _without(words: str, vocabulary: Vocabulary) -> str:
    for noise in vocabulary.noise:
        if len(words) > len(noise):
            words = words.replace(noise, "")
    return words


def ways_of(vocabulary: Vocabulary) -> dict[str, str]:
    """Every way of writing a value, squeezed and lower case → the value."""
    known = {squeeze(value).lower(): value for value in vocabulary.values}
    for value, others in vocabulary.values.items():
        for other in others:
            known.setdefault(squeeze(other).lower(), value)
    return known


def read_text(cell: Cell) -> Read:
    """Words, tidied; a nil mark alone is nothing. Formula-like text stays text."""
    text = tidy(format_cell(cell)) if cell is not None else ""
    return EMPTY if text in NIL else Read(text or None)


def split_units(cell: Cell) -> tuple[str, ...]:
    """Several units named in one cell, in their order."""
    if cell is None:
        return ()
    return tuple(
        part.strip()
        for part in re.split(r"[、，,；;\n]", format_cell(cell))
        if part.strip() and part.strip() not in NIL
    )


def format_cell(cell: Cell) -> str:
    """The cell as a person sees it."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return "是" if cell is True else "否" if cell is False else cell or ""
