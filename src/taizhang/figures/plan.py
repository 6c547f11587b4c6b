"""Asks gathered into one scan a ledger: every figure, period, scope and group at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.chosen import not_askable, row_condition, window
from taizhang.figures.kinds import composed, counted
from taizhang.figures.value import Ask
from taizhang.terms.period import Period
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.scope import Organisation, Scope
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.sql import Bound, Printer, identifier

# Chosen: one scan of all figures of a ledger, while a statement stays short enough to be planned quickly.
MOST_COLUMNS = 400


@dataclass(frozen=True, slots=True)
class Leaf:
    """A figure counted from rows, in a period and scope; ``by`` is the column it is broken down by."""

    figure: str
    period: Period
    scope: Scope
    by: str


Counted = dict[Leaf, dict[str, object]]


def leaves(catalogue: Catalogue, ask: Ask) -> Iterator[Leaf]:
    """What must be counted to answer an ask: itself, or the figures it is made of."""
    figure = catalogue.figures[ask.figure]
    if not figure.composed:
        yield Leaf(ask.figure, ask.period, ask.scope, ask.by)
        return
    for name, period in composed(figure).parts(figure, ask.period):
        yield from leaves(catalogue, Ask(name, period, ask.by, "", ask.scope))


def count(
    catalogue: Catalogue,
    warehouse: Warehouse,
    wanted: Iterable[Leaf],
    organisation: Organisation,
    progress: Progress = quiet,
) -> Counted:
    """Each leaf's raw answer by group member; the whole stands under ''.

    One query a ledger (and a further one for every 400 aggregates), whatever the number of groups and units.
    """
    by_ledger: dict[str, list[Leaf]] = {}
    for leaf in dict.fromkeys(wanted):
        figure = catalogue.figures[leaf.figure]
        if not not_askable(figure, leaf.period):
            by_ledger.setdefault(figure.ledger, []).append(leaf)
    counted: Counted = {}
    for place, (ledger, asked) in enumerate(by_ledger.items()):
        progress("计算指标", place, len(by_ledger))
        for start in range(0, len(asked), MOST_COLUMNS):
            counted.update(_scan(catalogue, warehouse, ledger, asked[start : start + MOST_COLUMNS], organisation))
    return counted


def _scan(
    catalogue: Catalogue, warehouse: Warehouse, ledger: str, asked: list[Leaf], organisation: Organisation
) -> Counted:
    bound: list[Bound] = []
    printer = Printer(catalogue.ledgers[ledger].columns, bound)
    columns = list(dict.fromkeys((leaf.figure, leaf.period, leaf.scope) for leaf in asked))
    sql = ", ".join(_column(catalogue, printer, *column, organisation) for column in columns)
    groups = list(dict.fromkeys(leaf.by for leaf in asked if leaf.by))
    sets = ", ".join(f"({identifier(group)})" for group in groups)
    told = "".join(f", grouping({identifier(name)}), CAST({identifier(name)} AS VARCHAR)" for name in groups)
    query = f"SELECT {sql}{told} FROM {identifier(ledger)} GROUP BY GROUPING SETS (()" + (f", {sets})" if sets else ")")
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    for row in warehouse.rows(query, bound):
        marks = row[len(columns) :]
        by = next((name for n, name in enumerate(groups) if marks[n * 2] == 0), "")
        member = str(marks[groups.index(by) * 2 + 1] or "") if by else ""
        found[(by, member)] = row[: len(columns)]
    return {
        leaf: {
            member: values[columns.index((leaf.figure, leaf.period, leaf.scope))]
            for (by, member), values in found.items()
            if by == leaf.by
        }
        for leaf in asked
    }


def _column(
    catalogue: Catalogue, printer: Printer, name: str, period: Period, scope: Scope, organisation: Organisation
) -> str:
    figure = catalogue.figures[name]
    condition = printer.condition(row_condition(figure), window(figure, period))
    if scope.unit:
        condition = f"({condition}) AND {in_scope(catalogue, figure, printer, scope, organisation)}"
    return counted(figure).aggregate(figure, condition)


def in_scope(catalogue: Catalogue, figure: Figure, printer: Printer, scope: Scope, organisation: Organisation) -> str:
    """The condition that a row belongs to the scope's unit or one below it; FALSE in a ledger without units."""
    column = catalogue.ledgers[figure.ledger].declared.unit
    if not column:
        return "FALSE"
    units = ", ".join(printer.value(unit) for unit in sorted(organisation.subtree(scope.unit)))
    return f"{identifier(column)} IN ({units})"
