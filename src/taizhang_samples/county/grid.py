"""Lay out one sheet as rows of cells, keeping which row is what."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from taizhang_samples.county.record import CellValue


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the value the spreadsheet saved beside it."""

    text: str
    value: int | float


Cell = CellValue | Formula


@dataclass(slots=True)
class Grid:
    """A sheet being filled from the top: rows from one, columns from nought, merged areas, kinds of non-record rows."""

    name: str | None
    width: int
    hidden: bool = False
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    kinds: list[tuple[int, str]] = field(default_factory=list)
    header_rows: list[int] = field(default_factory=list)

    def add(self, cells: Sequence[Cell], kind: str | None = None) -> int:
        """Add a row, padded to the width; give its number. ``kind`` says what it is when it is no record."""
        self.rows.append([*cells, *[""] * (self.width - len(cells))])
        if kind is not None:
            self.kinds.append((len(self.rows), kind))
        return len(self.rows)

    def add_line(self, text: str, kind: str, *, merged: bool = True) -> int:
        """Add one line of text across the sheet."""
        row = self.add([text], kind)
        if merged and self.width > 1:
            self.merge(row, 0, row, self.width - 1)
        return row

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge an area; rows count from one, columns from nought."""
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Replace one cell; the row counts from one, the column from nought."""
        self.rows[row - 1][column] = cell

    def at(self, row: int, column: int) -> Cell:
        """Give one cell; the row counts from one, the column from nought."""
        return self.rows[row - 1][column]


def letter(column: int) -> str:
    """Give the letters of a column counted from nought: 0 is A, 26 is AA."""
    text = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
