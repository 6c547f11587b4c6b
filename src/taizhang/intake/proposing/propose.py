"""Proposes ledgers from workbooks: tables that belong together become one, in the office's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from types import MappingProxyType

from taizhang.intake.cells import blank, format_cell
from taizhang.intake.ditto import with_ditto
from taizhang.intake.layout import RecordRow, year_in, year_of_title
from taizhang.intake.proposing import words
from taizhang.intake.proposing.columns import ProposedColumn, SeenCell
from taizhang.intake.proposing.decided import (
    AS_PROPOSED,
    UNDECIDED,
    FieldDecision,
    LedgerDecision,
    decide_fields,
    decide_ledger,
)
from taizhang.intake.proposing.figures import figures_of
from taizhang.intake.proposing.measures import unit_of_heading, unit_of_lines
from taizhang.intake.proposing.naming import common_title, noun_of, resembles, title_for
from taizhang.intake.proposing.notices import notices_of_fields, notices_of_table
from taizhang.intake.proposing.proposal import LedgerProposal, ProposedField, ProposedRecord, Value
from taizhang.intake.proposing.roles import lifecycle_of, with_roles
from taizhang.intake.recognise import EXACT, Recogniser, SheetMap
from taizhang.intake.sheets import Cell, Sheet, Workbook
from taizhang.intake.spans import MonthSpan, month_span
from taizhang.intake.tables import SheetTable, tables_of
from taizhang.intake.tables.labels import AS_WRITTEN, bare
from taizhang.intake.tables.rows import rows_of
from taizhang.intake.tables.upright import upright
from taizhang.terms.characters import squeeze
from taizhang.terms.problem import Place, Problem
from taizhang.terms.readings import NIL

# Chosen on invented workbooks: sheets of one ledger lack or add a column or two, sheets of two share about half.
ALIKE_HEADINGS = 0.7
NOTHING_DECIDED: Mapping[int, LedgerDecision] = MappingProxyType({})


@dataclass(frozen=True)
class TablePart:
    """One table with its rows: what kind each is, its titles, and the declared ledger it resembles."""

    file: str
    table: SheetTable
    rows: tuple[RecordRow, ...]
    lines: tuple[str, ...]
    map: SheetMap | None

    @property
    def headings(self) -> dict[int, str]:
        """ProposedColumn → heading as no other column of the table has it; running numbers and columns of nothing left out."""
        heads = self.table.heading.headings
        leaves = [one.leaf for one in heads]
        return {
            n: one.leaf if leaves.count(one.leaf) == 1 else "/".join(one.parts)
            for n, one in enumerate(heads)
            if one.leaf and self.table.left <= n <= self.table.right
        }

    def records(self) -> Iterator[RecordRow]:
        """Rows that are records."""
        return (row for row in self.rows if row.kind == "record")

    def year(self, row: RecordRow, cell: Cell) -> int | None:
        """The year a short date in a row takes: named by sheet, sub-heading or title, or that of its month in a span."""
        of_sheet, of_title, span = self._years
        return (span.year(cell) if span else None) or of_sheet or row.year or of_title

    @cached_property
    def _years(self) -> tuple[int | None, int | None, MonthSpan | None]:
        """The year the sheet's name tells, the one the titles tell, and the span of months they name."""
        titles = "\n".join(self.lines)
        return year_in(self.table.sheet.name), year_of_title(titles), month_span(titles)


def propose(
    recogniser: Recogniser,
    workbooks: Sequence[Workbook],
    today: date,
    decided: Mapping[int, LedgerDecision] = NOTHING_DECIDED,
) -> tuple[LedgerProposal, ...]:
    """The ledgers the workbooks would make, in the order of their first tables; () where no table is found.

    today: what "overdue" is told against. decided: what a person put right, by the proposal's place from 1. Sheets that only sum or explain others are named in ``aside``.
    """
    parts: list[TablePart] = []
    aside: dict[str, str] = {}
    for workbook in map(upright, workbooks):
        for sheet in workbook.sheets:
            if sheet.hidden:
                aside[sheet.name] = "隐藏的工作表"
                continue
            parts += [part for table in tables_of(sheet) if (part := _part(recogniser, workbook.name, table))]
    kept, dropped = _without_summaries(parts)
    aside |= {one.table.sheet.name: "汇总或说明，其他工作表已有明细" for one in dropped}
    return tuple(
        replace(_proposal(group, today, decided.get(n, UNDECIDED)), aside=aside)
        for n, group in enumerate(_together(kept), 1)
    )


