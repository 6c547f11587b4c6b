"""Definitions as data: what a number counts, with its days and scope bound, as a bundle's ``verify.py`` computes it.

An expression is a column by its name, or ``[operation, …]``: ``["is", value]``, a comparison or a calculation of expressions, or
``["of", ledger, condition, expression, keys…]``: the expression for each row that meets the condition, in the order of the keys. What
is unknown, as SQL has it, never meets a condition, and neither does it meet the contrary: both are written out (``_meets``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
_CHANGES = {"rate": "growth", "points": "points", "difference": "difference"}
_NUMBERS, _DAYS = ("integer", "decimal"), ("date", "year")
_NOTHING: Json = ["is", None]
_NO_WORDS: Json = ["is", []]
_SHOWN: Mapping[str, list[Json]] = {"year": ["{}"], "month": ["", "{}"], "year_month": ["{}年", "{}月"]}
_CONTRARY = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_WRITTEN = {"=": "==", "<>": "!="}


@dataclass(frozen=True, slots=True)
class Formula:
    """What a number's exact amount and its words come to; a word-less number has the empty list for words."""

    amount: Json
    words: Json = None


@dataclass(frozen=True, slots=True)
class Formulas:
    """Writes the definitions of numbers that were computed under one catalogue and organisation."""

    ledgers: Mapping[str, Ledger]
    organisation: Organisation

    def of(self, trace: Trace) -> Formula | None:
        """The definition of a traced number; None for a kind that cannot be written so (forecast, score)."""
        figure, ask = trace.value.figure, trace.value.ask
        if not figure.composed:
            return self._counted(figure, ask)
        if figure.kind == "parameter":
            value = in_force(figure.declared.value, ask.period.end)
            return Formula(_number(value.amount) if value else _NOTHING, _NO_WORDS)
        parts = [self.of(part) for _, part in trace.parts]
        known = [one.amount for one in parts if one]
        if figure.kind in ("forecast", "score") or len(known) < len(parts):
            return None
        return Formula(_composed(figure, known, trace.parts[0][1].value.figure.decimals), _NO_WORDS)

    def _counted(self, figure: Figure, ask: Ask) -> Formula:
        """A number counted from rows; nothing when it cannot be told for the period."""
        if not_askable(figure, ask.period):
            return Formula(_NOTHING, _NO_WORDS)
        ledger, declared = self.ledgers[figure.ledger], figure.declared
        rules = [_meets(ledger, row_condition(figure), window(figure, ask.period), True)]
        if ask.scope.unit:
            within: list[Json] = list[Json](sorted(self.organisation.subtree(ask.scope.unit)))
            rules.append(["in", ledger.declared.unit, ["is", within]] if ledger.declared.unit else ["is", False])
        if ask.by:
            rules.append(_is_member(ledger, ask.by, ask.member))
        if figure.kind in _COUNTS:
            return Formula(["size", ["of", ledger.name, ["and", *rules], ["is", 1]]], _NO_WORDS)
        rows = _Rows(ledger, ["and", *rules, _known(declared.measure)], declared.measure)
        return rows.told(figure, ask.period.last)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows a number is counted from: those that meet ``where`` and say something in ``measure``."""

    ledger: Ledger
    where: Json
    measure: str

    def of(self, one: Json, *keys: Json) -> Json:
        """An expression for each row, in the order of keys."""
        return ["of", self.ledger.name, self.where, one, *keys]

    def told(self, figure: Figure, end: date) -> Formula:
        """The amount and the words by the figure's kind."""
        declared, measure = figure.declared, self.measure
        match figure.kind:
            case "distinct":
                return Formula(["size", ["set", self.of(measure)]], _NO_WORDS)
            case "sum":
                return Formula(["sum", self.of(measure)], _NO_WORDS)
            case "average" | "weighted":
                return Formula(self._mean(figure), _NO_WORDS)
            case "streak":
                return Formula(self._streak(end), _NO_WORDS)
            case "list":
                return self._names(declared.order, declared.top)
            case "latest":
                return self._last(figure, ["or", declared.date or "opened", ["is", ""]], "id")
        return self._last(figure, measure)

    def _mean(self, figure: Figure) -> Json:
        weight = figure.declared.weight if figure.kind == "weighted" else ""
        top: Json = ["*", self.measure, weight] if weight else self.measure
        both = _Rows(self.ledger, ["and", self.where, _known(weight)] if weight else self.where, self.measure)
        base: Json = ["sum", both.of(weight)] if weight else ["size", both.of(["is", 1])]
        sort = "percent" if figure.unit == "%" else "round"
        return [sort, ["/", ["sum", both.of(top)], base], _step(max(figure.decimals, 0))]

    def _streak(self, end: date) -> Json:
        dates = self.ledger.columns[self.measure].type in _DAYS
        years: Json = [
            "set",
            self.of(["number", ["part", self.measure, ["is", 0], ["is", 4]]] if dates else self.measure),
        ]
        last: Json = ["number", ["is", str(end.year)]] if dates else ["last", ["sorted", years]]
        return ["if", ["==", ["size", years], ["is", 0]], _NOTHING, ["streak", years, ["or", last, ["is", 0]]]]

    def _names(self, order: str, top: int | None) -> Formula:
        text: Json = ["str", self.measure]
        names: Json = ["sorted", ["set", self.of(text)]]
        if order:  # the greatest first, those without an amount last
            keys: list[Json] = [["==", order, _NOTHING], ["-", ["number", ["is", "0"]], ["or", order, ["is", 0]]], text]
            names = ["unique", self.of(text, *keys)]
        amount: Json = ["size", names]
        return Formula(
            ["if", ["==", amount, ["is", 0]], _NOTHING, amount], ["part", names, ["is", 0], ["is", top or None]]
        )

    def _last(self, figure: Figure, *keys: Json) -> Formula:
        kind = self.ledger.columns[self.measure].type
        if kind in _NUMBERS:
            return Formula(["last", self.of(self.measure, *keys)], _NO_WORDS)
        forms = _SHOWN.get(figure.show, ["{}年", "{}月", "{}日"])
        words: Json = ["day", self.measure, ["is", forms]] if kind in _DAYS else ["str", self.measure]
        return Formula(_NOTHING, ["part", self.of(words, *keys), ["is", -1], _NOTHING])


