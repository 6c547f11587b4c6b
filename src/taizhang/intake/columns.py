"""The unit a column's numbers are written in: its heading, a heading above, a line beside the table or the title tells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.headings import Heading
from taizhang.intake.layout import HeadingRows
from taizhang.intake.recognise import SheetMap
from taizhang.intake.sheets import Sheet, letters
from taizhang.terms.measures import Measure, factor, kin, measure, units_stated
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

# A note below a table stands among its last rows.
LAST_ROWS, FEW_WORDS = 12, 2


class ColumnUnits:
    """The units one sheet states for the columns of one table."""

    def __init__(self, sheet: Sheet, heading: HeadingRows) -> None:
        self._heading = heading
        stated = dict.fromkeys(unit for text in _beside(sheet, heading) for unit in units_stated(text))
        named = {one: [n for n, head in enumerate(heading.headings) if _names(one.meant, head)] for one in stated}
        self._lines = tuple(one.unit for one, columns in named.items() if not columns)
        self._named: dict[int, list[str]] = {}
        for one, columns in named.items():
            for column in columns:
                self._named.setdefault(column, []).append(one.unit)

    def of(self, column: int, unit: str) -> str:
        """What bare numbers of the column are written in, for a field in ``unit``; '' when nothing says so.

        A unit that measures something else, or that nobody knows, is given all the same when the heading right above
        states it: the column cannot be read then. Over several columns or beside the table it is given only if
        it seems to be meant for this one.
        """
        own = self._heading.headings[column]
        field = measure(unit)
        if own.unit:
            return own.unit
        if field is None:
            return ""
        if own.group_unit and _meant(own.group_unit, field):
            return own.group_unit
        named = [one for one in self._named.get(column, ()) if _meant(one, field)]
        stated = named or [one for one in dict.fromkeys(self._lines) if _meant(one, field)]
        sizes = {found.size if (found := measure(one)) else None for one in stated}
        return "、".join(stated) if len(sizes) > 1 else stated[0] if stated else ""


def _names(meant: str, heading: Heading) -> bool:
    """Whether words beside the table mean this column: 下达金额 in 下达金额单位：万元."""
    return len(meant) >= FEW_WORDS and bool(heading.leaf) and (meant in heading.path or heading.leaf in meant)


def _meant(stated: str, field: Measure) -> bool:
    """Whether a unit stated elsewhere is meant for fields like this one."""
    found = measure(stated)
    return (found.dimension if found else kin(stated)) == field.dimension


def _beside(sheet: Sheet, heading: HeadingRows) -> Iterator[str]:
    """The lines above the heading, the notes below the table, and the sheet's name."""
    for row in sheet.rows[: heading.top]:
        cells = [str(cell) for cell in row if cell is not None]
        yield from cells
        yield from (f"{label}{value}" for label, value in pairwise(cells) if label.endswith(("：", ":")))
    below = heading.bottom + 1
    for row in (*sheet.rows[below : below + 1], *sheet.rows[max(below + 1, len(sheet.rows) - LAST_ROWS) :]):
        words = {cell for cell in row if isinstance(cell, str)}
        if 0 < len(words) <= FEW_WORDS and sum(cell is not None for cell in row) <= len(words):
            yield from words
    yield sheet.name


def misfits(catalogue: Catalogue, file: str, sheet: Sheet, found: SheetMap) -> Iterator[Problem]:
    """Columns whose stated unit is no unit of their field: nothing in them may be read as if it were not stated."""
    units = ColumnUnits(sheet, found.heading)
    for column, field in _measured(catalogue, found):
        stated = units.of(column, field.unit)
        if stated and factor(stated, field.unit) is None:
            heading = found.heading.headings[column].shown or field.title
            place = Place(file=file, sheet=sheet.name, cell=f"{letters(column)}{found.heading.bottom + 1}")
            message = sentence(
                "“{heading}”一栏写明的计量单位是“{stated}”，换算不成“{field}”的单位“{unit}”。",
                heading=heading,
                stated=stated,
                field=field.title,
                unit=field.unit,
            )
            hint = "请改正表里写的计量单位，或把这一栏改为不导入。"
            yield Problem("INT-052", message, place, hint)


def _measured(catalogue: Catalogue, found: SheetMap) -> Iterator[tuple[int, FieldDeclaration]]:
    """The columns of numbers with the field that says their unit."""
    fields = found.ledger.declared.field
    pivot = found.ledger.declared.pivot
    for name, column in found.columns.items():
        if fields[name].type in ("integer", "decimal") and fields[name].unit:
            yield column, fields[name]
    if pivot:
        target = catalogue.ledgers[pivot.into].declared.field[pivot.value]
        if target.type in ("integer", "decimal") and target.unit:
            yield from ((column, target) for column in found.cells)
