"""How a value is written into the text: numbers, year-on-year phrases, claims."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, localcontext

from taizhang.figures.value import Value
from taizhang.reports.money import money_text
from taizhang.reports.paper import Claim, Number, Run
from taizhang.reports.slots import Options, Sign
from taizhang.terms.numerals import ordinal
from taizhang.terms.period import Period
from taizhang.terms.quantity import DIGITS, format_plain, percent, round_half_up, with_rounding_word

_HOLDS: dict[Sign, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
# 歌曲《河灯》, 小品《门》: a kind of two or three characters. Longer ones are titles that name another: 关于印发《…》.
_KIND_LED = re.compile(r"[^《》]{2,3}《[^《》]+》")
# The largest below 一万; figures beyond are written in digits (GB/T 15835-2011).
MOST_CHINESE = 9999
# Counting units in ten thousands; ``money`` chooses the unit of sums.
MYRIAD, MONEY = "万", "万元"
_VERBS = {"rate": ("增长", "下降"), "difference": ("增加", "减少"), "points": ("提高", "下降")}


def scale(value: Value) -> Decimal | None:
    """The exact amount in the figure's own unit, nothing rounded."""
    if value.amount is None:
        return None
    return value.amount if value.figure.rate else value.amount / value.figure.scale


def number_text(value: Value, options: Options, money: str = "") -> str:
    """The number as the slot wants it, with what must be known beside it; '' when there is none.

    money: the paper's unit of money, in which a sum is written when the slot leaves unit and decimals to us.
    """
    chosen = options.unit and not options.exact and options.decimals is None and options.word is None
    text = (money_text(value, money) if chosen else "") or _number(value, options)
    return f"{text}（{value.note}）" if text and value.note else text


def _number(value: Value, options: Options) -> str:
    """The number, unit included when asked for; '' when there is none.

    A rate cut to fewer decimals still prints 100 only when both its sides are equal; all and none are written
    without decimals, as offices do.
    """
    unit = value.figure.unit if options.unit else ""
    amount = scale(value)
    if value.words:
        return _names(value, options)
    if amount is None:
        return value.text + unit if value.text else ""
    if options.exact:
        return format_plain(amount) + unit
    if few := few_of_myriads(value):
        return format_plain(few) + few_unit(value.figure.unit) if options.unit else value.text
    if options.chinese and amount == amount.to_integral_value() and 0 <= amount <= MOST_CHINESE:
        return ordinal(int(amount)) + unit
    if options.decimals is not None:
        return format(_truncate(value, amount, options.decimals), "f") + unit
    word = options.word if options.word is not None else value.figure.declared.word
    if not word:
        whole = value.figure.kind in ("ratio", "share") and amount in (0, 100)
        return (format_plain(amount) if whole else value.text) + unit
    text = with_rounding_word(amount, word)
    return text.removesuffix("以上") + unit + "以上" if text.endswith("以上") else text + unit


def few_of_myriads(value: Value) -> Decimal | None:
    """The whole number of things counted in ten thousands of which there are fewer than one (0.3万件 is 2986件); None where
    there are more, none, or the unit is money.
    """
    unit, amount = value.figure.unit, scale(value)
    if amount is None or not few_unit(unit) or not 0 < abs(amount) < 1:
        return None
    things = amount * 10_000
    return things if things == things.to_integral_value() else None


def few_unit(unit: str) -> str:
    """The unit without its ten thousands: 件 of 万件; '' of any other and of money."""
    return unit[1:] if unit.startswith(MYRIAD) and unit != MONEY else ""


def _names(value: Value, options: Options) -> str:
    """Names in their declared order, titles in 《》 without a mark between (GB/T 15834 4.5.3.5); 等 only when some are left
    out, and one count for list and number.
    """
    told = name_titles(value.words) if options.titles else "、".join(value.words)
    number, unit = value.amount, value.figure.unit
    if number is None or value.figure.kind != "list":
        return told + (unit if options.unit else "")
    cut = "等" if number > len(value.words) else ""
    return f"{told}{cut}{format_plain(number)}{unit}" if options.counted else told + cut


def name_titles(names: Sequence[str]) -> str:
    """Names in 《》; one that says its kind before its own marks (歌曲《河灯》) keeps them, 、 between."""
    between = "、" if any(_KIND_LED.fullmatch(one) for one in names) else ""
    return between.join(one if _KIND_LED.fullmatch(one) else f"《{_bare_title(one)}》" for one in names)


def _bare_title(title: str) -> str:
    """A title without the marks around it; inner ones turn into single ones."""
    bare = title.strip()
    bare = bare[1:-1] if bare.startswith("《") and bare.endswith("》") and "《" not in bare[1:] else bare
    return bare.replace("《", "〈").replace("》", "〉")


def _truncate(value: Value, amount: Decimal, decimals: int) -> Decimal:
    """The amount at so many decimals, from both exact sides where it has them."""
    figure, top, base = value.figure, value.numerator, value.denominator
    if top is None or base is None or figure.unit != "%":
        return round_half_up(amount, decimals)
    if figure.kind == "year_on_year":
        with localcontext(prec=DIGITS):
            return round_half_up((top - base) * 100 / base, decimals)
    exact = percent(top, base, decimals) if figure.rate else None
    return round_half_up(amount, decimals) if exact is None else exact


def change_runs(value: Value, options: Options, period: Period) -> tuple[Run, ...]:
    """The year-on-year phrase: 同比增长12.66%, 同比减少3件, 同比提高2.48个百分点, 与上年持平, 无可比基数.

    () when this period's number itself is missing. The words follow the sign of the exact difference.
    """
    this, last, cell = value.numerator, value.denominator, value.id
    if this is None:
        return ()
    if value.amount is None or last is None:
        return (Claim("上年无可比基数", cell),)
    when = "与上年" if period.whole_years else "与上年同期"
    if this == last:
        return (Claim(f"{when}持平", cell),)
    amount = scale(value) or Decimal(0)
    decimals = value.figure.decimals if options.decimals is None else options.decimals
    size = abs(_truncate(value, amount, decimals))
    if size == 0:
        return (Claim(f"{when}基本持平", cell),)
    verb = _VERBS[value.figure.change][0 if this > last else 1]
    return Claim(verb if options.bare else f"同比{verb}", cell), Number(f"{format(size, 'f')}{value.figure.unit}", cell)


def claim_holds(value: Value, sign: Sign, bound: Decimal) -> bool | None:
    """Whether the exact number, in the figure's own unit, stands so to the bound; None when there is none."""
    amount = scale(value)
    return None if amount is None else _HOLDS[sign](amount, bound)


def chinese_date(day: date) -> str:
    """The day as it stands in official text: 2026年12月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_period(period: Period) -> str:
    """The window in words: 2026年, 2026年3月, 2026年1月至11月, 2026年1月1日至11月20日."""
    start, end = period.start, period.end
    if period.days == Period.year(start.year):
        return f"{start.year}年"
    if start.day == 1 and period.days == Period(start, Period.month(end.year, end.month).end):
        if (start.year, start.month) == (end.year, end.month):
            return f"{start.year}年{start.month}月"
        return f"{start.year}年{start.month}月至{_same(start.year, end.year)}{end.month}月"
    return f"{start.year}年{start.month}月{start.day}日至{_same(start.year, end.year)}{end.month}月{end.day}日"


def _same(year: int, other: int) -> str:
    return "" if year == other else f"{other}年"
