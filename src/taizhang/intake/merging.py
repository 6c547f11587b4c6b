"""Cells merged down a column: words hold for every row they stand beside, a number is one number and counts once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.cells import blank
from taizhang.intake.layout import RecordRow
from taizhang.intake.recognise import SheetMap
from taizhang.intake.sheets import Sheet
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

_NUMBERS = ("integer", "decimal")


class MergedDown(NamedTuple):
    """Cells of one column below the heading merged into the top one, rows zero-based, both ends included."""

    column: int
    top: int
    bottom: int


def merged_down(sheet: Sheet, found: SheetMap) -> Iterator[MergedDown]:
    """Every run of merged cells below the heading of a sheet."""
    for top, left, bottom, right in sheet.merged:
        if bottom > top and top > found.heading.bottom and left == right and left < len(sheet.rows[top]):
            yield MergedDown(left, top, min(bottom, len(sheet.rows) - 1))


def number_columns(catalogue: Catalogue, found: SheetMap) -> frozenset[int]:
    """The columns that hold amounts and counts, the cells of a wide table among them."""
    fields, pivot = found.ledger.declared.field, found.ledger.declared.pivot
    columns = [column for name, column in found.columns.items() if fields[name].type in _NUMBERS]
    wide = pivot is not None and catalogue.ledgers[pivot.into].declared.field[pivot.value].type in _NUMBERS
    return frozenset((*columns, *(found.cells if wide else ())))


def counted_once(
    catalogue: Catalogue, file: str, sheet: Sheet, found: SheetMap, rows: Sequence[RecordRow]
) -> Iterator[Problem]:
    """Numbers merged over several records: each is counted with the first alone, and that is said (INT-065)."""
    amounts = number_columns(catalogue, found)
    records = {row.index for row in rows if row.kind == "record"}
    for one in merged_down(sheet, found):
        shared = sum(index in records for index in range(one.top, one.bottom + 1))
        if one.column in amounts and shared > 1 and not blank(sheet.rows[one.top][one.column]):
            message = sentence(
                "这个数合并在第{first}至{last}行的{count}条记录上，只计入第{first}行一次。",
                first=one.top + 1,
                last=one.bottom + 1,
                count=shared,
            )
            place = Place(file=file, sheet=sheet.name, cell=sheet.address(one.top, one.column))
            yield Problem("INT-065", message, place, "请拆分单元格，把各条的数分别写明。", "warning")
