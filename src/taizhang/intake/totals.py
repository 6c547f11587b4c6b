"""Totals as stated in a workbook, held against the sum of the rows that count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.intake.cells import read_number
from taizhang.intake.columns import ColumnUnits
from taizhang.intake.layout import RecordRow, is_grand
from taizhang.intake.recognise import SheetMap
from taizhang.intake.rows import MatterDraft
from taizhang.intake.sheets import Sheet
from taizhang.terms.characters import squeeze
from taizhang.terms.measures import kin
from taizhang.terms.problem import Place, Problem
from taizhang.terms.quantity import format_plain
from taizhang.terms.sentence import sentence

_NUMBERS = ("integer", "decimal")
# Rates, marks and running numbers are averaged or listed, never added.
_NO_SUMS = ("%", "‰", "分", "年", "届", "轮", "位")
_NO_SUM = re.compile(r"率|得分|评分|名次|排名|位次|届|轮次|期号|序号|权重|时限|用时|进度|目标值|标准|年度")
_COUNT = re.compile(r"(?:合计|总计|共计|共|计)[:：]?(\d{1,6})(?:[件处个项条起宗座篇次份家户批]|条记录|行)")


@dataclass(frozen=True, slots=True)
class Stated:
    """A total that differs from what the counted rows add up to."""

    place: Place
    stated: Decimal
    computed: Decimal

    def problem(self) -> Problem:
        """The difference as a warning: totals are recomputed, never taken over."""
        message = sentence(
            "表中合计为{stated}，按计入的各行应为{computed}。",
            stated=format_plain(self.stated),
            computed=format_plain(self.computed),
        )
        return Problem("INT-061", message, self.place, "指标以各行为准；请核对合计公式或被驳回的行。", "warning")


def stated_totals(
    catalogue: Catalogue, sheet: Sheet, found: SheetMap, rows: Sequence[RecordRow], kept: Sequence[MatterDraft]
) -> list[Stated]:
    """Every stated total of the sheet, of rows and of columns, that the kept drafts contradict."""
    counted = list(_stated_counts(sheet, found, rows, kept))
    pivot = found.ledger.declared.pivot
    numeric = pivot and catalogue.ledgers[pivot.into].columns[pivot.value].type in ("integer", "decimal")
    if not summed(found.ledger) and not numeric:
        return counted
    amounts = _Amounts(catalogue, sheet, found, kept)
    amounts.records = tuple(row.index for row in rows if row.kind == "record")
    wrong = [one for row in rows if row.kind == "record" for one in amounts.across(row)]
    part = grand = 0
    for row in rows:
        if row.kind == "total" and is_grand(sheet.rows[row.index]):
            any_row = any(grand < one.index < row.index and one.kind == "record" for one in rows)
            wrong += amounts.down(row, grand) if any_row else []
            grand = part = row.index
        elif row.kind == "total":
            wrong += amounts.down(row, part)
            part = row.index
        elif row.kind == "subheading":
            part = row.index
    return counted + wrong


def _stated_counts(
    sheet: Sheet, found: SheetMap, rows: Sequence[RecordRow], kept: Sequence[MatterDraft]
) -> Iterator[Stated]:
    """A total row that says how many there are (共12处) and the number of rows above it."""
    places = {column for name, column in found.columns.items() if found.ledger.declared.field[name].type in _NUMBERS}
    file, above = kept[0].at.file if kept else "", 0
    for row in rows:
        if row.kind == "record":
            above += 1
        if row.kind != "total":
            continue
        for column, cell in enumerate(sheet.rows[row.index]):
            stated = _COUNT.fullmatch(squeeze(str(cell))) if isinstance(cell, str) and column not in places else None
            if stated and int(stated[1]) != above:
                where = Place(file=file, sheet=sheet.name, cell=sheet.address(row.index, column))
                yield Stated(where, Decimal(stated[1]), Decimal(above))


def summed(ledger: Ledger) -> tuple[str, ...]:
    """The fields a total row adds up: those the ledger names, else all amounts and counts of the row."""
    if ledger.declared.totals:
        return ledger.declared.totals
    fields = ledger.declared.field.items()
    return tuple(
        name for name, one in fields if one.type in _NUMBERS and one.unit not in _NO_SUMS and _adds_up(one.title)
    )


def _adds_up(title: str) -> bool:
    return not _NO_SUM.search(title)


class _Amounts:
    """The amounts that count, by row and column of the sheet."""

    def __init__(self, catalogue: Catalogue, sheet: Sheet, found: SheetMap, kept: Sequence[MatterDraft]) -> None:
        self.sheet, self.found, self.units = sheet, found, ColumnUnits(sheet, found.heading)
        self.file = kept[0].at.file if kept else ""
        fields = found.ledger.declared.field
        pivot = found.ledger.declared.pivot
        self.unit = catalogue.ledgers[pivot.into].declared.field[pivot.value].unit if pivot else ""
        self.columns = {
            found.columns[name]: fields[name].unit for name in summed(found.ledger) if name in found.columns
        }
        self.records: tuple[int, ...] = ()
        self.rows = len({draft.at.row for draft in kept if draft.ledger == found.ledger.name})
        self.amounts: dict[tuple[int, int], Decimal] = {}
        by_cell = {
            sheet.address(row, column): (row, column) for row in range(len(sheet.rows)) for column in found.cells
        }
        for draft in kept:
            if draft.at.cell in by_cell and pivot:
                self.amounts[by_cell[draft.at.cell]] = Decimal(str(draft.facts[pivot.value]))
            for name in summed(found.ledger):
                if draft.ledger == found.ledger.name and name in found.columns and draft.facts.get(name) is not None:
                    self.amounts[(draft.at.row - 1, found.columns[name])] = Decimal(str(draft.facts[name]))

    def across(self, row: RecordRow) -> list[Stated]:
        """The row's own sums."""
        wrong = []
        for column, axes in self.found.totals.items():
            stated = self._number(row, column, self.unit)
            parts = [self.amounts[(row.index, n)] for n in self._parts(axes) if (row.index, n) in self.amounts]
            if stated is not None and parts and stated != sum(parts):
                wrong.append(Stated(self._place(row.index, column), stated, sum(parts, Decimal(0))))
        return wrong

    def down(self, row: RecordRow, after: int) -> list[Stated]:
        """The sums a total row states of the rows above it, from the one after ``after``."""
        wrong = []
        plain_columns = {column: (column,) for column in (*self.found.cells, *self.columns)}
        summed = {column: tuple(self._parts(axes)) for column, axes in self.found.totals.items()}
        for column, parts in {**plain_columns, **summed}.items():
            stated = self._number(row, column, self.columns.get(column, self.unit))
            computed = sum(
                (amount for (at, n), amount in self.amounts.items() if n in parts and after <= at < row.index),
                Decimal(0),
            )
            if stated is not None and stated != computed and not self._counts(column, stated, row, after):
                wrong.append(Stated(self._place(row.index, column), stated, computed))
        return wrong

    def _counts(self, column: int, stated: Decimal, row: RecordRow, after: int) -> bool:
        """Whether a total row tells the number of rows, kept or written, in a column the ledger does not say is added up.

        Never in one of amounts: so many yuan or kilometres are no number of rows.
        """
        if kin(self.columns.get(column, "")):
            return False
        written = sum(after <= one < row.index for one in self.records)
        counts = stated in (self.rows, written)
        return not self.found.ledger.declared.totals and column in self.columns and counts

    def _parts(self, axes: Mapping[str, int | str]) -> list[int]:
        """The columns of a wide table that a summing column sums: those that agree with what it keeps."""
        return [n for n, own in self.found.cells.items() if all(own.get(key) == value for key, value in axes.items())]

    def _number(self, row: RecordRow, column: int, unit: str) -> Decimal | None:
        cells = self.sheet.rows[row.index]
        cell = cells[column] if column < len(cells) else None
        own = self.units.of(column, unit, row.measured)
        read = read_number(cell, unit, own, whole=False, signed=True)
        return read.value if isinstance(read.value, Decimal) else None

    def _place(self, row: int, column: int) -> Place:
        return Place(file=self.file, sheet=self.sheet.name, cell=self.sheet.address(row, column))
