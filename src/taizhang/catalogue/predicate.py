"""Conditions over a row: written as SQL, let through an allow-list, kept as a small tree of our own.

User text never reaches an engine. sqlglot reads it, the walk below accepts exactly the node types named
here and refuses every other, and each engine's SQL is printed anew from this tree.
"""

from __future__ import annotations

import logging
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from taizhang.terms.sentence import sentence

logging.getLogger("sqlglot").setLevel(logging.CRITICAL)

Scalar = str | Decimal | bool | date | None
Row = Mapping[str, Scalar]
Window = Mapping[str, date]
PARAMETERS = ("start", "end")
_NO_WINDOW: Window = MappingProxyType({})
# Chosen far above any condition a catalogue has: a page of text, and no deeper than Python's own recursion bears.
LONGEST, MOST_NODES, DEEPEST = 2000, 200, 20


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """A column of the ledger."""

    name: str

    def read(self, row: Row, window: Window) -> Scalar:
        """What the row says."""
        return row[self.name]


@dataclass(frozen=True, slots=True)
class Parameter:
    """``start`` or ``end`` of the window."""

    name: str

    def read(self, row: Row, window: Window) -> Scalar:
        """The day the window says."""
        return window[self.name]


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the condition."""

    value: str | Decimal | bool

    def read(self, row: Row, window: Window) -> Scalar:
        """The value as written."""
        return self.value


Operand = ColumnRef | Parameter | Literal


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands and one of = <> < <= > >=."""

    left: Operand
    sign: str
    right: Operand

    def truth(self, row: Row, window: Window) -> bool | None:
        """Unknown when either side has no value."""
        one, two = self.left.read(row, window), self.right.read(row, window)
        if isinstance(one, str) != isinstance(two, str):
            one, two = _align(one, two)
        return None if one is None or two is None else bool(_COMPARE[self.sign](one, two))


@dataclass(frozen=True, slots=True)
class OneOf:
    """An operand that equals one of the values."""

    operand: Operand
    values: tuple[Literal, ...]

    def truth(self, row: Row, window: Window) -> bool | None:
        """Unknown when the operand has no value."""
        value = self.operand.read(row, window)
        return None if value is None else any(len(set(_align(value, one.value))) == 1 for one in self.values)


