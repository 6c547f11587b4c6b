"""Whom a matter is about, brought to the roll: names as people write them become the persons and units they mean.

A name that stays a string hides a matter from nobody: with a title, with the unit before it, with others behind it, the
person meant reads on. So each name is matched to the roll where it comes in, or said to be of somebody outside it; what
is neither waits with whoever writes it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored
from taizhang.terms.characters import squeeze
from taizhang.terms.problem import Place, Problem
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import sentence

OUTSIDE = "名册外："
WAITING = "姓名待认"
"""Stands as one more name where another waits to be matched; hides the matter from all but who matches it."""
# Chosen: as many as a person chooses from at a glance.
MOST_OFFERED = 5
_BETWEEN = re.compile(r"[、，,；;/\n|]|以及|[（(）)]")
_WEAK = re.compile(r"[和与及暨]")
_OTHERS = re.compile(r"等(?:[0-9０-９一二三四五六七八九十两几数多]+[人名个位]|人|同志)?$")
# The words that stand before and behind a name in office prose; none of them is a name by itself.
_TITLE = re.compile(
    r"原|时任|现任|副|党委|党组|支部|村|社区|镇|乡|县|市|区|局|科|股|所|站|办|委员会?|书记|长|主任|主席|支书|会计|出纳|干部|同志|"
    r"负责人|工作人员|办事员|承办人|经办人|先生|女士|某"
)


@dataclass(frozen=True)
class NameBook:
    """Persons who hold or held a post, and the units there are. officer: whether somebody matches names that wait."""

    persons: frozenset[str]
    units: Organisation
    officer: bool = False

    def settle(self, written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names meant, each once, and the pieces that mean nobody known."""
        meant: dict[str, None] = {}
        unknown: list[str] = []
        for piece in filter(None, (one.strip() for one in _BETWEEN.split(written))):
            found, left = self._piece(piece)
            meant |= dict.fromkeys(found)
            unknown += left
        return tuple(meant), tuple(unknown)

    def _piece(self, piece: str) -> tuple[list[str], list[str]]:
        if found := self._one(piece):
            return [found], []
        if _OTHERS.search(piece):  # who the others are must be written down
            named = self._one(_OTHERS.sub("", piece))
            return ([named] if named else []), [piece]
        for weak in _WEAK.finditer(piece):  # 和 may be part of a name: only where both sides mean somebody
            first, (rest, left) = self._one(piece[: weak.start()]), self._piece(piece[weak.end() :])
            if first and rest and not left:
                return [first, *rest], []
        return [], [piece]

    def _one(self, written: str) -> str:
        """The one person or unit the words mean, '' for none or several."""
        if written.startswith(OUTSIDE):
            name = written.removeprefix(OUTSIDE).strip()
            return "" if not name or self.offered(name) else written
        words = squeeze(written)
        if words in self.persons or words in self.units.roots:
            return words
        if unit := self.units.resolve(words):
            return unit
        inside = [one for one in self._longest_first if one in words]
        if not inside:
            return ""
        rest = words.replace(inside[0], "", 1)
        for unit in self._places:
            rest = rest.replace(unit, "")
        return inside[0] if not _TITLE.sub("", rest) else ""

    @cached_property
    def _longest_first(self) -> tuple[str, ...]:
        return tuple(sorted(self.persons, key=lambda one: (-len(one), one)))

    @cached_property
    def _places(self) -> tuple[str, ...]:
        """Names and short names of units, the longest first."""
        names = {
            *self.units.units,
            *self.units.roots,
            *(one for unit in self.units.units.values() for one in unit.aliases),
        }
        return tuple(sorted(names, key=lambda one: (-len(one), one)))

    def offered(self, written: str) -> tuple[str, ...]:
        """Persons and units the words may mean: those whose name stands in them, or in whose name they stand."""
        words = squeeze(written)
        near = (
            one for one in (*self._longest_first, *self._places) if one in words or (len(words) > 1 and words in one)
        )
        return tuple(dict.fromkeys(near))[:MOST_OFFERED]


def settle_facts(
    book: NameBook, ledger: Ledger, facts: Mapping[str, Stored], *, waits: bool = False
) -> tuple[dict[str, Stored], tuple[Problem, ...]]:
    """The facts with every name of whom the matter is about as the roll has it, and a problem for each not matched.

    waits: what is not matched waits for the officer instead, as it does where ``WAITING`` is written beside it.
    """
    settled, problems = dict(facts), list[Problem]()
    for name in about_fields(ledger):
        written = facts.get(name)
        text = "、".join(written) if isinstance(written, list) else str(written or "")
        if not text:
            continue
        meant, unknown = book.settle(text.replace(WAITING, ""))
        if unknown and book.officer and (waits or WAITING in text):
            meant, unknown = (*meant, *(one for one in unknown if one not in meant), WAITING), ()
        problems += [_unmatched(book, ledger.declared.field[name].title, one, name) for one in unknown]
        if unknown:  # nothing is dropped: what is not matched stays as it was written
            continue
        settled[name] = list(meant) if isinstance(written, list) else "、".join(meant)
    return settled, tuple(problems)


def about_fields(ledger: Ledger) -> Iterator[str]:
    """The fields that say whom a matter is about."""
    return (name for name, field in ledger.declared.field.items() if field.about)


def _unmatched(book: NameBook, title: str, piece: str, name: str) -> Problem:
    near: Collection[str] = book.offered(piece)
    says = sentence("“{title}”里的“{piece}”对应不到名册上的人或单位。", title=title, piece=piece[:40])
    hint = sentence(
        "请写姓名或单位全称，一人一项{part}；不在名册上的写作“{outside}姓名”{wait}。",
        part="，例如：" + "、".join(near) if near else "",
        outside=OUTSIDE,
        wait=sentence("；认不准的再加一项“{waiting}”，由受理员认定", waiting=WAITING) if book.officer else "",
    )
    return Problem("POL-021", says, Place(key=name), hint)
