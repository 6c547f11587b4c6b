"""Write dates in every way an office writes them, never one that a careful reader could read as another day."""

import calendar
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from taizhang_samples.county.pen import Pen, full_width
from taizhang_samples.county.record import CellValue

NIL_DAYS = ("", "", "/", "—", "无", "-")
LONG_TERM = ("长期坚持", "长期坚持", "长期推进", "长期")
# ECMA-376 part 1, 18.17.4.1; written again, for the samples share nothing with what reads them.
_EPOCH = date(1899, 12, 30)
_WEEKDAYS = "一二三四五六日"
_HANZI = "〇一二三四五六七八九"

Style = Callable[[date, Random], CellValue]


def serial(day: date) -> int:
    """Give the serial number a spreadsheet stores for a day."""
    return (day - _EPOCH).days


def _hanzi(day: date) -> str:
    year = "".join(_HANZI[int(digit)] for digit in str(day.year))
    return f"{year}年{_hanzi_below_hundred(day.month)}月{_hanzi_below_hundred(day.day)}日"


def _hanzi_below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_HANZI[tens]}十"
    return head + (_HANZI[ones] if ones or not tens else "")


def _clock(rng: Random) -> time:
    return time(rng.randint(8, 17), rng.randint(0, 59))


# Weights, invented, here and below: how often an office writes so; each way must turn up in every book.
FULL: Mapping[str, tuple[int, Style]] = {
    "dots": (8, lambda d, _: f"{d.year}.{d.month}.{d.day}"),
    "dots_padded": (4, lambda d, _: f"{d.year}.{d.month:02}.{d.day:02}"),
    "chinese": (8, lambda d, _: f"{d.year}年{d.month}月{d.day}日"),
    "chinese_padded": (3, lambda d, _: f"{d.year}年{d.month:02}月{d.day:02}日"),
    "chinese_spaced": (1, lambda d, _: f"{d.year} 年 {d.month} 月 {d.day} 日"),
    "chinese_hao": (1, lambda d, _: f"{d.year}年{d.month}月{d.day}号"),
    "hanzi": (1, lambda d, _: _hanzi(d)),
    "slash": (6, lambda d, _: f"{d.year}/{d.month}/{d.day}"),
    "slash_padded": (2, lambda d, _: f"{d.year}/{d.month:02}/{d.day:02}"),
    "dash": (5, lambda d, _: d.isoformat()),
    "dash_short": (2, lambda d, _: f"{d.year}-{d.month}-{d.day}"),
    "compact": (5, lambda d, _: f"{d:%Y%m%d}"),
    "full_width": (2, lambda d, _: full_width(f"{d.year}年{d.month}月{d.day}日")),
    "full_width_dots": (1, lambda d, _: full_width(f"{d.year}.{d.month}.{d.day}")),
    "padded_with_spaces": (2, lambda d, _: f" {d.year}.{d.month}.{d.day}　"),
}
# Weights, invented: most days are real ones in workbooks.
TYPED: Mapping[str, tuple[int, Style]] = {
    "real_date": (14, lambda d, _: d),
    "real_date_time": (2, lambda d, r: datetime.combine(d, _clock(r))),
    "compact_number": (3, lambda d, _: int(f"{d:%Y%m%d}")),
    "serial_number": (2, lambda d, _: serial(d)),
}
# Weights, invented: exports of hotlines carry the time.
TIMED: Mapping[str, tuple[int, Style]] = {
    "dash_time": (6, lambda d, r: f"{d.isoformat()} {_clock(r):%H:%M:%S}"),
    "slash_time": (3, lambda d, r: f"{d.year}/{d.month}/{d.day} {_clock(r):%H:%M}"),
    "chinese_time": (1, lambda d, r: f"{d.year}年{d.month}月{d.day}日 {_clock(r):%H:%M}"),
}
# Weights, invented: days without their year stand where a heading says it.
SHORT: Mapping[str, tuple[int, Style]] = {
    "short_chinese": (8, lambda d, _: f"{d.month}月{d.day}日"),
    "short_chinese_padded": (2, lambda d, _: f"{d.month:02}月{d.day:02}日"),
    "short_hao": (1, lambda d, _: f"{d.month}月{d.day}号"),
    "short_full_width": (1, lambda d, _: full_width(f"{d.month}月{d.day}日")),
    "short_dots": (5, lambda d, _: f"{d.month}.{d.day}"),
    "short_slash": (2, lambda d, _: f"{d.month}/{d.day}"),
}
# Rare: 3.5 typed for the fifth of March, which a spreadsheet takes for a number.
SHORT_NUMBER: tuple[int, Style] = (4, lambda d, _: float(f"{d.month}.{d.day}"))
# Weights, invented: calls for meetings tell the half of the day.
MEETING: Mapping[str, tuple[int, Style]] = {
    "half_day": (24, lambda d, r: f"{d.year}年{d.month}月{d.day}日{r.choice('上下')}午"),
    "half_day_clock": (20, lambda d, _: f"{d.year}年{d.month}月{d.day}日上午9:00"),
    "weekday": (20, lambda d, _: f"{d.year}年{d.month}月{d.day}日（周{_WEEKDAYS[d.weekday()]}）"),
}
# Weights, invented, where the heading says the year.
SHORT_MEETING: Mapping[str, tuple[int, Style]] = {
    "short_half_day": (40, lambda d, r: f"{d.month}月{d.day}日{r.choice('上下')}午"),
    "short_weekday": (24, lambda d, r: f"{d.month}月{d.day}日（星期{_WEEKDAYS[d.weekday()]}）{r.choice('上下')}午"),
}
KINDS = frozenset({*FULL, *TYPED, *TIMED, *SHORT, *MEETING, *SHORT_MEETING, "short_number"}) | {
    "before",
    "end_of_month",
    "end_of_month_short",
    "end_of_year",
    "long_term",
    "extended_to",
    "nil_date",
}


