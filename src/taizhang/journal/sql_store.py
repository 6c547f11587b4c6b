"""What stores in SQL databases have in common: one store, of which each database says a few things in its own way."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from itertools import count, islice
from typing import Any, NamedTuple

import orjson

from taizhang.journal.body import Sealed
from taizhang.journal.head_rows import HeadRow, head_of, standing_of
from taizhang.journal.rebuild import Told, ignore_progress, refold, report_progress
from taizhang.journal.store import Tree
from taizhang.lists.answers import Answering
from taizhang.lists.field_filters import MOST_SIFTED
from taizhang.lists.query import By, Counts, HeadPage, HeadQuery, ListRow, Party
from taizhang.lists.sql import Manner, Sql, walk_of
from taizhang.lists.tables import (
    COLUMNS,
    OLD,
    PUT_MONTH,
    PUT_TALLY,
    ROLL,
    WRONG_COUNTS,
    WRONG_LAMPS,
    CountChanges,
    Old,
    row_of,
)
from taizhang.matters.entry import Head
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

Row = tuple[Any, ...]
# Bytes of SHA-256 (FIPS 180-4).
HASH = 32
CHUNK = 500
"""Rows read or written at once: measured over 200 to 5,000, more is not faster and takes memory."""
_ENTRY = f"SELECT {', '.join(f'entry.{name}' for name in Sealed._fields)} FROM entry"
_HEAD = f"SELECT {', '.join(HeadRow._fields)} FROM head"
_PUT_HEAD = f"""INSERT INTO head({", ".join(HeadRow._fields)}) VALUES({", ".join("?" * len(HeadRow._fields))})
  ON CONFLICT(matter) DO UPDATE SET {", ".join(f"{one} = excluded.{one}" for one in HeadRow._fields if one != "matter")}"""
_PUT_ROW = f"""INSERT INTO listed({", ".join(COLUMNS)}) VALUES({", ".join("?" * len(COLUMNS))})
  ON CONFLICT(matter) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "matter")}"""


class Dialect(NamedTuple):
    """What the databases say in different words.

    manner: how lists are asked for. among: after a column, that it holds a text of a JSON list. seen: after entries,
    that actor and intention are a pair of a JSON list of pairs. parties: a row's parties as a JSON list of pairs.
    """

    manner: Manner
    among: str
    seen: str
    parties: str


class SqlStore(ABC):
    """Keeps the journal in tables; derived ones carry the version of the program's that made them."""

    dialect: Dialect
    version: int

    def __init__(self) -> None:
        self._answering = Answering(self._all, self.dialect.manner)

    @abstractmethod
    def write(self) -> AbstractContextManager[None]:
        """One writing transaction."""

    @abstractmethod
    def _all(self, sql: Sql) -> list[Row]:
        """All rows of a statement."""

    @abstractmethod
    def _rows(self, sql: Sql) -> Iterator[Row]:
        """The rows of a statement, all of one moment, fetched as they are wanted."""

    @abstractmethod
    def _many(self, text: str, rows: Iterable[Row]) -> None:
        """A writing statement with the values of each row, inside ``write``."""

    @abstractmethod
    def _put(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """New rows of a table the fastest way, inside ``write``."""

    @abstractmethod
    def _version_kept(self) -> int:
        """The version of the program's tables the derived ones have."""

    @abstractmethod
    def _remake_derived(self) -> None:
        """Empty derived tables of this version in the place of others."""

    @abstractmethod
    def _refill(self) -> AbstractContextManager[None]:
        """Empty tables for lists, which stand in the place of the old ones at the end."""

    @abstractmethod
    def _guard_faults(self) -> Iterator[Problem]:
        """What is wrong with the store's own guards."""

    @abstractmethod
    def _place(self) -> Place:
        """Where the store is, as problems say it."""

    @abstractmethod
    def _index_text(self, rows: Iterable[ListRow], ids: Mapping[str, int], before: Mapping[str, Old]) -> None:
        """Makes rows findable by their text, where the database does not do so by itself. before: the rows replaced."""

    def tree(self) -> Tree:
        """Size and peaks."""
        ((origin, size, peaks),) = self._all(Sql("SELECT origin, size, peaks FROM tree"))
        return Tree(origin, size, tuple(peaks[n : n + HASH] for n in range(0, len(peaks), HASH)))

    def add(self, entries: Sequence[Sealed], heads: Collection[Head], rows: Collection[ListRow], tree: Tree) -> None:
        """Adds entries, heads and rows, each with one statement."""
        self._put("entry", Sealed._fields, entries)
        self._many(_PUT_HEAD, map(standing_of, sorted(heads, key=lambda head: head.seq)))
        self._list(sorted(rows, key=lambda row: row.seq))
        self._many("UPDATE tree SET size = ?, peaks = ?", [(tree.size, b"".join(tree.peaks))])

    def _list(self, rows: Sequence[ListRow]) -> None:
        """Puts rows, their parties and counts; what a matter was bound to before is forgotten."""
        matters = (json.dumps([row.matter for row in rows]),)
        among = f"FROM listed WHERE matter {self.dialect.among}"
        before = {one.matter: one for one in map(Old._make, self._all(Sql(f"SELECT {OLD} {among}", matters)))}
        tally = CountChanges(self._day())
        tally.without(before.values())
        self._many(_PUT_ROW, map(tally.columns_of_new, rows))
        ids: dict[str, int] = dict(self._all(Sql(f"SELECT matter, id {among}", matters)))
        self._many("DELETE FROM party WHERE id = ?", [(one.id,) for one in before.values()])
        self._bind(rows, ids)
        self._index_text(rows, ids, before)
        self._count(tally)

    def _bind(self, rows: Iterable[ListRow], ids: Mapping[str, int]) -> None:
        bound = ((name, role, ids[row.matter]) for row in rows for role, name in row.parties)
        self._put("party", ("name", "role", "id"), bound)

    def _count(self, tally: CountChanges) -> None:
        kinds, months = tally.changes()
        self._many(PUT_TALLY, kinds)
        self._many(PUT_MONTH, months)

    def known(self, matters: Collection[str]) -> dict[str, Head]:
        """The heads of those matters that exist."""
        found = self._all(Sql(f"{_HEAD} WHERE matter {self.dialect.among}", (json.dumps(list(matters)),)))
        return {head.matter: head for head in _heads(found)}

    def seen(self, ids: Collection[tuple[str, str]]) -> dict[tuple[str, str], Sealed]:
        """The entries already appended under these pairs."""
        found = map(Sealed._make, self._all(Sql(f"{_ENTRY} {self.dialect.seen}", (json.dumps(list(ids)),))))
        return {(one.actor, one.idem): one for one in found}

    def entries(self, first: int = 1) -> Iterator[Sealed]:
        """Entries from ``first`` on."""
        return map(Sealed._make, self._rows(Sql(f"{_ENTRY} WHERE seq >= ? ORDER BY seq", (first,))))

    def history(self, matter: str) -> list[Sealed]:
        """A matter's entries."""
        return [*map(Sealed._make, self._all(Sql(f"{_ENTRY} WHERE matter = ? ORDER BY mseq", (matter,))))]

    def heads(self, ledger: str | None, since: int) -> Iterator[Head]:
        """Heads by seq from one statement, so of one moment."""
        if ledger is None:
            return _heads(self._rows(Sql(f"{_HEAD} WHERE seq > ? ORDER BY seq", (since,))))
        return _heads(self._rows(Sql(f"{_HEAD} WHERE ledger = ? AND seq > ? ORDER BY seq", (ledger, since))))

    def find(self, ledger: str, number: str) -> list[Head]:
        """The matters with that number."""
        return list(_heads(self._all(Sql(f"{_HEAD} WHERE number = ? AND ledger = ? ORDER BY seq", (number, ledger)))))

    def page(self, query: HeadQuery) -> HeadPage:
        """One page in three statements, whatever the number of matters."""
        matters, total, looked = self._answering.page(query)
        heads = self.known(matters) if matters else {}
        shown = tuple(heads[matter] for matter in matters)
        most = query.page.most
        return HeadPage(shown, min(total, most), total > most, looked >= MOST_SIFTED)

    def walk(self, query: HeadQuery) -> Iterator[Head]:
        """Every head asked for from one statement, so of one moment."""
        return _heads(self._rows(walk_of(query, self._answering.manner(query))))

    def counts(self, query: HeadQuery, by: tuple[By, ...]) -> Counts:
        """How many in each group."""
        return self._answering.counts(query, by)

    def roll(self, day: str) -> None:
        """Lamps and counts of a later day, inside ``write``."""
        if self._day() < day:
            for text, days in ROLL:
                self._many(text, [(day,) * days])

    def _day(self) -> str:
        ((day,),) = self._all(Sql("SELECT day FROM listing"))
        return str(day)

    def rows(self) -> Iterator[ListRow]:
        """Every row, its parties fetched with it."""
        query = f"SELECT {', '.join(COLUMNS[:-2])}, {self.dialect.parties} FROM listed ORDER BY id"
        for row in self._rows(Sql(query)):
            yield row_of(row[:-1], tuple(Party(*one) for one in json.loads(row[-1])))

    def listed_under(self) -> str:
        """The revision kept beside the rows."""
        if self._version_kept() != self.version:
            return ""
        ((revision,),) = self._all(Sql("SELECT revision FROM listing"))
        return str(revision)

    def relist(self, revision: str, day: str, rows: Iterable[ListRow]) -> None:
        """Fills empty tables without indexes, which are made at the end."""
        tally, walk, ids = CountChanges(day), iter(rows), count(1)
        with self._refill():
            while chunk := list(islice(walk, CHUNK)):
                known = {row.matter: key for row, key in zip(chunk, ids, strict=False)}
                self._put(
                    "listed", ("id", *COLUMNS), ((known[row.matter], *tally.columns_of_new(row)) for row in chunk)
                )
                self._bind(chunk, known)
                self._index_text(chunk, known, {})
            self._count(tally)
            self._many("UPDATE listing SET revision = ?, day = ?", [(revision, day)])

    def renew(self, told: Told = ignore_progress, *, anew: bool = False) -> None:
        """Derived tables of an older version, or any when asked, are made anew, heads folded from the entries."""
        if not anew and self._version_kept() == self.version:
            return
        self._remake_derived()
        rows = map(Sealed._make, self._rows(Sql(f"{_ENTRY} ORDER BY matter, mseq")))
        heads = refold(report_progress("由流水重算现状", rows, self.tree().size, told))
        while chunk := list(islice(heads, CHUNK)):
            self._many(_PUT_HEAD, map(standing_of, chunk))

    def faults(self) -> list[Problem]:
        """What is wrong with settings, tables and triggers, the journal's name, kept counts and stored lamps."""
        found = [*self._guard_faults()]
        ((origin, named),) = self._all(Sql("SELECT origin, named FROM tree"))
        if name_digest(origin) != named:
            found.append(Problem("JRN-080", "流水库的名称被改动。", hint="有人绕过程序动过流水库，请用备份核对。"))
        if self._all(Sql(WRONG_COUNTS)) != [(0,)]:
            found.append(Problem("JRN-088", "列表的计数与列表不符。", hint=REMADE))
        if matters := [str(matter) for (matter,) in self._all(Sql(WRONG_LAMPS))]:
            says = sentence("列表里的灯色不是所记日期应亮的灯色：事项{matters}。", matters="、".join(matters))
            found.append(Problem("JRN-088", says, hint=REMADE))
        return [problem.at(self._place()) for problem in found]


REMADE = "列表可以用 taizhang fsck --rebuild 重建；请用备份核对是谁改动过。"


def name_digest(origin: str) -> bytes:
    """What the journal's name is checked by: nothing else in the store would tell that it was changed."""
    return sha256(origin.encode()).digest()


def busy() -> Problem:
    """Another writer is at work for longer than we wait."""
    return Problem("JRN-061", "流水库正忙，这次没有写入。", hint="请稍后用同一个提交标识重试。")


def _heads(rows: Iterable[Row]) -> Iterator[Head]:
    """The heads of rows, their JSON read by the chunk, which is twice as fast as one by one."""
    walk = map(HeadRow._make, rows)
    while chunk := list(islice(walk, CHUNK)):
        yield from map(head_of, chunk, orjson.loads("[" + ",".join(row.data for row in chunk) + "]"))
