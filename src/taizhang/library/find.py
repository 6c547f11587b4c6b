"""A query carried out: compiled for the index, held to what the reader may see, read literally where it must be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import tantivy
from tantivy import Occur

from taizhang.library.fields import gate
from taizhang.library.model import INDEXED, Facet, Filters, ReadableLevels
from taizhang.library.query import Clause, FieldCondition, Query, Word
from taizhang.library.register import Register
from taizhang.library.words import cut_words, edge_pattern, is_han, runs
from taizhang.terms.folding import fold, plain_signs

# Chosen: candidates read before it is looked whether they fill the page; terms, up to which single queries are faster.
READ_AT_ONCE, TERMS_APART = 2_000, 64
FACETS = ("kind", "issuer", "year", "level", "status")
_PROFILE = ("kind", "year", "level", "status")
_LETTERS = re.compile(r"[a-z0-9]{2,20}")


@dataclass(frozen=True, slots=True)
class RankedIds:
    """Ids with scores of one page, how many there are, whether that is exact, and the query for its facets."""

    page: tuple[tuple[int, float], ...]
    count: int
    exact: bool
    query: tantivy.Query


class Finder:
    """Carries out queries on one view of the index."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema, register: Register) -> None:
        self.searcher, self.schema, self.register = searcher, schema, register

    def find(self, query: Query, gates: Sequence[tantivy.Query], limit: int, offset: int) -> RankedIds:
        """One page of the documents for which every clause holds."""
        inexact = [clause for clause in query.clauses if _inexact(clause)]
        must, compiled = self._compile(query, gates)
        if not inexact:
            return self._plain(must, compiled, limit, offset)
        kept: list[tuple[int, float]] = []
        read = total = 0
        while read == 0 or (read < total and len(kept) < offset + limit):
            found = self.searcher.search(compiled, READ_AT_ONCE, offset=read, count=read == 0, weight_by_field="weight")
            scored = self._score(found)
            total = total or _count(found)
            read += READ_AT_ONCE
            holds = self._reading([identity for identity, _ in scored], inexact)
            kept += [pair for pair in scored if pair[0] in holds]
        rest = max(0, total - read)
        literal = tantivy.Query.term_set_query(self.schema, "id", [identity for identity, _ in kept])
        return RankedIds(tuple(kept[offset : offset + limit]), len(kept) + rest, rest == 0, must if rest else literal)

    def find_relaxed(self, query: Query, gates: Sequence[tantivy.Query], limit: int, offset: int) -> RankedIds:
        """The documents that hold three words in five, when the query is of plain words; else nothing."""
        loose = [piece for clause in query.clauses if _is_plain(clause) for piece in _pieces(clause)]
        least = -(-3 * len(loose) // 5)
        if len(loose) < 2 or least == len(loose):
            return RankedIds((), 0, True, tantivy.Query.empty_query())
        firm = Query(tuple(clause for clause in query.clauses if not _is_plain(clause)))
        if any(_inexact(clause) for clause in firm.clauses):
            return RankedIds((), 0, True, tantivy.Query.empty_query())
        some = tantivy.Query.boolean_query([(Occur.Should, self._word(piece)) for piece in loose], least)
        return self._plain(*self._compile(firm, [*gates, some]), limit, offset)

    def gates(self, allowed: ReadableLevels, filters: Filters) -> list[tantivy.Query]:
        """What every hit must pass: the reader's scope, and the filters."""
        gates = (
            [_without_score(self._scope(allowed))]
            if set(allowed.units) < set(INDEXED)
            or any(units is not None for level, units in allowed.units.items() if level in INDEXED)
            else []
        )
        for name, wanted in (
            ("kind", filters.kinds),
            ("issuer", filters.issuers),
            ("level", filters.levels),
            ("status", filters.statuses),
            ("unit", filters.units),
            ("year", filters.years),
            ("id", filters.ids),
        ):
            if wanted:
                gates.append(_without_score(self._any(name, list(wanted))))
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

    def _plain(self, must: tantivy.Query, compiled: tantivy.Query, limit: int, offset: int) -> RankedIds:
        found = self.searcher.search(compiled, max(limit, 1), offset=offset, weight_by_field="weight")
        return RankedIds(tuple(self._score(found)[:limit]), _count(found), True, must)

    def _score(self, found: tantivy.SearchResult) -> list[tuple[int, float]]:
        ids = self.searcher.fast_field_values("id", [address for _, address in found.hits])
        return [(int(identity or 0), float(score)) for identity, (score, _) in zip(ids, found.hits, strict=True)]

    def _compile(self, query: Query, gates: Iterable[tantivy.Query]) -> tuple[tantivy.Query, tantivy.Query]:
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
            return must, tantivy.Query.boolean_query([*parts, *self._preferences(query)])
        # Without a word every hit scores the same, so that the newest come first; titles and numbers add to it.
        raising = [(Occur.Should, self._clause(clause)) for clause in query.clauses if not clause.negated]
        return must, tantivy.Query.boolean_query([(Occur.Must, tantivy.Query.const_score_query(must, 1.0)), *raising])

    def _preferences(self, query: Query) -> list[tuple[Occur, tantivy.Query]]:
        """What raises a hit: its words often, in the title, and standing side by side as they were asked for."""
        liked: list[tuple[Occur, tantivy.Query]] = []
        asked = [word.text for word in query.words]
        for text in dict.fromkeys(asked):
            for word in runs(text):
                liked += [(Occur.Should, self._match_title(word, 3.0))]
                liked += [(Occur.Should, self._term("words", each)) for each in cut_words(word) if len(each) > 1]
        for left, right in pairwise(asked):
            if is_han(left) and is_han(right):
                liked.append((Occur.Should, self._term("pairs", left[-1] + right[0])))
        return liked

    def _match_title(self, text: str, boost: float) -> tantivy.Query:
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

    def _field(self, asked: FieldCondition) -> tantivy.Query:
        if asked.name == "year":
            return _without_score(
                tantivy.Query.range_query(
                    self.schema, "year", tantivy.FieldType.Unsigned, int(asked.values[0]), int(asked.values[1])
                )
            )
        value = str(asked.values[0])
        if asked.name == "title":
            return self._match_title(value, 3.0) if runs(value) else tantivy.Query.empty_query()
        if asked.name == "cited":
            own = tantivy.Query.boost_query(self._term("number", value), 5.0)
            return tantivy.Query.boolean_query([(Occur.Should, own), (Occur.Should, self._term("cited", value))])
        return _without_score(self._term(asked.name, value))

    def _term(self, name: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, name, value, "freq" if name == "words" else "basic")

    def _scope(self, allowed: ReadableLevels) -> tantivy.Query:
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
        """Those of the documents in which the clauses hold when text and title themselves are read.

        The titles are fetched only where the text alone does not decide, which is seldom.
        """
        tests = [_Test(clause) for clause in clauses]
        rows = self.register.plain_bytes(ids)
        if len(tests) == 1 and tests[0].needle:
            needle = tests[0].needle
            held = {identity for identity, body in rows if needle in body}
            undecided = {identity: [False] for identity in ids if identity not in held}
        else:
            held, undecided = _decide_by_text(rows, tests)
        for identity, title in self.register.titles(list(undecided)):
            plain = fold(title).encode()
            pairs = zip(undecided[identity], tests, strict=True)
            if all((stand or test.stands_in(plain)) != test.negated for stand, test in pairs):
                held.add(identity)
        return held


class _Test:
    """Whether the words of a clause stand in a text: by its bytes, or sign by sign when the words hold signs."""

    def __init__(self, clause: Clause) -> None:
        self.negated = clause.negated
        texts = [item.text for item in clause.items if isinstance(item, Word)]
        self._simple = all(runs(text) == [text] and is_han(text) for text in texts)
        self._needles = [text.encode() for text in texts]
        self._patterns = [re.compile(edge_pattern(text)) for text in texts]
        self.needle = self._needles[0] if self._simple and len(texts) == 1 and not clause.negated else b""

    def stands_in(self, body: bytes) -> bool:
        """Whether any of the words stands in the folded letters of a text."""
        if self._simple:
            return any(needle in body for needle in self._needles)
        text = plain_signs(body.decode())
        return any(pattern.search(text) for pattern in self._patterns)


def _decide_by_text(
    rows: Iterable[tuple[int, bytes]], tests: Sequence[_Test]
) -> tuple[set[int], dict[int, list[bool]]]:
    """The documents whose text alone fulfils every test, and those whose title must be asked, with what held so far."""
    held: set[int] = set()
    undecided: dict[int, list[bool]] = {}
    some_negated = any(test.negated for test in tests)
    for identity, body in rows:
        stands = [test.stands_in(body) for test in tests]
        if all(stands) and not some_negated:
            held.add(identity)
        elif not any(stand and test.negated for stand, test in zip(stands, tests, strict=True)):
            undecided[identity] = stands
    return held, undecided


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


def _without_score(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)
