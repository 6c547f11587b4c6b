"""What the cells of a sheet say of its ledger's fields, each cell of a column read once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from taizhang.catalogue.choices import read_choice, ways_of
from taizhang.catalogue.model import FieldDeclaration, Role
from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.roles import role_of
from taizhang.catalogue.values import Stored, to_scalar, to_stored
from taizhang.catalogue.waiting import day_waits, happened, words_wait
from taizhang.intake.cells import (
    blank,
    format_cell,
    is_eaten,
    read_date,
    read_number,
    read_text,
    read_year,
    split_units,
    unreadable,
)
from taizhang.intake.columns import ColumnUnits
from taizhang.intake.layout import RecordRow, title_of
from taizhang.intake.mending import Typed
from taizhang.intake.recognise import SheetMap, choice_in
from taizhang.intake.sheets import Cell, Sheet
from taizhang.intake.spans import month_span
from taizhang.intake.units import REGISTER, Units
from taizhang.terms.characters import squeeze
from taizhang.terms.readings import EMPTY, Read
from taizhang.terms.sentence import sentence

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
_COURSE: frozenset[Role | str] = frozenset(("opened", "done", "closed"))
YEAR_HEADINGS = frozenset(("年度", "年份", "年", "统计年度", "预算年度", "所属年度", "计划年度"))
# Fields whose words are numbers of papers and matters: 编号, 文号.
_NUMBER_TITLE = re.compile(r"编号|文号|序号|(?<!期)号$")
_NUMBERED = re.compile(r"^(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}[、.．])")
_COUNTED = re.compile(r"(?:[(（][^()（）]*[)）]|[:：].*)$")


class Settled(NamedTuple):
    """A field's value in a row as read, as an entry keeps it and as rules see it. noted: more than a value was said."""

    read: Read
    kept: Stored
    typed: Scalar
    noted: bool


class Memo(dict[Cell, Settled]):
    """Cells of one column already read; a new one is read when first asked for."""

    def __init__(self, settle: Callable[[Cell], Settled]) -> None:
        self._settle = settle

    def __missing__(self, cell: Cell) -> Settled:
        settled = self._settle(cell)
        if not isinstance(cell, bool):  # True equals 1 as a key, yet says 是
            self[cell] = settled
        return settled


class SheetField(NamedTuple):
    """A field of the sheet, its column (None when its value is filled in), and its cells already read."""

    name: str
    column: int | None
    memo: Memo


