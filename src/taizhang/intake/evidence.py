"""What the cells below a heading look like: how many of them can be read as a field's values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from taizhang.catalogue.choices import read_choice, ways_of
from taizhang.catalogue.model import FieldDeclaration, Vocabulary
from taizhang.intake.cells import format_cell, read_date, read_number, split_units
from taizhang.intake.layout import HeadingRows
from taizhang.intake.sheets import Cell, Sheet
from taizhang.intake.unit_names import is_unit
from taizhang.terms.characters import squeeze
from taizhang.terms.readings import NIL

# Chosen: forty cells tell a column's kind; fewer than five tell nothing.
SAMPLED, ENOUGH = 40, 5
# As short and as few as the words of a choice are (proposing.columns).
LONGEST_WORD, FEW_KINDS = 12, 6
# Any leap year: it is asked whether the words are a day, not which.
_SOME_YEAR = 2000
# Chosen: a bare 3.5 speaks for a date, but less than one with its year.
_DOUBTFUL = 0.8


Test = Callable[[Cell], float]


class Readings:
    """How likely single cells are values of a type: the same for every sheet, so each is read once."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary]) -> None:
        self._vocabularies = vocabularies
        self._tests: dict[tuple[str, str], Test | None] = {}

    def test(self, field: FieldDeclaration) -> Test | None:
        """Whether a cell can be read as the field's type, from 0 to 1; None where that says nothing."""
        key = (field.type, field.choices or field.unit)
        if key not in self._tests:
            made = self._made(field)
            self._tests[key] = _Remembered(made) if made else None
        return self._tests[key]

    def _made(self, field: FieldDeclaration) -> Test | None:
        if field.type == "date":
            return _date_likelihood
        if field.type in ("integer", "decimal"):
            return lambda cell: _yes(not read_number(cell, field.unit, "", whole=False, signed=True).reason)
        if field.type in ("choice", "flag"):
            vocabulary = self._vocabularies[field.choices]
            ways = ways_of(vocabulary)
            return (
                None
                if vocabulary.open
                else lambda cell: _yes(not read_choice(format_cell(cell), vocabulary, ways).reason)
            )
        if field.type in ("unit", "units"):
            return lambda cell: _yes(all(is_unit(part) for part in split_units(cell)) and isinstance(cell, str))
        return None


class _Remembered:
    """A test that remembers its answers."""

    def __init__(self, test: Test) -> None:
        self._test = test
        self._answers: dict[tuple[type, Cell], float] = {}

    def __call__(self, cell: Cell) -> float:
        key = (type(cell), cell)  # True equals 1, yet says 是
        if key not in self._answers:
            self._answers[key] = self._test(cell)
        return self._answers[key]


class Evidence:
    """The columns of one sheet below one heading, sampled; ``share`` answers from 0 to 1."""

    def __init__(self, sheet: Sheet, heading: HeadingRows, readings: Readings) -> None:
        self._sheet, self._heading, self._readings = sheet, heading, readings
        self._samples: dict[int, list[Cell]] = {}
        self._shares: dict[tuple[int, str, str], float | None] = {}

    def share(self, column: int, field: FieldDeclaration) -> float | None:
        """How many of the column's cells the field's type can read; None when that says nothing.

        It says nothing of plain text, of open choices and of a column with too few cells.
        """
        key = (column, field.type, field.choices or field.unit)
        if key not in self._shares:
            self._shares[key] = self._share(column, field)
        return self._shares[key]

    def few_words(self, column: int) -> bool:
        """Whether a few short words stand there again and again."""
        said = [squeeze(cell) for cell in self._sample(column) if isinstance(cell, str)]
        kinds = set(said)
        return bool(said) and max(map(len, kinds)) <= LONGEST_WORD and len(kinds) <= max(FEW_KINDS, len(said) // 3)

    def _share(self, column: int, field: FieldDeclaration) -> float | None:
        fits = self._readings.test(field)
        cells = self._sample(column) if fits else []
        if fits is None or len(cells) < ENOUGH:
            return None
        return sum(map(fits, cells)) / len(cells)

    def _sample(self, column: int) -> list[Cell]:
        """Some cells of the column that say something, from rows that hold more than one."""
        if column not in self._samples:
            found: list[Cell] = []
            for row in self._sheet.rows[self._heading.bottom + 1 :]:
                cell = row[column] if column < len(row) else None
                if cell is not None and squeeze(str(cell)) not in NIL and len(set(row)) > 3:
                    found.append(cell)
                if len(found) == SAMPLED:
                    break
            self._samples[column] = found
        return self._samples[column]


def _yes(answer: bool) -> float:
    return float(answer)


def _date_likelihood(cell: Cell) -> float:
    """Whether the cell is a date; a bare 3.5 may as well be an amount."""
    if isinstance(cell, date):
        return 1.0
    read = read_date(cell, _SOME_YEAR)
    if read.reason in ("month_only", "day_order"):
        return _DOUBTFUL
    if read.reason and read.reason != "impossible_date":
        return 0.0
    words = squeeze(format_cell(cell))
    return _DOUBTFUL if len(words) <= 5 and not any(sign in words for sign in "月年-/底末") else 1.0