def _composed(figure: Figure, parts: Sequence[Json], places: int) -> Json:
    """A number calculated from numbers. places: decimals of the first."""
    kind = _CHANGES[figure.change] if figure.kind == "year_on_year" else figure.kind
    split = 1 if figure.kind == "year_on_year" else len(parts) - len(figure.declared.over)
    above, below, step = _total(parts[:split]), _total(parts[split:]), _step(figure.decimals)
    hundred = _number(Decimal(100))
    match kind:
        case "highest":
            return ["best" if figure.declared.years > 1 else "most", *parts]
        case "points":
            return ["-", ["round", above, _step(places)], ["round", below, _step(places)]]
        case "total" | "difference":
            return ["-", above, below]
        case "growth":
            return ["round", ["/", ["*", ["-", above, below], hundred], below], step]
        case "quotient":
            factor, scale = _number(Decimal(figure.declared.factor)), _number(Decimal(figure.scale))
            return ["*", ["round", ["/", ["*", above, factor], ["*", below, scale]], step], scale]
    return ["percent", ["/", ["*", above, hundred], below], step]


def _total(parts: Sequence[Json]) -> Json:
    return ["+", *parts] if parts else _number(Decimal(0))


def _number(amount: Decimal) -> Json:
    return ["number", ["is", format_plain(amount)]]


def _step(places: int) -> Json:
    """The least difference of numbers with so many decimals, as decimal text."""
    return ["is", str(Decimal(1).scaleb(-places))]


def _known(column: str) -> Json:
    return ["!=", column, _NOTHING]


def _is_member(ledger: Ledger, column: str, member: str) -> Json:
    """The rows of a group; the group '' is that of rows that say nothing."""
    if not member:
        return ["==", column, _NOTHING]
    kind = ledger.columns[column].type
    return ["==", column, ["is", member == "true"] if kind == "flag" else _bound(member, kind)]


