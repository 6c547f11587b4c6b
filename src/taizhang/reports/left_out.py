"""What imports left out, beside the numbers it is missing from."""

from __future__ import annotations

from collections.abc import Mapping

from taizhang.reports.paper import Paper
from taizhang.reports.suppression import ledgers_of
from taizhang.terms.sentence import sentence


def rows_by_cell(paper: Paper, rows: Mapping[str, int]) -> dict[str, int]:
    """How many rows are missing from the ledgers each cell draws on; cells that miss none are not there.

    rows: by ledger, how many were left out. A ledger counts once for a cell, however often the cell reads it.
    """
    told = {key: sum(rows.get(name, 0) for name in ledgers_of(cell.trace)) for key, cell in paper.cells.items()}
    return {key: count for key, count in told.items() if count}


def beside(count: int) -> str:
    """The words beside a number; '' for one that misses nothing."""
    return sentence("另有{count}行未计入", count=count) if count else ""