@dataclass(frozen=True, slots=True)
class Empty:
    """An operand without a value."""

    operand: Operand

    def truth(self, row: Row, window: Window) -> bool | None:
        """Never unknown."""
        return self.operand.read(row, window) is None


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary."""

    inner: Predicate

    def truth(self, row: Row, window: Window) -> bool | None:
        """Unknown stays unknown."""
        truth = self.inner.truth(row, window)
        return None if truth is None else not truth


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple[Predicate, ...]

    def truth(self, row: Row, window: Window) -> bool | None:
        """False as soon as one part is, else unknown when one is."""
        return _combine(self.parts, row, window, decisive=False)


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple[Predicate, ...]

    def truth(self, row: Row, window: Window) -> bool | None:
        """True as soon as one part is, else unknown when one is."""
        return _combine(self.parts, row, window, decisive=True)


Predicate = Compare | OneOf | Empty | Not | Every | Some
ALWAYS = Every(())
_SIGNS: dict[type[exp.Expression], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}


class NotAllowed(ValueError):
    """The condition says something the allow-list does not know; the message is a Chinese sentence."""


@lru_cache(maxsize=8192)
def parse(text: str) -> Predicate:
    """The condition as a tree; '' always holds. Raises NotAllowed."""
    if not text.strip():
        return ALWAYS
    if len(text) > LONGEST:
        raise NotAllowed(sentence("条件超过{longest}字。", longest=LONGEST))
    if "--" in text or "/*" in text or "#" in text:
        raise NotAllowed("条件里不能写注释。")
    try:
        trees = sqlglot.parse(f"SELECT 1 WHERE {text}")
        tree = trees[0]
    except (SqlglotError, RecursionError) as error:
        raise NotAllowed("条件不是一个完整的 SQL 条件式，请检查引号、括号和运算符。") from error
    if len(trees) != 1 or not isinstance(tree, exp.Select) or set(_parameter_names(tree)) != {"expressions", "where"}:
        raise NotAllowed("条件只能是一个条件式，不能带分号或其他语句。")
    if sum(1 for _ in tree.walk()) > MOST_NODES:
        raise NotAllowed("条件太长，请拆成几个指标。")
    return _condition(tree.args["where"].this, 0)


def _parameter_names(node: exp.Expression) -> list[str]:
    return [key for key, value in node.args.items() if value not in (None, False, [], "")]


def _condition(node: exp.Expression, depth: int) -> Predicate:
    if depth > DEEPEST:
        raise NotAllowed("条件的括号层数太多。")
    if isinstance(node, exp.Paren):
        return _condition(node.this, depth + 1)
    if isinstance(node, exp.And | exp.Or):
        parts = (_condition(node.this, depth + 1), _condition(node.expression, depth + 1))
        return Every(parts) if isinstance(node, exp.And) else Some(parts)
    if isinstance(node, exp.Not):
        return Not(_condition(node.this, depth + 1))
    return _test(node)


def _test(node: exp.Expression) -> Predicate:
    """A condition without parts."""
    if type(node) in _SIGNS and set(_parameter_names(node)) == {"this", "expression"}:
        return Compare(_operand(node.this), _SIGNS[type(node)], _operand(node.expression))
    if isinstance(node, exp.Between) and set(_parameter_names(node)) == {"this", "low", "high"}:
        middle = _operand(node.this)
        return Every(
            (Compare(middle, ">=", _operand(node.args["low"])), Compare(middle, "<=", _operand(node.args["high"])))
        )
    if isinstance(node, exp.In) and set(_parameter_names(node)) == {"this", "expressions"}:
        values = tuple(_operand(value) for value in node.expressions)
        if not all(isinstance(value, Literal) for value in values):
            raise NotAllowed("IN 的括号里只能写值。")
        return OneOf(_operand(node.this), tuple(value for value in values if isinstance(value, Literal)))
    if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
        return Empty(_operand(node.this))
    if isinstance(node, exp.Column):
        return Compare(_operand(node), "=", Literal(True))
    raise NotAllowed(
        sentence(
            "条件里不能使用“{node}”；可用的有 = <> < <= > >= AND OR NOT IN BETWEEN IS NULL。", node=node.key.upper()
        )
    )


def _operand(node: exp.Expression) -> Operand:
    if (
        isinstance(node, exp.Column)
        and set(_parameter_names(node)) == {"this"}
        and isinstance(node.this, exp.Identifier)
    ):
        name = node.name
        return Parameter(name) if name in PARAMETERS else ColumnRef(name)
    if isinstance(node, exp.Boolean):
        return Literal(bool(node.this))
    if isinstance(node, exp.Literal):
        return Literal(node.this if node.is_string else Decimal(node.this))
    if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal) and not node.this.is_string:
        return Literal(-Decimal(node.this.this))
    if isinstance(node, exp.Paren):
        return _operand(node.this)
    # START and END are reserved words of some dialects: sqlglot then gives an identifier without a column.
    if isinstance(node, exp.Identifier) and node.name.lower() in PARAMETERS:
        return Parameter(node.name.lower())
    raise NotAllowed(
        sentence(
            "条件里不能使用“{node}”作为值；只能用列名、数、'文字'、true、false、start、end。", node=node.key.upper()
        )
    )


def columns(predicate: Predicate) -> tuple[str, ...]:
    """The columns a condition reads, each once, in their order."""
    return _named(predicate, whether_empty=True)


@lru_cache(maxsize=8192)
def columns_of_text(text: str) -> tuple[str, ...]:
    """The columns that a written condition reads. Raises NotAllowed."""
    return columns(parse(text))


@lru_cache(maxsize=8192)
def compared_in_text(text: str) -> tuple[str, ...]:
    """The columns whose values a written condition compares. Raises NotAllowed."""
    return compared(parse(text))


def compared(predicate: Predicate) -> tuple[str, ...]:
    """The columns whose values a condition compares, each once: not those it only asks whether they are empty."""
    return _named(predicate, whether_empty=False)


def _named(predicate: Predicate, *, whether_empty: bool) -> tuple[str, ...]:
    seen: dict[str, None] = {}

    def operand(item: Operand) -> None:
        if isinstance(item, ColumnRef):
            seen.setdefault(item.name)

    def walk(node: Predicate) -> None:
        match node:
            case Compare(left, _, right):
                operand(left)
                operand(right)
            case OneOf(item, _):
                operand(item)
            case Empty(item) if whether_empty:
                operand(item)
            case Not(inner):
                walk(inner)
            case Every(parts) | Some(parts):
                for part in parts:
                    walk(part)
            case _:
                pass

    walk(predicate)
    return tuple(seen)


_COMPARE: dict[str, Callable[[Any, Any], object]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(predicate: Predicate, row: Row, window: Window = _NO_WINDOW) -> bool:
    """Whether the condition is true of the row; SQL's unknown counts as not."""
    return predicate.truth(row, window) is True


def _combine(parts: tuple[Predicate, ...], row: Row, window: Window, *, decisive: bool) -> bool | None:
    """The truth of parts joined by OR (a true one decides) or AND (a false one decides)."""
    unknown = False
    for part in parts:
        truth = part.truth(row, window)
        if truth is decisive:
            return decisive
        unknown = unknown or truth is None
    return None if unknown else not decisive


def _align(one: Scalar, two: Scalar) -> tuple[Scalar, Scalar]:
    """The two values as one type: a text set against a date or a number is read as such."""
    if isinstance(one, str) != isinstance(two, str) and one is not None and two is not None:
        text, other = (one, two) if isinstance(one, str) else (two, one)
        try:
            read: Scalar = date.fromisoformat(str(text)) if isinstance(other, date) else Decimal(str(text))
        except (ValueError, InvalidOperation):
            return None, None
        return (read, two) if isinstance(one, str) else (one, read)
    return one, two