def _part(recogniser: Recogniser, file: str, table: SheetTable) -> TablePart | None:
    found = recogniser.recognise(table.sheet)
    sequence = next((n for n, one in enumerate(table.heading.headings) if words.SEQUENCE.fullmatch(one.leaf)), None)
    rows = rows_of(table.sheet, table.heading, sequence, AS_WRITTEN)
    near = found if found and found.heading.bottom >= table.heading.top else None
    part = TablePart(file, table, tuple(rows), lines_above(table), near)
    return part if any(True for _ in part.records()) else None


def lines_above(table: SheetTable) -> tuple[str, ...]:
    """What stands above the heading, a line a row, its cells apart; a title split over cells stays in its cells."""
    rows = table.sheet.rows[: table.heading.top]
    lines = ("  ".join(format_cell(cell) for cell in row if not blank(cell)) for row in rows)
    return tuple(line for line in lines if line)


def _without_summaries(parts: Sequence[TablePart]) -> tuple[list[TablePart], list[TablePart]]:
    """The tables of records, and those that sum or explain them on sheets of their own."""

    def is_aside(part: TablePart) -> bool:
        name = squeeze(part.table.sheet.name + (part.lines[0] if part.lines else ""))
        return bool(words.ASIDE.search(squeeze(part.table.sheet.name)) or ("汇总" in name and part.map is None))

    dropped = [one for one in parts if is_aside(one)]
    kept = [one for one in parts if not is_aside(one)]
    return (kept, dropped) if kept else (list(parts), [])


def _together(parts: Sequence[TablePart]) -> list[list[TablePart]]:
    """Tables with the same headings, or of the same declared ledger, as one."""
    groups: list[list[TablePart]] = []
    for part in parts:
        mine = {_kin(one) for one in part.headings.values()}
        for group in groups:
            theirs = {_kin(one) for one in group[0].headings.values()}
            same = part.map and group[0].map and part.map.ledger.name == group[0].map.ledger.name
            if len(mine & theirs) >= ALIKE_HEADINGS * len(mine | theirs) or (
                same and len(mine & theirs) * 3 >= len(mine)
            ):
                group.append(part)
                break
        else:
            groups.append([part])
    return groups


def _kin(heading: str) -> str:
    """A heading as sheets of one register vary it: 是否整改到位 and 整改到位, 入住老人数 and 入住老人（人）."""
    return re.sub(r"^(?:是否已?|有无)|(?<=..)(?:数|数量)$", "", bare(heading)) or bare(heading)


@dataclass(slots=True)
class _HeadedField:
    """A heading with the column it has in each table, by position in the group."""

    heading: str
    columns: dict[int, int]
    written: dict[str, None]
    ledger_field: str = ""


def _fields(group: Sequence[TablePart]) -> list[_HeadedField]:
    """The headings of all the tables: the same words, or the same field of the declared ledger, are one."""
    fields: list[_HeadedField] = []
    for n, part in enumerate(group):
        known = {column: name for name, column in part.map.columns.items()} if part.map else {}
        mine = {bare(one) for one in part.headings.values()}
        for column, heading in part.headings.items():
            if words.SEQUENCE.fullmatch(heading):
                continue
            name = known.get(column, "")
            parts = part.table.heading.headings[column].parts
            path = heading if "/" not in heading else ">".join(("".join(parts[:-1]), parts[-1]))
            same = next(
                (
                    one
                    for one in fields
                    if n not in one.columns
                    and (_same_heading(one.heading, heading, mine) or (name and one.ledger_field == name))
                ),
                None,
            )
            if same:
                same.columns[n] = column
                same.written[path] = None
                same.ledger_field = same.ledger_field or name
            else:
                fields.append(_HeadedField(heading, {n: column}, {path: None}, name))
    return fields


