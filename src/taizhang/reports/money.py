"""The unit in which sums of money are written: one a paper, chosen by its largest sum, so that sums beside each other
compare; what is too small to be read in it is written in the next smaller one.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from taizhang.figures.value import Value
from taizhang.terms.quantity import round_half_up

# Yuan in each unit, the largest first (GB/T 15835-2011 writes large sums in 万 and 亿).
YUAN = {"亿元": Decimal(100_000_000), "万元": Decimal(10_000), "元": Decimal(1)}
# Below a tenth of a unit two decimals hold fewer than two figures: 0.05亿元 is 500.00万元.
_LEGIBLE = Decimal("0.1")
# Official text writes 万元 and 亿元 to two decimals.
_DECIMALS = 2


def in_yuan(value: Value) -> Decimal | None:
    """The exact sum in yuan; None where the value is no sum of money, or is told with a rounding word."""
    figure = value.figure
    if value.amount is None or value.words or figure.rate or figure.declared.word or figure.unit not in YUAN:
        return None
    return value.amount / figure.scale * YUAN[figure.unit]


def money_unit(values: Iterable[Value]) -> str:
    """The unit of a paper that tells these values; '' when none is a sum of money."""
    largest = max((abs(yuan) for one in values if (yuan := in_yuan(one)) is not None), default=Decimal(0))
    return next((unit for unit, size in YUAN.items() if largest >= size), "")


def money_text(value: Value, unit: str) -> str:
    """The sum with its unit, in the paper's unit or a smaller one; '' where it stands in that unit already or is none."""
    yuan = in_yuan(value)
    if not yuan or not unit:
        return ""
    units = list(YUAN)[list(YUAN).index(unit) :]
    chosen = next((one for one in units if abs(yuan) >= YUAN[one] * _LEGIBLE), "元")
    if chosen == value.figure.unit:
        return ""
    return format(round_half_up(yuan / YUAN[chosen], _DECIMALS), "f") + chosen
