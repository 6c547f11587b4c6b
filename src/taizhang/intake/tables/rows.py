"""What the rows below any heading are: beside notes and totals, balances carried over are no records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from taizhang.intake.cells import blank, is_number
from taizhang.intake.headings import SynonymTable
from taizhang.intake.layout import HeadingRows, RecordRow, rows_below
from taizhang.intake.sheets import Cell, Sheet
from taizhang.intake.sums import is_total
from taizhang.terms.characters import squeeze
from taizhang.terms.readings import NIL

# Words a bookkeeper writes where he carries a balance over a page, a month or a year (会计基础工作规范 arts. 62 and 63).
_CARRIED = re.compile(
    r"(?:上[年月期页季]|期[初末]|年[初末]|月[初末]|承前|承上|前页|本[页月年]|过次|转次|下[年月期页])(?:结转|余额|结存数?|页|转入|转下)(?:余额|结转|数)?"
    r"|承前页?|过次页?|接上页|转下页|结转下[年月期页]|(?:本[月日年季]|以上|月|年|日)(?:合计|累计|计)"
)
_SUMMED = re.compile(r"[合累]?计$")
# Chosen: 承前页 stands in the first columns; further to the right the words are facts.
LOOKED_AT = 3
# A column is usually filled when three records in four say something in it; balances leave such a column empty.
USUALLY = 0.75
# Chosen: beside its name a total says its whole (全县) and a remark in words, and no third thing.
TELLING = 3


def rows_of(
    sheet: Sheet, heading: HeadingRows, sequence: int | None, alike: SynonymTable, choices: Collection[int] = ()
) -> list[RecordRow]:
    """What every row below the heading is; see ``layout.rows_below``.

    choices: columns whose words are values of a field, whatever else they might mean (上年结转 is a kind of project).
    """
    rows = _with_whole_records(sheet, rows_below(sheet, heading, sequence, alike), sequence)
    carried = {row.index: words for row in rows if (words := _carried(sheet, row, sequence, choices))}
    others = [row for row in rows if row.kind == "record" and row.index not in carried]
    usual = _usual_columns(sheet, others or rows, sequence) if carried else frozenset()
    return [_without_carried(sheet, row, sequence, carried.get(row.index, ""), usual) for row in rows]


def _with_whole_records(sheet: Sheet, rows: list[RecordRow], sequence: int | None) -> list[RecordRow]:
    """The rows; one called a total that says all that records say, in words and days as well, is a record: 累计1 is a number."""
    named = [row for row in rows if row.kind == "total" and not row.set_apart]
    usual = _usual_columns(sheet, rows, sequence) if named else frozenset()
    whole = {row.index for row in named if _is_whole(sheet.rows[row.index], usual, sequence)}
    return [replace(row, kind="record") if row.index in whole else row for row in rows]


def _is_whole(cells: Sequence[Cell], usual: Collection[int], sequence: int | None) -> bool:
    """Whether a row fills every column records usually fill, and says words or days in as many as totals never do."""
    filled = {n for n, cell in enumerate(cells) if n != sequence and not blank(cell) and squeeze(str(cell)) not in NIL}
    telling = {n for n in filled if not is_number(cells[n]) and not is_total(squeeze(str(cells[n])))}
    return filled.issuperset(usual) and len(telling & set(usual)) >= TELLING


def _carried(sheet: Sheet, row: RecordRow, sequence: int | None, choices: Collection[int]) -> str:
    """The words of a row without a running number that may carry a balance over; '' where none do."""
    cells = sheet.rows[row.index]
    if row.kind != "record" or (sequence is not None and sequence < len(cells) and not blank(cells[sequence])):
        return ""
    said = [(n, squeeze(cell)) for n, cell in enumerate(cells) if isinstance(cell, str) and not blank(cell)]
    return next((words for n, words in said[:LOOKED_AT] if n not in choices and _CARRIED.fullmatch(words)), "")


def _usual_columns(sheet: Sheet, rows: Sequence[RecordRow], sequence: int | None) -> frozenset[int]:
    """The columns that records usually fill."""
    records = [sheet.rows[row.index] for row in rows if row.kind == "record"]
    filled = Counter(n for cells in records for n, cell in enumerate(cells) if n != sequence and not blank(cell))
    return frozenset(n for n, times in filled.items() if times >= USUALLY * len(records))


def _without_carried(
    sheet: Sheet, row: RecordRow, sequence: int | None, carried: str, usual: Collection[int]
) -> RecordRow:
    """The row; one that has nothing but its running number is blank, one that carries a balance over is no record.

    A row that fills every column records usually fill is a record, whatever its words.
    """
    if row.kind != "record":
        return row
    filled = {n for n, cell in enumerate(sheet.rows[row.index]) if n != sequence and not blank(cell)}
    if not filled:
        return replace(row, kind="blank")
    if not carried or (usual and filled.issuperset(usual)):
        return row
    return replace(row, kind="total" if _SUMMED.search(carried) else "aside")
