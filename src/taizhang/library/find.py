"""A query carried out: compiled for the index, held to what the reader may see, read literally where it must be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import tantivy
from tantivy import Occur

from taizhang.library.fields import gate
from taizhang.library.model import INDEXED, Allowed, Facet, Filters
from taizhang.library.query import Clause, Field, Query, Word
from taizhang.library.register import Register
from taizhang.library.words import cut, is_han, runs
from taizhang.terms.folding import folded, has_signs, plain_signs

READ_AT_ONCE, TERMS_APART = 2_000, 64
FACETS = ("kind", "issuer", "year", "level", "status")
_PROFILE = ("kind", "year", "level", "status")
_LETTERS = re.compile(r"[a-z0-9]{2,20}")


@dataclass(frozen=True, slots=True)
class Answer:
    """Ids with scores of one page, how many there are, whether that is exact, and the query for its facets."""

    page: tuple[tuple[int, float], ...]
    count: int
    exact: bool
    query: tantivy.Query


class Finder:
    """Carries out queries on one view of the index."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema, register: Register) -> None:
        self.searcher, self.schema, self.register = searcher, schema, register

    def find(self, query: Query, gates: Sequence[tantivy.Query], limit: int, offset: int) -> Answer:
        """One page of the documents for which every clause holds."""
        inexact = [clause for clause in query.clauses if _inexact(clause)]
        must, compiled = self._compiled(query, gates)
        if not inexact:
            return self._plain(must, compiled, limit, offset)
        kept: list[tuple[int, float]] = []
        read = total = 0
        while read == 0 or (read < total and len(kept) < offset + limit):
            found = self.searcher.search(compiled, READ_AT_ONCE, offset=read, count=read == 0, weight_by_field="weight")
            scored = self._scored(found)
            total = total or _count(found)
            read += READ_AT_ONCE
            holds = self._reading([identity for identity, _ in scored], inexact)
            kept += [pair for pair in scored if pair[0] in holds]
        rest = max(0, total - read)
        literal = tantivy.Query.term_set_query(self.schema, "id", [identity for identity, _ in kept])
        return Answer(tuple(kept[offset : offset + limit]), len(kept) + rest, rest == 0, must if rest else literal)

    def relaxed(self, query: Query, gates: Sequence[tantivy.Query], limit: int, offset: int) -> Answer:
        """The documents that hold three words in five, when the query is of plain words; else nothing."""
        loose = [piece for clause in query.clauses if _is_plain(clause) for piece in _pieces(clause)]
        least = -(-3 * len(loose) // 5)
        if len(loose) < 2 or least == len(loose):
            return Answer((), 0, True, tantivy.Query.empty_query())
        firm = Query(tuple(clause for clause in query.clauses if not _is_plain(clause)))
        if any(_inexact(clause) for clause in firm.clauses):
            return Answer((), 0, True, tantivy.Query.empty_query())
        some = tantivy.Query.boolean_query([(Occur.Should, self._word(piece)) for piece in loose], least)
        return self._plain(*self._compiled(firm, [*gates, some]), limit, offset)

    def gates(self, allowed: Allowed, filters: Filters) -> list[tantivy.Query]:
        """What every hit must pass: the reader's scope, and the filters."""
        gates = (
            [_unscored(self._scope(allowed))]
            if set(allowed.units) < set(INDEXED)
            or any(units is not None for level, units in allowed.units.items() if level in INDEXED)
            else []
        )
        for name, wanted in (
            ("kind", filters.kinds), ("issuer", filters.issuers), ("level", filters.levels),
            ("status", filters.statuses), ("unit", filters.units), ("year", filters.years), ("id", filters.ids),
        ):  # fmt: skip
            if wanted:
                gates.append(_unscored(self._any(name, list(wanted))))
        return gates

    def facets(self, query: tantivy.Query) -> tuple[Facet, ...]:
        """How many of the documents found carry which value, the most frequent values first."""
        asked = {name: {"terms": {"field": name, "size": size}} for name, size in (("profile", 10_000), ("issuer", 30))}
        counted = self.searcher.aggregate(query, asked)
        totals: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        totals["issuer"] = {bucket["key"]: bucket["doc_count"] for bucket in counted["issuer"]["buckets"]}
        kinds, years, levels, statuses = (totals[name] for name in _PROFILE)
        for bucket in counted["profile"]["buckets"]:
            kind, year, level, status = bucket["key"].rsplit("|", 3)
            count = bucket["doc_count"]
            kinds[kind] = kinds.get(kind, 0) + count
            years[year] = years.get(year, 0) + count
            levels[level] = levels.get(level, 0) + count
            statuses[status] = statuses.get(status, 0) + count
        return tuple(
            Facet(name, value, count)
            for name, total in totals.items()
            for value, count in sorted(total.items(), key=lambda each: (-each[1], each[0]))
            if value not in ("", "0")
        )

    def _plain(self, must: tantivy.Query, compiled: tantivy.Query, limit: int, offset: int) -> Answer:
        found = self.searcher.search(compiled, max(limit, 1), offset=offset, weight_by_field="weight")
        return Answer(tuple(self._scored(found)[:limit]), _count(found), True, must)

    def _scored(self, found: tantivy.SearchResult) -> list[tuple[int, float]]:
        ids = self.searcher.fast_field_values("id", [address for _, address in found.hits])
        return [(int(identity or 0), float(score)) for identity, (score, _) in zip(ids, found.hits, strict=True)]

    def _compiled(self, query: Query, gates: Iterable[tantivy.Query]) -> tuple[tantivy.Query, tantivy.Query]:
        """What must hold, and the same with what raises a hit."""
        parts = [(Occur.Must, each) for each in gates]
        for clause in query.clauses:
            if clause.negated:
                parts += [] if _inexact(clause) else [(Occur.MustNot, self._clause(clause))]
            else:
                parts.append((Occur.Must, self._clause(clause)))
        if all(occur == Occur.MustNot for occur, _ in parts):
            parts.append((Occur.Must, tantivy.Query.all_query()))
        must = tantivy.Query.boolean_query(parts)
        if query.words:
            return must, tantivy.Query.boolean_query([*parts, *self._liked(query)])
        # Without a word every hit scores the same, so that the newest come first; titles and numbers add to it.
        raising = [(Occur.Should, self._clause(clause)) for clause in query.clauses if not clause.negated]
        return must, tantivy.Query.boolean_query([(Occur.Must, tantivy.Query.const_score_query(must, 1.0)), *raising])

    def _liked(self, query: Query) -> list[tuple[Occur, tantivy.Query]]:
        """What raises a hit: its words often, in the title, and standing side by side as they were asked for."""
        liked: list[tuple[Occur, tantivy.Query]] = []
        asked = [word.text for word in query.words]
        for text in dict.fromkeys(asked):
            for word in runs(text):
                liked += [(Occur.Should, self._titled(word, 3.0))]
                liked += [(Occur.Should, self._term("words", each)) for each in cut(word) if len(each) > 1]
        for left, right in pairwise(asked):
            if is_han(left) and is_han(right):
                liked.append((Occur.Should, self._term("pairs", left[-1] + right[0])))
        return liked

    def _titled(self, text: str, boost: float) -> tantivy.Query:
        signs = [sign for run in runs(text) for sign in (run if is_han(run) else [run])]
        found = (
            self._term("title", signs[0])
            if len(signs) == 1
            else tantivy.Query.phrase_query(self.schema, "title", list(signs))
        )
        return tantivy.Query.boost_query(found, boost)

    def _clause(self, clause: Clause) -> tantivy.Query:
        items = [self._word(item) if isinstance(item, Word) else self._field(item) for item in clause.items]
        if len(items) == 1:
            return items[0]
        return tantivy.Query.boolean_query([(Occur.Should, each) for each in items])

    def _word(self, word: Word) -> tantivy.Query:
        """Every document that can hold the word; only these, unless the word is inexact."""
        terms: list[tantivy.Query] = []
        for run in runs(word.text):
            if not is_han(run) or len(run) == 1:
                terms.append(self._term("units", run))
            else:
                terms += [self._term("pairs", left + right) for left, right in pairwise(run)]
        found = terms[0] if len(terms) == 1 else tantivy.Query.boolean_query([(Occur.Must, each) for each in terms])
        if not word.literal and _LETTERS.fullmatch(word.text):
            letters = tantivy.Query.phrase_query(self.schema, "initials", list(word.text))
            return tantivy.Query.boolean_query([(Occur.Should, found), (Occur.Should, letters)])
        return found

    def _field(self, asked: Field) -> tantivy.Query:
        if asked.name == "year":
            return _unscored(
                tantivy.Query.range_query(
                    self.schema, "year", tantivy.FieldType.Unsigned, int(asked.values[0]), int(asked.values[1])
                )
            )
        value = str(asked.values[0])
        if asked.name == "title":
            return self._titled(value, 3.0) if runs(value) else tantivy.Query.empty_query()
        if asked.name == "cited":
            own = tantivy.Query.boost_query(self._term("number", value), 5.0)
            return tantivy.Query.boolean_query([(Occur.Should, own), (Occur.Should, self._term("cited", value))])
        return _unscored(self._term(asked.name, value))

    def _term(self, name: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, name, value, "freq" if name == "words" else "basic")

    def _scope(self, allowed: Allowed) -> tantivy.Query:
        open_levels = [level for level, units in allowed.units.items() if units is None]
        pairs = [gate(level, unit) for level, units in allowed.units.items() if units for unit in sorted(units)]
        return tantivy.Query.boolean_query(
            [(Occur.Should, self._any("level", open_levels)), (Occur.Should, self._any("gate", pairs))]
        )

    def _any(self, name: str, values: Sequence[str | int]) -> tantivy.Query:
        """Any of the values: each as a query of its own while they are few, which is faster than a set."""
        if name == "id" or len(values) > TERMS_APART:
            return tantivy.Query.term_set_query(self.schema, name, list(values))
        each = [(Occur.Should, tantivy.Query.term_query(self.schema, name, value, "basic")) for value in values]
        return tantivy.Query.boolean_query(each) if each else tantivy.Query.empty_query()

    def _reading(self, ids: Sequence[int], clauses: Sequence[Clause]) -> set[int]:
        """Those of the documents in which the clauses hold when the text itself is read."""
        tests = [_Test(clause) for clause in clauses]
        rows = self.register.db.execute(
            "SELECT id, title, coalesce(plain, body) FROM texts JOIN documents ON id = document "
            "WHERE document IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(ids)),),
        )
        return {identity for identity, title, body in rows if all(test.holds(body, title) for test in tests)}


class _Test:
    """Whether a clause of words holds in a text: by its bytes, or sign by sign when the words hold signs."""

    def __init__(self, clause: Clause) -> None:
        self.negated = clause.negated
        self.texts = [item.text for item in clause.items if isinstance(item, Word)]
        self.simple = all(
            len(runs(text)) == 1 and is_han(text) and runs(text)[0] == text and not has_signs(text)
            for text in self.texts
        )
        self.needles = [text.encode() for text in self.texts]
        self.patterns = [literal(text) for text in self.texts]

    def holds(self, body: bytes, title: str) -> bool:
        if self.simple and any(needle in body for needle in self.needles):
            return not self.negated
        plain_title = folded(title)
        if self.simple:
            return self.negated != any(text in plain_title for text in self.texts)
        text = plain_signs(body.decode())
        return self.negated != any(pattern.search(text) or pattern.search(plain_title) for pattern in self.patterns)


def literal(text: str) -> re.Pattern[str]:
    """The folded text to the letter; a number or Latin word at its edge must be a whole one."""
    before = (
        r"(?<![a-z])" if text[:1].isascii() and text[:1].isalpha() else r"(?<![0-9.])" if text[:1].isdigit() else ""
    )
    after = r"(?![a-z])" if text[-1:].isascii() and text[-1:].isalpha() else r"(?![0-9])" if text[-1:].isdigit() else ""
    return re.compile(before + re.escape(text) + after)


def _count(found: tantivy.SearchResult) -> int:
    return int(found.count or 0)  # type: ignore[attr-defined]  # there, but missing from the stub of tantivy


def _inexact(clause: Clause) -> bool:
    return any(isinstance(item, Word) and item.inexact for item in clause.items)


def _is_plain(clause: Clause) -> bool:
    item = clause.items[0]
    return not clause.negated and len(clause.items) == 1 and isinstance(item, Word) and not item.literal


def _pieces(clause: Clause) -> list[Word]:
    """The words of a plain clause, those of three characters and more as pairs of characters."""
    words = [item for item in clause.items if isinstance(item, Word)]
    return [
        piece
        for word in words
        for piece in (
            [Word(a + b) for a, b in pairwise(word.text)] if is_han(word.text) and len(word.text) > 2 else [word]
        )
    ]


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)
