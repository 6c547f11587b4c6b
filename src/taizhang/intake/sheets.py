"""An office file as plain grids of cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Literal

from taizhang.terms.problem import Place

# ECMA-376 part 1, 18.17.4.1: the day that serial number 0 stands for, in either system.
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
Unsaid = Literal["no_result", "hidden_by_format", "comma_unclear", "struck_out"]


class Shown(str):
    """A number whose format shows more than its digits: AQ2026-001 for 1, 1.5万 for 15000, 3.10 for 3.1."""

    __slots__ = ("number",)
    number: Decimal

    def __new__(cls, text: str, number: Decimal) -> Shown:
        """The text shown for the number."""
        made = super().__new__(cls, text)
        made.number = number
        return made

    def __eq__(self, other: object) -> bool:
        """Whether both show the same of the same number; a plain text is never equal, being read otherwise."""
        return isinstance(other, Shown) and str.__eq__(self, other) and self.number == other.number

    def __ne__(self, other: object) -> bool:
        """The opposite."""
        return not self == other

    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True)
class UnresolvedCell:
    """A cell that is not empty and yet gives no value, and why: a formula without a result, a format that hides, a line through it."""

    reason: Unsaid
    formula: str = ""

    def __str__(self) -> str:
        """What stands in the cell."""
        return self.formula


Cell = str | Decimal | date | datetime | bool | UnresolvedCell | None


@dataclass(frozen=True, slots=True)
class Transposed:
    """A table whose headings stand in its first column, rows and columns changed over from its first cell on.

    top, left: where that cell stands, in the file and here.
    """

    top: int
    left: int

    def here(self, row: int, column: int) -> tuple[int, int]:
        """Where a cell of the file stands now."""
        return (self.top + column - self.left, self.left + row - self.top) if row >= self.top else (row, column)

    def there(self, row: int, column: int) -> tuple[int, int]:
        """Where a cell stands in the file."""
        return self.here(row, column)


@dataclass(frozen=True, slots=True)
class Joined:
    """Records of several lines, the later ones put to the right of the first.

    top, end: the rows of the file that were joined, the last not included. lines: of a record. columns: the line and the
    column of the file that each column shows.
    """

    top: int
    end: int
    lines: int
    columns: tuple[tuple[int, int], ...]

    def here(self, row: int, column: int) -> tuple[int, int]:
        """Where a cell of the file stands now."""
        line = (row - self.top) % self.lines if self.top <= row < self.end else 0
        return row - line, self.columns.index((line, column)) if line and (line, column) in self.columns else column

    def there(self, row: int, column: int) -> tuple[int, int]:
        """Where a cell stands in the file."""
        if not (self.top <= row < self.end and column < len(self.columns)):
            return row, column
        line, column = self.columns[column]
        return row + line, column


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from row 1 and column A, rows padded to its width.

    merged: ranges as (top, left, bottom, right), zero-based, both ends included; the value stands top left.
    epoch: day 0 of the workbook, for dates left as numbers. bold: rows most of whose cells are in bold type. lined: rows
    with a thicker line above. above: the title lines over an earlier table of the same sheet, where this is the part
    that holds a later one, page headers and text boxes: what its own titles leave unsaid, they say. remarks: comments of cells, as (row, column, text).
    origin: how it was laid out anew so that a record is a row; None as it stands in the file.
    """

    name: str
    hidden: bool
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    epoch: date = EPOCH
    bold: frozenset[int] = frozenset()
    lined: frozenset[int] = frozenset()
    above: tuple[str, ...] = ()
    remarks: tuple[tuple[int, int, str], ...] = ()
    origin: Transposed | Joined | None = None

    def address(self, row: int, column: int) -> str:
        """The cell's name in the file, from its zero-based row and column here."""
        return address(*self.origin.there(row, column)) if self.origin else address(row, column)

    def place_of(self, row: int, file: str) -> Place:
        """Where a row stands in the file: its line, or the first cell of a record that is a column there."""
        if isinstance(self.origin, Transposed) and row >= self.origin.top:
            return Place(file=file, sheet=self.name, cell=self.address(row, self.origin.left))
        return Place(file=file, sheet=self.name, line=row + 1)

    def remark_at(self, row: int, column: int) -> str:
        """The comment of a cell, '' without one."""
        return next((text for at, n, text in self.remarks if (at, n) == (row, column)), "")


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file read: its name without folders, SHA-256 (hex), size in bytes, what it really is, its sheets.

    notes: what is unusual about it and was not read, whole sentences.
    """

    name: str
    digest: str
    size: int
    kind: Literal["xlsx", "xls", "ods", "csv", "html"]
    encoding: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def address(row: int, column: int) -> str:
    """The cell's name, from zero-based row and column: (17, 5) → F18."""
    return f"{letters(column)}{row + 1}"


@cache
def letters(column: int) -> str:
    """The column's letters, from zero: 27 → AB."""
    rest, last = divmod(column, 26)
    return (letters(rest - 1) if rest else "") + chr(65 + last)


def column_of(name: str) -> int:
    """The column of such letters, from zero."""
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return column - 1
