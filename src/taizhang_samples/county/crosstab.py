"""Write tables in which one cell is one record: a unit or a window down the side, periods across the top."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from taizhang_samples.county.grid import Cell, Grid, letter
from taizhang_samples.county.names import person
from taizhang_samples.county.numbers import is_about, write_bad, write_negative, write_number
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import REASONS
from taizhang_samples.county.record import Record
from taizhang_samples.county.sheet import Entry


@dataclass(slots=True)
class Box:
    """One cell that is a record: its amount in the unit of the sheet, and a fault when one is planted in it."""

    key: str
    label: str
    field: str
    number: str
    amount: Decimal
    record: Record
    fault: str | None = None


@dataclass(slots=True)
class Line:
    """One row of boxes under a name; ``name`` is written by the sheet."""

    name: str
    boxes: list[Box]
    row: int = 0


@dataclass(slots=True)
class Table:
    """A crosstab sheet being written and what a perfect reader finds in it."""

    grid: Grid
    pen: Pen
    keys: tuple[str, ...]
    unit: str
    tidy: bool
    counted: list[tuple[int, Record]] = field(default_factory=list)
    rejected: list[Entry] = field(default_factory=list)
    about: list[Entry] = field(default_factory=list)
    sums: dict[tuple[int, str], Decimal] = field(default_factory=dict)
    """The amount that counts, by row and column key; a faulty cell has none."""

    def place(self, key: str) -> int:
        """Give the place of a column, from nought."""
        return self.keys.index(key)

    def cell(self, row: int, key: str) -> str:
        """Give the address of a cell."""
        return f"{letter(self.place(key))}{row}"

    def fill(self, line: Line) -> None:
        """Write the boxes of a line, which has its row already."""
        for box in line.boxes:
            self._write(line.row, box)

    def _write(self, row: int, box: Box) -> None:
        self.pen.sober = box.fault is not None
        right = write_number(box.amount, self.unit, self.pen)
        wrong = self._wrong(box) if box.fault else None
        if box.fault and not self.tidy:
            self.grid.put(row, self.place(box.key), wrong)
            self.rejected.append(self._rejection(row, box, wrong))
            return
        self.grid.put(row, self.place(box.key), right)
        self.counted.append((row, box.record))
        self.sums[row, box.key] = box.amount
        self.find_about(row, box.key)

    def find_about(self, row: int, key: str) -> None:
        """Keep a cell that gives its number as approximate."""
        shown = self.grid.at(row, self.place(key))
        if isinstance(shown, str) and is_about(shown):
            self.about.append({"sheet": self.grid.name, "cell": self.cell(row, key), "value": shown})

    def _wrong(self, box: Box) -> Cell:
        self.pen.note(f"fault:{box.fault}")
        if box.fault == "bad_number":
            return write_bad(self.pen)
        return write_negative(box.amount, self.pen) if box.fault == "negative_number" else ""

    def _rejection(self, row: int, box: Box, wrong: Cell) -> Entry:
        return {
            "sheet": self.grid.name,
            "row": row,
            "cell": self.cell(row, box.key),
            "field": box.field,
            "number": box.number,
            "value": "" if wrong is None else str(wrong),
            "code": box.fault,
            "reason": REASONS[str(box.fault)],
            "related_cell": None,
        }

    def entry(self, lines: Sequence[Line], year: int, about: Entry) -> Entry:
        """Describe the sheet for the answers."""
        return {
            "sheet": self.grid.name,
            "header_rows": list(self.grid.header_rows),
            "first_row": lines[0].row,
            "last_row": lines[-1].row,
            "columns": {key: letter(place) for place, key in enumerate(self.keys)},
            "year": year,
            **about,
        }


def plant(boxes: Sequence[Box], codes: Sequence[str], rng: Random, fits: Callable[[Box], bool]) -> None:
    """Give each code one box that has no fault yet."""
    free = [box for box in boxes if fits(box)]
    for box, code in zip(rng.sample(free, len(codes)), codes, strict=True):
        box.fault = code


def top_of(grid: Grid, title: str, unit_line: str, pen: Pen) -> None:
    """Write what stands above the headings."""
    if pen.chance(0.5):
        grid.add_line(pen.pick(("附件1", "附表2")), "attach", merged=False)
    grid.add_line(title, "title")
    if pen.chance(0.4):
        grid.add([], "blank")
    grid.add_line(unit_line, "unit_line", merged=pen.chance(0.7))


def bottom_of(grid: Grid, note: str, pen: Pen) -> None:
    """Write what stands below the totals."""
    grid.add_line(f"注：{note}", "note")
    grid.add_line(f"制表人：{person(pen.rng)}　　审核：{person(pen.rng)}　　　2026年12月31日", "signature")


def heading_of(grid: Grid, upper: Sequence[str], lower: Sequence[str]) -> None:
    """Write two heading rows; a group's name stands over its first column and is merged over the rest."""
    first = grid.add(list(upper), "header")
    second = grid.add(list(lower), "header")
    grid.header_rows += [first, second]
    starts = [place for place, name in enumerate(upper) if name]
    for start, following in zip(starts, [*starts[1:], len(upper)], strict=True):
        if lower[start]:
            grid.merge(first, start, first, following - 1)
        else:
            grid.merge(first, start, second, start)


def layout_tally(tally: Counter[str], grid: Grid) -> None:
    """Count the kinds of rows of a finished sheet."""
    for _, kind in grid.kinds:
        tally[f"layout:{kind}"] += 1
