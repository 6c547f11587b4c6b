"""Rows read as matters: every cell by its field, every row rule held, every refusal with its cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from taizhang.catalogue.additions import WORDS
from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.predicate import Scalar, holds
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored, derive, row_of, state_of
from taizhang.intake.cells import blank, format_cell
from taizhang.intake.ditto import describing_columns, told_of_ditto, with_ditto
from taizhang.intake.doubts import doubt_of
from taizhang.intake.fields import FieldReader, Memo, Settled, SheetField, settle
from taizhang.intake.later_due import later_due, says_day
from taizhang.intake.layout import RecordRow
from taizhang.intake.merging import MergedDown, merged_down, number_columns
from taizhang.intake.pending import TYPED, pending_words, waiting_key
from taizhang.intake.pivots import period_end
from taizhang.intake.recognise import SheetMap
from taizhang.intake.sheets import Cell, Sheet, UnresolvedCell
from taizhang.intake.units import Units
from taizhang.matters.soundness import flaws
from taizhang.terms.characters import squeeze
from taizhang.terms.number_spelling import fold_number
from taizhang.terms.progress import Tally
from taizhang.terms.readings import BECAUSE as UNREAD
from taizhang.terms.readings import Read
from taizhang.terms.sentence import sentence

BECAUSE = {
    **UNREAD,
    "unknown_status": "状态用语不在约定范围内",
    "spelt_twice": "台账里有两件编号只差全角半角、横线、空格或大小写，分不清是哪一件，请照要改的那一件的写法填",
    "number_conflict": "编号与前面一行相同而内容不同（先出现者计入，本行驳回待核）",
}


class At(NamedTuple):
    """A cell's place: file, sheet, row from 1, and its name ('' when there is no such column)."""

    file: str
    sheet: str
    row: int
    cell: str


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """A row or cell left out: where, which field, what it says, and why (a stable reason and its sentence).

    ledger, key: of the matter the row would have been, as far as it could be read.
    waits: the whole row waits for somebody to say what its words mean; nothing of it is lost.
    """

    at: At
    field: str
    value: str
    reason: str
    because: str
    number: str = ""
    related: str = ""
    ledger: str = ""
    key: tuple[str, ...] = ()
    waits: bool = False


@dataclass(frozen=True, slots=True)
class MatterDraft:
    """A matter as one row or one cell says it, not yet compared with the journal.

    key: what makes it the same matter. pending: fields whose words nobody has placed yet, with the words: it waits. content: everything the row says but its running number, for telling
    an exact repeat from a conflict. state: where it stands by these facts. about: names of cells written as approximate. children: matters of a wide
    table's cells that stand or fall with this row. composed: the field of its number where that is made of other fields.
    """

    ledger: str
    key: tuple[str, ...]
    facts: Mapping[str, Stored]
    at: At
    content: tuple[object, ...]
    state: str
    about: tuple[str, ...] = ()
    children: tuple[MatterDraft, ...] = ()
    composed: str = ""
    pending: Mapping[str, str] = field(default_factory=dict)

    def numbered(self, n: int) -> MatterDraft:
        """The same matter under the ``n``-th number of that name."""
        number = f"{self.key[0]}·{n}"
        return replace(self, key=(number, *self.key[1:]), facts={**self.facts, self.composed: number})


class Judging(NamedTuple):
    """What rows are judged by: the declarations, the units known, and the day of the import (None: any day passes)."""

    catalogue: Catalogue
    units: Units
    today: date | None = None


