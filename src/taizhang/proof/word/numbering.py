"""Automatic numbering as the text a reader sees: 一、 （一） 1. although no such character is in the paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from taizhang.proof.word.package import Element, Package, q
from taizhang.proof.word.properties import Properties, Props, own
from taizhang.terms.numerals import ordinal

_SLOT = re.compile(r"%([1-9])")
_FORMAL = str.maketrans("零一二三四五六七八九十百千万", "零壹贰叁肆伍陆柒捌玖拾佰仟萬")


def _letters(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    out = ""
    for value, sign in (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        out += sign * (number // value)
        number %= value
    return out


def _circle(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _stem(number: int) -> str:
    return "甲乙丙丁戊己庚辛壬癸"[(number - 1) % 10]


_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
    "koreanCounting",
)
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "decimalEnclosedCircle": _circle,
    "decimalEnclosedCircleChinese": _circle,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "ideographTraditional": _stem,
    "chineseLegalSimplified": lambda number: ordinal(number).translate(_FORMAL),
    "none": lambda _: "",
    **dict.fromkeys(_CHINESE, ordinal),
}


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    text: str
    start: int
    legal: bool
    props: Props
    style: str


class Numbering:
    """The lists of one package; ``label`` counts as it is asked, paragraph by paragraph."""

    def __init__(self, package: Package, properties: Properties) -> None:
        self._properties = properties
        self._lists: dict[str, dict[int, _Level]] = {}
        self._numbers: dict[str, tuple[str, dict[int, int], dict[int, _Level]]] = {}
        self._links: dict[str, str] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        for _, part in package.related(package.main, "numbering"):
            self._read(package.tree(part))
        for key, style in self._links.items():
            target = self._numbers.get(self._style_list(style), ("", {}, {}))[0]
            self._lists[key] = self._lists.get(target, {})

    def _read(self, root: Element) -> None:
        for abstract in root.iterfind(q("abstractNum")):
            levels = {int(one.get(q("ilvl"), "0")): _level(one) for one in abstract.iterfind(q("lvl"))}
            self._lists[str(abstract.get(q("abstractNumId")))] = levels
            linked = abstract.find(q("numStyleLink"))
            if linked is not None and not levels:
                self._links[str(abstract.get(q("abstractNumId")))] = str(linked.get(q("val"), ""))
        for number in root.iterfind(q("num")):
            starts, levels = {}, {}
            for override in number.iterfind(q("lvlOverride")):
                place = int(override.get(q("ilvl"), "0"))
                start, level = override.find(q("startOverride")), override.find(q("lvl"))
                if start is not None:
                    starts[place] = _whole(start.get(q("val")), 1)
                if level is not None:
                    levels[place] = _level(level)
            named = number.find(q("abstractNumId"))
            key = "" if named is None else str(named.get(q("val")))
            self._numbers[str(number.get(q("numId")))] = (key, starts, levels)

    def place(self, paragraph: Element) -> tuple[str, int] | None:
        """The list and the level of a paragraph, None when it is not numbered."""
        own_place = own(paragraph.find(f"{q('pPr')}/{q('numPr')}"))
        style = self._properties.style_of(paragraph)
        key = own_place.get("numId", {}).get("val", "")
        if not key and "numPr" in self._properties.of_style(style, "pPr"):
            key = self._style_list(style)
        if key in ("", "0") or key not in self._numbers:
            return None
        at = own_place.get("ilvl", {}).get("val", "")
        if at:
            return key, _whole(at, 0)
        levels = self._lists.get(self._numbers[key][0], {})
        return key, next((place for place, level in levels.items() if level.style and level.style == style), 0)

    def _style_list(self, style: str) -> str:
        for key in self._properties.lineage(style):
            number = self._properties.style_element(key).find(f"{q('pPr')}/{q('numPr')}/{q('numId')}")
            if number is not None:
                return str(number.get(q("val"), ""))
        return ""

    def props(self, paragraph: Element) -> Props:
        """The paragraph properties of the list level, {} outside a list."""
        place = self.place(paragraph)
        level = self._level_of(*place) if place else None
        return level.props if level else {}

    def _level_of(self, key: str, at: int) -> _Level | None:
        abstract, _, levels = self._numbers[key]
        return levels.get(at) or self._lists.get(abstract, {}).get(at)

    def label(self, paragraph: Element) -> str:
        """The number before the paragraph as printed, '' when there is none; counts it."""
        place = self.place(paragraph)
        level = self._level_of(*place) if place else None
        if place is None or level is None:
            return ""
        key, at = place
        abstract, starts, _ = self._numbers[key]
        counters = self._counters.setdefault(abstract, {})
        if key not in self._begun:
            self._begun.add(key)
            counters.update({one: start - 1 for one, start in starts.items()})
        counters[at] = counters.get(at, level.start - 1) + 1
        for deeper in [one for one in counters if one > at]:
            del counters[deeper]
        if level.kind == "bullet":
            return level.text if level.text.isprintable() and not "\ue000" <= level.text[:1] <= "\uf8ff" else "•"
        return _SLOT.sub(lambda slot: self._format_count(key, int(slot[1]) - 1, level.legal), level.text)

    def _format_count(self, key: str, at: int, legal: bool) -> str:
        level = self._level_of(key, at)
        number = self._counters[self._numbers[key][0]].get(at, level.start if level else 1)
        if legal or level is None or not 0 < number < 10_000:
            return str(number)
        return _FORMATS.get(level.kind, str)(number)


def _level(element: Element) -> _Level:
    said = own(element)
    return _Level(
        kind=said.get("numFmt", {}).get("val", "decimal"),
        text=said.get("lvlText", {}).get("val", ""),
        start=_whole(said.get("start", {}).get("val"), 1),
        legal="isLgl" in said,
        props=own(element.find(q("pPr"))),
        style=said.get("pStyle", {}).get("val", ""),
    )


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise
