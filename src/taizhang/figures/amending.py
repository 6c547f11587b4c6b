"""Which parts of a figure's declaration people may change, what they wrote for each, and the difference in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from taizhang.catalogue.model import FigureDeclaration
from taizhang.catalogue.predicate import ALWAYS, NotAllowed, parse
from taizhang.catalogue.resolved import Catalogue, ColumnType, Figure
from taizhang.catalogue.versions import declared_values
from taizhang.figures.kinds import composed
from taizhang.figures.words import describe_condition

PARTS: Mapping[str, str] = {
    "title": "名称",
    "where": "计入条件",
    "date": "按哪个日期计入期间",
    "met": "算作办结的条件",
    "at": "期初还是期末",
    "shift": "期间移动的年数",
    "of": "分子（被加数）",
    "over": "分母（减数、目标）",
    "factor": "乘数",
    "years": "近几年",
    "unit": "计量单位",
    "decimals": "小数位数",
    "scale": "除以",
    "word": "概数词",
    "owner": "归口单位",
    "note": "说明",
}
_ALL = ("title", "unit", "decimals", "word", "owner", "note")
_AT = {"start": "期初", "end": "期末"}
_WORDS = (("或者", "OR"), ("或", "OR"), ("并且", "AND"), ("且", "AND"), ("不为", "<>"), ("为", "="))
_QUOTED = re.compile(r"('(?:[^']|'')*')")


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of a definition before and after, in words."""

    part: str
    title: str
    before: str
    after: str


def open_parts(figure: Figure) -> tuple[str, ...]:
    """The parts of a figure that may be changed; its name, ledger and kind stay what they are."""
    own: tuple[str, ...]
    if figure.composed:
        own = composed(figure).amends
    else:
        own = ("where", "shift", "scale")
        own += ("at",) if figure.basis in ("stock", "cumulative") else ()
        own += ("date",) if figure.basis != "stock" else ()
        own += ("met",) if figure.basis == "cohort" else ()
    return tuple(part for part in PARTS if part in {*_ALL, *own})


def format_parts(catalogue: Catalogue, name: str) -> dict[str, str]:
    """The open parts of a figure as a form shows them: figures by their titles, a line each."""
    figure = catalogue.figures[name]
    declared = declared_values(catalogue, name)
    found = {}
    for part in open_parts(figure):
        value = declared.get(part, "" if part == "decimals" else getattr(figure.declared, part))
        if part in ("of", "over") and isinstance(value, list | tuple):
            value = "\n".join(catalogue.figures[str(one)].title for one in value)
        found[part] = "" if value is None else str(value)
    return found


def amend(catalogue: Catalogue, name: str, given: Mapping[str, str]) -> dict[str, object]:
    """The declaration with the parts given as people write them; what is wrong with it is found by the checks."""
    figure, shown = catalogue.figures[name], format_parts(catalogue, name)
    declared = declared_values(catalogue, name)
    usual = FigureDeclaration(title="", kind=figure.kind)
    for part in open_parts(figure):
        text = given.get(part, shown[part]).replace("\r\n", "\n").strip()
        if text == shown[part]:
            continue
        value = _value(catalogue, figure, part, text)
        if part == "title" or (value not in ("", []) and str(value) != str(getattr(usual, part))):
            declared[part] = value
        else:
            declared.pop(part, None)
    return declared


def _value(catalogue: Catalogue, figure: Figure, part: str, text: str) -> object:
    if part in ("of", "over"):
        return list(_names(catalogue, text))
    if part in ("where", "met"):
        return condition(text, catalogue.ledgers[figure.ledger].columns)
    if part in ("decimals", "shift", "years") and re.fullmatch(r"-?\d{1,4}", text):
        return int(text)
    return text


def _names(catalogue: Catalogue, text: str) -> Iterator[str]:
    """The figures of lines that hold their name or their title; a line that fits no one figure stays as it is."""
    titles: dict[str, list[str]] = {}
    for name, one in catalogue.figures.items():
        titles.setdefault(one.title, []).append(name)
    for line in dict.fromkeys(one.strip() for one in text.split("\n")):
        if line:
            named = titles.get(line, [])
            yield named[0] if len(named) == 1 else line


def condition(text: str, columns: Mapping[str, ColumnType]) -> str:
    """A condition as people write it, with titles of columns, 且 and 或, in the words of the catalogue."""
    plain = text.translate(str.maketrans("“”‘’（），＝＜＞", "''''(),=<>"))
    titles = sorted(((one.title, name) for name, one in columns.items()), key=lambda one: -len(one[0]))
    parts = _QUOTED.split(plain)
    for at in range(0, len(parts), 2):
        for title, name in titles:
            parts[at] = parts[at].replace(title, f" {name} ")
        for word, sign in _WORDS:
            parts[at] = parts[at].replace(word, f" {sign} ")
        parts[at] = re.sub(r" {2,}", " ", parts[at])
    return "".join(parts).strip()


def differences(
    catalogue: Catalogue, name: str, before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[PartChange, ...]:
    """What two declarations of a figure say otherwise, part by part, in words."""
    figure = catalogue.figures[name]
    return tuple(
        PartChange(key, title, *(_describe(catalogue, figure, key, one) for one in (before, after)))
        for key, title in PARTS.items()
        if before.get(key) != after.get(key)
    )


def _describe(catalogue: Catalogue, figure: Figure, part: str, declared: Mapping[str, object]) -> str:
    value = declared.get(part)
    if part == "at":
        return _AT[str(value or "end")]
    if value in (None, "", []):
        return "（没有）"
    if part in ("of", "over") and isinstance(value, list):
        return "、".join(catalogue.figures[one].title if one in catalogue.figures else str(one) for one in value)
    columns = catalogue.ledgers[figure.ledger].columns if figure.ledger else {}
    if part == "date" and str(value) in columns:
        return columns[str(value)].title
    return in_words(str(value), columns) if part in ("where", "met") else str(value)


def in_words(text: str, columns: Mapping[str, ColumnType]) -> str:
    """A condition in words; as written when it cannot be read."""
    try:
        read = parse(text)
        return "（没有）" if read == ALWAYS else describe_condition(read, columns)
    except (NotAllowed, KeyError):
        return text