class SheetReader:
    """Reads the rows of one recognised sheet.

    unkept: what rows say that were read in full and break a rule. withheld: cells of own columns that say who somebody is.
    """

    def __init__(self, by: Judging, file: str, sheet: Sheet, found: SheetMap, rows: list[RecordRow]) -> None:
        catalogue = by.catalogue
        self.catalogue, self.file, self.sheet, self.map, self.rows = catalogue, file, sheet, found, rows
        self.ledger = found.ledger
        self.fields = FieldReader(catalogue, sheet, found, by.units, by.today)
        amounts = number_columns(catalogue, found)
        self._nothing: dict[str, Scalar] = dict.fromkeys(self.ledger.declared.field)
        self._wide: dict[tuple[int, int | None, str], Memo] = {}
        grid = _fill_down(sheet, rows, [one for one in merged_down(sheet, found) if one.column not in amounts])
        self._choices = {n for name, n in found.columns.items() if found.ledger.declared.field[name].type == "choice"}
        self._later_due = later_due(found)
        titles = describing_columns(found)
        self._grid, places = with_ditto(grid, titles)
        self.ditto = tuple(told_of_ditto(file, sheet, titles, places))
        known = {*found.columns.values(), *found.cells, *found.totals, found.sequence}
        self._composed = {name: one.compose for name, one in self.ledger.declared.field.items() if one.compose}
        if self._composed:
            known.discard(found.sequence)  # two rows under one running number are one row copied
        self.unkept: list[MatterDraft] = []
        self.withheld: list[str] = []
        self._others = [n for n in range(len(found.heading.headings)) if n not in known]

    def read(self, tally: Tally) -> Iterator[MatterDraft | RowRefusal]:
        """Drafts and refusals of every record row, in the order of the rows."""
        for row in self.rows:
            if row.kind == "record":
                tally.one()
                yield from self._row(row)

    def _row(self, row: RecordRow) -> Iterator[MatterDraft | RowRefusal]:
        cells = self._grid[row.index]
        facts, typed, noted = self._read_row(row, cells)
        refusals, about = self._note_refusals(row, cells, facts, noted)
        refusals = self._doubts(row, cells) or refusals
        self._compose(facts, typed)
        pivot = self.ledger.declared.pivot
        spread = list(self._cells(row, cells, facts)) if pivot else []
        if pivot and pivot.grain == "row":
            refusals += [one for one in spread if isinstance(one, RowRefusal)]
        derive(self.ledger, typed)
        pending = pending_words(self.ledger, refusals, facts)
        if pending:
            refusals = [replace(one, waits=True) for one in refusals]
        if not refusals and (broken := self._rules(row, typed)):
            refusals += broken
            self.unkept.append(self._draft(row, facts, cells, "", about, ()))
        key = tuple(str(facts.get(name) or "") for name in self.ledger.declared.key)
        for one in refusals:
            yield replace(one, number=one.number or key[0], ledger=self.ledger.name, key=key)
        is_matter = pivot is None or pivot.into != self.ledger.name
        by_cell = pivot is not None and pivot.grain == "cell"
        wait = pivot is not None and not pending.keys().isdisjoint(pivot.carry)
        children = tuple(one for one in spread if isinstance(one, MatterDraft)) if wait or not by_cell else ()
        if pending and (is_matter or children):
            held = self._draft(row, facts, cells, "", about, children)
            yield replace(held, pending=pending, key=waiting_key(self.ledger, facts, pending))
        if is_matter and not refusals:
            yield self._draft(row, facts, cells, state_of(self.ledger, typed), about, children)
        if by_cell and wait:
            yield from (one for one in spread if isinstance(one, RowRefusal))
        elif by_cell and (is_matter or not refusals) and all(facts.get(name) for name in self._needed):
            yield from spread

    def _compose(self, facts: dict[str, Stored], typed: dict[str, Scalar]) -> None:
        """Gives a number made of other fields to a row that has none: 20260911-综合科-甲车."""
        for name, parts in self._composed.items():
            if not facts.get(name):
                said = (str(facts.get(part) or "").replace("-", "") for part in parts)
                facts[name] = typed[name] = "-".join(one for one in said if one) or "未编号"

    @cached_property
    def _needed(self) -> tuple[str, ...]:
        """Carried fields without which a cell of a wide table says nothing."""
        pivot = self.ledger.declared.pivot
        fields = self.catalogue.ledgers[pivot.into].declared.field if pivot else {}
        return tuple(name for name in pivot.carry if fields[name].required) if pivot else ()

    def _read_row(
        self, row: RecordRow, cells: tuple[Cell, ...]
    ) -> tuple[dict[str, Stored], dict[str, Scalar], list[tuple[SheetField, Settled]]]:
        """What the row says: facts as kept, as rules see them, and the fields of which more than a value was said."""
        facts: dict[str, Stored] = {}
        typed = self._nothing.copy()
        noted: list[tuple[SheetField, Settled]] = []
        declared = self.ledger.declared.field
        for one in self.fields.fields(row):
            name, column, memo = one
            got = (
                memo[self._in_force(name, column, cells)]
                if column is not None
                else self.fields.fill(declared[name], row)
            )
            facts[name], typed[name] = got.kept, got.typed
            if got.noted:
                noted.append((one, got))
                if got.read.standing:
                    typed[declared[name].standing] = True
        return facts, typed, noted

    def _in_force(self, name: str, column: int, cells: tuple[Cell, ...]) -> Cell:
        """The cell of a field; of the due date the one put off, where it says a day."""
        if self._later_due and self._later_due[0] == name and says_day(cells[self._later_due[1]]):
            return cells[self._later_due[1]]
        return cells[column]

    def _doubts(self, row: RecordRow, cells: tuple[Cell, ...]) -> list[RowRefusal]:
        """That the row says itself that it is an example or void, in its words or by a line through all of them."""
        own = [cell for cell in self.sheet.rows[row.index] if not blank(cell)]
        struck = len(own) > 1 and all(isinstance(cell, UnresolvedCell) and cell.reason == "struck_out" for cell in own)
        told = (self.map.columns.get(self.ledger.declared.key[0], 0), "struck_row") if struck else None
        told = told or doubt_of(self.sheet.rows[row.index], self._choices)
        if told is None:
            return []
        column, reason = told
        name = next((one for one, n in self.map.columns.items() if n == column), self.ledger.declared.key[0])
        at = At(self.file, self.sheet.name, row.index + 1, self.sheet.address(row.index, column))
        return [RowRefusal(at, name, format_cell(cells[column]), reason, BECAUSE[reason])]

    def _note_refusals(
        self, row: RecordRow, cells: tuple[Cell, ...], facts: dict[str, Stored], noted: list[tuple[SheetField, Settled]]
    ) -> tuple[list[RowRefusal], tuple[str, ...]]:
        """Refused cells, and the names of those written as approximate; a standing matter's mark joins the facts."""
        refusals: list[RowRefusal] = []
        about: list[str] = []
        for (name, column, _), got in noted:
            if got.read.standing:
                facts[self.ledger.declared.field[name].standing] = True
            declared = self.ledger.declared.field[name]
            if got.read.reason and column is not None and (other := _kept_as_words(declared, name, cells[column])):
                facts[other] = format_cell(cells[column])
            elif got.read.reason == "personal_number" and declared.own and column is not None:
                self.withheld.append(self.sheet.address(row.index, column))
            elif got.read.reason:
                cell = cells[column] if column is not None else None
                because = (
                    sentence("{because}{hint}", because=BECAUSE[got.read.reason], hint=got.read.hint)
                    if got.read.hint
                    else ""
                )
                refusals.append(self._refusal(row, name, cell, got.read.reason, because))
            if got.read.about and column is not None:
                about.append(self.sheet.address(row.index, column))
        return refusals, tuple(about)

    def _refusal(
        self, row: RecordRow, name: str, cell: Cell, reason: str, because: str = "", related: str = ""
    ) -> RowRefusal:
        if reason == "unknown_value" and name == self.ledger.declared.status:
            reason = "unknown_status"
        at = At(self.file, self.sheet.name, row.index + 1, self._name(row, name))
        return RowRefusal(at, name, format_cell(cell), reason, because or BECAUSE[reason], related=related)

    def _name(self, row: RecordRow, field: str) -> str:
        column = self.map.columns.get(field)
        if column is None:
            return self.sheet.place_of(row.index, self.file).cell
        return self.sheet.address(row.index, column)

    def _rules(self, row: RecordRow, typed: Mapping[str, Scalar]) -> list[RowRefusal]:
        for rule in self.ledger.rules:
            if holds(rule.when, typed):
                column = self.map.columns.get(rule.cell)
                cell = self._grid[row.index][column] if column is not None else None
                related = self._name(row, rule.related) if rule.related else ""
                return [self._refusal(row, rule.cell, cell, rule.name, rule.because, related)]
        grave = next((one for one in flaws(self.ledger, typed) if one.level == "error"), None)
        if grave is None:
            return []
        column = self.map.columns.get(grave.cell)
        cell = self._grid[row.index][column] if column is not None else None
        related = self._name(row, grave.related) if grave.related else ""
        return [self._refusal(row, grave.cell, cell, f"unsound_{grave.kind}", grave.because, related)]

    def _draft(
        self,
        row: RecordRow,
        facts: Mapping[str, Stored],
        cells: tuple[Cell, ...],
        state: str,
        about: tuple[str, ...],
        children: tuple[MatterDraft, ...],
    ) -> MatterDraft:
        declared = self.ledger.declared
        at = At(self.file, self.sheet.name, row.index + 1, self._name(row, declared.key[0]))
        key = tuple(str(facts.get(name) or "") for name in declared.key)
        others = tuple(squeeze(format_cell(cells[n])) for n in self._others if n < len(cells))
        content = (*_said(declared.key, facts), *others)
        composed = next(iter(self._composed), "")
        return MatterDraft(self.ledger.name, key, facts, at, content, state, about, children, composed)

    def _cells(
        self, row: RecordRow, cells: tuple[Cell, ...], facts: Mapping[str, Stored]
    ) -> Iterator[MatterDraft | RowRefusal]:
        """The cells of a wide table, each a matter of the pivot's ledger."""
        pivot = self.ledger.declared.pivot
        if pivot is None:
            return
        own = (facts.get(name) for name, one in self.ledger.declared.field.items() if one.type == "year")
        stated = next((one for one in own if one), None)
        year = int(str(stated)) if stated else self.fields.year(row)
        target = self.catalogue.ledgers[pivot.into]
        field = target.declared.field[pivot.value]
        carried = {name: facts.get(name) for name in pivot.carry}
        # without their day two cells would be one matter, and the second a repeat of the first
        dated = [name for name, one in target.declared.field.items() if one.axis and one.axis != "choice"]
        for column, axes in self.map.cells.items():
            at = At(self.file, self.sheet.name, row.index + 1, self.sheet.address(row.index, column))
            said: dict[str, Stored] = dict(carried)
            for name, value in axes.items():
                kind = target.declared.field[name].axis
                if kind == "choice":
                    said[name] = str(value)
                elif year:
                    said[name] = period_end(kind, year, int(value)).isoformat()
            got = self._memo(field, column, year, row.measured)[cells[column]]
            read = got.read
            if not read.reason and not all(said.get(name) for name in dated):
                read = Read(reason="year_unknown")
            if read.reason:
                key = tuple(str(said.get(name) or "") for name in target.declared.key)
                value, because = format_cell(cells[column]), BECAUSE[read.reason]
                number = "/".join(key)
                yield RowRefusal(at, pivot.value, value, read.reason, because, number, ledger=target.name, key=key)
            elif read.value is not None:
                said[pivot.value] = got.kept
                yield _child(target, said, at, (at.cell,) if read.about else ())

    def _memo(self, field: FieldDeclaration, column: int, year: int | None, near: str) -> Memo:
        """The cells of a wide table's column already read."""
        key = (column, year, near)
        if key not in self._wide:
            unit = self.fields.unit(field, column, near)
            self._wide[key] = Memo(
                lambda cell: settle(field, self.fields.interpret(field, cell, year, unit, done=True))
            )
        return self._wide[key]


