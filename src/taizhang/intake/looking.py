"""A first look at a sheet: which ledger it holds, which of its columns is which field and why, what each row is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from taizhang.catalogue.values import Stored
from taizhang.intake.columns import misfits
from taizhang.intake.corrections import NONE_MADE, Corrections
from taizhang.intake.layout import HeadingRows, RecordRow
from taizhang.intake.recognise import Recogniser, SheetMap, incomplete
from taizhang.intake.sheets import Sheet, Workbook, letters
from taizhang.intake.tables.rows import rows_of
from taizhang.terms.problem import Place, Problem

# Chosen: three examples a column, cut to what a cell of the page shows.
SAMPLES, LONGEST_SAMPLE = 3, 20


Settle = Callable[[str, Mapping[str, Stored]], Mapping[str, Stored]]
"""A ledger's facts as they are to be kept, before they are compared with the journal."""


def as_written(ledger: str, facts: Mapping[str, Stored]) -> Mapping[str, Stored]:
    """The facts as the workbook has them."""
    return facts


Rename = Callable[[Mapping[str, tuple[str, str]]], Mapping[str, str]]
"""Identities of matters with ledger and number → other ones, for those that stand under another in the eyes of whoever
imports; '' for one of which nobody can tell whose it is."""


def as_numbered(matters: Mapping[str, tuple[str, str]]) -> Mapping[str, str]:
    """Every matter under the identity its number gives."""
    return {}


@dataclass(frozen=True, slots=True)
class SheetChoices:
    """How sheets are to be taken: all for one ledger; field → heading for all; what was decided about some.

    among: the only ledgers that are considered, () for all.
    """

    ledger: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    corrections: Corrections = NONE_MADE
    among: tuple[str, ...] = ()
    settle: Settle = as_written
    rename: Rename = as_numbered


@dataclass(frozen=True, slots=True)
class Looked:
    """A sheet with its map and the kinds of its rows; no map when it was passed over.

    seen: the map though columns lack. problem: what keeps the sheet from being read. signature: of its headings.
    corrected, kept: a person decided about it, now or in an earlier import.
    """

    file: str
    sheet: Sheet
    map: SheetMap | None = None
    passed: str = ""
    rows: tuple[RecordRow, ...] = ()
    seen: SheetMap | None = None
    problem: Problem | None = None
    signature: str = ""
    corrected: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column as a person checks it: its heading, the field ('' for none), how well it fits (0–110) and why.

    spread: it is a cell column of a wide table. samples: what stands in its first rows, told of ledgers alone that hold
    nothing personal or confidential.
    """

    index: int
    letters: str
    heading: str
    field: str = ""
    score: int = 0
    why: str = ""
    spread: bool = False
    samples: tuple[str, ...] = ()


def look(
    recogniser: Recogniser, workbook: Workbook, sheet: Sheet, asked: SheetChoices, *, named: bool = False
) -> Looked:
    """The sheet understood, or why it is not read. named: it is taken for the ledger asked for, whatever it looks like."""
    if sheet.hidden:
        return Looked(workbook.name, sheet, passed="隐藏的工作表，不读")
    if not any(cell is not None for row in sheet.rows for cell in row):
        return Looked(workbook.name, sheet, passed="空表")
    signature = recogniser.signature(sheet)
    decided, kept = asked.corrections.of(workbook.name, sheet.name, signature)
    looked = Looked(
        workbook.name,
        sheet,
        signature=signature,
        kept=kept,
        corrected=bool(decided.ledger or decided.columns or decided.skip),
    )
    if decided.skip:
        return replace(looked, passed="按您的选择不导入")
    given = _headings_for(asked.given, sheet.name)
    if decided.ledger in recogniser.catalogue.ledgers:
        answer = recogniser.map_as(sheet, decided.ledger, given, decided.columns)
    elif named:
        answer = recogniser.map_as(sheet, asked.ledger, given, {})
    else:
        answer = recogniser.recognise(sheet, asked.ledger, given, asked.among)
    if answer is None:
        return replace(looked, passed="表头不像任何台账，未读")
    fields = answer.ledger.declared.field
    choices = [column for name, column in answer.columns.items() if fields[name].type == "choice"]
    rows = rows_of(sheet, answer.heading, answer.sequence, recogniser.alike, choices)
    if not any(row.kind == "record" for row in rows):
        return replace(looked, passed="只有表头，没有记录", seen=answer)
    if answer.missing:
        problem = incomplete(answer).at(Place(file=workbook.name, sheet=sheet.name))
        return replace(looked, passed="找不到必填的栏", seen=answer, problem=problem)
    if misfit := next(misfits(recogniser.catalogue, workbook.name, sheet, answer, rows), None):
        return replace(looked, passed="写明的计量单位换算不成", seen=answer, problem=misfit)
    return replace(looked, map=answer, seen=answer, rows=tuple(rows))


def _headings_for(given: Mapping[str, str], sheet: str) -> dict[str, str]:
    """Field → heading for a sheet: those named ``sheet!field`` are for that sheet alone."""
    own = {name.rpartition("!")[2]: heading for name, heading in given.items() if name.rpartition("!")[0] == sheet}
    return {**{name: heading for name, heading in given.items() if "!" not in name}, **own}


def list_columns(recogniser: Recogniser, looked: Looked) -> tuple[SeenColumn, ...]:
    """Every column with a heading, as a person checks it; () where nothing looks like a heading."""
    heading = looked.seen.heading if looked.seen else recogniser.heading_of(looked.sheet)
    if heading is None:
        return ()
    found = looked.seen
    fields = {column: name for name, column in found.columns.items()} if found else {}
    spread = {*found.cells, *found.totals} if found else set()
    open_ = found is not None and not found.ledger.declared.guarded and found.ledger.declared.door is None
    return tuple(
        SeenColumn(
            n,
            looked.sheet.address(heading.bottom, n) if looked.sheet.origin else letters(n),
            one.shown,
            fields.get(n, ""),
            found.scores.get(fields.get(n, ""), 0) if found else 0,
            recogniser.why(found, fields[n]) if found and n in fields else "",
            n in spread,
            tuple(_samples(looked.sheet, heading, n)) if open_ else (),
        )
        for n, one in enumerate(heading.headings)
        if one.leaf
    )


def _samples(sheet: Sheet, heading: HeadingRows, column: int) -> Iterator[str]:
    told = 0
    for row in sheet.rows[heading.bottom + 1 :]:
        if told == SAMPLES:
            return
        if column < len(row) and row[column] is not None:
            told += 1
            yield str(row[column])[:LONGEST_SAMPLE]
