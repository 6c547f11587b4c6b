"""What the journal asks of a place that keeps entries; memory and SQLite answer it alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from taizhang.journal.body import Sealed
from taizhang.journal.rebuild import Told, ignore_progress
from taizhang.lists.query import By, Counts, HeadPage, HeadQuery, ListRow
from taizhang.matters.entry import Head
from taizhang.terms.problem import Problem


class Tree(NamedTuple):
    """The journal's name, how many entries it has, and the peaks of its Merkle tree."""

    origin: str
    size: int
    peaks: tuple[bytes, ...]


class Store(Protocol):
    """Keeps sealed entries, one head a matter, and the tree.

    Reads outside ``write`` see what was committed last; inside, in the same thread, they see the transaction.
    """

    def write(self) -> AbstractContextManager[None]:
        """One writing transaction: all of it is kept when the block ends, none when it raises."""

    def tree(self) -> Tree:
        """Size and peaks."""

    def add(self, entries: Sequence[Sealed], heads: Collection[Head], rows: Collection[ListRow], tree: Tree) -> None:
        """Adds entries, puts heads and their rows for lists in the place of older ones, and replaces the tree."""

    def known(self, matters: Collection[str]) -> dict[str, Head]:
        """The heads of those matters that exist."""

    def seen(self, ids: Collection[tuple[str, str]]) -> dict[tuple[str, str], Sealed]:
        """The entries already appended under these pairs of actor and intention."""

    def entries(self, first: int = 1) -> Iterator[Sealed]:
        """Entries from ``first`` on, by seq."""

    def history(self, matter: str) -> list[Sealed]:
        """A matter's entries, by mseq."""

    def heads(self, ledger: str | None, since: int) -> Iterator[Head]:
        """Heads changed after entry ``since``, by seq, of one ledger or all; one moment's view, each matter once."""

    def find(self, ledger: str, number: str) -> list[Head]:
        """The matters with that number."""

    def page(self, query: HeadQuery) -> HeadPage:
        """The heads asked for, one page of them in order, and how many there are in all; equals lie in order of entry."""

    def walk(self, query: HeadQuery) -> Iterator[Head]:
        """Every head asked for, in order, however many; of one moment."""

    def counts(self, query: HeadQuery, by: tuple[By, ...]) -> Counts:
        """How many of the matters asked for lie in each group; groups without any are left out."""

    def rows(self) -> Iterator[ListRow]:
        """Every matter's row for lists, parties in any order."""

    def listed_under(self) -> str:
        """The revision of the declarations under which rows for lists were made; '' for a new or an older store."""

    def relist(self, revision: str, day: str, rows: Iterable[ListRow]) -> None:
        """Makes all rows for lists anew with the lamps of ``day``, inside ``write``.

        ``rows`` may be read from this store's heads.
        """

    def roll(self, day: str) -> None:
        """Brings stored lamps and counts on to a day, inside ``write``; an earlier one than theirs changes nothing."""

    def renew(self, told: Told = ignore_progress, *, anew: bool = False) -> None:
        """Gives tables kept by an older version this one's shape, inside ``write``, heads folded from the entries.

        Nothing when they have it already, unless all are to be made ``anew``. ``relist`` must follow.
        """

    def faults(self) -> list[Problem]:
        """What is wrong with the store's own guards: triggers gone, settings changed, pages damaged."""

    def close(self) -> None:
        """Lets go of files."""
