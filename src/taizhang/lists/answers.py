"""Answers head queries by statements, the same way whatever database runs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from taizhang.lists.kept_counts import count_sql
from taizhang.lists.query import MOST_COUNTED, By, Counts, HeadQuery
from taizhang.lists.sql import Manner, Sql, count_of, counts_of, page_of

Rows = Sequence[Sequence[object]]


class PageResult(NamedTuple):
    """The matters of a page, how many there are, and how many were looked at one by one."""

    matters: tuple[str, ...]
    total: int
    looked: int


class Answering:
    """Answers with ``run``, which gives the rows of a statement.

    Lamps are read as they are stored when that was done for the day asked for; should another process have gone on
    to a later day meanwhile, nothing is found at first and the question is put once more, told by each row's days.
    """

    def __init__(self, run: Callable[[Sql], Rows], manner: Manner) -> None:
        self._run, self._plain, self._day = run, manner, ""

    def page(self, query: HeadQuery) -> PageResult:
        """One page in two statements, whatever the number of matters."""
        manner = self.manner(query)
        total, looked = self._total(query, manner)
        if not total and query.filter.lamps and self._overtaken(manner):
            manner = self._plain
            total, looked = self._total(query, manner)
        if not total or not query.page.size:
            return PageResult((), total, looked)
        # A text that many titles hold is met soon in any order, without looking all of them up.
        manner = manner._replace(searched=manner.searched and total <= MOST_COUNTED)
        return PageResult(tuple(str(row[0]) for row in self._run(page_of(query, manner))), total, looked)

    def counts(self, query: HeadQuery, by: tuple[By, ...]) -> Counts:
        """How many in each group, in one statement."""
        manner = self.manner(query)
        found = self._counts(query, by, manner)
        if not found and (query.filter.lamps or "lamp" in by) and self._overtaken(manner):
            found = self._counts(query, by, self._plain)
        return found

    def manner(self, query: HeadQuery) -> Manner:
        """How to write a statement for the day asked for."""
        day = query.day.isoformat()
        if day != self._day:
            self._day = self._roll()
        # What no table holds the words of is not found by pieces of its text.
        return self._plain._replace(rolled=day == self._day, searched=not query.filter.also)

    def _total(self, query: HeadQuery, manner: Manner) -> tuple[int, int]:
        """How many, from kept counts where looking would take long: no index is ordered by lamps or turns."""
        kept = count_sql(query, (), manner) if query.filter.lamps or query.filter.turns else None
        (row,) = self._run(kept or count_of(query, manner))
        return int(str(row[0])), 0 if kept else int(str(row[1]))

    def _counts(self, query: HeadQuery, by: tuple[By, ...], manner: Manner) -> Counts:
        rows = self._run(count_sql(query, by, manner) or counts_of(query, by, manner))
        return {tuple(map(str, row[:-1])): int(str(row[-1])) for row in rows}

    def _overtaken(self, manner: Manner) -> bool:
        """Whether the stored lamps are no more those of the day the statement was written for."""
        before, self._day = self._day, self._roll()
        return manner.rolled and before != self._day

    def _roll(self) -> str:
        (row,) = self._run(Sql("SELECT day FROM listing"))
        return str(row[0])
