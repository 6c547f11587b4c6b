"""Sheets written as text, for tests: one line a row, cells parted by |, numbers and dates as typed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.changes import AS_RECOGNISED, ChangeSet, Find, prepare
from taizhang.intake.looking import SheetChoices
from taizhang.intake.sheets import Cell, Sheet, Workbook
from taizhang.shipped import CATALOGUE
from taizhang.terms.scope import Organisation

SHIPPED: Catalogue = load(CATALOGUE)
Merged = tuple[tuple[int, int, int, int], ...]


def sheet(text: str, name: str = "2026年", merged: Merged = (), *, hidden: bool = False) -> Sheet:
    """The sheet a text draws; a cell #12 is the number 12, an empty one is empty."""
    lines = [line for line in text.strip("\n").split("\n")]
    rows = [[_cell(part.strip()) for part in line.split("|")] for line in lines]
    width = max(len(row) for row in rows)
    return Sheet(name, hidden, tuple((*row, *(None,) * (width - len(row))) for row in rows), merged)


def _cell(text: str) -> Cell:
    if text.startswith("#"):
        try:
            return Decimal(text[1:])
        except InvalidOperation:
            return text
    return text.replace("\\n", "\n").replace("_", "　") or None


def workbook(*sheets: Sheet, name: str = "台账.xlsx") -> Workbook:
    """A workbook of the sheets."""
    return Workbook(name, "ab" * 32, 1, "xlsx", "", sheets)


def changes(
    *sheets: Sheet, find: Find = lambda matters: {}, catalogue: Catalogue = SHIPPED, asked: SheetChoices = AS_RECOGNISED
) -> ChangeSet:
    """The change set of one workbook against an empty journal unless ``find`` says otherwise."""
    return prepare(catalogue, [workbook(*sheets)], find, Organisation(), asked=asked)


def folder() -> Path:
    """The shipped catalogue's folder."""
    return CATALOGUE
