"""What was counted over tables, kept in memory while it holds: carried on where it adds up, otherwise counted anew.

Nobody counts a table twice for the same question. When rows change, a count or a sum is moved by what the changed rows
alone give before and after, exactly as the digest of a table is; what does not add up (the greatest, the different
ones, lists) is forgotten. Nothing is written down: a process trusts only what it counted itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from taizhang.terms.machine import memory
from taizhang.warehouse.moving import Aggregate, ChangedRow, KeptAnswers, Members, add, weigh
from taizhang.warehouse.sql import Bound, identifier

MOST_COLUMNS = 400
"""Aggregates in one query: with more of them the engine's planning outweighs the second pass over the rows."""
MOST_KEPT = max(500_000, memory() // 64 // 100)
"""Answers kept before all are forgotten, of some 100 bytes each: a 64th of the machine's memory. 200 figures by 1,000 units
in two years are 400,000."""
_SIGN = '"kept sign"'  # no column of a ledger has a space in its name

MANY_PARTS = 10
"""Units whose rows are read for themselves, before the next has all units counted: a pass over 10^6 rows costs as much as
planning the same question some thirty times."""
ROW_BY_ROW = 50
"""Changed rows that are weighed one by one. Planning a query of 181 aggregates takes DuckDB 2.0 some 90 ms however few
rows it reads, weighing a row in them some 2 ms: beyond that many the query is faster."""


class Rows(Protocol):
    """What answers queries."""

    def rows(self, sql: str, bound: Sequence[Bound] = ()) -> list[tuple[object, ...]]:
        """All rows of a query."""
        ...


@dataclass(frozen=True, slots=True)
class KeptPart:
    """The rows of a table that are counted: all, or those whose ``column`` is one of ``values``."""

    table: str
    column: str = ""
    values: tuple[str, ...] = ()

    def holds(self, members: Mapping[str, str]) -> bool:
        """Whether a row of these members, by grouping column, is counted."""
        return not self.column or members[self.column] in self.values


class KeptCounts:
    """The counts of one replica, for as long as its process lives."""

    def __init__(self, engine: Rows) -> None:
        self._engine = engine
        self._parts: dict[KeptPart, KeptAnswers] = {}
        self._kept = 0
        self._asked: dict[tuple[str, Hashable], set[KeptPart]] = {}

    def forget(self) -> None:
        """Everything will be counted anew."""
        self._parts.clear()
        self._asked.clear()
        self._kept = 0

    def holds(self, part: KeptPart, group: str, aggregate: Aggregate) -> bool:
        """Whether the answer by that column is known without counting."""
        kept = self._parts.get(part)
        return kept is not None and group in kept.answers.get(aggregate.key, (None, {}))[1]

    def asked_of_many(self, part: KeptPart, aggregate: Aggregate) -> bool:
        """Whether the aggregate has been asked of many parts of the table, this one included: all are then better counted
        at once."""
        asked = self._asked.setdefault((part.table, aggregate.key), set())
        if len(asked) < MANY_PARTS:
            asked.add(part)
        return len(asked) >= MANY_PARTS

    def count(
        self, part: KeptPart, bys: Sequence[str], wanted: Sequence[Aggregate]
    ) -> Mapping[Hashable, Mapping[str, Members]]:
        """By aggregate and grouping column, the answer of every member; the whole stands under '' of ''.

        One pass over the rows for all that is not known yet, and a further one for every 400 aggregates.
        """
        if self._kept > MOST_KEPT:
            self.forget()
        kept = self._parts.setdefault(part, KeptAnswers())
        if "" in bys:
            self._kept += sum(kept.add_up(one) for one in wanted)
        missing = [one for one in wanted if not all(self.holds(part, by, one) for by in bys)]
        for start in range(0, len(missing), MOST_COLUMNS):
            self._scan(part, kept, bys, missing[start : start + MOST_COLUMNS])
        return {one.key: kept.answers[one.key][1] for one in wanted}

    def _scan(self, part: KeptPart, kept: KeptAnswers, bys: Sequence[str], aggregates: Sequence[Aggregate]) -> None:
        found: dict[str, list[Members]] = {by: [{} for _ in range(len(aggregates) + 1)] for by in bys}
        # In the order of members, so that whoever wants them in order has nothing left to sort.
        rows = sorted(self._read(part, identifier(part.table), "", bys, aggregates), key=lambda row: row[1:3])
        for _, by, member, numbers in rows:
            for members, number in zip(found[by], numbers, strict=True):
                members[member] = number
        for by, (sizes, *columns) in found.items():
            kept.size[by] = sizes
            for aggregate, members in zip(aggregates, columns, strict=True):
                kept.answers.setdefault(aggregate.key, (aggregate, {}))[1][by] = members
                self._kept += len(members)

    def carry(self, table: str, columns: Sequence[str], gone: str, come: str) -> None:
        """Moves what is kept of a table by its changed rows. columns: of the table. gone, come: tables of the rows as they
        were and as they are."""
        parts = {part: kept for part, kept in self._parts.items() if part.table == table}
        if not parts:
            return
        named = sorted({by for part, kept in parts.items() for by in (*kept.size, part.column) if by})
        told = ", ".join([*map(identifier, columns), *(f"CAST({identifier(one)} AS VARCHAR)" for one in named)])
        rows = self._engine.rows(
            f"SELECT -1, {told} FROM {identifier(gone)} UNION ALL "
            f"SELECT 1, {told} FROM {identifier(come)} LIMIT {ROW_BY_ROW + 1}"
        )
        if len(rows) > ROW_BY_ROW:
            self._carry_many(parts, gone, come)
            return
        changed = [ChangedRow.of(row, columns, named) for row in rows]
        for part, kept in parts.items():
            self._kept += weigh(kept, [one for one in changed if part.holds(one.members)])

    def _carry_many(self, parts: Mapping[KeptPart, KeptAnswers], gone: str, come: str) -> None:
        columns = f"SELECT *, {{}} AS {_SIGN} FROM"
        source = f"({columns.format(-1)} {identifier(gone)} UNION ALL {columns.format(1)} {identifier(come)})"
        for part, kept in parts.items():
            for key in [key for key, (aggregate, _) in kept.answers.items() if not aggregate.adds]:
                self._kept -= kept.drop(key)
            if kept.answers:
                self._move(part, kept, source)
            else:
                del self._parts[part]

    def _move(self, part: KeptPart, kept: KeptAnswers, source: str) -> None:
        bys, known = tuple(kept.size), list(kept.answers.values())
        sizes = {by: dict(members) for by, members in kept.size.items()}
        for start in range(0, len(known), MOST_COLUMNS):
            chunk = known[start : start + MOST_COLUMNS]
            moved: list[dict[str, Members]] = [{by: dict(one) for by, one in answers.items()} for _, answers in chunk]
            for sign, by, member, (rows, *numbers) in self._read(part, source, _SIGN, bys, [one for one, _ in chunk]):
                if start == 0:
                    add(sizes[by], member, sign, rows)
                for answers, number in zip(moved, numbers, strict=True):
                    if by in answers:
                        add(answers[by], member, sign, number)
            for (aggregate, _), answers in zip(chunk, moved, strict=True):
                kept.answers[aggregate.key] = (aggregate, answers)
        kept.size = sizes
        kept.leave_out_empty()

    def _read(
        self, part: KeptPart, source: str, sign: str, bys: Sequence[str], aggregates: Sequence[Aggregate]
    ) -> Iterator[tuple[int, str, str, tuple[object, ...]]]:
        """Sign, grouping column, member and numbers (rows first) of every group."""
        bound: list[Bound] = []
        groups = [by for by in bys if by]
        told = [f"grouping({identifier(by)}), CAST({identifier(by)} AS VARCHAR)" for by in groups]
        numbers = ["count(*)", *(one.write(bound) for one in aggregates)]
        sets = ", ".join(f"({', '.join(filter(None, (sign, by and identifier(by))))})" for by in bys)
        where = ""
        if part.column:
            places = range(len(bound) + 1, len(bound) + len(part.values) + 1)
            bound.extend(part.values)
            where = f" WHERE {identifier(part.column)} IN ({', '.join(f'${place}' for place in places)})"
        listed = ", ".join((sign or "1", *numbers, *told))
        for first, *row in self._engine.rows(
            f"SELECT {listed} FROM {source}{where} GROUP BY GROUPING SETS ({sets})", bound
        ):
            marks = row[len(numbers) :]
            place = next((n for n in range(len(groups)) if marks[n * 2] == 0), None)
            by, member = ("", "") if place is None else (groups[place], str(marks[place * 2 + 1] or ""))
            yield int(str(first)), by, member, tuple(row[: len(numbers)])
