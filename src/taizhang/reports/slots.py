"""The slots of a template: what may stand between double braces, and nothing else.

The list is fixed and read by our own grammar; nothing a drafter types is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, get_args

from taizhang.catalogue.dossier import BUILT_IN_TEXTS
from taizhang.catalogue.resolved import Figure
from taizhang.terms.names import FIGURE, is_name
from taizhang.terms.problem import Place, Problem
from taizhang.terms.quantity import RoundingWord
from taizhang.terms.sentence import sentence

Sign = Literal["=", "<=", ">=", "<", ">"]
# Characters. Chosen: a slot with all its options; and more decimals than any amount of money has.
LONGEST, MOST_DECIMALS = 300, 6
_FLAGS = ("exact", "unit", "share", "last", "chinese", "difference", "bare", "titles", "counted", "optional")
_ROUNDING = tuple(word for word in get_args(RoundingWord) if word)
_GROUP = re.compile(r"([a-z][a-z0-9_]*)=(.+)")
_CLAIM = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(<=|>=|=|<|>)\s*(-?\d{1,15}(?:\.\d{1,6})?)\s*")


@dataclass(frozen=True, slots=True)
class Options:
    """What follows the name in a slot.

    exact, decimals, word, unit: how the number is printed; word None keeps the figure's own. share: the
    group's part of the whole. by, member: one group. scope: only a unit and those below it. last, period: another window than the report's. chinese:
    a whole number in Chinese numerals (第十二届).
    difference: a change in amounts instead of in percent. bare: without 同比, after another change. titles: names in 《》.
    counted: names with how many there are. optional: a claim that does not hold is left out instead of marked.
    unless_zero: words before the number that are left out with it when it is zero. all: words instead of both when the
    number is all of the one before it (“18件，其中逾期18件” is “18件，均已逾期”).
    """

    exact: bool = False
    decimals: int | None = None
    word: RoundingWord | None = None
    unit: bool = False
    share: bool = False
    chinese: bool = False
    difference: bool = False
    bare: bool = False
    titles: bool = False
    counted: bool = False
    optional: bool = False
    unless_zero: str = ""
    all: str = ""
    by: str = ""
    member: str = ""
    scope: str = ""
    last: bool = False
    period: str = ""


@dataclass(frozen=True, slots=True)
class FigureSlot:
    """A number: ``{{figure:NAME|…}}``."""

    figure: str
    options: Options
    line: int = 0


@dataclass(frozen=True, slots=True)
class ChangeSlot:
    """A year-on-year phrase that follows the sign: ``{{change:NAME|…}}``."""

    figure: str
    options: Options
    line: int = 0


@dataclass(frozen=True, slots=True)
class ClaimSlot:
    """Words that hold only when the figure stands so to the bound: ``{{claim:NAME=0|未发生…}}``."""

    figure: str
    sign: Sign
    bound: Decimal
    words: str
    options: Options
    line: int = 0


@dataclass(frozen=True, slots=True)
class QuoteSlot:
    """A number from elsewhere with its source: ``{{quote:128|source}}``."""

    words: str
    source: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class TextSlot:
    """A dated text of the body: ``{{text:year}}``; a built-in one or one the catalogue declares."""

    name: str
    line: int = 0


CountedSlot = FigureSlot | ChangeSlot | ClaimSlot
Slot = CountedSlot | QuoteSlot | TextSlot


class _Wrong(Exception):
    """Carries the Chinese reason out of the reading of one slot."""


def read_slot(body: str, place: Place) -> Slot | Problem:
    """The slot written between the braces, or what is wrong with it (RPT-004 kind, RPT-005 content)."""
    kind, colon, rest = body.strip().replace("\\|", "|").partition(":")
    if not colon or kind not in _READERS:
        message = sentence("不认识的填充项“{{{{{body}}}}}”。", body=body[:40])
        return Problem(
            "RPT-004", message, place, sentence("可用的有：{known}。", known="、".join(f"{name}:" for name in _READERS))
        )
    try:
        if len(body) > LONGEST:
            raise _Wrong(f"超过{LONGEST}字")
        return _READERS[kind](rest, place.line)
    except _Wrong as reason:
        message = sentence("填充项“{{{{{body}}}}}”写法不对：{reason}。", body=body[:40], reason=reason)
        return Problem("RPT-005", message, place, "请对照 docs/templates.md 中该项的写法改正。")


def figure_words(figure: Figure | None, name: str) -> str:
    """What a gap calls a figure: its title, or the name as written when there is none."""
    return figure.title if figure else name


def _figure(rest: str, line: int) -> Slot:
    name, *options = _split_parts(rest)
    read = _options(
        options,
        (
            "exact",
            "rounded",
            "decimals",
            "chinese",
            "unit",
            "share",
            "titles",
            "counted",
            "unless_zero",
            "all",
            "by",
            "scope",
            "last",
            "period",
        ),
    )
    if sum((read.exact, read.chinese, read.decimals is not None, read.word is not None)) > 1:
        raise _Wrong("exact、decimals、rounded、chinese 只能用其中一个")
    if read.word == "以上" and not read.unit:
        raise _Wrong("“以上”写在计量单位之后，须同时写 unit")
    if read.all and not read.unless_zero:
        raise _Wrong("all 须与 unless_zero 同用：前者是数等于前一个数时的说法")
    if read.share and (not read.by or read.exact or read.word is not None):
        raise _Wrong("share 须与 by: 同用，且不能与 exact、rounded 同用")
    return FigureSlot(_name(name), read, line)


def _change(rest: str, line: int) -> Slot:
    name, *options = _split_parts(rest)
    return ChangeSlot(_name(name), _options(options, ("decimals", "difference", "bare", "by", "period")), line)


def _claim(rest: str, line: int) -> Slot:
    condition, *options = _split_parts(rest)
    match = _CLAIM.fullmatch(condition)
    if not match:
        raise _Wrong("断言应写成“指标名=数|文字”，比较可用 = <= >= < >")
    if not options or not options[-1]:
        raise _Wrong("断言后面缺少要写的文字")
    sign = next(sign for sign in get_args(Sign) if sign == match[2])
    read = _options(options[:-1], ("by", "last", "period", "optional"))
    return ClaimSlot(_name(match[1]), sign, Decimal(match[3]), options[-1], read, line)


def _quote(rest: str, line: int) -> Slot:
    parts = _split_parts(rest)
    if len(parts) != 2 or not all(parts):
        raise _Wrong("引用应写成“quote:数|出处”，两项都要有")
    return QuoteSlot(parts[0], parts[1], line)


def _text(rest: str, line: int) -> Slot:
    name = rest.strip()
    if name not in BUILT_IN_TEXTS and not is_name(name, FIGURE):
        raise _Wrong(f"“{name}”不是文字名，可用目录里声明的文字，或{'、'.join(BUILT_IN_TEXTS)}")
    return TextSlot(name, line)


_READERS: dict[str, Callable[[str, int], Slot]] = {
    "figure": _figure,
    "change": _change,
    "claim": _claim,
    "quote": _quote,
    "text": _text,
}


def _split_parts(rest: str) -> list[str]:
    return [part.strip() for part in rest.split("|")]


def _name(text: str) -> str:
    if not is_name(text, FIGURE):
        raise _Wrong(f"“{text}”不是指标名")
    return text


def _options(written: list[str], allowed: tuple[str, ...]) -> Options:
    options, seen = Options(), set[str]()
    for one in written:
        key, _, value = one.partition(":")
        if key not in allowed:
            raise _Wrong(f"这里不能用“{one}”，可用的有{'、'.join(allowed)}")
        if key in seen:
            raise _Wrong(f"“{key}”写了两次")
        seen.add(key)
        options = _SETTERS[key](options, value)
    if options.last and options.period:
        raise _Wrong("last 与 period 只能用其中一个")
    return options


def _flag(key: str) -> Callable[[Options, str], Options]:
    """The setter of an option that stands alone."""

    def set_flag(options: Options, value: str) -> Options:
        if value:
            raise _Wrong(f"“{key}”后面不带值")
        chosen: dict[str, Any] = {key: True}
        return replace(options, **chosen)

    return set_flag


def _decimals(options: Options, value: str) -> Options:
    if not re.fullmatch(r"[0-9]", value) or int(value) > MOST_DECIMALS:
        raise _Wrong(f"小数位数应为0到{MOST_DECIMALS}")
    return replace(options, decimals=int(value))


def _parse_rounding(options: Options, value: str) -> Options:
    word = next((word for word in _ROUNDING if word == value), None)
    if word is None:
        raise _Wrong(f"概数词“{value}”不可用，可用的有{'、'.join(_ROUNDING)}")
    return replace(options, word=word)


def _unless_zero(options: Options, value: str) -> Options:
    if not value:
        raise _Wrong("unless_zero 后面缺少和数一起不印的文字")
    return replace(options, unless_zero=value)


def _all(options: Options, value: str) -> Options:
    if not value:
        raise _Wrong("all 后面缺少数等于前一个数时印的文字")
    return replace(options, all=value)


def _by(options: Options, value: str) -> Options:
    match = _GROUP.fullmatch(value)
    if not match:
        raise _Wrong("分组应写成“by:列名=组名”")
    return replace(options, by=match[1], member=match[2])


def _scope(options: Options, value: str) -> Options:
    if not value:
        raise _Wrong("scope 后面缺少单位名")
    return replace(options, scope=value)


def _period(options: Options, value: str) -> Options:
    if not value:
        raise _Wrong("period 后面缺少期间")
    return replace(options, period=value)


_SETTERS: dict[str, Callable[[Options, str], Options]] = {
    **{key: _flag(key) for key in _FLAGS},
    "decimals": _decimals,
    "rounded": _parse_rounding,
    "unless_zero": _unless_zero,
    "all": _all,
    "by": _by,
    "scope": _scope,
    "period": _period,
}
