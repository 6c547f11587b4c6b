"""One matter under two numbers: rows of one day and unit that say the same in every word but their number.

Blocked by ledger, unit and day, then compared word by word with rapidfuzz. A slip of typing leaves out or doubles a
sign, or takes one that sounds the same; whatever else differs, a number or a word, names another thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from rapidfuzz.distance import Levenshtein

from taizhang.catalogue.predicate import Row, Scalar
from taizhang.catalogue.resolved import Ledger
from taizhang.matters.entry import Head
from taizhang.matters.soundness.days import day_of

# A slip in a dozen signs; shorter texts must be equal. Tuned on invented rows.
SIGNS_A_SLIP, SHORTEST_FUZZY, SHORTEST_EQUAL, SHORTEST_TELLING = 12, 8, 6, 4
# Chosen on the same: facts in common that make two rows one; in larger blocks only some are compared, for time.
LEAST_SAID, FEW_SAID, LARGEST_BLOCK = 4, 3, 200
_SERIES = re.compile(r"[0-9０-９A-Za-z一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸东西南北上下左右前后新老大小]")

_TURNS = frozenset("不未无非否没")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row with its matter's identity and number; known: it stood in the journal before.

    linked: the matters somebody linked it to: who looked and found two says so by linking them.
    """

    matter: str
    number: str
    row: Row
    known: bool = False
    linked: tuple[str, ...] = ()

    def told_apart(self, other: Kept) -> bool:
        """Whether somebody linked the two, or they bear one number."""
        return self.number == other.number or other.matter in self.linked or self.matter in other.linked


def standing(head: Head) -> bool:
    """Whether a matter still counts: not merged into another, not cancelled."""
    return head.state not in ("merged", "cancelled")


def twins(ledger: Ledger, rows: Iterable[Kept]) -> Iterator[tuple[Kept, Kept]]:
    """Pairs of rows that look like one matter, the earlier number first; pairs both known are told too.

    A row is told once, beside the first of those it looks like: of twenty that are alike come nineteen pairs.
    """
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
        yield from _pairs_in(ledger, names, block)


def _pairs_in(ledger: Ledger, names: Sequence[str], block: Iterable[Kept]) -> Iterator[tuple[Kept, Kept]]:
    """Each row of a block beside the first like it. Of a block of very many, no more than some are compared with."""
    firsts: list[Kept] = []
    for two in block:
        like = (one for one in firsts if not one.told_apart(two) and _same(ledger, names, one.row, two.row))
        if (one := next(like, None)) is not None:
            yield one, two
        elif len(firsts) < LARGEST_BLOCK:
            firsts.append(two)


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


def _same(ledger: Ledger, names: Sequence[str], one: Row, two: Row) -> bool:
    said, telling, equal = 0, 0, True
    for name in names:
        left, right = one.get(name), two.get(name)
        if left is None and right is None:
            continue
        field = ledger.declared.field[name]
        if isinstance(left, str) and isinstance(right, str) and field.type == "text":
            if not alike(left, right):
                return False
            telling, equal = max(telling, len(left)), equal and left == right
        elif left != right:
            return False
        said += left is not None and left is not False
    least = FEW_SAID if telling >= (SHORTEST_EQUAL if equal else SHORTEST_FUZZY) else LEAST_SAID
    return telling >= SHORTEST_TELLING and said >= least


def alike(left: str, right: str) -> bool:
    """Whether two texts say the same but for a slip of typing."""
    if left == right:
        return True
    shorter = min(len(left), len(right))
    if shorter < SHORTEST_FUZZY or _SERIES.findall(left) != _SERIES.findall(right):
        return False
    most = shorter // SIGNS_A_SLIP + 1
    if Levenshtein.distance(left, right, score_cutoff=most) > most:
        return False
    return all(_slips(one.tag, left, one.src_pos, right, one.dest_pos) for one in Levenshtein.editops(left, right))


def _slips(tag: str, left: str, here: int, right: str, there: int) -> bool:
    """Whether one change is a slip: a sign that sounds the same, or one left out that does not turn the sense round."""
    if tag == "replace":
        return _sound(left[here]) == _sound(right[there])
    return (left[here] if tag == "delete" else right[there]) not in _TURNS


@lru_cache(maxsize=4096)
def _sound(sign: str) -> str:
    return "" if not sign.isalnum() else lazy_pinyin(sign, style=Style.NORMAL)[0]
