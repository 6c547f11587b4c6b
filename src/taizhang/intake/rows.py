"""Rows read as matters: every cell by its field, every row rule held, every refusal with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.predicate import holds
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored, row_of, stored
from taizhang.intake.cells import (
    EMPTY,
    Read,
    blank,
    read_choice,
    read_date,
    read_number,
    read_text,
    shown,
    split_units,
    ways_of,
)
from taizhang.intake.layout import Row
from taizhang.intake.pivots import period_end
from taizhang.intake.recognise import SheetMap, choice_in
from taizhang.intake.sheets import Cell, Sheet, address
from taizhang.intake.units import Units
from taizhang.terms.characters import squeeze

STANDING = (
    "长期坚持",
    "长期",
    "长期推进",
    "长期整改",
    "长期坚持整改",
    "持续推进",
    "持续整改",
    "持续坚持",
    "立行立改并长期坚持",
    "常态化",
    "长效坚持",
)
_NUMBERED = re.compile(r"^(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}[、.．])")
_COUNTED = re.compile(r"(?:[(（][^()（）]*[)）]|[:：].*)$")
BECAUSE = {
    "missing_required": "必填项为空",
    "impossible_date": "日期不存在",
    "not_a_date": "应填日期处不是日期",
    "year_unknown": "日期没有年份，且工作表名、标题、小标题都没有写明是哪一年",
    "bad_number": "应填数字处不是数字",
    "negative_number": "件数、金额为负数",
    "unknown_value": "选项用语不在约定范围内",
    "unknown_status": "状态用语不在约定范围内",
    "unknown_unit": "单位简称对应不到唯一的单位",
    "number_conflict": "编号与前面一行相同而内容不同（先出现者计入，本行驳回待核）",
}


class At(NamedTuple):
    """A cell's place: file, sheet, row from 1, and its name ('' when there is no such column)."""

    file: str
    sheet: str
    row: int
    cell: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row or cell left out: where, which field, what it says, and why (a stable reason and its sentence)."""

    at: At
    field: str
    value: str
    reason: str
    because: str
    number: str = ""
    related: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A matter as one row or one cell says it, not yet compared with the journal.

    key: what makes it the same matter. content: everything the row says but its running number, for telling
    an exact repeat from a conflict. about: names of cells written as approximate. children: matters of a wide
    table's cells that stand or fall with this row.
    """

    ledger: str
    key: tuple[str, ...]
    facts: Mapping[str, Stored]
    at: At
    content: tuple[object, ...]
    about: tuple[str, ...] = ()
    children: tuple[Draft, ...] = ()


