"""Cells that say 同上 or 〃: they say what the record above says, in columns that describe, and are told of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.waiting import happened
from taizhang.intake.cells import blank
from taizhang.intake.recognise import SheetMap
from taizhang.intake.sheets import Cell, Sheet
from taizhang.terms.characters import squeeze
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence
from taizhang.terms.spoilt import DITTO

Grid = Mapping[int, tuple[Cell, ...]]
_DESCRIBES = frozenset(("text", "choice", "unit", "units", "date", "flag"))


def describing_columns(found: SheetMap) -> dict[int, str]:
    """Column → field title of those that may say 同上: no number, no state, no day of what was done, not what names the matter."""
    return {
        column: found.ledger.declared.field[name].title
        for name, column in found.columns.items()
        if _may(found.ledger, name)
    }


def _may(ledger: Ledger, name: str) -> bool:
    field = ledger.declared.field[name]
    return (
        field.type in _DESCRIBES
        and name not in ledger.declared.key
        and name != ledger.declared.status
        and not happened(name, field)
    )


def says_ditto(cell: Cell) -> bool:
    """Whether a cell points to the one above."""
    return isinstance(cell, str) and squeeze(cell) in DITTO


def with_ditto(grid: Grid, columns: Collection[int]) -> tuple[dict[int, tuple[Cell, ...]], list[tuple[int, int]]]:
    """The records with what the one above says in place of 同上, and where that was done, as (row, column).

    Where the record above says nothing, the words stay and are read as they are.
    """
    filled: dict[int, tuple[Cell, ...]] = {}
    places: list[tuple[int, int]] = []
    above: Sequence[Cell] = ()
    for index in sorted(grid):
        cells = list(grid[index])
        for column in columns:
            if column < len(cells) and says_ditto(cells[column]):
                told = above[column] if column < len(above) else None
                if not blank(told) and not says_ditto(told):
                    cells[column] = told
                    places.append((index, column))
        filled[index] = above = tuple(cells)
    return filled, places


def told_of_ditto(
    file: str, sheet: Sheet, titles: Mapping[int, str], places: Sequence[tuple[int, int]]
) -> Iterator[Problem]:
    """That cells were read as the record above says, a notice a column (INT-069)."""
    for column in dict.fromkeys(column for _, column in places):
        rows = [row for row, one in places if one == column]
        message = sentence(
            "“{column}”一栏有{count}格写“同上”，按上一行的内容读入。", column=titles[column], count=len(rows)
        )
        place = Place(file=file, sheet=sheet.name, cell=sheet.address(rows[0], column))
        yield Problem("INT-069", message, place, "不是这个意思的，请把内容写全后重新导入。", "warning")
