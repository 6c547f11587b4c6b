"""Lists of matters with their words: derived tables have none of guarded ledgers, so those are opened and looked through in memory.

What an index can answer narrows them down first. 100,000 values take about a third of a second; no more matters are
opened for a page than of other ledgers are sifted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter

from taizhang.journal.guard import Guard
from taizhang.journal.store import Store
from taizhang.lists.field_filters import MOST_SIFTED
from taizhang.lists.query import LARGEST_PAGE, By, Counts, HeadPage, HeadQuery, ListRow, Order, group_of
from taizhang.lists.rows import Lister
from taizhang.matters.entry import Head

MOST_FOUND = 5_000
"""Guarded matters a search among other ledgers names at most: what a statement can bind."""
# Chosen: the counts of the desks of one body, a few questions each.
REMEMBERED = 500
Found = tuple[Head, ListRow]
Asked = tuple[int, HeadQuery, tuple[By, ...]]


@dataclass(frozen=True, slots=True)
class OpenedLists:
    """Answers questions from a store, its heads opened. opened: a head as it reads. remembered: counts of the size they are of."""

    store: Store
    guard: Guard
    lister: Lister
    opened: Callable[[Head], Head]
    remembered: dict[Asked, Counts]

    def page(self, query: HeadQuery) -> HeadPage:
        """One page of the matters asked for, and how many there are in all."""
        if self._alone(query):
            return self._looked_through(query)
        found = self.store.page(self.guard.query(self._among(query)))
        return replace(found, heads=tuple(map(self.opened, found.heads)))

    def walk(self, query: HeadQuery) -> Iterator[Head]:
        """Every matter asked for, in order."""
        if self._alone(query):
            return (head for head, _ in self._ordered(query, self._found(query)))
        return self._walked(self._among(query))

    def tally(self, size: int, asked: Iterable[tuple[HeadQuery, tuple[By, ...]]]) -> tuple[Counts, ...]:
        """Several counts of the journal of this size, each asked of the store but once."""
        return tuple(self._remember((size, *one)) for one in asked)

    def _remember(self, key: Asked) -> Counts:
        if (found := self.remembered.get(key)) is None:
            found = self.counts(key[1], key[2])
            if len(self.remembered) >= REMEMBERED:
                self.remembered.clear()
            self.remembered[key] = found
        return found

    def counts(self, query: HeadQuery, by: tuple[By, ...]) -> Counts:
        """How many of them lie in each group."""
        if self._alone(query):
            return Counter(group_of(by, row, query.day) for _, row in self._found(query))
        return self.store.counts(self.guard.query(self._among(query)), by)

    def _walked(self, query: HeadQuery) -> Iterator[Head]:
        return map(self.opened, self.store.walk(self.guard.query(query)))

    def _guarded(self, query: HeadQuery) -> frozenset[str]:
        """The guarded ledgers the question is about, as far as it asks for words of them."""
        names = frozenset(self._asked(query) or self.guard.words)
        asked = query.filter.text or query.filter.fields or query.order.field or query.order.by == "number"
        return names & self.guard.words.keys() if asked and self.guard.vault else frozenset()

    @staticmethod
    def _asked(query: HeadQuery) -> frozenset[str] | None:
        """The ledgers a question can find anything of; None for any."""
        seen: set[str] = set()
        for grant in query.sight.grants:
            if grant.ledgers is None:
                return frozenset(query.filter.ledgers) or None
            seen |= grant.ledgers
        return frozenset(seen & set(query.filter.ledgers) if query.filter.ledgers else seen)

    def _alone(self, query: HeadQuery) -> bool:
        """Whether the question asks for words of guarded ledgers and of no others."""
        asked = self._asked(query)
        return bool(asked) and self._guarded(query) == asked

    def _among(self, query: HeadQuery) -> HeadQuery:
        """The question with the guarded matters whose words hold its text named in it."""
        names = self._guarded(query) if query.filter.text else None
        if not names:
            return query
        asks = replace(query.filter, ledgers=tuple(sorted(names)))
        found = islice(self._found(replace(query, filter=asks)), MOST_FOUND)
        also = (*query.filter.also, *(head.matter for head, _ in found))
        return replace(query, filter=replace(query.filter, also=also)) if also else query

    def _found(self, query: HeadQuery) -> Iterator[Found]:
        """Matters whose words are as asked, in the order an index gives."""
        asks, order = query.filter, query.order
        plain = replace(asks, text="", fields=())
        indexed = Order("opened", descending=True) if order.field else Order("seq") if order.by == "number" else order
        for head in self._walked(replace(query, filter=plain, order=indexed)):
            row = self.lister.of(head)
            if (asks.text in row.number or asks.text in row.title) and all(
                one.holds(head.facts) for one in asks.fields
            ):
                yield head, row

    def _looked_through(self, query: HeadQuery) -> HeadPage:
        """One page of guarded matters."""
        page = query.page
        looked = [*islice(self._found(query), MOST_SIFTED + 1)]
        found = [head for head, _ in self._ordered(query, looked[:MOST_SIFTED])]
        shown = found[page.start : page.start + min(page.size, LARGEST_PAGE)]
        return HeadPage(tuple(shown), min(len(found), page.most), len(found) > page.most, len(looked) > MOST_SIFTED)

    @staticmethod
    def _ordered(query: HeadQuery, found: Iterable[Found]) -> Iterable[Found]:
        field, way = query.order.field, query.order.descending
        if field is not None:
            keys = [(field.key(pair[0].facts), pair) for pair in found]
            told = sorted(
                ((key, pair) for key, pair in keys if key is not None),
                key=itemgetter(0),
                reverse=way,
            )
            return [pair for _, pair in told] + [pair for key, pair in keys if key is None]
        if query.order.by == "number":
            return sorted(found, key=lambda pair: pair[1].number, reverse=way)
        return found