def _clear_number(day: date) -> bool:
    """Say whether 3.4 or 3.14 is one day only: 3.1 could be the tenth, and a tenth loses its nought."""
    return day.day % 10 != 0 and day.day not in (1, 2, 3)


def styles_for(day: date, pen: Pen, *, meeting: bool = False, timed: bool = False) -> dict[str, tuple[int, Style]]:
    """Give the styles in which this day may stand in this sheet without doubt about its year."""
    styles = dict(FULL)
    if pen.typed:
        styles |= TYPED
    if timed:
        styles |= TIMED
    if meeting:
        styles |= MEETING
    if pen.year == day.year:
        styles |= SHORT
        if meeting:
            styles |= SHORT_MEETING
        if pen.typed and _clear_number(day):
            styles["short_number"] = SHORT_NUMBER
    return styles


def write_day(day: date, column: str, pen: Pen, *, meeting: bool = False, timed: bool = False) -> CellValue:
    """Write a day in one of the ways this sheet allows."""
    styles = styles_for(day, pen, meeting=meeting, timed=timed)
    chosen = pen.habit(column, {name: weight for name, (weight, _) in styles.items()})
    pen.note(f"date:{chosen}")
    return styles[chosen][1](day, pen.rng)


def write_optional_day(day: date | None, column: str, pen: Pen, *, timed: bool = False) -> CellValue:
    """Write a day, or one of the marks for none."""
    if day is not None:
        return write_day(day, column, pen, timed=timed)
    mark = pen.pick(NIL_DAYS)
    if mark:
        pen.note("date:nil_date")
    return mark


def write_due(day: date | None, column: str, pen: Pen) -> CellValue:
    """Write a time limit: often with 前, at a month's end often as 月底前; None is a matter of long standing."""
    if day is None:
        pen.note("date:long_term")
        return pen.pick(LONG_TERM)
    short = pen.year == day.year and pen.chance(0.4)
    year = "" if short else f"{day.year}年"
    if (day.month, day.day) == (12, 31) and pen.chance(0.4):
        pen.note("date:end_of_year")
        return f"{day.year}年底前"
    if day.day == calendar.monthrange(day.year, day.month)[1] and pen.chance(0.6):
        pen.note("date:end_of_month_short" if short else "date:end_of_month")
        return f"{year}{day.month}月{pen.pick(('底前', '底前', '底', '底前完成'))}"
    if pen.chance(0.5):
        pen.note("date:before")
        ending = pen.pick(("前", "前", "前", "以前", "之前", "前完成"))
        if pen.chance(0.25):
            return f"{year.replace('年', '.')}{day.month}.{day.day}{ending}"
        return f"{year}{day.month}月{day.day}日{ending}"
    return write_day(day, column, pen)


def write_extension(day: date | None, column: str, pen: Pen) -> CellValue:
    """Write an approved extension, mostly with the words of the approval before the date."""
    if day is None or pen.chance(0.4):
        return write_optional_day(day, column, pen)
    pen.note("date:extended_to")
    ending = f"{day.year}年{day.month}月{day.day}日" if pen.chance(0.7) else f"{day.year}.{day.month}.{day.day}"
    return pen.pick(("延至", "延期至", "同意延至", "延长至", "批准延期至")) + ending


def write_wrong_order(opened: date, pen: Pen) -> tuple[str, date]:
    """Write a day some while before ``opened``, always with its year; give the text and the day."""
    day = opened - timedelta(days=pen.rng.randint(2, 40))
    style = pen.pick(("chinese", "dots", "slash", "dash"))
    return str(FULL[style][1](day, pen.rng)), day


def write_impossible(year: int, pen: Pen) -> str:
    """Write a day that no calendar has."""
    february = 30 if calendar.isleap(year) else 29
    month, number = pen.rng.choice(((2, 30), (2, february), (4, 31), (6, 31), (9, 31), (11, 31), (13, 5), (7, 32)))
    shape = pen.pick(("{y}.{m}.{d}", "{y}年{m}月{d}日", "{y}/{m}/{d}", "{y}-{m:02}-{d:02}", "{y}{m:02}{d:02}"))
    text = shape.format(y=year, m=month, d=number)
    return full_width(text) if pen.chance(0.1) else text
