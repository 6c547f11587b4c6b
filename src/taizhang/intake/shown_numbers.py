"""A number as its format shows it, with all of its digits: 0.4 shown as 0万元 is 0.4万元, 123456 shown as 12.3万 is 12.3456万."""

from __future__ import annotations

import re
from decimal import Decimal

from taizhang.intake.sheets import Shown
from taizhang.terms.measures import magnitude_of, measure

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
# ECMA-376 part 1, 18.8.31: a percent sign shows the hundredfold, and ‰ says a thousandth.
_SHARES = {"%": -2, "％": -2, "‰": -3}
# Chosen: formats make numbers smaller by thousands, and by 万 or 亿 with a point set among the digits.
_MOST = 13


def exact_words(cell: Shown, column_unit: str) -> str | None:
    """The words shown with the stored digits in them; '' where they stand in no row, None where it cannot be told.

    A format that makes the number smaller must say by how much: with the magnitude beside the digits (万), or the column's.
    '' is for digits in several places (2026-03-05), which are read as they are shown.
    """
    places = list(_DIGITS.finditer(cell))
    if len(places) != 1:
        return ""
    place = places[0]
    steps = _steps(abs(cell.number), place[0].replace(",", ""), cell[place.end() :])
    if steps is None or not _is_said(steps, cell[place.end() :], column_unit):
        return None
    digits = format(abs(cell.number).scaleb(-steps), "f")
    return f"{cell[: place.start()]}{digits}{cell[place.end() :]}"


def _steps(number: Decimal, shown: str, after: str) -> int | None:
    """By how many powers of ten the number shown is smaller than the one stored; None where it is another number."""
    told, half = Decimal(shown), Decimal(5).scaleb(-len(shown.partition(".")[2]) - 1)
    share = _SHARES.get(after.strip()[:1])
    tried = range(_MOST) if share is None else (share,)
    return next((n for n in tried if abs(number.scaleb(-n) - told) <= half), None)


def _is_said(steps: int, after: str, column_unit: str) -> bool:
    """Whether the words tell that the number is shown so much smaller: 万 beside it, or 千元 above it."""
    if steps <= 0:
        return True
    own, column = magnitude_of(after.strip()), measure(column_unit)
    if after.strip():
        return own == Decimal(1).scaleb(steps)
    return column is not None and column.size == column.base.scaleb(steps)
