"""Answers a report's asks from the replica: the figures room as reports need it."""

from __future__ import annotations

from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.compile import sql_of
from taizhang.figures.compute import compute
from taizhang.figures.trace import Tracer
from taizhang.figures.value import Ask
from taizhang.figures.words import define
from taizhang.reports.numbers import Counting, Numbers
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.scope import Organisation
from taizhang.warehouse.duck import Warehouse


def counting(warehouse: Warehouse, organisation: Organisation, progress: Progress = quiet) -> Counting:
    """Counts over the replica as it stands; traces are read when a cell asks for its rows."""

    def count(catalogue: Catalogue, asks: tuple[Ask, ...]) -> Numbers:
        answers = compute(catalogue, warehouse, asks, organisation, progress)
        return Numbers(
            value=answers.value,
            trace=Tracer(catalogue, warehouse, answers, organisation).trace,
            define=lambda name: define(catalogue, catalogue.figures[name]),
            sql=lambda name: sql_of(catalogue, catalogue.figures[name]),
            units=organisation.lowest,
        )

    return count
