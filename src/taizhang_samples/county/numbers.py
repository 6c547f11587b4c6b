"""Write counts, kilometres and money in every way an office writes them."""

from collections.abc import Mapping
from decimal import Decimal

from taizhang_samples.county.pen import Pen, full_width
from taizhang_samples.county.record import CellValue, exact

NIL_NUMBERS = ("/", "—", "无", "-")
BAD_NUMBERS = ("若干", "待定", "待核", "不详", "见附件", "1O5", "3-5")
# 万.
TEN_THOUSAND = Decimal(10000)
# Weights, invented: most numbers are plain; every other way turns up in a book of some hundred.
_STYLES = {"plain": 140, "text": 12, "spaced": 6, "full_width": 5, "about": 4, "unit": 8, "other_unit": 5}

KINDS = frozenset(
    {*_STYLES, "thousands", "trailing_nought", "nil_number", "nought_text", "negative_text", "bad_number"}
)

OTHER_UNITS: Mapping[str, tuple[tuple[str, Decimal], ...]] = {
    "元": (("万元", Decimal(1) / TEN_THOUSAND),),
    "万元": (("元", TEN_THOUSAND), ("亿元", Decimal(1) / TEN_THOUSAND)),
    "公里": (("米", Decimal(1000)), ("km", Decimal(1)), ("千米", Decimal(1))),
}
"""Units that may stand in a cell although its column has another, and what one column unit is in them."""


def native(number: Decimal) -> int | float:
    """Give the number a spreadsheet cell holds; the samples stay far inside what a double keeps exactly to print."""
    return int(number) if number == number.to_integral_value() else float(number)


def _plain(number: Decimal, pen: Pen) -> CellValue:
    return native(number) if pen.typed else exact(number)


def write_nought(pen: Pen) -> CellValue:
    """Write nothing: 0, the text 0 or one of the marks for none."""
    share = pen.rng.random()
    if share < 0.4:
        return _plain(Decimal(0), pen)
    if share < 0.55:
        pen.note("number:nought_text")
        return "0"
    pen.note("number:nil_number")
    return pen.pick(NIL_NUMBERS)


def write_number(number: Decimal, unit: str, pen: Pen, *, nil: bool = True) -> CellValue:
    """Write a number whose column is in ``unit`` (empty for a bare count); ``nil`` lets a nought be a mark."""
    if number == 0:
        return write_nought(pen) if nil else _plain(number, pen)
    digits = exact(number)
    styles = dict(_STYLES)
    if not unit:
        del styles["unit"]
    if unit not in OTHER_UNITS:
        del styles["other_unit"]
    if pen.sober:
        del styles["about"]
    if number >= 1000:
        styles["thousands"] = 8
    if "." in digits:
        styles["trailing_nought"] = 3
    chosen = "plain" if pen.chance(pen.neat) else pen.rng.choices(list(styles), list(styles.values()))[0]
    if chosen == "plain":
        pen.note("number:plain")
        return _plain(number, pen)
    return _write_text(number, unit, chosen, pen)


def _write_text(number: Decimal, unit: str, style: str, pen: Pen) -> str:
    digits = exact(number)
    if style == "other_unit":
        name, factor = pen.rng.choice(OTHER_UNITS[unit])
        if len(exact(number * factor).partition(".")[2]) > 4:
            name, factor = unit, Decimal(1)
        pen.note("number:other_unit" if name != unit else "number:unit")
        return f"{exact(number * factor)}{name}"
    pen.note(f"number:{style}")
    written = {
        "text": digits,
        "spaced": f" {digits} ",
        "full_width": full_width(digits),
        "about": f"约{digits}",
        "unit": f"{digits}{unit}",
        "thousands": f"{number:,}",
        "trailing_nought": f"{digits}0",
    }
    return written[style]


def is_about(cell: CellValue) -> bool:
    """Say whether a cell gives a number as approximate."""
    return isinstance(cell, str) and cell.strip()[:1] == "约" and cell.strip()[1:2].isdigit()


def write_bad(pen: Pen) -> str:
    """Write what is no number at all."""
    pen.note("number:bad_number")
    return pen.pick(BAD_NUMBERS)


def write_negative(number: Decimal, pen: Pen) -> CellValue:
    """Write a number that may not be below nought, below nought."""
    below = -max(number, Decimal(1))
    if pen.typed and pen.chance(0.6):
        return native(below)
    pen.note("number:negative_text")
    return exact(below)
