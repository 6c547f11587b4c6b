"""Definitions as data: what a number counts, with its days and scope bound, as ``bundle/recompute.py`` computes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import assert_never

from taizhang.catalogue.dated import in_force
from taizhang.catalogue.predicate import (
    ColumnRef,
    Compare,
    Empty,
    Every,
    Literal,
    Not,
    OneOf,
    Operand,
    Parameter,
    Predicate,
    Some,
    columns,
)
from taizhang.catalogue.resolved import Figure, Ledger
from taizhang.figures.chosen import not_askable, row_condition, window
from taizhang.figures.value import Ask, Trace
from taizhang.terms.quantity import format_plain
from taizhang.terms.scope import Organisation

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
_COUNTS = ("flow", "cohort", "stock", "cumulative")
_OPS = {"average": "mean", "weighted": "mean", "maximum": "greatest", "ordinal": "greatest"}
_CHANGES = {"rate": "growth", "points": "points", "difference": "difference"}
_NUMBERS, _DAYS = ("integer", "decimal"), ("date", "year")


@dataclass(frozen=True, slots=True)
class Formulas:
    """Writes the definitions of numbers that were computed under one catalogue and organisation."""

    ledgers: Mapping[str, Ledger]
    organisation: Organisation

    def of(self, trace: Trace) -> Json:
        """The definition of a traced number; None for a kind that cannot be written so (forecast, score)."""
        figure, ask = trace.value.figure, trace.value.ask
        if not figure.composed:
            return self._leaf(figure, ask)
        if figure.kind == "parameter":
            value = in_force(figure.declared.value, ask.period.end)
            return {"op": "parameter", "value": format_plain(value.amount) if value else ""}
        parts = [self.of(part) for _, part in trace.parts]
        if figure.kind in ("forecast", "score") or None in parts:
            return None
        kind = _CHANGES[figure.change] if figure.kind == "year_on_year" else figure.kind
        split = 1 if figure.kind == "year_on_year" else len(parts) - len(figure.declared.over)
        places = trace.parts[0][1].value.figure.decimals
        return {
            "op": "ratio" if kind == "share" else kind,
            "parts": parts,
            "split": split,
            "decimals": figure.decimals,
            "places": places,
            "factor": format_plain(Decimal(figure.declared.factor)),
            "scale": format_plain(Decimal(figure.scale)),
        }

    def _leaf(self, figure: Figure, ask: Ask) -> Json:
        """A number counted from rows; a constant without a value when it cannot be told for the period."""
        if not_askable(figure, ask.period):
            return {"op": "parameter", "value": ""}
        ledger, declared = self.ledgers[figure.ledger], figure.declared
        days = window(figure, ask.period)
        rules: list[Json] = ["all", self._rule(ledger, row_condition(figure), days)]
        if ask.scope.unit:
            column = ledger.declared.unit
            within: list[Json] = list[Json](sorted(self.organisation.subtree(ask.scope.unit)))
            rules.append(["in", {"c": column}, within] if column else ["any"])
        if ask.by:
            rules.append(["is", {"c": ask.by}, ask.member])
        measure = declared.measure
        return {
            "op": "count" if figure.kind in _COUNTS else _OPS.get(figure.kind, figure.kind),
            "ledger": ledger.name,
            "where": rules,
            "measure": measure,
            "weight": declared.weight if figure.kind == "weighted" else "",
            "order": (declared.date or "opened") if figure.kind == "latest" else declared.order,
            "top": declared.top or 0,
            "decimals": max(figure.decimals, 0),
            "percent": figure.unit == "%",
            "dates": bool(measure) and ledger.columns[measure].type in _DAYS,
            "show": figure.show,
            "end": ask.period.end.isoformat(),
        }

    def _rule(self, ledger: Ledger, rule: Predicate, days: Mapping[str, date]) -> Json:
        match rule:
            case Compare(left, sign, right):
                return [sign, self._operand(ledger, left, right, days), self._operand(ledger, right, left, days)]
            case OneOf(operand, values):
                one = self._operand(ledger, operand, operand, days)
                return ["in", one, [self._operand(ledger, value, operand, days) for value in values]]
            case Empty(operand):
                return ["empty", self._operand(ledger, operand, operand, days)]
            case Not(inner):
                return ["not", self._rule(ledger, inner, days)]
            case Every(parts):
                return ["all", *(self._rule(ledger, part, days) for part in parts)]
            case Some(parts):
                return ["any", *(self._rule(ledger, part, days) for part in parts)]
        assert_never(rule)

    def _operand(self, ledger: Ledger, one: Operand, other: Operand, days: Mapping[str, date]) -> Json:
        """A literal is written as what it is held against: a day that is none, or a number that is none, is nothing."""
        match one:
            case ColumnRef(name):
                return {"c": name}
            case Parameter(name):
                return days[name].isoformat()
            case Literal(bool() as truth):
                return truth
            case Literal(Decimal() as number):
                return {"n": format_plain(number)}
        return self._text(ledger, str(one.value), other)

    def _text(self, ledger: Ledger, text: str, other: Operand) -> Json:
        kind = ledger.columns[other.name].type if isinstance(other, ColumnRef) else "text"
        try:
            if kind in _NUMBERS:
                return {"n": format_plain(Decimal(text))}
            return date.fromisoformat(text).isoformat() if kind in _DAYS or isinstance(other, Parameter) else text
        except (ValueError, InvalidOperation):
            return None


def ledgers_in(formula: Json) -> Iterator[str]:
    """The ledgers a definition draws on."""
    if isinstance(formula, dict):
        if isinstance(name := formula.get("ledger"), str):
            yield name
        parts = formula.get("parts")
        for part in parts if isinstance(parts, list) else ():
            yield from ledgers_in(part)


def columns_in(formula: Json) -> Iterator[tuple[str, str]]:
    """(ledger, column) a definition reads."""
    if not isinstance(formula, dict):
        return
    parts, ledger = formula.get("parts"), formula.get("ledger")
    for part in parts if isinstance(parts, list) else ():
        yield from columns_in(part)
    if isinstance(ledger, str):
        named = [formula[key] for key in ("measure", "weight", "order")]
        yield from ((ledger, str(name)) for name in (*named, *_read(formula["where"])) if name)


def _read(rule: Json) -> Iterator[str]:
    if isinstance(rule, list):
        for part in rule:
            yield from _read(part)
    elif isinstance(rule, dict) and "c" in rule:
        yield str(rule["c"])


def derivations(ledger: Ledger, wanted: set[str]) -> tuple[list[Json], set[str]]:
    """How the wanted derived columns come about, and the fields all wanted columns are read from."""
    told: list[Json] = []
    fields = {name for name in wanted if name in ledger.declared.field}
    writer = Formulas({ledger.name: ledger}, Organisation([]))
    for derived in ledger.derived:
        if derived.name in wanted:
            told.append([derived.name, list[Json](derived.first), writer._rule(ledger, derived.when, {})])
            fields |= {name for name in (*derived.first, *columns(derived.when)) if name in ledger.declared.field}
    return told, fields
