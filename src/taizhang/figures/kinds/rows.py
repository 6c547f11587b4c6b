"""What the four kinds share that count rows, and are named after the rows they take."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from taizhang.catalogue.predicate import Row
from taizhang.catalogue.resolved import Figure
from taizhang.figures.kinds.kind import CountedKind, in_rows, tell_count
from taizhang.figures.value import TracedRow


def counting(name: str, title: str, takes: str) -> CountedKind:
    """A kind that counts the rows it takes."""
    return CountedKind(name, title, count, tell_count, recount, takes=takes, weight=weight, counts=True)


def count(figure: Figure, condition: str) -> str:
    """How many rows meet the condition."""
    return f"count({in_rows(condition)})"


def weight(figure: Figure, row: Row) -> int:
    """Every row counts once."""
    return 1


def recount(figure: Figure, rows: Sequence[TracedRow]) -> object:
    """How many rows there are."""
    return Decimal(len(rows))
