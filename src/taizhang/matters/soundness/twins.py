"""One matter under two numbers: rows of one day and unit that say the same in every word but their number.

Blocked by ledger, unit and day, then compared word by word with rapidfuzz; words that differ in a number, a letter of a
series or 甲乙丙 name two things, however alike they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from taizhang.catalogue.predicate import Row, Scalar
from taizhang.catalogue.resolved import Ledger
from taizhang.matters.soundness.days import day_of

# Typing slips leave at least nine tenths of a sentence as it was; shorter texts must be equal. Tuned on invented rows.
ALIKE, SHORTEST_FUZZY, SHORTEST_TELLING = 90, 8, 4
LEAST_SAID, LARGEST_BLOCK = 4, 200
_SERIES = re.compile(r"[0-9０-９A-Za-z一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸东西南北上下左右前后新老大小]")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row with its matter's identity and number; known: it stood in the journal before."""

    matter: str
    number: str
    row: Row
    known: bool = False


def twins(ledger: Ledger, rows: Iterable[Kept]) -> Iterator[tuple[Kept, Kept]]:
    """Pairs of rows that look like one matter, the earlier number first; pairs both known are told too."""
    if not _tells_apart(ledger):
        return
    blocks: dict[tuple[Scalar, ...], list[Kept]] = {}
    for one in rows:
        day = day_of(one.row, ledger.roles.opened)
        if day is not None:
            unit = one.row.get(ledger.declared.unit) if ledger.declared.unit else None
            blocks.setdefault((unit, day), []).append(one)
    names = _compared(ledger)
    for block in blocks.values():
        for one, two in combinations(block[:LARGEST_BLOCK], 2):
            if one.number != two.number and _same(ledger, names, one.row, two.row):
                yield one, two


def _tells_apart(ledger: Ledger) -> bool:
    """Whether the ledger numbers its matters: a key of a word and not of a month, unit or year alone."""
    fields = ledger.declared.field
    numbered = [name for name in ledger.declared.key if name in fields and fields[name].type == "text"]
    loose = ledger.declared.severity.get("twins") != "none"
    return bool(numbered) and "date" not in {fields[name].type for name in ledger.declared.key} and loose


def _compared(ledger: Ledger) -> tuple[str, ...]:
    """The fields that say what a matter is: words, choices, units and amounts, not its number nor its course."""
    fields, left = ledger.declared.field, {*ledger.declared.key, ledger.declared.status, "note", "remark"}
    return tuple(name for name, one in fields.items() if name not in left and one.type != "date")


def _same(ledger: Ledger, names: tuple[str, ...], one: Row, two: Row) -> bool:
    said, telling = 0, False
    for name in names:
        left, right = one.get(name), two.get(name)
        if left is None and right is None:
            continue
        field = ledger.declared.field[name]
        if isinstance(left, str) and isinstance(right, str) and field.type == "text":
            if not alike(left, right):
                return False
            telling = telling or len(left) >= SHORTEST_TELLING
        elif left != right:
            return False
        said += left is not None and left is not False
    return telling and said >= LEAST_SAID


def alike(left: str, right: str) -> bool:
    """Whether two texts say the same but for a slip of typing."""
    if left == right:
        return True
    if _SERIES.findall(left) != _SERIES.findall(right) or min(len(left), len(right)) < SHORTEST_FUZZY:
        return False
    return fuzz.ratio(left, right) >= ALIKE
