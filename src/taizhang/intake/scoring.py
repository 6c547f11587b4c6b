"""How well a heading and the cells below it fit each field of a ledger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.intake.evidence import Evidence
from taizhang.intake.headings import Heading, Synonyms, SynonymTable, likeness

# 100: a declared heading. The others are chosen with the sample sheets, and held by the test that forgets a third of
# the declared headings (tests/intake).
GOOD_FIT, SURE, DOUBTED, CONTRADICTED, WORDS = 60, 100, 30, 60, 18
# What cells that can all be read add to a doubtful heading: numbers stand in many columns, dates and choices in few.
BORNE_OUT = {"date": 40, "choice": 40, "flag": 40, "unit": 32, "units": 32, "integer": 24, "decimal": 24}
# Chosen as those: a third of the weight in common; a heading that only shares stays just below a good fit.
_LEAST_SHARED, _FUZZY, _MOST_FUZZY = 0.34, 60, 59
# Chosen as those: fewer readable cells than three in ten contradict a heading, three in four bear it out.
_FEW, _MOST = 0.3, 0.75
# What says how to reach or know somebody is no field that does not say so: 责任人手机 is not 责任人.
_PERSONAL = re.compile(r"手机|电话|联系方式|身份证|证件号|公民身份|住址")


class Scorer:
    """One ledger's fields with their declared headings.

    A declared heading fits as ``likeness`` says. Where none does, characters shared with a field's headings
    count, each the more the fewer fields it occurs in: in 排查日期 the characters 排查 tell the field, 日期 do not.
    """

    def __init__(self, ledger: Ledger, alike: SynonymTable) -> None:
        self.fields: Mapping[str, FieldDeclaration] = ledger.declared.field
        declared = {name: one for name, one in self.fields.items() if one.headings}
        self.words = {name: _synonyms((*one.headings, one.title), alike) for name, one in declared.items()}
        written = {name: _written_words(words) for name, words in self.words.items()}
        self._personal = {name for name, words in written.items() if _PERSONAL.search(" ".join(words))}
        self._exact = frozenset().union(*(words.plain for words in self.words.values()))
        self._fields_with = Counter(sign for words in written.values() for sign in set("".join(words)))
        self._weights = {sign: 1 / count for sign, count in self._fields_with.items()}
        self._signs = {
            name: tuple((signs, self._weight(signs)) for signs in {frozenset(word) for word in words})
            for name, words in written.items()
        }
        self._with = {sign: [n for n in written if sign in "".join(written[n])] for sign in self._fields_with}
        self.by_name = lru_cache(maxsize=4096)(self._by_name)
        self._worth = lru_cache(maxsize=4096)(self._worth_of)

    def _by_name(self, parts: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
        """The fields a heading resembles, each with how much, 1 to 110."""
        heading = Heading(parts)
        personal = bool(_PERSONAL.search(heading.leaf))
        sharing = {name for sign in set(heading.path) for name in self._with.get(sign, ())}
        scored = (
            (name, likeness(heading, words) or self._shared(heading, name))
            for name, words in self.words.items()
            if name in sharing  # who shares no character is like nothing of it
            and (not personal or name in self._personal)
        )
        return tuple((name, score) for name, score in scored if score)

    def resemblance(self, headings: Iterable[Heading]) -> float:
        """How much the headings as a whole look like this ledger's, for choosing which ledgers to try."""
        return sum(map(self._worth, dict.fromkeys(one.leaf for one in headings if one.leaf)))

    def _worth_of(self, leaf: str) -> float:
        """How much one heading speaks for this ledger."""
        shared = len(self._fields_with.keys() & leaf)
        return 1 + (leaf in self._exact) + shared / len(leaf) if shared else 0

    def _shared(self, heading: Heading, name: str) -> int:
        """Characters in common: twice the weight of what is shared over the weight of both."""
        best = 0.0
        for one in {frozenset(heading.leaf), frozenset(heading.path)}:
            if self._weights.keys().isdisjoint(one):
                continue
            own = self._weight(one)
            for signs, weight in self._signs[name]:
                if shared := one & signs:
                    best = max(best, 2 * self._weight(shared) / (own + weight))
        return min(int(best * _FUZZY), _MOST_FUZZY) if best >= _LEAST_SHARED else 0

    def _weight(self, signs: frozenset[str]) -> float:
        return sum([self._weights.get(sign, 1.0) for sign in signs])

    def scores(self, column: int, heading: Heading, evidence: Evidence) -> list[tuple[str, int]]:
        """The fields that heading and cells together fit well enough, with how well."""
        scored = []
        for name, score in self.by_name(heading.parts):
            share = evidence.share(column, self.fields[name])
            if share is not None and share < _FEW:
                score -= _doubt(self.fields[name], score)
            elif share is not None and share >= _MOST and score < SURE:
                score = min(score + BORNE_OUT[self.fields[name].type], SURE - 1)
            elif share is None and score < GOOD_FIT and self.fields[name].type == "text":
                score += WORDS
            if score >= GOOD_FIT:
                scored.append((name, score))
        return scored


def pair_columns(
    options: Mapping[int, Sequence[tuple[str, int]]], taken: Collection[str]
) -> dict[str, tuple[int, int]]:
    """Field → (column, score): the likest pairs first, then changed wherever a column left over gains by it.

    options: the fields each column may be. taken: fields that have their column already.
    """
    columns: dict[str, tuple[int, int]] = {}
    used: set[int] = set()
    for score, column, name in sorted(
        (-score, column, name) for column, some in options.items() for name, score in some
    ):
        if name not in columns and name not in taken and column not in used:
            columns[name] = (column, -score)
            used.add(column)
    for column in sorted(options.keys() - used):
        _squeeze_in(column, options, columns, taken)
    return columns


def _squeeze_in(
    column: int,
    options: Mapping[int, Sequence[tuple[str, int]]],
    columns: dict[str, tuple[int, int]],
    taken: Collection[str],
) -> None:
    """Gives the column a field whose own column fits a free field, when the two together fit better than the one."""
    gains = [
        (score + other_score - columns[name][1], name, score, other, other_score)
        for name, score in options[column]
        if name in columns
        for other, other_score in options[columns[name][0]]
        if other not in columns and other not in taken
    ]
    gain, name, score, other, other_score = max(gains, default=(0, "", 0, "", 0))
    if gain > 0:
        columns[other] = (columns[name][0], other_score)
        columns[name] = (column, score)


def _doubt(field: FieldDeclaration, score: int) -> int:
    """What cells that contradict a heading cost it; a declared one keeps its column unless another fits as well.

    Short names of townships look like no unit, so units are never contradicted.
    """
    return 0 if field.type in ("unit", "units") else DOUBTED if score >= SURE else CONTRADICTED


def _synonyms(headings: tuple[str, ...], alike: SynonymTable) -> Synonyms:
    pairs = [heading.split(">") for heading in headings if ">" in heading]
    plain = frozenset(alike.key(heading) for heading in headings if ">" not in heading)
    return Synonyms(plain, tuple((alike.key(group), alike.key(leaf)) for group, leaf in pairs))


def _written_words(words: Synonyms) -> list[str]:
    return [*words.plain, *(group + leaf for group, leaf in words.grouped)]
