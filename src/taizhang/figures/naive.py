"""The independent oracle: every figure folded over heads in plain Python, no SQL.

Deliberately written from the words of the definitions and not from the compiler, so that the two can disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from taizhang.catalogue.predicate import Scalar, holds
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.catalogue.values import row_of
from taizhang.figures.chosen import not_askable
from taizhang.figures.compute import told
from taizhang.figures.value import Ask, Value
from taizhang.figures.yearly import NO_BASE, change
from taizhang.journal.entry import Head
from taizhang.terms.quantity import percent
from taizhang.terms.scope import Organisation

Row = Mapping[str, Scalar]


def answer(catalogue: Catalogue, heads: Iterable[Head], ask: Ask, organisation: Organisation) -> Value:
    """The value of one ask over all heads."""
    heads = tuple(heads)
    figure = catalogue.figures[ask.figure]

    def part(name: str, last: bool = False) -> Value:
        period = ask.period.last_year() if last else ask.period
        return answer(catalogue, heads, Ask(name, period, ask.by, ask.member, ask.scope), organisation)

    if figure.kind == "year_on_year":
        this, before = part(figure.declared.of[0]), part(figure.declared.of[0], last=True)
        amount = change(this, before, figure.change, figure.decimals)
        reason = "" if amount is not None else this.reason or before.reason or NO_BASE
        return Value(figure, ask, amount, this.amount, before.amount, reason=reason)
    if figure.kind in ("ratio", "share"):
        return _divided(figure, ask, [part(n) for n in figure.declared.of], [part(n) for n in figure.declared.over])
    if reason := not_askable(figure, ask.period):
        return Value(figure, ask, None, reason=reason)
    counted = [row for row in _rows(catalogue, heads, figure, ask, organisation) if _counts(figure, row, ask)]
    if ask.member and not any(_member(row, ask) for row in _rows(catalogue, heads, figure, ask, organisation)):
        return told(figure, ask, None)
    return told(figure, ask, _aggregate(figure, counted))


def _divided(figure: Figure, ask: Ask, upper: list[Value], lower: list[Value]) -> Value:
    lacking = next((value for value in (*upper, *lower) if value.amount is None), None)
    if lacking:
        return Value(figure, ask, None, reason=lacking.reason)
    above = sum((value.amount or Decimal(0) for value in upper), Decimal(0))
    below = sum((value.amount or Decimal(0) for value in lower), Decimal(0))
    amount = percent(above, below, figure.decimals)
    return Value(figure, ask, amount, above, below, reason="" if amount is not None else "分母为零。")


def _rows(
    catalogue: Catalogue, heads: Iterable[Head], figure: Figure, ask: Ask, organisation: Organisation
) -> list[Row]:
    ledger = catalogue.ledgers[figure.ledger]
    inside = organisation.subtree(ask.scope.unit) if ask.scope.unit else None
    rows: list[Row] = []
    for head in heads:
        if head.ledger != figure.ledger:
            continue
        row: dict[str, Scalar] = {
            **row_of(ledger, head.facts), "id": head.matter, "number": head.number or None, "state": head.state or None,
        }  # fmt: skip
        if inside is None or (ledger.declared.unit and row[ledger.declared.unit] in inside):
            rows.append(row)
    return rows


def _member(row: Row, ask: Ask) -> bool:
    if not ask.by:
        return True
    value = row[ask.by]
    text = "" if value is None else ("true" if value else "false") if isinstance(value, bool) else str(value)
    return text == ask.member


def _counts(figure: Figure, row: Row, ask: Ask) -> bool:
    first, last = ask.period.start, ask.period.end
    if figure.basis == "stock":
        last = ask.period.day_before if figure.declared.at == "start" else last
        opened, closed = row["opened"], row["closed"]
        inside = isinstance(opened, date) and opened <= last and not (isinstance(closed, date) and closed <= last)
    else:
        day = row[figure.declared.date]
        inside = isinstance(day, date) and first <= day <= last
    days = {"start": first, "end": last}
    return inside and _member(row, ask) and holds(figure.where, row, days) and holds(figure.met, row, days)


def _aggregate(figure: Figure, rows: list[Row]) -> object:
    if figure.kind in ("flow", "cohort", "stock"):
        return Decimal(len(rows))
    filled = [row for row in rows if row[figure.declared.measure] is not None]
    values = [row[figure.declared.measure] for row in filled]
    numbers = [value for value in values if isinstance(value, Decimal)]
    match figure.kind:
        case "sum":
            return sum(numbers, Decimal(0))
        case "distinct":
            return Decimal(len(set(values)))
        case "average":
            return [sum(numbers, Decimal(0)), Decimal(len(numbers))]
        case "list":
            return sorted({str(value) for value in values})
        case "latest":
            return _latest(figure.declared.date or "opened", figure.declared.measure, filled)
    return sorted(values)[-1] if values else None  # type: ignore[type-var]


def _latest(order: str, measure: str, rows: list[Row]) -> Scalar:
    """The measure of the row with the last day; of several, of the one whose identity sorts last."""
    latest: tuple[date, str] | None = None
    answer: Scalar = None
    for row in rows:
        day = row[order]
        if isinstance(day, date) and (latest is None or (day, str(row["id"])) > latest):
            latest, answer = (day, str(row["id"])), row[measure]
    return answer
