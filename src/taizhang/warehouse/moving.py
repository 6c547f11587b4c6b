"""Answers to aggregates, and how they move when rows are taken out and put in, one by one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from taizhang.catalogue.predicate import Row
from taizhang.warehouse.sql import Bound

Members = dict[str, object]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One number to be counted over a table's rows.

    write: its SQL, the values it speaks of appended to the list. meets: whether a row is among those it is counted over.
    weight: what such a row adds to it; None where the answers of parts do not add up to the whole's. key: what tells it
    from others over the same table.
    """

    write: Callable[[list[Bound]], str]
    meets: Callable[[Row], bool]
    weight: Callable[[Row], int | Decimal] | None
    key: Hashable

    @property
    def adds(self) -> bool:
        """Whether more rows change it by exactly what they alone would give."""
        return self.weight is not None


@dataclass(slots=True)
class KeptAnswers:
    """Of one part: how many rows each member has, by grouping column, and each aggregate's answers likewise.

    Answers that were given are never changed, only replaced: whoever holds them holds what was so when they asked.
    """

    size: dict[str, Members] = field(default_factory=dict)
    answers: dict[Hashable, tuple[Aggregate, dict[str, Members]]] = field(default_factory=dict)

    def drop(self, key: Hashable) -> int:
        """Forgets an aggregate; how many answers those were."""
        return sum(map(len, self.answers.pop(key)[1].values()))

    def add_up(self, aggregate: Aggregate) -> int:
        """Tells the whole from the members of a group that is known, where it adds up; by how many answers there are more."""
        answers = self.answers.get(aggregate.key, (aggregate, {}))[1]
        if not aggregate.adds or not answers or "" in answers:
            return 0
        by = next(iter(answers))
        for told in (answers, self.size):
            if "" not in told:
                whole: Members = {"": 0}
                for number in told[by].values():
                    add(whole, "", 1, number)
                told[""] = whole
        return 1

    def leave_out_empty(self) -> None:
        """A member without rows is none; the whole is there without any."""
        for by, members in self.size.items():
            empty = [member for member, rows in members.items() if by and not rows]
            for answers in (self.size, *(answers for _, answers in self.answers.values())) if empty else ():
                if by in answers:
                    answers[by] = {member: one for member, one in answers[by].items() if member not in empty}


def add(members: Members, member: str, sign: int, number: object) -> None:
    """Moves a member's number; both are whole numbers or decimals."""
    known = members.get(member, 0)
    if not isinstance(known, int | Decimal) or not isinstance(number, int | Decimal):
        raise TypeError(f"{known!r} and {number!r} do not add up")
    members[member] = known + sign * number


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row taken out (sign -1) or put in (1): its values by column, and its member by grouping column as text."""

    sign: int
    values: Row
    members: Mapping[str, str]

    @classmethod
    def of(cls, row: Sequence[object], columns: Sequence[str], named: Sequence[str]) -> ChangedRow:
        """The row an engine answers: its sign, its columns, then the grouping columns once more as text."""
        sign, values, members = row[0], row[1 : len(columns) + 1], row[len(columns) + 1 :]
        told = {name: str(one or "") for name, one in zip(named, members, strict=True)}
        return cls(int(str(sign)), dict(zip(columns, values, strict=True)), {"": "", **told})  # type: ignore[arg-type]


def weigh(kept: KeptAnswers, changed: Sequence[ChangedRow]) -> int:
    """Moves the answers of a part by its changed rows, one by one; by how many answers there are more.

    What does not add up is forgotten when one of the rows counts in it, or brings a member nobody knew.
    """
    new = {by: {one.members[by] for one in changed} - members.keys() for by, members in kept.size.items()}
    more = 0
    for key, (aggregate, answers) in list(kept.answers.items()):
        meeting = [one for one in changed if aggregate.meets(one.values)]
        if aggregate.weight is None:
            if meeting or any(new[by] for by in answers):
                more -= kept.drop(key)
            continue
        moved = _moved(answers, [(one, aggregate.weight(one.values)) for one in meeting], new)
        kept.answers[key] = (aggregate, moved)
        more += sum(map(len, moved.values())) - sum(map(len, answers.values()))
    kept.size = _moved(kept.size, [(one, 1) for one in changed], new)
    kept.leave_out_empty()
    return more


def _moved(
    answers: dict[str, Members], weights: Sequence[tuple[ChangedRow, int | Decimal]], new: Mapping[str, set[str]]
) -> dict[str, Members]:
    """The answers moved by what rows weigh; new members stand at nought before."""
    told = {}
    for by, members in answers.items():
        shifts: Members = dict.fromkeys(sorted(new[by]), 0)
        for row, weight in weights:
            add(shifts, row.members[by], row.sign, weight)
        told[by] = dict(members) if shifts else members
        for member, shift in shifts.items():
            add(told[by], member, 1, shift)
    return told
