"""What was counted over tables, kept in memory while it holds: carried on where it adds up, otherwise counted anew.

Nobody counts a table twice for the same question. When rows change, a count or a sum is moved by what the changed rows
alone give before and after, exactly as the digest of a table is; what does not add up (the greatest, the different
ones, lists) is forgotten. Nothing is written down: a process trusts only what it counted itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from taizhang.warehouse.sql import Bound, identifier

MOST_COLUMNS = 400
"""Aggregates in one query: with more of them the engine's planning outweighs the second pass over the rows."""
MOST_KEPT = 500_000
"""Answers kept before all are forgotten: 200 figures by 1,000 units in two years are 400,000, some 50 MB."""
_SIGN = '"kept sign"'  # no column of a ledger has a space in its name

Members = dict[str, object]


class Rows(Protocol):
    """What answers queries."""

    def rows(self, sql: str, bound: Sequence[Bound] = ()) -> list[tuple[object, ...]]:
        """All rows of a query."""
        ...


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One number to be counted over a table's rows.

    write: its SQL, the values it speaks of appended to the list. adds: whether more rows change it by exactly what
    they alone would give. key: what tells it from others over the same table.
    """

    write: Callable[[list[Bound]], str]
    adds: bool
    key: Hashable

    @classmethod
    def of(cls, write: Callable[[list[Bound]], str], *, adds: bool) -> Aggregate:
        """The aggregate such SQL is, known by its text and its values."""
        bound: list[Bound] = []
        return cls(write, adds, (write(bound), tuple(bound)))


@dataclass(frozen=True, slots=True)
class KeptPart:
    """The rows of a table that are counted: all, or those whose ``column`` is one of ``values``."""

    table: str
    column: str = ""
    values: tuple[str, ...] = ()


@dataclass(slots=True)
class _Kept:
    """Of one part: how many rows each member has, by grouping column, and each aggregate's answers likewise."""

    size: dict[str, Members] = field(default_factory=dict)
    answers: dict[Hashable, tuple[Aggregate, dict[str, Members]]] = field(default_factory=dict)


class KeptCounts:
    """The counts of one replica, for as long as its process lives."""

    def __init__(self, engine: Rows) -> None:
        self._engine = engine
        self._parts: dict[KeptPart, _Kept] = {}
        self._kept = 0

    def forget(self) -> None:
        """Everything will be counted anew."""
        self._parts.clear()
        self._kept = 0

    def holds(self, part: KeptPart, group: str, aggregate: Aggregate) -> bool:
        """Whether the answer by that column is known without counting."""
        kept = self._parts.get(part)
        return kept is not None and group in kept.answers.get(aggregate.key, (None, {}))[1]

    def count(
        self, part: KeptPart, groups: Sequence[str], wanted: Sequence[Aggregate]
    ) -> Mapping[Hashable, Mapping[str, Members]]:
        """By aggregate and grouping column, the answer of every member; the whole stands under '' of ''.

        One pass over the rows for all that is not known yet, and a further one for every 400 aggregates.
        """
        bys = ("", *groups)
        if self._kept > MOST_KEPT:
            self.forget()
        missing = [one for one in wanted if not all(self.holds(part, by, one) for by in bys)]
        kept = self._parts.setdefault(part, _Kept())
        for start in range(0, len(missing), MOST_COLUMNS):
            self._scan(part, kept, bys, missing[start : start + MOST_COLUMNS])
        return {one.key: kept.answers[one.key][1] for one in wanted}

    def _scan(self, part: KeptPart, kept: _Kept, bys: Sequence[str], aggregates: Sequence[Aggregate]) -> None:
        found: dict[str, list[Members]] = {by: [{} for _ in range(len(aggregates) + 1)] for by in bys}
        for _, by, member, numbers in self._read(part, identifier(part.table), "", bys, aggregates):
            for members, number in zip(found[by], numbers, strict=True):
                members[member] = number
        for by, (sizes, *columns) in found.items():
            kept.size[by] = sizes
            for aggregate, members in zip(aggregates, columns, strict=True):
                kept.answers.setdefault(aggregate.key, (aggregate, {}))[1][by] = members
                self._kept += len(members)

    def carry(self, table: str, before: str, after: str) -> None:
        """Moves what is kept of a table by its changed rows. before: a table of them as they were; after: a condition
        that finds them as they are."""
        columns, changed = f"SELECT *, {{}} AS {_SIGN} FROM", f"{identifier(table)} WHERE {after}"
        source = f"({columns.format(-1)} {identifier(before)} UNION ALL {columns.format(1)} {changed})"
        for part in [one for one in self._parts if one.table == table]:
            kept = self._parts[part]
            for key in [key for key, (aggregate, _) in kept.answers.items() if not aggregate.adds]:
                self._kept -= sum(map(len, kept.answers.pop(key)[1].values()))
            if kept.answers:
                self._move(part, kept, source)
            else:
                del self._parts[part]

    def _move(self, part: KeptPart, kept: _Kept, source: str) -> None:
        bys, known = tuple(kept.size), list(kept.answers.values())
        sizes = {by: dict(members) for by, members in kept.size.items()}
        for start in range(0, len(known), MOST_COLUMNS):
            chunk = known[start : start + MOST_COLUMNS]
            moved: list[dict[str, Members]] = [{by: dict(one) for by, one in answers.items()} for _, answers in chunk]
            for sign, by, member, (rows, *numbers) in self._read(part, source, _SIGN, bys, [one for one, _ in chunk]):
                if start == 0:
                    _add(sizes[by], member, sign, rows)
                for answers, number in zip(moved, numbers, strict=True):
                    if by in answers:
                        _add(answers[by], member, sign, number)
            for (aggregate, _), answers in zip(chunk, moved, strict=True):
                kept.answers[aggregate.key] = (aggregate, answers)
        self._leave_out_empty(kept, sizes)

    @staticmethod
    def _leave_out_empty(kept: _Kept, sizes: dict[str, Members]) -> None:
        """A member without rows is none; the whole is there without any."""
        empty = {by: [member for member, rows in members.items() if by and not rows] for by, members in sizes.items()}
        for by, members in empty.items():
            for answers in (sizes, *(answers for _, answers in kept.answers.values())):
                for member in members:
                    answers.get(by, {}).pop(member, None)
        kept.size = sizes

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


def _add(members: Members, member: str, sign: int, number: object) -> None:
    """Moves a member's number; both are whole numbers or decimals."""
    known = members.get(member, 0)
    if not isinstance(known, int | Decimal) or not isinstance(number, int | Decimal):
        raise TypeError(f"{known!r} and {number!r} do not add up")
    members[member] = known + sign * number
