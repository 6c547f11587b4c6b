"""The numbers a passage states, found where they stand: what a draft must not carry over and a copy may hide."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.terms.document_numbers import DOCUMENT_NUMBER
from taizhang.terms.folding import fold

_CHINESE = "零〇○一二两三四五六七八九十百千万亿"
_MEASURE = (
    "个|件|次|名|人|户|处|场|项|宗|起|批|家|所|座|条|篇|份|期|轮|天|周|月|年|日|小时|分钟|公里|千米|米|平方|立方|公顷|亩|吨|公斤|元|"
    "万元|亿元|倍|成|位|届|辆|台|套|栋|间|册|本|张|支|支队|分|分之|个百分点|％|%"
)
_SLOT = re.compile(
    rf"(?P<keep>第[{_CHINESE}0-9]+(?:条|章|节|款|项)"
    rf"|PM ?2\.5|PM ?10|(?<![0-9.])(?:1234[05]|12315|12328|110|119|120|122)(?=[^0-9]{{0,4}}(?:热线|平台|报警|急救|电话|指挥))"
    rf"|(?:^|(?<=[。；\n]))\s*(?:[{_CHINESE}]+、|[（(][{_CHINESE}0-9]+[)）]|[0-9]+[.、．](?![0-9])))"
    rf"|(?P<digits>[0-9]+(?:[,，][0-9]{{3}})*(?:\.[0-9]+)?)"
    rf"|(?P<words>(?:百分之|千分之)[{_CHINESE}点]+|[{_CHINESE}]+(?:点[{_CHINESE}]+)?(?=余|多)?(?=(?:余|多)?(?:{_MEASURE})))",
    re.MULTILINE | re.IGNORECASE,
)
_SET_PHRASES = re.compile(
    r"三重一大|一岗双责|两学一做|四个意识|四个自信|两个维护|三会一课|一把手|统一|一体化|一致|万一|一些|一定|一是|二是|三是|四是|五是"
    r"|一[^一，。；、0-9]{1,3}一[^，。；、]|千家万户|千方百计|(?<![零〇一二两三四五六七八九十百千])[百千万亿]+(?![余多分])"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A number that stood in the passage: [start, end) within it, and how it was written."""

    start: int
    end: int
    written: str


def numbers_in(text: str) -> tuple[Slot, ...]:
    """The numbers a passage states: figures, and Chinese numerals before a measure word.

    Left alone, for they are no figures: document numbers, ordinals of headings and articles, numbers of hot lines,
    and set phrases.
    """
    plain = fold(text)
    still = [match.span() for match in (*DOCUMENT_NUMBER.finditer(plain), *_SET_PHRASES.finditer(plain))]
    found = []
    for match in _SLOT.finditer(plain):
        start, end = match.span()
        if match["keep"] is None and not any(a < end and start < b for a, b in still):
            found.append(Slot(start, end, text[start:end]))
    return tuple(found)
