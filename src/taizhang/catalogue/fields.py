"""What a field of a ledger may declare: its type, its words, where its value comes from, its part in a row."""

from __future__ import annotations

from typing import Literal

from taizhang.catalogue.declared import Declared

FieldType = Literal["text", "date", "year", "integer", "decimal", "choice", "flag", "unit", "units"]
Role = Literal[
    "",
    "before",
    "opened",
    "due",
    "step",
    "done",
    "review",
    "closed",
    "after",
    "from",
    "to",
    "period",
    "days",
    "progress",
    "rest",
    "persons",
    "times",
    "other",
]
Flawed = Literal[
    "order",
    "skipped",
    "part",
    "unfinished",
    "persons",
    "span",
    "period",
    "unit",
    "twins",
    "whole",
    "status",
    "identity",
]
Severity = Literal["error", "warning", "none"]


class Vocabulary(Declared):
    """The words of a choice: each value with the ways offices write it.

    done: values that mean the matter is finished; the others mean it is open. noise: words that say nothing
    (级, 窗口) and are dropped when the whole is not known. many: a cell may name several values; they are kept
    in declared order joined with 、. open: a word not listed is a value of its own.
    """

    title: str
    values: dict[str, tuple[str, ...]] = {}
    done: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()
    many: bool = False
    open: bool = False


class FieldDeclaration(Declared):
    """One field of a ledger.

    headings: what offices write above the column. unit: the unit amounts are kept in. fill: where the value
    comes from when there is no such column (``sheet`` name, ``subheading`` row, ``year`` of the sheet). default: the value of an empty cell.
    standing: a flag field set when a date cell says the matter has no end (长期坚持). axis: for cells of a
    wide table, what a column heading says (month, quarter or a choice). about: names those the matter is
    about; they never see it. refers: ledgers whose number (``meeting``) or field (``meeting.minutes_no``) it holds;
    matters that share one are linked on both pages.
    own: a column of the office's own, kept though the shipped ledger lacks it. compose: fields that make up the value
    where no column gives it; a further matter of the same value is numbered on. words: the text field that keeps what a
    cell says where it is no value of the type; instead: the words that may stand there, () for any.
    role: the part it plays in a row where name and title do not tell (``catalogue.roles``): days in their order are
    ``before``, ``opened``, ``step``, ``done``, ``review``, ``closed``, ``after``; ``from`` and ``to`` are a period, which
    begins with field ``of`` and lasts at least the clock ``lasts``; ``days`` is its length; ``period`` is the month or
    quarter a row tells of; ``other`` plays none. part_of: the numbers it may not exceed. fulfils: the number it must reach once the matter is finished. unit_in: the
    field that tells its unit row by row. at_most: the clock whose time limit, in minutes, it may not exceed.
    """

    title: str
    type: FieldType = "text"
    headings: tuple[str, ...] = ()
    required: bool = False
    choices: str = ""
    default: str = ""
    unit: str = ""
    decimals: int = 0
    signed: bool = False
    fill: tuple[Literal["sheet", "subheading", "year"], ...] = ()
    standing: str = ""
    axis: Literal["", "month", "quarter", "choice"] = ""
    group: bool = False
    about: bool = False
    refers: tuple[str, ...] = ()
    own: bool = False
    compose: tuple[str, ...] = ()
    words: str = ""
    instead: tuple[str, ...] = ()
    role: Role = ""
    of: str = ""
    lasts: str = ""
    part_of: str | tuple[str, ...] = ""
    fulfils: str = ""
    unit_in: str = ""
    at_most: str = ""

    @property
    def wholes(self) -> tuple[str, ...]:
        """The numbers it may not exceed."""
        return (self.part_of,) if isinstance(self.part_of, str) else self.part_of

    @property
    def shown(self) -> str:
        """Its title; one of the office's own is marked so."""
        return f"{self.title}（自有）" if self.own and not self.title.endswith("（自有）") else self.title
