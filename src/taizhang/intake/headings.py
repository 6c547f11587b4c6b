"""Column headings as offices write them, compared with the headings a ledger declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from taizhang.intake.sheets import Cell
from taizhang.terms.characters import squeeze
from taizhang.terms.measures import factor, is_currency, is_dimension, measure, parted, units_stated

_ASIDE = re.compile(r"[(（](?:必填|选填|可选|人|件|个|次|起|条|分|处|名|户|项|%|％|不?含税价?)[)）]")
SEQUENCE = frozenset({"序号", "序", "顺序号", "序列", "编次", "项次", "行次", "no", "no."})
TOTAL = re.compile(r"合计|累计|总计|小计|全年|年度数")
PART_TOTAL = re.compile(r"小计|[上下]半年|季度?合计")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's heading: the words of each heading row that says something, the widest first.

    unit: stated right above the column, by the words or by a comment of the cell. group_unit: stated by a heading over
    several columns. said: the words as they stand in the cells above this column alone.
    """

    parts: tuple[str, ...]
    unit: str = ""
    group_unit: str = ""
    said: str = ""

    @property
    def leaf(self) -> str:
        """The words right above the column."""
        return self.parts[-1] if self.parts else ""

    @property
    def path(self) -> str:
        """All the words, joined."""
        return "".join(self.parts)

    @property
    def shown(self) -> str:
        """The heading as a person reads it."""
        return "/".join(self.parts)


class SynonymTable:
    """Words that offices use for the same thing, brought to one form."""

    def __init__(self, alike: Mapping[str, tuple[str, ...]]) -> None:
        pairs = {other: one for one, others in alike.items() for other in others}
        self._pairs = pairs
        self._words = re.compile("|".join(sorted(map(re.escape, pairs), key=len, reverse=True))) if pairs else None
        self.key = lru_cache(maxsize=4096)(self._key)

    def _key(self, text: str) -> str:
        key = _ASIDE.sub("", squeeze(parted(text)[0])).strip("*＊:：").lower()
        return self._words.sub(lambda match: self._pairs[match[0]], key) if self._words else key


def unit_in(text: str) -> str:
    """The unit of measure a heading states, as it is written even when nobody knows it; '' when none."""
    return parted(text)[1]


def unit_of_remark(text: str) -> str:
    """The unit of measure a comment of a heading cell states, whoever wrote it in its first line; '' when none."""
    lines = [line for line in text.split("\n") if line.strip()]
    labelled = next((one.unit for line in lines for one in units_stated(line)), "")
    return labelled or next((unit for line in lines if (unit := parted(line)[1])), "")


def join_units(one: str, other: str) -> str:
    """Two statements about the same column as one: the magnitude beats the currency, a contradiction stays both."""
    if not one or not other or is_currency(one) or is_currency(other):
        return (other if is_currency(one) else one) or other or one
    return one if factor(one, other) == 1 else f"{one}、{other}"


_IN_BRACKETS = re.compile(r"[(\[【〔〖](?P<inside>.{1,6})[)\]】〕〗]")


def is_unit_mark(cell: Cell) -> bool:
    """Whether the cell only gives a unit of measure: （万元）, （件）, 元."""
    words = squeeze(cell) if isinstance(cell, str) else ""
    bracket = _IN_BRACKETS.fullmatch(words)
    found = measure(bracket["inside"] if bracket else words)
    return (
        bool(unit_in(words)) if bracket and not found else found is not None and (bool(bracket) or is_dimension(found))
    )


def is_unit_row(cells: Iterable[Cell]) -> bool:
    """Whether a row only gives the units of the columns it stands in: （元） here, 件 there."""
    filled = [cell for cell in cells if cell is not None and str(cell).strip()]
    # Asked of every row of a workbook: nearly all fail at their first cell.
    stated = all(isinstance(cell, str) and (is_unit_mark(cell) or measure(cell) is not None) for cell in filled)
    return stated and any(map(is_unit_mark, filled))


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The headings a field declares, in their common form: plain ones, and ``group>leaf`` pairs.

    A pair fits a column whose own heading is ``leaf`` under a group heading that contains ``group``; an empty
    group means any.
    """

    plain: frozenset[str]
    grouped: tuple[tuple[str, str], ...] = ()


def likeness(heading: Heading, synonyms: Synonyms) -> int:
    """How well a heading fits a field's declared headings, 0 to 110.

    110 the whole path or a group with its leaf, 100 the words right above the column; below that one contains
    the other: the longer the shared part, the better.
    """
    leaf = heading.leaf
    if not leaf:
        return 0
    above = "".join(heading.parts[:-1])
    if len(heading.parts) > 1 and (
        heading.path in synonyms.plain or any(leaf == own and group in above for group, own in synonyms.grouped)
    ):
        return 110
    if leaf in synonyms.plain:
        return 100
    best = 0
    for word in synonyms.plain:
        if len(word) < 2:
            continue
        if word in leaf:
            best = max(best, 40 + 40 * len(word) // len(leaf))
        elif leaf in word and len(leaf) >= 2:
            best = max(best, 20 + 40 * len(leaf) // len(word))
    return best
