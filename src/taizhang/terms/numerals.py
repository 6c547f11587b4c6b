"""Chinese numerals read as numbers."""

from __future__ import annotations

import re
from decimal import Decimal

# Numerals by their values; 两 and both signs of zero as they are typed.
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
# Steps within a myriad.
_STEPS = {"十": 10, "百": 100, "千": 1000}
# Steps of myriads.
_MYRIADS = {"万": 10**4, "亿": 10**8}
NUMERAL = re.compile(r"[零〇○一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?")


# 一万二 is 12,000, or 10,002 to whoever left out 零; 一亿三千 is 130,000,000, or 100,003,000.
_SHORT = re.compile(r"[百千万亿][一二两三四五六七八九]$|亿[一二两三四五六七八九](?:千|百)?$")
_SHORT_DIGITS = re.compile(r"\d[百千万亿][1-9]$|\d亿[1-9]\d{0,3}[千百]?$")
_TAIL = re.compile(r"(?<=[\d一二两三四五六七八九千百])(?![十百千万亿])[^\d一二两三四五六七八九千百]+$")


def is_spoken_short(text: str) -> bool:
    """Whether a number leaves out its last step, as is done in speech: 一万二, 两千三元, 三百五, 1万2, 一亿三千."""
    bare = _TAIL.sub("", text)
    return bool(_SHORT.search(bare) or _SHORT_DIGITS.search(bare))


def number_of(text: str) -> Decimal | None:
    """The value of a Chinese numeral (``一百零三`` → 103, ``二〇二六`` → 2026, ``三点五`` → 3.5), or None.

    Digits set side by side without a step (``二〇二六``) are read as digits. A numeral whose steps do not
    descend is None, and so is one spoken short (``一万二``, see ``is_spoken_short``): nothing is guessed.
    """
    whole, _, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or (("点" in text) and (not fraction or any(c not in _DIGITS for c in fraction))):
        return None
    return Decimal(f"{value}.{''.join(str(_DIGITS[c]) for c in fraction)}") if fraction else Decimal(value)


def _whole(text: str) -> int | None:
    if not text or any(c not in _DIGITS and c not in _STEPS and c not in _MYRIADS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    for unit in "亿万":
        if unit in text:
            left, _, right = text.rpartition(unit)
            high = _whole(left) if left else None
            low = _whole(right.lstrip("零〇")) if right.lstrip("零〇") else 0
            if high is None or low is None or low >= _MYRIADS[unit] or (low > 0 and _SHORT.search(text)):
                return None
            return high * _MYRIADS[unit] + low
    return _under_myriad(text)


def _under_myriad(text: str) -> int | None:
    total, digit, ceiling, zero = 0, None, 10**4, False
    for char in text:
        if char in _STEPS:
            step = _STEPS[char]
            if step >= ceiling or (digit is None and (step != 10 or total)):
                return None
            total, digit, ceiling, zero = total + (digit or 1) * step, None, step, False
        elif _DIGITS[char] == 0:
            if digit is not None:
                return None
            zero = True
        else:
            if digit is not None:
                return None
            digit = _DIGITS[char]
    # 一千二 may mean 1200 or 1002: without 零 the last digit must stand right below 十.
    return None if digit is not None and total and not zero and ceiling > 10 else total + (digit or 0)


def ordinal(number: int) -> str:
    """A whole number from 0 to 9999 as Chinese numerals: 12 → 十二, 105 → 一百零五."""
    if not 0 <= number <= 9999:
        raise ValueError(f"not between 0 and 9999: {number}")
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    out, gap = "", False
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, step)
        if digit:
            out += ("零" if gap else "") + ("" if digit == 1 and step == 10 and not out else digits[digit]) + name
            gap = False
        elif out:
            gap = True
    return out
