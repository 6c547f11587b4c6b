"""Amounts as people write them, brought exactly to a field's unit: 2万, 约1.5 万元, ￥1,200, 3千元, 贰万元整."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from taizhang.terms.characters import squeeze
from taizhang.terms.measures import MAGNITUDES, factor, is_dimension, measure
from taizhang.terms.numerals import NUMERAL, is_spoken_short, number_of
from taizhang.terms.readings import EMPTY, NIL, Read

_BEFORE = re.compile(r"^(?:约为|大约|大概|约|将近|接近|近|超过|突破|超|逾|不足|不到)")
_AFTER = re.compile(r"(?:左右|上下|以上|以内|余|多|许)$")
_OVER = re.compile(r"(?<=[\d十百千万亿])(?:余|多|来)(?=[十百千万亿元人件个次公平米亩吨])")
_RENMINBI = re.compile(r"^(?:人民币|rmb|cny|[￥¥])[:：]?|(?:人民币)$")
_WHOLE = re.compile(r"(?<=[元圆块])[整正]$")
_MARKED_NEGATIVE = re.compile(r"^(?:[▲△−]|\((?=[\d.,]+\)$))")
_PLUS = re.compile(r"^[+＋](?=\d)")
_W = re.compile(r"(?<=\d)w(?=$|元|块|人|件)")
_PER = re.compile(
    r"/(?:每)?(?:人|户|月|年|季度?|天|日|次|件|个|名|亩|斤|公斤|吨|米|平方米|公里|度|小时|学?期|桌|间|套|台|辆|株|家|村)$"
)
_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MAGNITUDE = "|".join(sorted(MAGNITUDES, key=len, reverse=True))
_PART = re.compile(rf"({_DIGITS})({_MAGNITUDE})?")
_AMOUNT = re.compile(
    rf"(-?)((?:(?:{_DIGITS})(?:{_MAGNITUDE}))*(?:{_DIGITS})(?:{_MAGNITUDE})?|(?:(?:{_DIGITS})(?:{_MAGNITUDE}))+)(.*)"
)
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億贳弍", "一二三四五六七八九十百千万亿二二")
_PIECES = frozenset("元人件个名次起户分条项处份篇场期本台辆家所座套宗")


def read_amount(written: str, unit: str, column_unit: str, *, whole: bool, signed: bool) -> Read:
    """An exact number in the field's ``unit``. column_unit: what a bare number is written in, '' for the field's own.

    A unit written with the number beats the column's. A magnitude alone (2万) counts the unit without its own
    magnitude, so 2万 under （万元） is 2: nobody writes 万 of 万元. A nil mark (-, 无) states nothing.
    """
    words = squeeze(written).lower()
    if not words:
        return EMPTY
    if words in NIL:
        return EMPTY
    bare = _bare(words)
    about = bool(_PER.search(words)) or bare != _OVER.sub("", _AFTER.sub("", _BEFORE.sub("", bare)))
    amount = _amount(_OVER.sub("", _AFTER.sub("", _BEFORE.sub("", bare))))
    if amount is None:
        return Read(reason="spoken_number" if is_spoken_short(words.translate(_CAPITALS)) else "bad_number")
    number, sized, tail = amount
    scale = _scale(tail, sized, unit, column_unit or unit)
    if scale is None:
        return Read(reason="unknown_measure" if tail.isalpha() and measured(unit) else "bad_number")
    value = number * scale
    if whole and value != value.to_integral_value():
        return Read(reason="bad_number")
    if value < 0 and not signed:
        return Read(reason="negative_number")
    return Read(value.normalize() if value == 0 else value, about=about)


def measured(unit: str) -> bool:
    """Whether a field's unit measures something, so that a word after a number must be a unit of it."""
    found = measure(unit)
    return found is not None and is_dimension(found)


def _bare(words: str) -> str:
    """Without what only says that it is an amount of money; 2,000 with a Chinese comma and (5) for −5 as usual."""
    words = _COMMA.sub(",", _WHOLE.sub("", _RENMINBI.sub("", _PER.sub("", _W.sub("万", _PLUS.sub("", words))))))
    if _MARKED_NEGATIVE.match(words):
        words = "-" + words[1:].removesuffix(")")
    return words


def _amount(words: str) -> tuple[Decimal, bool, str] | None:
    """The number, whether a magnitude stands with it, and the words after it; None when there is no number."""
    match = _AMOUNT.fullmatch(words)
    if match is None:
        return _in_numerals(words)
    total, least, sized = Decimal(0), None, False
    try:
        for digits, magnitude in _PART.findall(match[2]):
            size = MAGNITUDES.get(magnitude, Decimal(1))
            if least is not None and size >= least:
                return None
            total, least, sized = total + Decimal(digits.replace(",", "")) * size, size, sized or bool(magnitude)
    except InvalidOperation:
        return None
    many = len(_PART.findall(match[2])) > 1
    if many and (least == 1 or is_spoken_short(match[2])):  # 1万2 may mean 12,000 or 10,002
        return None
    return (-total if match[1] else total), sized, match[3]


def _in_numerals(words: str) -> tuple[Decimal, bool, str] | None:
    plain = words.translate(_CAPITALS)
    match = NUMERAL.match(plain)
    number = number_of(match[0]) if match else None
    if match is None or number is None:
        return None
    return number, any(sign in match[0] for sign in "百千万亿"), plain[match.end() :]


def _scale(tail: str, sized: bool, unit: str, column_unit: str) -> Decimal | None:
    """What brings the written number to the field's unit; None when the words after it are no unit of it."""
    if tail:
        if tail == unit.lower() or unit.lower().startswith(f"{tail}/") or (tail in _PIECES and not measured(unit)):
            return Decimal(1)
        return factor(tail, unit)
    own = measure(column_unit)
    if sized and own:
        into = measure(unit)
        return own.base / into.size if into and into.dimension == own.dimension else None
    return factor(column_unit, unit) if column_unit and unit else Decimal(1)
