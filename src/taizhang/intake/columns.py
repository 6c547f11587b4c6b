"""The unit a column's numbers are written in: its heading, a heading above, a line beside the table or the title tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.headings import Heading
from taizhang.intake.layout import HeadingRows, RecordRow
from taizhang.intake.recognise import SheetMap
from taizhang.intake.sheets import Cell, Sheet
from taizhang.terms.measures import (
    Measure,
    count_alike,
    factor,
    in_full,
    is_currency,
    kin,
    measure,
    money_in,
    pieces_in,
    units_stated,
)
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

# A note below a table stands among its last rows.
LAST_ROWS, FEW_WORDS = 12, 2


class ColumnUnits:
    """The units one sheet states for the columns of one table."""

    def __init__(self, sheet: Sheet, heading: HeadingRows) -> None:
        self._heading = heading
        self._beside = tuple(_beside(sheet, heading))
        self._above = sheet.above

    def of(self, column: int, unit: str, near: str = "") -> str:
        """What bare numbers of the column are written in, for a field in ``unit``; '' when nothing says so.

        A magnitude alone (亿) is given with what it leaves out.
        near: the line among the rows that states a unit for those below it. A unit that measures something else, or
        that nobody knows, is given all the same when the heading right above states it: the column cannot be read then.
        Over several columns or beside the table it is given only if it seems to be meant for this one; what is nearer
        counts, the titles over an earlier table of the sheet last.
        """
        return in_full(self._of(column, unit, near), unit)

    def _of(self, column: int, unit: str, near: str) -> str:
        own = self._heading.headings[column]
        field = measure(unit)
        if own.unit and not is_currency(own.unit):
            return own.unit
        if field is None:
            return own.unit
        return self._elsewhere(column, field, unit, near) or own.unit

    def _elsewhere(self, column: int, field: Measure, unit: str, near: str) -> str:
        """What is said for the column anywhere but right above it."""
        if stated := self.by_line(column, unit, near):
            return stated
        group = self._heading.headings[column].group_unit
        if group and not is_currency(group) and _meant(group, field):
            return group
        stated = self._stated(column, field, self._beside) or self._stated(column, field, self._above)
        return stated or (group if is_currency(group) else "")

    def by_line(self, column: int, unit: str, near: str) -> str:
        """What a line among the rows states for the column, '' when nothing."""
        field = measure(unit)
        return in_full(self._stated(column, field, (near,)), unit) if near and field else ""

    def _stated(self, column: int, field: Measure, lines: Sequence[str]) -> str:
        """The unit that lines state for a column: one that names it beats one for the whole table; contradictions joined."""
        own, table = list[str](), list[str]()
        for one in dict.fromkeys(unit for text in lines for unit in units_stated(text)):
            columns = self._columns(one.meant)
            if _meant(one.unit, field) and (column in columns or not columns):
                (own if columns else table).append(one.unit)
        stated = list(dict.fromkeys(own or table))
        sizes = {found.size if (found := measure(one)) else None for one in stated}
        return "、".join(stated) if len(sizes) > 1 else stated[0] if stated else ""

    def _columns(self, meant: str) -> list[int]:
        return [n for n, head in enumerate(self._heading.headings) if _names(meant, head)]


def _names(meant: str, heading: Heading) -> bool:
    """Whether words beside the table mean this column: 下达金额 in 下达金额单位：万元."""
    return len(meant) >= FEW_WORDS and bool(heading.leaf) and (meant in heading.path or heading.leaf in meant)


def _meant(stated: str, field: Measure) -> bool:
    """Whether a unit stated elsewhere is meant for fields like this one."""
    found = measure(in_full(stated, "元"))  # beside the table a magnitude alone is meant for its money
    return (found.dimension if found else kin(stated)) == field.dimension


def _beside(sheet: Sheet, heading: HeadingRows) -> Iterator[str]:
    """The lines above the heading, the notes below the table, and the sheet's name."""
    yield from (text for row, _, text in sheet.remarks if row < heading.top)
    for row in sheet.rows[: heading.top]:
        cells = [str(cell) for cell in row if cell is not None]
        yield from cells
        yield from (f"{label}{value}" for label, value in pairwise(cells) if label.endswith(("：", ":")))
    below = heading.bottom + 1
    last = len(sheet.rows)
    while last > below and _is_line(sheet.rows[last - 1]):
        last -= 1  # a line with records below it is theirs, see ``RecordRow.measured``
    for row in (*sheet.rows[below : below + 1], *sheet.rows[max(below + 1, last, len(sheet.rows) - LAST_ROWS) :]):
        if _is_line(row):
            yield from {cell for cell in row if isinstance(cell, str)}
    yield sheet.name


