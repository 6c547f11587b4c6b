"""How well a heading and the cells below it fit each field of a ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.intake.evidence import Evidence
from taizhang.intake.headings import Alike, Heading, Synonyms, likeness

GOOD_FIT, SURE, CONTRADICTED, BORNE_OUT = 60, 100, 60, 32
_LEAST_SHARED, _FUZZY, _MOST_FUZZY = 0.45, 60, 59
_FEW, _MOST = 0.3, 0.8


class Scorer:
    """One ledger's fields with their declared headings.

    A declared heading fits as ``likeness`` says. Where none does, characters shared with a field's headings
    count, each the more the fewer fields it occurs in: in 排查日期 the characters 排查 tell the field, 日期 do not.
    """

    def __init__(self, ledger: Ledger, alike: Alike) -> None:
        self.fields: Mapping[str, FieldDeclaration] = ledger.declared.field
        declared = {name: one for name, one in self.fields.items() if one.headings}
        self.words = {name: _synonyms((*one.headings, one.title), alike) for name, one in declared.items()}
        written = {name: _written(words) for name, words in self.words.items()}
        self._exact = frozenset().union(*(words.plain for words in self.words.values()))
        self._fields_with = Counter(sign for words in written.values() for sign in set("".join(words)))
        self._signs = {
            name: tuple((signs, self._weight(signs)) for signs in {frozenset(word) for word in words})
            for name, words in written.items()
        }
        self.by_name = lru_cache(maxsize=4096)(self._by_name)

    def _by_name(self, parts: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
        """The fields a heading resembles, each with how much, 1 to 110."""
        heading = Heading(parts)
        scored = ((name, likeness(heading, words) or self._shared(heading, name)) for name, words in self.words.items())
        return tuple((name, score) for name, score in scored if score)

    def resemblance(self, headings: Iterable[Heading]) -> float:
        """How much the headings as a whole look like this ledger's, for choosing which ledgers to try."""
        leaves = {one.leaf for one in headings if one.leaf}
        return sum(1 + (leaf in self._exact) for leaf in leaves if self._fields_with.keys() & leaf) + sum(
            len(self._fields_with.keys() & leaf) / len(leaf) for leaf in leaves
        )

    def _shared(self, heading: Heading, name: str) -> int:
        """Characters in common: twice the weight of what is shared over the weight of both."""
        best = 0.0
        for one in {frozenset(heading.leaf), frozenset(heading.path)}:
            own = self._weight(one)
            for signs, weight in self._signs[name]:
                if shared := one & signs:
                    best = max(best, 2 * self._weight(shared) / (own + weight))
        return min(int(best * _FUZZY), _MOST_FUZZY) if best >= _LEAST_SHARED else 0

    def _weight(self, signs: frozenset[str]) -> float:
        return sum(1 / self._fields_with.get(sign, 1) for sign in signs)

    def scores(self, column: int, heading: Heading, evidence: Evidence) -> list[tuple[str, int]]:
        """The fields that heading and cells together fit well enough, with how well."""
        scored = []
        for name, score in self.by_name(heading.parts):
            share = evidence.share(column, self.fields[name])
            if share is not None and share < _FEW:
                score -= CONTRADICTED
            elif share is not None and share >= _MOST and score < SURE:
                score = min(score + BORNE_OUT, SURE - 1)
            if score >= GOOD_FIT:
                scored.append((name, score))
        return scored


def _synonyms(headings: tuple[str, ...], alike: Alike) -> Synonyms:
    pairs = [heading.split(">") for heading in headings if ">" in heading]
    plain = frozenset(alike.key(heading) for heading in headings if ">" not in heading)
    return Synonyms(plain, tuple((alike.key(group), alike.key(leaf)) for group, leaf in pairs))


def _written(words: Synonyms) -> list[str]:
    return [*words.plain, *(group + leaf for group, leaf in words.grouped)]