class SheetReader:
    """Reads the rows of one recognised sheet."""

    def __init__(
        self, catalogue: Catalogue, file: str, sheet: Sheet, found: SheetMap, units: Units, rows: list[Row]
    ) -> None:
        self.catalogue, self.file, self.sheet, self.map, self.units, self.rows = (
            catalogue,
            file,
            sheet,
            found,
            units,
            rows,
        )
        self.ledger = found.ledger
        self._ways = {name: ways_of(words) for name, words in catalogue.vocabularies.items()}
        self._cache: dict[tuple[str, Cell, int | None], Read] = {}
        self._grid = _filled_down(sheet, found, rows)
        known = {*found.columns.values(), *found.cells, *found.totals, found.sequence}
        self._others = [n for n in range(len(found.heading.headings)) if n not in known]

    def read(self) -> Iterator[Draft | Refusal]:
        """Drafts and refusals of every record row, in the order of the rows."""
        for row in self.rows:
            if row.kind == "record":
                yield from self._row(row)

    def _row(self, row: Row) -> Iterator[Draft | Refusal]:
        cells = self._grid[row.index]
        facts, refusals, about = self._fields(row, cells)
        pivot = self.ledger.declared.pivot
        spread = list(self._cells(row, cells, facts)) if pivot else []
        if pivot and pivot.grain == "row":
            refusals += [one for one in spread if isinstance(one, Refusal)]
        if not refusals:
            refusals += self._rules(self.ledger, row, facts)
        number = str(facts.get(self.ledger.declared.key[0]) or "")
        yield from (self._numbered(one, number) for one in refusals)
        is_matter = pivot is None or pivot.into != self.ledger.name
        by_cell = pivot is not None and pivot.grain == "cell"
        if is_matter and not refusals:
            children = () if by_cell else tuple(one for one in spread if isinstance(one, Draft))
            yield self._draft(row, facts, cells, tuple(about), children)
        if by_cell and (is_matter or not refusals) and all(facts.get(name) for name in self._needed):
            yield from spread

    @cached_property
    def _needed(self) -> tuple[str, ...]:
        """Carried fields without which a cell of a wide table says nothing."""
        pivot = self.ledger.declared.pivot
        fields = self.catalogue.ledgers[pivot.into].declared.field if pivot else {}
        return tuple(name for name in pivot.carry if fields[name].required) if pivot else ()

    def _numbered(self, refusal: Refusal, number: str) -> Refusal:
        return Refusal(
            refusal.at, refusal.field, refusal.value, refusal.reason, refusal.because, refusal.number or number, refusal.related
        )  # fmt: skip

    def _fields(self, row: Row, cells: tuple[Cell, ...]) -> tuple[dict[str, Stored], list[Refusal], list[str]]:
        facts: dict[str, Stored] = {}
        refusals: list[Refusal] = []
        about: list[str] = []
        for name, field in self.ledger.declared.field.items():
            column = self.map.columns.get(name)
            if column is None and not field.fill:
                continue
            cell = cells[column] if column is not None else None
            read = self._read(name, field, cell, row) if column is not None else self._filled(field, row)
            if read.standing and field.standing:
                facts[field.standing] = True
            elif read.value is None and not read.reason and field.default:
                read = Read(field.default)
            elif read.value is None and not read.reason and field.required:
                read = Read(reason="missing_required")
            if read.reason:
                refusals.append(self._refusal(row, name, cell, read.reason))
            if read.about and column is not None:
                about.append(address(row.index, column))
            facts[name] = stored(read.value)
        return facts, refusals, about

    def _read(self, name: str, field: FieldDeclaration, cell: Cell, row: Row) -> Read:
        year = self._year(row)
        key = (name, cell, year)
        try:
            return self._cache[key]
        except KeyError:
            read = self._cache[key] = self._interpret(field, cell, year, self._column_unit(field, name))
            return read

    def _interpret(self, field: FieldDeclaration, cell: Cell, year: int | None, column_unit: str) -> Read:
        if field.type == "date":
            return read_date(cell, year, STANDING if field.standing else ())
        if field.type in ("integer", "decimal"):
            return read_number(cell, field.unit, column_unit, whole=field.type == "integer", signed=field.signed)
        if field.type in ("choice", "flag"):
            read = read_choice(cell, self.catalogue.vocabularies[field.choices], self._ways[field.choices])
            return Read(read.value == "是") if field.type == "flag" and read.value is not None else read
        if field.type == "unit":
            return self.units.read(cell)
        if field.type == "units":
            return Read(tuple(self.units.name(part) for part in split_units(cell)) or None)
        if field.type == "year":
            return Read(str(year)) if year else EMPTY
        read = read_text(cell)
        return Read(squeeze(str(read.value))) if field.group and read.value else read

    def _year(self, row: Row) -> int | None:
        return self.map.years[0] or row.year or self.map.years[1]

    def _column_unit(self, field: FieldDeclaration, name: str) -> str:
        column = self.map.columns.get(name)
        own = self.map.heading.headings[column].unit if column is not None else ""
        return own or self.units.of_sheet(self.sheet, self.map.heading.top, field.unit)

    def _filled(self, field: FieldDeclaration, row: Row) -> Read:
        """The value of a field without a column: from the sub-heading, the sheet's name or its year."""
        for source in field.fill:
            if source == "year":
                year = self._year(row)
                return Read(str(year)) if year else EMPTY
            text = row.context if source == "subheading" else self.sheet.name
            read = self._from_words(field, text) if text else EMPTY
            if read.value is not None:
                return read
        return EMPTY

    def _from_words(self, field: FieldDeclaration, text: str) -> Read:
        words = subheading(text)
        if field.type == "unit":
            return self.units.read(words)
        if field.type == "choice" and not self.catalogue.vocabularies[field.choices].open:
            return Read(choice_in(self.catalogue, field.choices, text) or None)
        return self._interpret(field, words, None, "")

    def _refusal(self, row: Row, name: str, cell: Cell, reason: str, because: str = "", related: str = "") -> Refusal:
        if reason == "unknown_value" and name == self.ledger.declared.status:
            reason = "unknown_status"
        at = At(self.file, self.sheet.name, row.index + 1, self._name(row, name))
        return Refusal(at, name, shown(cell), reason, because or BECAUSE[reason], related=related)

    def _name(self, row: Row, field: str) -> str:
        column = self.map.columns.get(field)
        return address(row.index, column) if column is not None else ""

    def _rules(self, ledger: Ledger, row: Row, facts: Mapping[str, Stored]) -> list[Refusal]:
        typed = row_of(ledger, facts)
        for rule in ledger.rules:
            if holds(rule.when, typed):
                column = self.map.columns.get(rule.cell)
                cell = self._grid[row.index][column] if column is not None else None
                related = self._name(row, rule.related) if rule.related else ""
                return [self._refusal(row, rule.cell, cell, rule.name, rule.because, related)]
        return []

    def _draft(
        self,
        row: Row,
        facts: Mapping[str, Stored],
        cells: tuple[Cell, ...],
        about: tuple[str, ...],
        children: tuple[Draft, ...],
    ) -> Draft:
        declared = self.ledger.declared
        at = At(self.file, self.sheet.name, row.index + 1, self._name(row, declared.key[0]))
        key = tuple(str(facts.get(name) or "") for name in declared.key)
        others = tuple(squeeze(shown(cells[n])) for n in self._others if n < len(cells))
        content = (*(str(value) for value in facts.values()), *others)
        return Draft(self.ledger.name, key, facts, at, content, about, children)

    def _cells(self, row: Row, cells: tuple[Cell, ...], facts: Mapping[str, Stored]) -> Iterator[Draft | Refusal]:
        """The cells of a wide table, each a matter of the pivot's ledger."""
        pivot = self.ledger.declared.pivot
        year = self._year(row)
        if pivot is None:
            return
        target = self.catalogue.ledgers[pivot.into]
        field = target.declared.field[pivot.value]
        carried = {name: facts.get(name) for name in pivot.carry}
        for column, axes in self.map.cells.items():
            at = At(self.file, self.sheet.name, row.index + 1, address(row.index, column))
            said: dict[str, Stored] = dict(carried)
            for name, value in axes.items():
                kind = target.declared.field[name].axis
                if kind == "choice":
                    said[name] = str(value)
                elif year:
                    said[name] = period_end(kind, year, int(value)).isoformat()
            cell = cells[column]
            read = self._read_cell(field, cell, year, column)
            if read.value is None and not read.reason and (field.required or year is None):
                read = Read(reason="missing_required" if field.required else "year_unknown")
            if read.reason:
                number = "/".join(str(said.get(name) or "") for name in target.declared.key)
                yield Refusal(at, pivot.value, shown(cell), read.reason, BECAUSE[read.reason], number)
            elif read.value is not None:
                said[pivot.value] = stored(read.value)
                key = tuple(str(said.get(name) or "") for name in target.declared.key)
                yield Draft(
                    target.name, key, said, at, tuple(str(v) for v in said.values()), (at.cell,) if read.about else ()
                )

    def _read_cell(self, field: FieldDeclaration, cell: Cell, year: int | None, column: int) -> Read:
        key = (f"\0{self.map.heading.headings[column].unit}", cell, year)
        if key not in self._cache:
            unit = self.map.heading.headings[column].unit or self.units.of_sheet(
                self.sheet, self.map.heading.top, field.unit
            )
            self._cache[key] = self._interpret(field, cell, year, unit)
        return self._cache[key]


def subheading(text: str) -> str:
    """A sub-heading without its number and count: 一、璟舟镇（9个）, （二）璟舟镇：9条 → 璟舟镇."""
    words = _NUMBERED.sub("", squeeze(text))
    return _COUNTED.sub("", words) or words


def _filled_down(sheet: Sheet, found: SheetMap, rows: list[Row]) -> dict[int, tuple[Cell, ...]]:
    """Record rows with cells merged down a column filled from the top one."""
    grid = {row.index: sheet.rows[row.index] for row in rows if row.kind == "record"}
    for top, left, bottom, right in sheet.merged:
        if bottom > top and top > found.heading.bottom and left == right:
            value = sheet.rows[top][left]
            for index in range(top + 1, bottom + 1):
                if index in grid and blank(grid[index][left]):
                    grid[index] = (*grid[index][:left], value, *grid[index][left + 1 :])
    return grid
