"""Columns of money that say no unit anywhere: taken in the ledger's unit, and told where the amounts make that doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.columns import ColumnUnits, measured_columns
from taizhang.intake.layout import RecordRow
from taizhang.intake.recognise import SheetMap
from taizhang.intake.sheets import Cell, Sheet
from taizhang.terms.measures import factor, kin
from taizhang.terms.problem import Place, Problem
from taizhang.terms.quantity import format_plain
from taizhang.terms.sentence import sentence

UNSTATED = "INT-081"
# 一亿元: what one matter of a ledger kept in 万元 rarely costs, and what 10,000 元 typed there become.
LARGE = Decimal(100_000_000)
# Less than 100 元 for the dearest of several matters: what 万元 typed into a ledger kept in 元 become.
SMALL, SEVERAL = Decimal(100), 2
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?", re.ASCII)


def unstated_units(
    catalogue: Catalogue, file: str, sheet: Sheet, found: SheetMap, rows: Sequence[RecordRow]
) -> Iterator[Problem]:
    """Amounts without any unit beside them that the ledger's own unit makes very large or very small (INT-081)."""
    units = ColumnUnits(sheet, found.heading)
    records = [row for row in rows if row.kind == "record"]
    for column, field in measured_columns(catalogue, found):
        size = factor(field.unit, "元") if kin(field.unit) == "money" else None
        if size is None or found.heading.headings[column].unit:
            continue
        bare = [row for row in records if not units.of(column, field.unit, row.measured)]
        amounts = {row.index: cell * size for row in bare if (cell := _bare(sheet.rows[row.index][column]))}
        if not amounts:
            continue
        first = max(amounts, key=lambda index: amounts[index])
        most = amounts[first]
        large, small = size > 1 and most >= LARGE, size == 1 and most < SMALL and len(amounts) >= SEVERAL
        if large or small:
            place = Place(file=file, sheet=sheet.name, cell=sheet.address(first, column))
            yield _problem(field, found.heading.headings[column].shown, most, place)


def _bare(cell: Cell) -> Decimal | None:
    """A number that says no unit itself."""
    if isinstance(cell, Decimal):
        return cell
    return Decimal(cell.strip().replace(",", "")) if isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()) else None


def _problem(field: FieldDeclaration, heading: str, most: Decimal, place: Place) -> Problem:
    says = sentence(
        "“{heading}”一栏没有写计量单位，照台账的“{unit}”计，最大的一个就是{most}元。",
        heading=heading or field.title,
        unit=field.unit,
        most=format_plain(most),
    )
    return Problem(
        UNSTATED, says, place, "请核对；不是这个单位的，在表头写明计量单位，如（元），再重新导入。", "warning"
    )
