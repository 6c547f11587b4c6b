"""Days typed as decimal numbers, which lose their last zero: 3.10 becomes 3.1."""

from __future__ import annotations

import re
from decimal import Decimal

# 3.1 may be what is left of 3.10: a month's 10th, 20th or 30th loses its zero in a number.
_CUT = re.compile(r"(?P<month>[1-9]|1[0-2])\.(?P<tens>[123])")


def cut_short(number: Decimal) -> bool:
    """Whether the number may be a day that lost its last zero: 3.1 may be 1 or 10 March, 2.3 only 3 February."""
    match = _CUT.fullmatch(format(number.normalize(), "f"))
    return match is not None and not (match["month"] == "2" and match["tens"] == "3")