def _kept_as_words(declared: FieldDeclaration, name: str, cell: Cell) -> str:
    """The field that keeps a cell which is no value of its own; '' where the row cannot do without the value."""
    if declared.own and declared.type in TYPED:
        return declared.words or f"{name}{WORDS}"
    told = not declared.instead or squeeze(format_cell(cell)) in declared.instead
    return declared.words if told else ""


def _said(key: Collection[str], facts: Mapping[str, Stored]) -> tuple[str, ...]:
    """What the facts say, the number in the spelling in which numbers are compared."""
    return tuple(fold_number(str(value)) if name in key else str(value) for name, value in facts.items())


def _child(target: Ledger, said: dict[str, Stored], at: At, about: tuple[str, ...]) -> MatterDraft:
    key = tuple(str(said.get(name) or "") for name in target.declared.key)
    return MatterDraft(
        target.name, key, said, at, _said(target.declared.key, said), state_of(target, row_of(target, said)), about
    )


def _fill_down(sheet: Sheet, rows: list[RecordRow], merged: Iterable[MergedDown]) -> dict[int, tuple[Cell, ...]]:
    """Record rows with cells merged down a column filled from the top one."""
    grid = {row.index: sheet.rows[row.index] for row in rows if row.kind == "record"}
    for one in merged:
        value = sheet.rows[one.top][one.column]
        for index in range(one.top + 1, one.bottom + 1):
            if index in grid and blank(grid[index][one.column]):
                grid[index] = (*grid[index][: one.column], value, *grid[index][one.column + 1 :])
    return grid
