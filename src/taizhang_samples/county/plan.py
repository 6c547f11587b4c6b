"""Say what a ledger's workbook is to hold before a cell is written: pages, rows and the faults to plant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from taizhang_samples.county.form import Block
from taizhang_samples.county.grid import Cell, Grid
from taizhang_samples.county.record import Record

REASONS = {
    "closed_before_opened": "办结一类日期比登记一类日期还早",
    "impossible_date": "日历上没有这一天",
    "missing_required": "必须填写的一格是空的",
    "unknown_status": "状态一格写的不是约定用语",
    "unknown_value": "选项一格写的不是约定用语",
    "number_conflict": "与前面一行编号相同、内容不同，前一行计入，本行待核",
    "closed_without_date": "状态写已办结，办结日期却是空的",
    "bad_number": "应填数字的一格读不出数字",
    "negative_number": "件数或者金额小于零",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted error: its code, the column it stands in and the fact (``needs``) without which it makes no sense."""

    code: str
    column: str
    needs: str = ""
    related: str | None = None
    words: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Row:
    """A record on its way into a sheet: with a fault, in conflict with an earlier row or repeating one."""

    record: Record
    fault: Fault | None = None
    rival: "Row | None" = None
    repeats: "Row | None" = None
    sober: bool = False
    cells: dict[str, Cell] = field(default_factory=dict)
    wrong: Cell = None
    number: int = 0

    @property
    def counts(self) -> bool:
        """Say whether the row is a record of its own as the file stands."""
        return self.fault is None and self.repeats is None


@dataclass(frozen=True, slots=True)
class Warned:
    """A stated total that is not the sum of what counts."""

    code: str
    sheet: str | None
    cell: str
    stated: str
    computed: str


Finish = Callable[[Grid, Sequence[Row], Mapping[str, int], Random], list[Warned]]
"""Complete a laid-out sheet: from the grid, its rows and column places (from nought) to warnings."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet to write. ``about`` goes into the answers as it is (year, source, kind, where a township is told).

    ``part`` names the group of a record; groups stand under sub-headings (``subheading``) or beside a cell merged
    down in the column ``merged``.
    """

    name: str | None
    records: Sequence[Record]
    blocks: tuple[Block, ...]
    title: str
    unit_line: str
    counter: str
    year: int | None = None
    about: Mapping[str, str | int] = field(default_factory=dict)
    part: Callable[[Record], str] | None = None
    subheading: Callable[[str, int], str] | None = None
    subtotals: bool = False
    merged: str | None = None
    notes: tuple[str, ...] = ()
    two_rows: bool = True
    repeat_heading: bool = False
    column_numbers: bool = False
    finish: Finish | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """One of the thirteen ledgers: how its records come about and how they are spread over sheets."""

    name: str
    file: str
    kind: str
    required: tuple[str, ...]
    make: Callable[[Random, int], list[Record]]
    pages: Callable[[Sequence[Record], Random], list[Page]]
    faults: tuple[Fault, ...]
    repeats: int = 3
    encoding: str | None = None
    unit_of_record: str = "一行是一件"
    aside: "Callable[[Sequence[Page], Random], list[Aside]] | None" = None


@dataclass(frozen=True, slots=True)
class Aside:
    """A sheet that holds no records of its own, where it stands (from nought; -1 is last) and why it is passed over."""

    grid: Grid
    why: str
    place: int = -1
    finish: Callable[[Grid, Sequence[tuple[str | None, Record]]], list[Warned]] | None = None
