"""A figure's SQL for people to read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.chosen import row_condition
from taizhang.figures.kinds import counted
from taizhang.warehouse.sql import Printer, identifier


def sql_of(catalogue: Catalogue, figure: Figure, days: Mapping[str, date] | None = None) -> str:
    """The figure's SQL for a person to read and check; ``:start`` and ``:end`` are left open without ``days``."""
    if figure.composed:
        parts = [catalogue.figures[name] for name in figure.declared.made_of]
        return "\n".join(f"-- {part.name}\n{sql_of(catalogue, part, days)}" for part in dict.fromkeys(parts))
    condition = Printer(catalogue.ledgers[figure.ledger].columns).condition(row_condition(figure), days)
    return f"SELECT {counted(figure).aggregate(figure, condition)}\nFROM {identifier(figure.ledger)}"
