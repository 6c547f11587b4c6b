"""A passage taken into a draft: its origin kept, its numbers turned into slots that must be filled anew.

A number of last year is never a fact of this year. ``{{?12}}`` says that 12 stood there and that nothing is known yet;
a report that still holds one is not finished.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.library.fold import folded
from taizhang.library.model import Document
from taizhang.library.query import NUMBER
from taizhang.terms.problem import Place, Problem, Refused

_CHINESE = "零〇○一二两三四五六七八九十百千万亿"
_MEASURE = (
    "个|件|次|名|人|户|处|场|项|宗|起|批|家|所|座|条|篇|份|期|轮|天|周|月|年|日|小时|分钟|公里|千米|米|平方|立方|公顷|亩|吨|公斤|元|"
    "万元|亿元|倍|成|位|届|辆|台|套|栋|间|册|本|张|支|支队|分|分之|个百分点|％|%"
)
_SLOT = re.compile(
    rf"(?P<keep>第[{_CHINESE}0-9]+(?:条|章|节|款|项)"
    rf"|PM ?2\.5|PM ?10|1234[05]|110|119|120"
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


@dataclass(frozen=True, slots=True)
class Insertion:
    """A passage for a draft. markdown: its text with slots, then a line of its origin. slots: what was emptied."""

    markdown: str
    origin: str
    slots: tuple[Slot, ...]


def insertion(document: Document, first: int, last: int | None = None) -> Insertion:
    """The paragraphs from ``first`` to ``last`` (both from 0, both included) of a document, for a draft.

    Raises ``Refused`` when the document has no such paragraphs.
    """
    last = first if last is None else last
    paragraphs = document.paragraphs
    if not 0 <= first <= last < len(paragraphs):
        raise Refused(
            Problem(
                "LIB-064", f"文件只有{len(paragraphs)}段，取不到第{first + 1}到第{last + 1}段。",
                Place(file=document.name), "请核对段号。",
            )
        )  # fmt: skip
    emptied: list[str] = []
    slots: list[Slot] = []
    at = 0
    for paragraph in paragraphs[first : last + 1]:
        found = numbers_in(paragraph)
        slots += [Slot(slot.start + at, slot.end + at, slot.written) for slot in found]
        emptied.append(_emptied(paragraph, found))
        at += len(paragraph) + 1
    origin = _origin(document, first, last)
    return Insertion("\n\n".join(emptied) + f"\n\n<!-- 出处：{origin} -->\n", origin, tuple(slots))


def numbers_in(text: str) -> tuple[Slot, ...]:
    """The numbers a passage states: figures, and Chinese numerals before a measure word.

    Left alone, for they are no figures: document numbers, ordinals of headings and articles, numbers of hot lines,
    and set phrases.
    """
    plain = folded(text)
    still = [match.span() for match in (*NUMBER.finditer(plain), *_SET_PHRASES.finditer(plain))]
    found = []
    for match in _SLOT.finditer(plain):
        start, end = match.span()
        if match["keep"] is None and not any(a < end and start < b for a, b in still):
            found.append(Slot(start, end, text[start:end]))
    return tuple(found)


def _emptied(text: str, slots: tuple[Slot, ...]) -> str:
    parts, at = [], 0
    for slot in slots:
        parts += [_escaped(text[at : slot.start]), "{{?", slot.written, "}}"]
        at = slot.end
    return "".join([*parts, _escaped(text[at:])])


def _escaped(text: str) -> str:
    """Text that Markdown takes as text, and in which no slot of a template can hide."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)


def _origin(document: Document, first: int, last: int) -> str:
    """Where the passage comes from, in words that cannot end the comment they stand in."""
    meta = document.meta
    where = f"第{first + 1}段" if first == last else f"第{first + 1}至{last + 1}段"
    parts = [meta.issuer, f"《{meta.title}》", f"（{meta.number}）" if meta.number else "", where]
    text = "".join(parts) + f"，资料库编号{document.id}，摘要{document.digest[:16]}"
    return re.sub(r"-{2,}|[<>{}]", " ", text)
