"""Exact quantities and the words offices round them with."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

# Digits a quotient is computed with. Chosen: more than the largest sum and its decimals have, so that it rounds once.
DIGITS = 50
RoundingWord = Literal["", "余", "多", "超", "超过", "突破", "以上", "接近", "约"]


def round_half_up(amount: Decimal, decimals: int) -> Decimal:
    """The amount half up to ``decimals`` places."""
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def percent(numerator: Decimal, denominator: Decimal, decimals: int = 2) -> Decimal | None:
    """numerator ÷ denominator × 100, half up; None when the base is zero.

    100 is given only when the two are equal: 99.996 becomes 99.99 and 100.004 becomes 100.01, because a
    rate prints 100% only when nothing is open.
    """
    if denominator == 0:
        return None
    with localcontext(prec=DIGITS):
        return whole_only(numerator * 100 / denominator, decimals)


def whole_only(exact: Decimal, decimals: int) -> Decimal:
    """A percentage half up; one that is not 100 never becomes it."""
    value, step = round_half_up(exact, decimals), Decimal(1).scaleb(-decimals)
    if value == 100 and exact != 100:
        return value - step if exact < 100 else value + step
    return value


def format_plain(amount: Decimal) -> str:
    """The exact decimal without an exponent and without trailing zeros: 491.50 → 491.5, 58.00 → 58."""
    text = format(amount, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def with_rounding_word(amount: Decimal, word: RoundingWord) -> str:
    """The number as the rounding word demands it, word included.

    余, 多, 超, 超过, 突破 need a printed number strictly below the exact one: the amount is cut to its two
    leading digits (one when below 100), and an exact multiple is printed plain, without the word. 以上 may
    equal. 接近 prints the next round number above. 约 rounds half up. Below 10 whole numbers are not rounded and
    others keep one decimal (5.67万元 is 突破5.6万元); below 1 nothing is rounded.
    """
    if word == "" or amount < 1 or (amount < 10 and amount == int(amount)):
        return format_plain(amount)
    digits = len(str(int(amount)))
    step = Decimal(10) ** (digits - (1 if digits == 2 else 2))
    low = (amount / step).to_integral_value(ROUND_DOWN) * step
    if word == "约":
        return f"约{format_plain((amount / step).to_integral_value(ROUND_HALF_UP) * step)}"
    if word == "以上":
        return f"{format_plain(low)}以上"
    if low == amount:
        return format_plain(amount)
    if word == "接近":
        return f"接近{format_plain(low + step)}"
    return f"{format_plain(low)}{word}" if word in ("余", "多") else f"{word}{format_plain(low)}"