def _same_heading(first: str, heading: str, others: Collection[str]) -> bool:
    """Whether a heading of an earlier table is this one; varied only where this table has not that very heading as well."""
    return bare(first) == bare(heading) or (_kin(first) == _kin(heading) and bare(first) not in others)


def _proposal(group: Sequence[TablePart], today: date, decided: LedgerDecision) -> LedgerProposal:
    first = group[0]
    ledger = (
        first.map.ledger if first.map and all(one.map and one.map.ledger is first.map.ledger for one in group) else None
    )
    headed = [one for one in _fields(group) if not decided.of(one.heading).left_out]
    grids = [_filled(part) for part in group]
    columns = [_column(one, group, grids, decided.of(one.heading)) for one in headed]
    used = [n for n, one in enumerate(columns) if one.filled or headed[n].ledger_field or one.heading]
    columns, headed = [columns[n] for n in used], [headed[n] for n in used]
    title = common_title([title_for(one.lines, one.table.sheet.name, one.file) for one in group])
    ledger = ledger if ledger and (resembles(title, ledger) or _fits_well(first)) else None
    fields = with_roles([_field(c, h) for c, h in zip(columns, headed, strict=True)], columns, ledger)
    sensitive = bool(words.SENSITIVE_TABLE.search(title)) or bool(ledger and ledger.declared.guarded)
    fields = [replace(one, confidential=one.confidential or (sensitive and _subject(one))) for one in fields]
    fields = decide_fields(fields, decided)
    records, repeats = _records(group, grids, headed, columns)
    fields = _with_key_facts(fields, records)
    key = _key(fields, records)
    noun, counter = noun_of(title, ledger)
    made = LedgerProposal(
        title=title,
        noun=noun,
        counter=counter,
        ledger=ledger.name if ledger else "",
        lifecycle=lifecycle_of(fields, title, ledger),
        key=key,
        fields=tuple(fields),
        records=tuple(records),
        sources=tuple((one.table.sheet.name, one.table.heading.top + 1) for one in group),
        repeats=repeats,
        asked=_asked(fields),
        notices=tuple(_notices(group, fields)),
    )
    made = decide_ledger(made, decided)
    return replace(made, figures=figures_of(made, today))


def _notices(group: Sequence[TablePart], fields: Sequence[ProposedField]) -> Iterator[Problem]:
    yield from notices_of_fields(fields, Place(file=group[0].file, sheet=group[0].table.sheet.name))
    for part in group:
        yield from notices_of_table(part.file, part.table, part.rows)


def _fits_well(part: TablePart) -> bool:
    """Whether most columns of the table are the declared ledger's by their very headings."""
    exact = sum(score >= EXACT for score in part.map.scores.values()) if part.map else 0
    return exact * 2 > len(part.headings)


def _filled(part: TablePart) -> dict[int, tuple[Cell, ...]]:
    """Records with cells merged down a column filled from the top one."""
    sheet: Sheet = part.table.sheet
    grid = {row.index: sheet.rows[row.index] for row in part.records()}
    for top, left, bottom, right in sheet.merged:
        if bottom > top > part.table.heading.bottom and left == right:
            value = sheet.rows[top][left]
            for index in range(top + 1, bottom + 1):
                if index in grid and blank(grid[index][left]):
                    grid[index] = (*grid[index][:left], value, *grid[index][left + 1 :])
    return with_ditto(grid, [n for n, heading in part.headings.items() if _may_say_ditto(heading)])[0]


def _may_say_ditto(heading: str) -> bool:
    """Whether a column may point to the record above: as ``intake.ditto`` has it, by its heading alone."""
    plain = bare(heading)
    told = (words.STATE, words.DONE, words.CLOSED, words.NUMBER)
    return not any(one.search(plain) for one in told)


