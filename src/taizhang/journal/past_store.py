"""The journal as it stood at the end of a past day: the same questions, answered from the entries that count for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock

from taizhang.journal.body import Sealed, read_row
from taizhang.journal.memory import MemoryStore
from taizhang.journal.store import Store
from taizhang.lists.query import By, Counts, HeadPage, HeadQuery, ListRow
from taizhang.lists.rows import Lister
from taizhang.matters.entry import Head
from taizhang.matters.past import PastDay


@dataclass(frozen=True, slots=True)
class PastLister(Lister):
    """Rows of past heads, from which whom a matter is about today is kept away as well. store: the heads of today."""

    store: Store

    def of(self, head: Head) -> ListRow:
        """The row of the past, bound to everybody the matter is about today."""
        row, now = Lister.of(self, head), self.store.known((head.matter,)).get(head.matter)
        about = [one for one in Lister.of(self, now).parties if one.role == "about"] if now else []
        return row._replace(parties=tuple(dict.fromkeys((*row.parties, *about))))


class PastStore(MemoryStore):
    """Reads another store as of a past day; nothing can be added.

    One matter is folded from its own entries; the first list or count folds all of them, once.
    """

    def __init__(self, store: Store, asked: PastDay, lister: Lister) -> None:
        super().__init__(store.tree().origin)
        self._tree = store.tree()
        self._store, self._asked, self._lister = store, asked, lister
        self._filled = False
        self._filling = RLock()

    @contextmanager
    def write(self) -> Iterator[None]:
        """A past day is only read."""
        raise AssertionError("nothing is added to a past day")
        yield

    def known(self, matters: Collection[str]) -> dict[str, Head]:
        """The heads of those that were there, each from its own entries."""
        if self._filled:
            return super().known(matters)
        found = ((matter, self._head(self._store.history(matter))) for matter in matters)
        return {matter: head for matter, head in found if head is not None}

    def history(self, matter: str) -> list[Sealed]:
        """The entries that count."""
        sealed = self._store.history(matter)
        kept = {one.seq for one in self._asked.entries(tuple(map(read_row, sealed)))}
        return [one for one in sealed if one.seq in kept]

    def entries(self, first: int = 1) -> Iterator[Sealed]:
        """Entries of the store behind: the chain is of no day."""
        return self._store.entries(first)

    def _head(self, sealed: Sequence[Sealed]) -> Head | None:
        history = tuple(map(read_row, sealed))
        ledger = self._lister.ledgers.get(history[0].intention.ledger) if history else None
        return self._asked.head(history, ledger)

    def _fill(self) -> None:
        with self._filling:
            if self._filled:
                return
            told: defaultdict[str, list[Sealed]] = defaultdict(list)
            for one in self._store.entries():
                told[one.matter].append(one)
            heads = filter(None, map(self._head, told.values()))
            self._heads = {head.matter: head for head in sorted(heads, key=lambda head: head.seq)}
            order = [matter for matter in told if matter in self._heads]
            self._rows = {matter: self._lister.of(self._heads[matter]) for matter in order}
            self._filled = True

    def heads(self, ledger: str | None, since: int) -> Iterator[Head]:
        """Heads by seq."""
        self._fill()
        return super().heads(ledger, since)

    def page(self, query: HeadQuery) -> HeadPage:
        """One page."""
        self._fill()
        return super().page(query)

    def walk(self, query: HeadQuery) -> Iterator[Head]:
        """Every head asked for."""
        self._fill()
        return super().walk(query)

    def counts(self, query: HeadQuery, by: tuple[By, ...]) -> Counts:
        """How many in each group."""
        self._fill()
        return super().counts(query, by)

    def rows(self) -> Iterator[ListRow]:
        """Every row."""
        self._fill()
        return super().rows()
