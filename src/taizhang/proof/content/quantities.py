"""Numbers in a text with the unit after them: the pieces the arithmetic rules compare."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

UNIT = r"(?:[万亿]{1,2}|千万|百万)?(?:美元|元|人次|户次|场次|批次|人|户|件|项|个|次|场|份|亩|公顷|公里|平方公里|平方米|立方米|吨|天|名|家|条|处|座|套|起|篇|期|所|辆|台|宗|张|只|千瓦)"
NUMBER = r"\d[\d,]*(?:\.\d+)?"
UP = ("增长", "增加", "提高", "上升", "提升", "扩大", "增至", "增加到", "增长到", "提高到", "上升到", "提升到")
RISE = "增长|增加|提高|上升|提升|扩大"
FALL = "下降|减少|降低|回落|压减|缩短|缩小"


def decimal(words: str) -> Decimal:
    """The number, thousands commas left out."""
    return Decimal(words.replace(",", ""))


def places(words: str) -> int:
    """How many decimals are printed."""
    return len(words.partition(".")[2])


def half_up(amount: Decimal, decimals: int) -> Decimal:
    """Rounded as offices round: half up."""
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def agrees(exact: Decimal, printed: str, slack: int = 1) -> bool:
    """Whether a printed number is the exact one at its own precision, give or take ``slack`` in its last place."""
    return abs(exact - decimal(printed)) <= Decimal(slack).scaleb(-places(printed)) / 2 + Decimal("1e-12")


def spread(first: str, second: str) -> tuple[Decimal, Decimal]:
    """The least and the greatest growth in percent from ``first`` to ``second`` that their rounding allows."""
    base, now = decimal(first), decimal(second)
    half_base, half_now = Decimal(1).scaleb(-places(first)) / 2, Decimal(1).scaleb(-places(second)) / 2
    low = (now - half_now) / (base + half_base) - 1
    high = (now + half_now) / (base - half_base) - 1 if base > half_base else Decimal("Infinity")
    return low * 100, high * 100


VALUE = re.compile(rf"(?<![\d.])(?P<n>{NUMBER})(?P<m>余|多)?(?P<u>{UNIT})")
