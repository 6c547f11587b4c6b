"""Days as people write them: 2026年3月5日前, 3.5, 20260305, 二〇二六年三月五日, 6月底."""

from __future__ import annotations

import re
from datetime import date

from taizhang.terms.characters import narrow, squeeze
from taizhang.terms.numerals import number_of
from taizhang.terms.period import EARLIEST, LATEST, month_end
from taizhang.terms.readings import EMPTY, NIL, Read

_CLOCK = re.compile(r"[ T](?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2}))?(?:\.\d+)?\s*$")
_BEFORE = re.compile(r"^(?:批准|同意|经批准)?(?:延期至|延长至|延至|顺延至|延期到|截至|截止|限于|限|于|至)")
_WEEKDAY = re.compile(r"[(（](?:星期|周|礼拜)(?P<day>[一二三四五六日天])[)）]")
_HOUR = re.compile(
    r"(?:上午|下午|晚上|晚|中午)?(?P<hour>\d{1,2})(?:[:：](?P<minute>\d{2})|[时点](?:(?P<minutes>\d{1,2})分|半)?)$"
)
# A day has 24 hours, and its end may be written 24:00 (GB/T 7408).
_LIMITS = {"hour": 24, "minute": 59, "minutes": 59, "second": 59}
_HAN = re.compile(r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_AFTER = re.compile(r"(?:之前|以前|前|止|上午|下午|晚上|晚|中午|完成|办结|起)$")
_PLAIN = re.compile(r"([12]\d{3})[./年-](\d{1,2})[./月-](\d{1,2})日?")
_FULL = re.compile(r"(?:(\d{4})|(\d{2}))(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})[日号]?")
_MONTH_END = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:份)?(?:底|末)")
_YEAR_END = re.compile(r"(?:(\d{4})年)?(?:年)?(?:底|末)")
_SHORT = re.compile(r"(\d{1,2})(?:月|[./-])(\d{1,2})[日号]?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Only a month; and a year at the end, where nobody can say which of the other two is the month (3/1/2026).
_MONTH_ALONE = re.compile(r"(?:19|20)\d{2}[年./-]\d{1,2}(?:月份?)?|\d{1,2}月份?")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
# No day of a month is below 1.
_LAST = -1


def read_day(text: str, year: int | None, standing: tuple[str, ...] = ()) -> Read:
    """A date in any office style; short dates take ``year``; a nil mark is no date.

    standing: words that say the matter has no end. A weekday beside the day (周五) must be that day's.
    """
    read = _read_day(text, year, standing)
    told = _WEEKDAY.search(text)
    if (
        told
        and isinstance(read.value, date)
        and "一二三四五六日".index(told["day"].replace("天", "日")) != read.value.weekday()
    ):
        return Read(reason="weekday_differs")
    return read


def _read_day(text: str, year: int | None, standing: tuple[str, ...]) -> Read:
    if match := _PLAIN.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    plain = narrow(text).strip()
    clock = _CLOCK.search(plain)
    words = squeeze(plain[: clock.start()] if clock else plain)
    if not words or words in NIL:
        return EMPTY
    if words in standing:
        return Read(standing=True)
    words = _WEEKDAY.sub("", words)
    hour = _HOUR.search(words) if re.search("[日号]", words) else None
    if any(_is_no_time(match) for match in (clock, hour) if match):
        return Read(reason="impossible_time")
    words = words[: hour.start()] if hour else words
    words = _AFTER.sub("", _AFTER.sub("", _BEFORE.sub("", words)))
    if (match := _YEAR_LAST.fullmatch(words)) and _year_stands_last(match):
        return _of_two_orders(int(match[1]), int(match[3]), int(match[4]))
    parts = _date_parts(words, year)
    if parts is None:
        return Read(reason="month_only" if _MONTH_ALONE.fullmatch(words) else "not_a_date")
    if parts[0] is None:
        return Read(reason="year_unknown")
    return _day(parts[0], parts[1], parts[2])


def _is_no_time(clock: re.Match[str]) -> bool:
    """Whether a time of day is none: 25:00, 12:60, 24:01."""
    told = {name: int(value) for name, value in clock.groupdict().items() if value}
    past_the_end = told.get("hour") == 24 and any(value for name, value in told.items() if name != "hour")
    return past_the_end or any(value > _LIMITS[name] for name, value in told.items())


def _year_stands_last(match: re.Match[str]) -> bool:
    """Whether the year must be what stands last: four digits do; of two, 03/01/26 may be 2003, and that is long past."""
    return len(match[4]) == 4 or (int(match[1]) <= 12 < int(match[4]) and match[2] == "/")


def _of_two_orders(one: int, two: int, year: int) -> Read:
    """A day whose year stands last: read where one number can be no month or both are the same, asked about elsewhere."""
    if year < 100 or (one <= 12 and two <= 12 and one != two):
        return Read(reason="day_order")
    return _day(year, min(one, two), max(one, two))


def _day(year: int, month: int, day: int) -> Read:
    if not EARLIEST <= year <= LATEST:
        return Read(reason="impossible_date")
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
