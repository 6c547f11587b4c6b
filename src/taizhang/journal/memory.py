"""A store in memory: for tests, samples and trying things out; nothing outlives the process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import RLock

from taizhang.journal.body import Sealed
from taizhang.journal.rebuild import Told, ignore_progress, refold
from taizhang.journal.store import Tree
from taizhang.lists.query import DEEPEST, LARGEST_PAGE, By, Counts, HeadPage, HeadQuery, ListRow, answers, group_of
from taizhang.matters.entry import Head
from taizhang.terms.problem import Problem


class MemoryStore:
    """Keeps everything in dictionaries; ``add`` is the only change and checks before it changes anything."""

    def __init__(self, origin: str) -> None:
        self._tree = Tree(origin, 0, ())
        self._entries: list[Sealed] = []
        self._ids: dict[tuple[str, str], Sealed] = {}
        self._matters: dict[str, list[Sealed]] = {}
        self._heads: dict[str, Head] = {}
        self._rows: dict[str, ListRow] = {}
        self._revision = ""
        self._lock = RLock()

    @contextmanager
    def write(self) -> Iterator[None]:
        """One writer at a time; ``add`` comes last in it, so there is nothing to take back."""
        with self._lock:
            yield

    def tree(self) -> Tree:
        """Size and peaks."""
        return self._tree

    def add(self, entries: Sequence[Sealed], heads: Collection[Head], rows: Collection[ListRow], tree: Tree) -> None:
        """Adds entries, heads and rows; a seq, an intention or a place in a matter taken twice is our own fault."""
        taken = {(one.matter, one.mseq) for one in entries}
        ids = {(one.actor, one.idem) for one in entries}
        assert [one.seq for one in entries] == list(range(self._tree.size + 1, tree.size + 1))
        assert len(taken) == len(ids) == len(entries)
        assert not ids & self._ids.keys()
        assert all(one.mseq > len(self._matters.get(one.matter, ())) for one in entries)
        for one in entries:
            self._entries.append(one)
            self._ids[one.actor, one.idem] = one
            self._matters.setdefault(one.matter, []).append(one)
        for head in sorted(heads, key=lambda head: head.seq):
            self._heads.pop(head.matter, None)
            self._heads[head.matter] = head
        self._rows.update((row.matter, row) for row in rows)
        self._tree = tree

    def known(self, matters: Collection[str]) -> dict[str, Head]:
        """The heads of those matters that exist."""
        return {matter: self._heads[matter] for matter in matters if matter in self._heads}

    def seen(self, ids: Collection[tuple[str, str]]) -> dict[tuple[str, str], Sealed]:
        """The entries already appended under these pairs."""
        return {one: self._ids[one] for one in ids if one in self._ids}

    def entries(self, first: int = 1) -> Iterator[Sealed]:
        """Entries from ``first`` on."""
        return iter(self._entries[max(first, 1) - 1 :])

    def history(self, matter: str) -> list[Sealed]:
        """A matter's entries."""
        return list(self._matters.get(matter, ()))

    def heads(self, ledger: str | None, since: int) -> Iterator[Head]:
        """Heads by seq: the dictionary is kept in that order."""
        with self._lock:
            heads = list(self._heads.values())
        return (head for head in heads if head.seq > since and ledger in (None, head.ledger))

    def find(self, ledger: str, number: str) -> list[Head]:
        """The matters with that number."""
        return [head for head in self.heads(ledger, 0) if head.number == number]

    def page(self, query: HeadQuery) -> HeadPage:
        """One page: rows keep the order in which their matters were first listed."""
        found = self._order(query)
        start = min(max(query.page.start, 0), DEEPEST)
        shown = found[start : start + min(query.page.size, LARGEST_PAGE)]
        return HeadPage(
            tuple(self._heads[row.matter] for row in shown),
            min(len(found), query.page.most),
            len(found) > query.page.most,
        )

    def walk(self, query: HeadQuery) -> Iterator[Head]:
        """Every head asked for, in order."""
        return (self._heads[row.matter] for row in self._order(query))

    def _order(self, query: HeadQuery) -> list[ListRow]:
        found = self._find(query)
        if query.order.descending:
            found.reverse()
        by = query.order.field
        if by is None:
            return sorted(found, key=lambda row: row._asdict()[query.order.by], reverse=query.order.descending)
        keys = [(by.key(self._heads[row.matter].facts), row) for row in found]
        told = [pair for pair in keys if pair[0] is not None]
        told.sort(key=lambda pair: pair[0], reverse=query.order.descending)  # type: ignore[arg-type, return-value]
        return [row for _, row in told] + [row for key, row in keys if key is None]

    def counts(self, query: HeadQuery, by: tuple[By, ...]) -> Counts:
        """How many in each group."""
        return Counter(group_of(by, row, query.day) for row in self._find(query))

    def _find(self, query: HeadQuery) -> list[ListRow]:
        with self._lock:
            rows = list(self._rows.values())
        return [row for row in rows if answers(query, row, self._heads[row.matter].facts)]

    def rows(self) -> Iterator[ListRow]:
        """Every row."""
        return iter(list(self._rows.values()))

    def listed_under(self) -> str:
        """The revision given with the last listing."""
        return self._revision

    def relist(self, revision: str, day: str, rows: Iterable[ListRow]) -> None:
        """Replaces all rows."""
        self._rows = {row.matter: row for row in rows}
        self._revision = revision

    def roll(self, day: str) -> None:
        """Lamps are told anew each time."""

    def renew(self, told: Told = ignore_progress, *, anew: bool = False) -> None:
        """Memory is never older than the program; heads are folded anew when asked."""
        if anew:
            ordered = sorted(self._entries, key=lambda one: (one.matter, one.mseq))
            self._heads = {head.matter: head for head in sorted(refold(ordered), key=lambda head: head.seq)}

    def faults(self) -> list[Problem]:
        """Memory has no guards to lose."""
        return []

    def close(self) -> None:
        """Nothing to let go of."""
