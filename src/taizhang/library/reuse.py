"""Where a paragraph stood before: candidates by its rarest pairs of characters, proof by comparing the texts.

A sentence with every third character changed still holds half of its pairs of characters, so the rarest two dozen of
them find the document it came from; RapidFuzz then measures the likeness paragraph by paragraph, numbers aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import tantivy
from rapidfuzz import fuzz, process

from taizhang.library.find import Finder
from taizhang.library.model import Filters, LibraryDocument, ReadableLevels
from taizhang.library.sentences import normal, numbers
from taizhang.library.words import pairs
from taizhang.terms.folding import fold
from taizhang.terms.sentence import sentence

# Chosen, and held on planted paragraphs (benchmarks/library/planted.py): shorter ones are formulas; the rarest pairs
# find the candidates.
SHORTEST, TERMS, CANDIDATES, SOURCES, SIDE_BY_SIDE = 24, 24, 3, 5, 50
# Per cent, held on the same: of paragraphs changed by 30 % it still finds 93 %, and takes none of 1,000 new ones.
ALIKE = 62.0


@dataclass(frozen=True, slots=True)
class EarlierParagraph:
    """One earlier standing of a paragraph. likeness: 0–100, numbers counting as equal.

    changed: the numbers that moved, as (there, here), when as many stand in both.
    """

    document: LibraryDocument
    paragraph: int
    text: str
    likeness: float
    changed: tuple[tuple[str, str], ...]

    @property
    def says(self) -> str:
        """The finding in one Chinese sentence."""
        meta = self.document.meta
        when = f"{meta.day.year}年" if meta.day else ""
        if self.likeness < 99.5:
            how = sentence("相似{percent}%", percent=f"{self.likeness:.0f}")
        elif self.changed:
            how = sentence("只改了{count}个数", count=len(self.changed))
        else:
            how = "一字未改" if self.text else ""
        return sentence(
            "本段曾见于{when}《{meta}》第{number}段，{how}。",
            when=when,
            meta=meta.title,
            number=self.paragraph + 1,
            how=how,
        )


@dataclass(frozen=True, slots=True)
class Reused:
    """A paragraph (from 0) of the text asked about, and where it stood before, most alike first."""

    paragraph: int
    text: str
    sources: tuple[EarlierParagraph, ...]


class Reuse:
    """Looks for earlier standings among the documents a reader may see, or among some of them only."""

    def __init__(self, finder: Finder, allowed: ReadableLevels, only: Iterable[int] = (), most: int = SOURCES) -> None:
        self._finder, self._allowed, self._most = finder, allowed, most
        self._gates = finder.gates(allowed, Filters(ids=tuple(only)))
        self._texts: dict[int, tuple[LibraryDocument, list[str]]] = {}

    def of(self, text: str, without: set[int]) -> tuple[Reused, ...]:
        """The paragraphs of the text that stood elsewhere; ``without`` are documents not to be named."""
        found: list[Reused] = []
        for at, paragraph in enumerate(text.split("\n")):
            plain = normal(fold(paragraph))
            if len(plain) < SHORTEST:
                continue
            sources = self._sources(paragraph, plain, without)
            if sources:
                found.append(Reused(at, paragraph, sources))
        return tuple(found)

    def _sources(self, paragraph: str, plain: str, without: set[int]) -> tuple[EarlierParagraph, ...]:
        found: list[EarlierParagraph] = []
        for identity in self._candidates(paragraph, len(without)):
            if identity in without:
                continue
            document, normals = self._text(identity)
            best = process.extractOne(plain, normals, scorer=fuzz.ratio, score_cutoff=ALIKE) or _inside(plain, normals)
            if best:
                text = document.paragraphs[best[2]]
                found.append(EarlierParagraph(document, best[2], text, float(best[1]), _changes(text, paragraph)))
        found.sort(key=lambda source: (-source.likeness, str(source.document.meta.day or ""), source.document.id))
        return tuple(found[: self._most])

    def _candidates(self, paragraph: str, extra: int) -> list[int]:
        """The documents that hold most of the paragraph's rarest pairs."""
        searcher, schema = self._finder.searcher, self._finder.schema
        known = [(searcher.doc_freq("pairs", pair), pair) for pair in pairs(fold(paragraph))]
        rare = [pair for count, pair in sorted(known) if count > 0][:TERMS]
        if not rare:
            return []
        some = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "pairs", pair, "basic")) for pair in rare]
        least = max(1, len(rare) // 4)
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, tantivy.Query.boolean_query(some, least))]
            + [(tantivy.Occur.Must, gate) for gate in self._gates]
        )
        hits = searcher.search(query, self._most + CANDIDATES + extra, count=False).hits
        return [int(each or 0) for each in searcher.fast_field_values("id", [address for _, address in hits])]

    def _text(self, identity: int) -> tuple[LibraryDocument, list[str]]:
        if identity not in self._texts:
            document = self._finder.register.document(identity, self._allowed)
            if document is None:
                raise LookupError(f"indexed but not to be seen: {identity}")
            self._texts[identity] = document, [normal(fold(each)) for each in document.paragraphs]
        return self._texts[identity]


def _inside(plain: str, normals: Sequence[str]) -> tuple[str, float, int] | None:
    """The best longer paragraph that holds this one as a part."""
    longer = [each if len(each) > 1.3 * len(plain) else None for each in normals]
    best = process.extractOne(plain, longer, scorer=fuzz.partial_ratio, score_cutoff=85)
    return (str(best[0]), float(best[1]), int(best[2])) if best else None


def _changes(there: str, here: str) -> tuple[tuple[str, str], ...]:
    old, new = numbers(there), numbers(here)
    if len(old) != len(new):
        return ()
    return tuple((before, after) for before, after in zip(old, new, strict=True) if before != after)


@dataclass(frozen=True, slots=True)
class SimilarDocuments:
    """Two documents that share paragraphs: the paragraphs of ``left`` with their fellows of ``right``.

    share: of the characters of ``left``, the part in hundredths that stands in ``right`` too.
    """

    left: LibraryDocument
    right: LibraryDocument
    share: float
    pairs: tuple[tuple[Reused, EarlierParagraph], ...]


def alike(
    finder: Finder, allowed: ReadableLevels, ids: Sequence[int], progress: Callable[[int, int], None] | None = None
) -> tuple[SimilarDocuments, ...]:
    """The report of papers that repeat each other: each two documents of different units once, most alike first."""
    search = Reuse(finder, allowed, ids, SIDE_BY_SIDE)
    documents = finder.register.documents(ids, allowed)
    found: list[SimilarDocuments] = []
    for place, document in enumerate(documents):
        if progress:
            progress(place, len(documents))
        own = {each.id for each in documents if each.meta.unit and each.meta.unit == document.meta.unit}
        reused = search.of(document.text, own | {each.id for each in documents[: place + 1]})
        named = [(source.document.id, each, source) for each in reused for source in each.sources]
        named.sort(key=lambda row: (row[0], row[1].paragraph))
        for _, rows in groupby(named, key=lambda row: row[0]):
            sides = tuple((each, source) for _, each, source in rows)
            share = 100 * sum(len(each.text) for each, _ in sides) / max(1, len(document.text))
            found.append(SimilarDocuments(document, sides[0][1].document, share, sides))
    return tuple(sorted(found, key=lambda each: (-each.share, each.left.id, each.right.id)))
