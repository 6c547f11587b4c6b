"""An office file as plain grids of cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Literal

Cell = str | Decimal | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from row 1 and column A, rows padded to its width.

    merged: ranges as (top, left, bottom, right), zero-based, both ends included; the value stands top left.
    """

    name: str
    hidden: bool
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file read: its name without folders, SHA-256 (hex), size in bytes, what it really is, its sheets."""

    name: str
    digest: str
    size: int
    kind: Literal["xlsx", "xls", "csv", "html"]
    encoding: str
    sheets: tuple[Sheet, ...]


def address(row: int, column: int) -> str:
    """The cell's name, from zero-based row and column: (17, 5) → F18."""
    return f"{letters(column)}{row + 1}"


@cache
def letters(column: int) -> str:
    """The column's letters, from zero: 27 → AB."""
    rest, last = divmod(column, 26)
    return (letters(rest - 1) if rest else "") + chr(65 + last)
