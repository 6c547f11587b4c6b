"""A search answered whole: hits with passages, count, facets, and what may have been meant when nothing was found."""

from __future__ import annotations

from taizhang.library.find import Finder, RankedIds
from taizhang.library.highlight import passages
from taizhang.library.model import Filters, ReadableLevels, SearchHit, SearchResult
from taizhang.library.query import Query
from taizhang.library.suggest import suggestions


def search(
    finder: Finder, asked: Query, allowed: ReadableLevels, filters: Filters, page: tuple[int, int]
) -> SearchResult:
    """The answer to a query without problems; ``page`` is (limit, offset)."""
    gates = finder.gates(allowed, filters)
    answer = finder.find(asked, gates, *page)
    relaxed = False
    other: tuple[str, ...] = ()
    if not answer.count and asked.words:
        loose = finder.find_relaxed(asked, gates, *page)
        other = suggestions(finder.searcher, finder.schema, asked, gates)
        relaxed, answer = loose.count > 0, loose if loose.count else answer
    facets = finder.facets(answer.query) if answer.count else ()
    hits = _hits(finder, answer, asked, allowed)
    return SearchResult(hits, answer.count, answer.exact, relaxed, facets, other)


def _hits(finder: Finder, answer: RankedIds, asked: Query, allowed: ReadableLevels) -> tuple[SearchHit, ...]:
    ids = [identity for identity, _ in answer.page]
    documents = {each.id: each for each in finder.register.documents(ids, allowed)}
    plains = {identity: body.decode() for identity, body in finder.register.plain_bytes(ids)}
    return tuple(
        SearchHit(
            documents[identity],
            score,
            passages(documents[identity].text, plains[identity], asked.words),
        )
        for identity, score in answer.page
        if identity in documents
    )