class FieldReader:
    """Reads the cells of one recognised sheet by the fields of its ledger."""

    def __init__(
        self, catalogue: Catalogue, sheet: Sheet, found: SheetMap, units: Units, today: date | None = None
    ) -> None:
        self.catalogue, self.sheet, self.map, self.units, self.today = catalogue, sheet, found, units, today
        title = title_of(sheet, found.heading)
        self._span = month_span(title) or month_span("\n".join(sheet.above))
        self._units_of_columns = ColumnUnits(sheet, found.heading)
        self._ways = {name: ways_of(words) for name, words in catalogue.vocabularies.items()}
        self._year_column = _year_column(found)
        self._fields: dict[tuple[int | None, str], tuple[SheetField, ...]] = {}

    def year(self, row: RecordRow) -> int | None:
        """The year a short date in the row means: the sheet's name, a sub-heading or the title tells it."""
        return self._year_told(row) or self._year_beside(row)

    def _year_beside(self, row: RecordRow) -> int | None:
        return self.map.years[0] or row.year or self.map.years[1]

    def _year_told(self, row: RecordRow) -> int | None:
        """The year a column 年度 or 年份 tells of the row, where the ledger takes its year from the sheet."""
        if self._year_column is None:
            return None
        cell = self.sheet.rows[row.index][self._year_column]
        for top, left, bottom, right in self.sheet.merged if blank(cell) else ():
            if top <= row.index <= bottom and left <= self._year_column <= right:
                cell = self.sheet.rows[top][left]
        read = read_year(cell, None)
        return int(str(read.value)) if read.value else None

    def fields(self, row: RecordRow) -> tuple[SheetField, ...]:
        """The sheet's fields in the ledger's order, for rows of the row's year below the same line of units."""
        year = self.year(row)
        key = (year, row.measured)
        if key not in self._fields:
            declared = self.map.ledger.declared.field
            self._fields[key] = tuple(
                SheetField(name, self.map.columns.get(name), Memo(self._settler(name, field, year, row.measured)))
                for name, field in declared.items()
                if name in self.map.columns or field.fill
            )
        return self._fields[key]

    def _settler(self, name: str, field: FieldDeclaration, year: int | None, near: str) -> Callable[[Cell], Settled]:
        column = self.map.columns.get(name)
        unit = self.unit(field, column, near) if column is not None else ""
        done = happened(name, field)
        # In a ledger of the office's own other days than those of its course may be of leases, licences and lives.
        far = self.map.ledger.declared.own and role_of(name, field) not in _COURSE
        span = self._span if field.type == "date" else None

        def read(cell: Cell) -> Settled:
            meant = (span.year(cell) if span else None) or year
            told = self.interpret(field, cell, meant, unit, done=done, far=far) if column is not None else EMPTY
            return settle(field, told)

        return read

    def unit(self, field: FieldDeclaration, column: int, near: str) -> str:
        """The unit the column's numbers are written in: its heading tells, the line near by, those above the table."""
        return self._units_of_columns.of(column, field.unit, near)

    def interpret(
        self, field: FieldDeclaration, cell: Cell, year: int | None, unit: str, *, done: bool = False, far: bool = False
    ) -> Read:
        """The cell as a value of the field.

        unit: what a bare number is written in. done: its day cannot be to come. far: it may be far from today.
        """
        if wrong := unreadable(cell, field.type):
            return wrong
        if field.type == "text" and _NUMBER_TITLE.search(field.title) and is_eaten(cell):
            return Read(reason="eaten_number")
        if field.type == "date":
            read = read_date(cell, year, STANDING if field.standing else (), self.sheet.epoch)
            return self._day(read, done=done, sure=far or isinstance(cell, Typed))
        if field.type in ("integer", "decimal"):
            return none_is_nought(
                field, read_number(cell, field.unit, unit, whole=field.type == "integer", signed=field.signed), cell
            )
        if field.type in ("choice", "flag"):
            read = read_choice(format_cell(cell), self.catalogue.vocabularies[field.choices], self._ways[field.choices])
            return Read(read.value == "是") if field.type == "flag" and read.value is not None else read
        if field.type == "unit":
            return self.units.read(cell)
        if field.type == "units":
            return Read(tuple(self.units.name(part) for part in split_units(cell)) or None)
        if field.type == "year":
            return read_year(cell, year)
        read = read_text(cell)
        if isinstance(read.value, str) and (reason := words_wait(self.map.ledger.declared, field, read.value)):
            return Read(reason=reason)
        return Read(squeeze(str(read.value))) if field.group and read.value else read

    def _day(self, read: Read, *, done: bool, sure: bool) -> Read:
        """The day, or that it waits: far from the import's its year must be a slip, and what was done was done by then.

        Units may be as old as they are. sure: somebody says that the year is right.
        """
        if self.today is None or self.map.ledger.name == REGISTER or not isinstance(read.value, date):
            return read
        reason = day_waits(read.value, self.today, done=done, sure=sure)
        return Read(reason=reason) if reason else read

    def fill(self, field: FieldDeclaration, row: RecordRow) -> Settled:
        """The value of a field without a column: from the sub-heading, the sheet's name or its year."""
        return settle(field, self._fill(field, row))

    def _fill(self, field: FieldDeclaration, row: RecordRow) -> Read:
        for source in field.fill:
            if source == "year":
                year, beside = self.year(row), self._year_beside(row)
                if year and beside and year != beside:
                    return Read(reason="year_differs", hint=sentence("：{year}与{other}", year=year, other=beside))
                return Read(str(year)) if year else Read(reason="year_unknown" if field.required else "")
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
        return self.interpret(field, words, None, "")


def _year_column(found: SheetMap) -> int | None:
    """The column that tells the year of each row where the ledger has no heading for it."""
    fields = found.ledger.declared.field
    if not any("year" in one.fill and not one.headings for one in fields.values()):
        return None
    declared = (column for name, column in found.columns.items() if not fields[name].own)
    taken = {*declared, *found.cells, *found.totals}
    headings = enumerate(found.heading.headings)
    return next((n for n, one in headings if n not in taken and one.leaf in YEAR_HEADINGS), None)


def none_is_nought(field: FieldDeclaration, read: Read, cell: Cell) -> Read:
    """The number read; where one must stand, a nil mark says there was none, which is nought. Elsewhere it states nothing."""
    return Read(Decimal(0)) if field.required and read == EMPTY and not blank(cell) else read


def settle(field: FieldDeclaration, read: Read) -> Settled:
    """What was read, with the field's default where nothing was, or the reason a required one cannot be empty."""
    if read.value is None and not read.reason and not (read.standing and field.standing):
        if field.default:
            read = Read(field.default)
        elif field.required:
            read = Read(reason="missing_required")
    kept = to_stored(read.value)
    noted = bool(read.reason or read.about or (read.standing and field.standing))
    return Settled(read, kept, to_scalar(field.type, kept), noted)


def subheading(text: str) -> str:
    """A sub-heading without its number and count: 一、璟舟镇（9个）, （二）璟舟镇：9条 → 璟舟镇."""
    words = _NUMBERED.sub("", squeeze(text))
    return _COUNTED.sub("", words) or words
