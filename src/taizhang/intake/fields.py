"""What the cells of a sheet say of its ledger's fields, each cell of a column read once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from taizhang.catalogue.model import FieldDeclaration, Role
from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.roles import role_of
from taizhang.catalogue.values import Stored, to_scalar, to_stored
from taizhang.intake.cells import (
    blank,
    read_choice,
    read_date,
    read_number,
    read_text,
    read_year,
    split_units,
    unreadable,
    ways_of,
)
from taizhang.intake.columns import ColumnUnits
from taizhang.intake.layout import RecordRow
from taizhang.intake.mending import Typed
from taizhang.intake.recognise import SheetMap, choice_in
from taizhang.intake.sheets import Cell, Sheet
from taizhang.intake.units import REGISTER, Units
from taizhang.masking.places import identifies, tells_person
from taizhang.terms.characters import squeeze
from taizhang.terms.readings import EMPTY, Read

# A plan reaches five years ahead; nothing a ledger is kept of began fifty years ago.
YEARS_BACK, YEARS_AHEAD = 50, 5
# The days of what was done, which no day to come can be.
HAPPENED: frozenset[Role] = frozenset(("step", "done", "review", "closed", "after"))
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
# Fields that are there for such numbers.
_DECLARED_FOR = re.compile(r"身份证|证件|公民身份|电话|手机|联系|邮箱|号码|账号")
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
        self._units_of_columns = ColumnUnits(sheet, found.heading)
        self._ways = {name: ways_of(words) for name, words in catalogue.vocabularies.items()}
        self._fields: dict[int | None, tuple[SheetField, ...]] = {}

    def year(self, row: RecordRow) -> int | None:
        """The year a short date in the row means: the sheet's name, a sub-heading or the title tells it."""
        return self.map.years[0] or row.year or self.map.years[1]

    def fields(self, year: int | None) -> tuple[SheetField, ...]:
        """The sheet's fields in the ledger's order, for rows of that year."""
        if year not in self._fields:
            declared = self.map.ledger.declared.field
            self._fields[year] = tuple(
                SheetField(name, self.map.columns.get(name), Memo(self._settler(name, field, year)))
                for name, field in declared.items()
                if name in self.map.columns or field.fill
            )
        return self._fields[year]

    def _settler(self, name: str, field: FieldDeclaration, year: int | None) -> Callable[[Cell], Settled]:
        column = self.map.columns.get(name)
        unit = self.unit(field, column) if column is not None else ""
        happened = role_of(name, field) in HAPPENED
        return lambda cell: settle(
            field, self.interpret(field, cell, year, unit, happened=happened) if column is not None else EMPTY
        )

    def unit(self, field: FieldDeclaration, column: int) -> str:
        """The unit the column's numbers are written in: its heading tells, else the lines above the table."""
        return self._units_of_columns.of(column, field.unit)

    def interpret(
        self, field: FieldDeclaration, cell: Cell, year: int | None, unit: str, *, happened: bool = False
    ) -> Read:
        """The cell as a value of the field. unit: what a bare number is written in. happened: its day cannot be to come."""
        if wrong := unreadable(cell, field.type):
            return wrong
        if field.type == "date":
            read = read_date(cell, year, STANDING if field.standing else (), self.sheet.epoch)
            return self._day(read, happened=happened, sure=isinstance(cell, Typed))
        if field.type in ("integer", "decimal"):
            return none_is_nought(
                field, read_number(cell, field.unit, unit, whole=field.type == "integer", signed=field.signed), cell
            )
        if field.type in ("choice", "flag"):
            read = read_choice(cell, self.catalogue.vocabularies[field.choices], self._ways[field.choices])
            return Read(read.value == "是") if field.type == "flag" and read.value is not None else read
        if field.type == "unit":
            return self.units.read(cell)
        if field.type == "units":
            return Read(tuple(self.units.name(part) for part in split_units(cell)) or None)
        if field.type == "year":
            return read_year(cell, year)
        read = read_text(cell)
        if isinstance(read.value, str) and self._tells_person(field, read.value):
            return Read(reason="personal_number")
        return Read(squeeze(str(read.value))) if field.group and read.value else read

    def _tells_person(self, field: FieldDeclaration, text: str) -> bool:
        """Whether an open field says who somebody is (个人信息保护法 arts. 28 and 29); in a guarded ledger, how to reach him too."""
        if _DECLARED_FOR.search(field.title):
            return False
        return tells_person(text) if self.map.ledger.declared.guarded else identifies(text)

    def _day(self, read: Read, *, happened: bool, sure: bool) -> Read:
        """The day, or that it waits: far from the import's its year must be a slip, and what was done was done by then.

        Units may be as old as they are. sure: somebody says that the year is right.
        """
        if self.today is None or self.map.ledger.name == REGISTER or not isinstance(read.value, date):
            return read
        if not sure and not self.today.year - YEARS_BACK <= read.value.year <= self.today.year + YEARS_AHEAD:
            return Read(reason="far_day")
        return Read(reason="future_day") if happened and read.value > self.today else read

    def fill(self, field: FieldDeclaration, row: RecordRow) -> Settled:
        """The value of a field without a column: from the sub-heading, the sheet's name or its year."""
        return settle(field, self._fill(field, row))

    def _fill(self, field: FieldDeclaration, row: RecordRow) -> Read:
        for source in field.fill:
            if source == "year":
                year = self.year(row)
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
        return self.interpret(field, words, None, "")


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