def _is_line(row: Sequence[Cell]) -> bool:
    """Whether a row holds a few words at most and nothing else."""
    words = {cell for cell in row if isinstance(cell, str)}
    return len(words) <= FEW_WORDS and sum(cell is not None for cell in row) <= len(words)


def misfits(
    catalogue: Catalogue, file: str, sheet: Sheet, found: SheetMap, rows: Sequence[RecordRow]
) -> Iterator[Problem]:
    """Columns whose stated unit is no unit of their field, or is another than a line among the rows states.

    Nothing in them may be read as if it were not stated.
    """
    units = ColumnUnits(sheet, found.heading)
    measured = {row.measured for row in rows if row.kind == "record" and row.measured}
    lines = {"": found.heading.bottom} | {row.measured: row.index for row in reversed(rows) if row.measured in measured}
    for column, field in measured_columns(catalogue, found):
        heading = found.heading.headings[column].shown or field.title
        own = in_full(found.heading.headings[column].unit, field.unit)
        pieces = pieces_in(found.heading.headings[column].said)
        for line, index in lines.items():
            place = Place(file=file, sheet=sheet.name, cell=sheet.address(index, column))
            stated = units.of(column, field.unit, line)
            near = units.by_line(column, field.unit, line)
            if stated and factor(stated, field.unit) is None:
                yield _no_unit(field, heading, stated, place)
            elif pieces and not count_alike(pieces, field.unit):
                yield _no_unit(field, heading, pieces, place)
            elif is_currency(stated) and factor("元", field.unit) != 1:
                yield _no_magnitude(heading, stated, place)
            elif not stated and (loose := _money_in(found.heading.headings[column], field)):
                yield _perhaps_unit(heading, loose, place)
            elif own and near and factor(near, own) != 1:
                yield _contradicted(heading, own, near, place)


def _no_unit(field: FieldDeclaration, heading: str, stated: str, place: Place) -> Problem:
    message = sentence(
        "“{heading}”一栏写明的计量单位是“{stated}”，换算不成“{field}”的单位“{unit}”。",
        heading=heading,
        stated=stated,
        field=field.title,
        unit=field.unit,
    )
    return Problem("INT-052", message, place, "请改正表里写的计量单位，或把这一栏改为不导入。")


def _no_magnitude(heading: str, stated: str, place: Place) -> Problem:
    message = sentence("“{heading}”一栏只写了币种“{stated}”，没有写明是元还是万元。", heading=heading, stated=stated)
    return Problem("INT-052", message, place, "请在表头写明计量单位，如（元）或（万元），再重新导入。")


def _perhaps_unit(heading: str, loose: str, place: Place) -> Problem:
    message = sentence("“{heading}”一栏的表头里有“{unit}”，看不出是不是计量单位。", heading=heading, unit=loose)
    return Problem("INT-052", message, place, "请把计量单位写进括号，如（元）或（万元），再重新导入。")


def _money_in(heading: Heading, field: FieldDeclaration) -> str:
    """Words that may be a unit of money in a heading that states none, for an amount in another unit than they are."""
    found = money_in(heading.said) if measure(field.unit) and kin(field.unit) == "money" else ""
    return "" if not found or factor(found, field.unit) == 1 else found


def _contradicted(heading: str, own: str, near: str, place: Place) -> Problem:
    message = sentence(
        "“{heading}”一栏的表头写明的计量单位是“{own}”，下面的小标题写的却是“{near}”。",
        heading=heading,
        own=own,
        near=near,
    )
    return Problem("INT-052", message, place, "请把两处改成一致后重新导入。")


def measured_columns(catalogue: Catalogue, found: SheetMap) -> Iterator[tuple[int, FieldDeclaration]]:
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
