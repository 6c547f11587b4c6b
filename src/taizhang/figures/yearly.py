"""This period against last year's: difference, rate of growth, percentage points."""

from __future__ import annotations

from decimal import Decimal, localcontext

from taizhang.catalogue.model import Change
from taizhang.figures.value import Value
from taizhang.terms.quantity import DIGITS, round_half_up

NO_BASE = "上年同期为零，没有可比基数。"


def change(this: Value, last: Value, kind: Change, decimals: int = 2) -> Decimal | None:
    """What changed; None when a side is missing or the base is zero.

    difference: this less last. rate: that over last, in percent, half up. points: the difference of two rates
    as printed, so that a reader's own subtraction agrees.
    """
    if this.amount is None or last.amount is None:
        return None
    if kind == "difference":
        return this.amount - last.amount
    if kind == "points":
        return round_half_up(this.amount, this.figure.decimals) - round_half_up(last.amount, last.figure.decimals)
    if last.amount == 0:
        return None
    with localcontext(prec=DIGITS):
        return round_half_up((this.amount - last.amount) * 100 / last.amount, decimals)
