"""What a spreadsheet shows of a day, where its format leaves out which day it is: 2026年12月, 12月, 2026年, 周三."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from taizhang.intake.sheets import EPOCH, EPOCH_1904
from taizhang.terms.days import read_day

# ECMA-376 part 1, 18.8.30: formats that stand for days and times by their number alone; 27 and above as in zh-cn.
BUILT_IN_DAYS = {
    **dict.fromkeys((14, 30), "yyyy-m-d"),
    15: "d-mmm-yy",
    **dict.fromkeys((16, 28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    17: "mmm-yy",
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 55, 56), "h:mm"),
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((22, 31), "yyyy-m-d"),
}
_NOT_SHOWN = re.compile(r'"[^"]*"|[\\!].|_.|\*.|\[[^\]]*\]|General|G/通用格式|[Aa][Mm]/[Pp][Mm]|[Aa]/[Pp]|上午/下午')
_PARTS = re.compile(r"[yYeE]+|[mM]+|[dD]+|[hH]+|[sS]+|a{3,4}")
_NUMBERS = re.compile(r"\d+")
_MONTH_NAMES = re.compile(r"[a-z]{3,9}", re.IGNORECASE)
WEEKDAYS = "一二三四五六日"
A_DAY = date(2026, 3, 5)
"""Any day, for asking of a format alone whether it shows which day it is."""
# 9999-12-31, the last day a spreadsheet shows.
_LAST = 2_958_465


def day_of(number: Decimal, epoch_1904: bool) -> date:
    """The day a serial number stands for; one no spreadsheet shows is its first or last."""
    return (EPOCH_1904 if epoch_1904 else EPOCH) + timedelta(days=min(max(int(number), 0), _LAST - 1462))


def shown_of_day(code: str, day: date) -> str:
    """The day as the format shows it, where that is not to the day; '' where it is, or shows a time of day alone."""
    shown = _shown_parts(code)
    if not shown or ("m" in shown and "d" in shown) or "h" in shown:
        return ""
    if "w" in shown and len(shown) == 1:
        return f"星期{WEEKDAYS[day.weekday()]}"
    parts = (("y", f"{day.year}年"), ("m", f"{day.month}月"), ("d", f"{day.day}日"))
    return "".join(words for part, words in parts if part in shown)


def _shown_parts(code: str) -> set[str]:
    """Which of year, month, day, weekday (w) and time (h) a format shows; m beside hours or seconds is minutes."""
    parts = _PARTS.findall(_NOT_SHOWN.sub(" ", code.split(";")[0]))
    found: set[str] = set()
    for n, part in enumerate(parts):
        kind = part[0].lower()
        beside = {one[0].lower() for one in (*parts[max(n - 1, 0) : n], *parts[n + 1 : n + 2])}
        if kind in "hs" or (kind == "m" and ((n and parts[n - 1][0] in "hH") or "s" in beside)):
            found.add("h")
        elif kind == "a" or (kind == "d" and len(part) > 2):
            found.add("w")
        else:
            found.add("y" if kind == "e" else kind)
    return found


def words_of_day(text: str, day: date) -> str:
    """The words a day is shown in, where they leave out which day of the month it is; '' where they tell it."""
    read = read_day(text, day.year)
    if read.value is not None or not text.strip():
        return ""
    if read.reason == "month_only":
        return text.strip()
    numbers = [int(one) for one in _NUMBERS.findall(text)]
    for part in (day.year, day.year % 100, day.month if not _MONTH_NAMES.search(text) else None):
        if part in numbers and not (part == day.year % 100 and day.year in map(int, _NUMBERS.findall(text))):
            numbers.remove(part)
    if day.day in numbers or ":" in text or not _NUMBERS.search(text):
        return ""
    return f"{day.year}年{day.month}月"