def _meets(ledger: Ledger, rule: Predicate, days: Mapping[str, date], truth: bool) -> Json:
    """What a row must say for a condition to be true, or to be false."""
    match rule:
        case Compare(left, sign, right):
            one, other = _operand(ledger, left, right, days), _operand(ledger, right, left, days)
            if _NOTHING in (one, other):
                return ["is", False]
            sign = sign if truth else _CONTRARY[sign]
            return ["and", *_known_of(left), *_known_of(right), [_WRITTEN.get(sign, sign), one, other]]
        case OneOf(operand, values):
            one = _operand(ledger, operand, operand, days)
            several = [["==", one, _operand(ledger, value, operand, days)] for value in values]
            found: Json = ["or", ["is", False], *several]
            return ["and", *_known_of(operand), found if truth else ["==", found, ["is", False]]]
        case Empty(operand):
            return ["==" if truth else "!=", _operand(ledger, operand, operand, days), _NOTHING]
        case Not(inner):
            return _meets(ledger, inner, days, not truth)
        case Every(parts) | Some(parts):
            whole = isinstance(rule, Every) == truth
            each = [_meets(ledger, part, days, truth) for part in parts]
            return ["and" if whole else "or", ["is", whole], *each]
    assert_never(rule)


def _known_of(operand: Operand) -> Iterator[Json]:
    if isinstance(operand, ColumnRef):
        yield _known(operand.name)


def _operand(ledger: Ledger, one: Operand, other: Operand, days: Mapping[str, date]) -> Json:
    """A literal is written as what it is held against: a day that is none, or a number that is none, is nothing."""
    match one:
        case ColumnRef(name):
            return name
        case Parameter(name):
            return ["is", days[name].isoformat()]
        case Literal(bool() as truth):
            return ["is", truth]
        case Literal(Decimal() as number):
            return _number(number)
    kind = ledger.columns[other.name].type if isinstance(other, ColumnRef) else "date"
    return _bound(str(one.value), kind if isinstance(other, ColumnRef | Parameter) else "text")


def _bound(text: str, kind: str) -> Json:
    try:
        if kind in _NUMBERS:
            return _number(Decimal(text))
        return ["is", date.fromisoformat(text).isoformat() if kind in _DAYS else text]
    except (ValueError, InvalidOperation):
        return _NOTHING


def ledgers_in(formula: Json) -> Iterator[str]:
    """The ledgers a definition draws on."""
    if isinstance(formula, list) and formula[0] != "is":
        if formula[0] == "of":
            yield str(formula[1])
        for part in formula[1:]:
            yield from ledgers_in(part)


def columns_in(formula: Json, ledger: str = "") -> Iterator[tuple[str, str]]:
    """(ledger, column) a definition reads."""
    if isinstance(formula, str):
        yield ledger, formula
    elif isinstance(formula, list) and formula[0] != "is":
        inner = str(formula[1]) if formula[0] == "of" else ledger
        for part in formula[2:] if formula[0] == "of" else formula[1:]:
            yield from columns_in(part, inner)


def derivations(ledger: Ledger, wanted: set[str]) -> tuple[list[Json], set[str]]:
    """(column, expression) of what is not read from a row as it stands, in order; and the fields that are read."""
    derived = [one for one in ledger.derived if one.name in wanted]
    fields = {name for one in derived for name in (*one.first, *columns(one.when))} | wanted
    fields &= set(ledger.declared.field)
    told: list[Json] = []
    for name in sorted(fields):
        kind = ledger.declared.field[name].type
        sort = "number" if kind in _NUMBERS else {"year": "year", "units": "joined"}.get(kind)
        if sort:
            told.append([name, [sort, name]])
    for one in derived:
        value: Json = _NOTHING
        for name in reversed(one.first):
            value = ["if", _known(name), name, value]
        told.append([one.name, ["if", _meets(ledger, one.when, {}, True), value, _NOTHING]])
    return told, fields