def _column(
    one: _HeadedField,
    group: Sequence[TablePart],
    grids: Sequence[dict[int, tuple[Cell, ...]]],
    decided: FieldDecision = AS_PROPOSED,
) -> ProposedColumn:
    seen: list[SeenCell] = []
    above, unit = "", ""
    for n, part in enumerate(group):
        column = one.columns.get(n)
        heading = part.table.heading.headings[column] if column is not None else None
        if heading is not None:
            above = above or "".join(heading.parts[:-1])
            unit = unit or unit_of_heading(heading) or unit_of_lines(part.lines, heading.path)
        for row in part.records():
            cells = grids[n][row.index]
            cell = cells[column] if column is not None and column < len(cells) else None
            seen.append(SeenCell(cell, part.year(row, cell)))
    return ProposedColumn(one.heading, seen, above, unit, decided)


def _field(column: ProposedColumn, headed: _HeadedField) -> ProposedField:
    kind = column.kind
    left: dict[str, int] = {}
    for one in column.seen:
        words_left = column.value(one)[1]
        if words_left:
            left[words_left] = left.get(words_left, 0) + 1
    return ProposedField(
        heading=column.heading,
        type=kind,
        unit=column.unit if kind == "number" else "",
        confidential=column.personal or bool(words.SUBJECT.search(column.words) and kind in ("person", "text", "code")),
        words=tuple(sorted(column.counts.items(), key=lambda pair: (-pair[1], pair[0]))) if kind == "choice" else (),
        left=tuple(left.items()),
        summed=kind == "number" and not words.NOT_SUMMED.search(column.path),
        latest=kind == "number" and bool(words.LATEST.search(column.path)),
        ledger_field=headed.ledger_field,
        written=tuple(headed.written),
    )


def _subject(one: ProposedField) -> bool:
    """Whether a name in a table about people's troubles is one of theirs, not of an official."""
    return one.type == "person" and not words.PERSON_OPEN.search(one.heading)


def _records(
    group: Sequence[TablePart],
    grids: Sequence[dict[int, tuple[Cell, ...]]],
    headed: Sequence[_HeadedField],
    columns: Sequence[ProposedColumn],
) -> tuple[list[ProposedRecord], int]:
    """The records in the order of the sheets; exact copies under a number of their own count once."""
    records: list[ProposedRecord] = []
    seen: set[tuple[Value, ...]] = set()
    named = [
        n for n, one in enumerate(columns) if one.kind == "code" and words.CODE.search(one.words) and not one.personal
    ]
    repeats = 0
    for n, part in enumerate(group):
        for row in part.records():
            cells = grids[n][row.index]
            values = tuple(
                _said(column, cells, one.columns.get(n), partial(part.year, row))
                for one, column in zip(headed, columns, strict=True)
            )
            if values in seen and any(values[m] is not None for m in named):
                repeats += 1
                continue
            seen.add(values)
            records.append(ProposedRecord(values, part.table.sheet.name, row.index + 1))
    return records, repeats


def _said(
    column: ProposedColumn, cells: tuple[Cell, ...], place: int | None, year: Callable[[Cell], int | None]
) -> Value:
    """What a cell says; words that are no value of its column are kept as they are."""
    if place is None or place >= len(cells):
        return None
    value, left = column.value(SeenCell(cells[place], year(cells[place])))
    return value if value is not None else left or None


def _with_key_facts(fields: Sequence[ProposedField], records: Sequence[ProposedRecord]) -> list[ProposedField]:
    """The fields with whether every record fills them."""
    return [
        replace(one, required=bool(records) and all(record.values[n] is not None for record in records))
        for n, one in enumerate(fields)
    ]


def _key(fields: Sequence[ProposedField], records: Sequence[ProposedRecord]) -> tuple[str, ...]:
    """The one column of numbers that names each record; () where none does."""
    for n, one in enumerate(fields):
        named = one.type == "code" and one.required and not one.confidential and words.CODE.search(bare(one.heading))
        if named and len({record.values[n] for record in records}) == len(records):
            return (one.heading,)
    return ()


def _asked(fields: Sequence[ProposedField]) -> tuple[str, ...]:
    """Words of a state nothing tells about, once each."""
    return tuple(
        dict.fromkeys(
            word
            for one in fields
            if one.role == "state"
            for word, _ in one.words
            if word not in one.finished and not words.UNFINISHED.search(word) and word not in NIL
        )
    )
