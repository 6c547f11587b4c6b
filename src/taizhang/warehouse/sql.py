"""Conditions printed as SQL: known columns, bound values, nothing a user wrote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from taizhang.catalogue.model import FieldType
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
)
from taizhang.catalogue.resolved import ColumnType

Bound = str | Decimal | bool | date | None
TYPES: dict[FieldType, str] = {
    "text": "VARCHAR",
    "date": "DATE",
    "year": "DATE",
    "integer": "DECIMAL(28,6)",
    "decimal": "DECIMAL(28,6)",
    "choice": "VARCHAR",
    "flag": "BOOLEAN",
    "unit": "VARCHAR",
    "units": "VARCHAR",
}


def identifier(name: str) -> str:
    """The name quoted as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def quoted(value: Bound) -> str:
    """The value written into SQL, for people to read and for engines without parameters."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return format(value, "f") if isinstance(value, Decimal) else "'" + value.replace("'", "''") + "'"


class Printer:
    """Prints conditions over one table; values are collected in ``bound``, or written in when ``inline``.

    columns: of the table. window: what ``start`` and ``end`` stand for; without it they are printed as
    :start and :end.
    """

    def __init__(self, columns: Mapping[str, ColumnType], bound: list[Bound] | None = None) -> None:
        self.columns = columns
        self.bound = bound

    def value(self, value: Bound) -> str:
        """A value, bound or written in."""
        if self.bound is None:
            return quoted(value)
        self.bound.append(value)
        return f"${len(self.bound)}"

    def condition(self, node: Predicate, window: Mapping[str, date] | None = None) -> str:
        """The condition as SQL, in brackets where it has parts."""
        match node:
            case Compare(left, sign, right):
                kind = self._kind(left, right)
                return f"{self._operand(left, kind, window)} {sign} {self._operand(right, kind, window)}"
            case OneOf(item, values):
                kind = self._kind(item)
                listed = ", ".join(self._operand(value, kind, window) for value in values)
                return f"{self._operand(item, kind, window)} IN ({listed})"
            case Empty(item):
                return f"{self._operand(item, None, window)} IS NULL"
            case Not(inner):
                return f"NOT ({self.condition(inner, window)})"
            case Every(parts):
                return self._joined(" AND ", parts, "TRUE", window)
            case Some(parts):
                return self._joined(" OR ", parts, "FALSE", window)

    def _joined(self, word: str, parts: tuple[Predicate, ...], none: str, window: Mapping[str, date] | None) -> str:
        told = [self.condition(part, window) for part in parts if part != Every(())]
        if not told:
            return "TRUE" if parts else none
        return told[0] if len(told) == 1 else "(" + word.join(told) + ")"

    def _kind(self, *operands: Operand) -> FieldType | None:
        """What the operands are compared as: the type of the first column among them."""
        if any(isinstance(one, Parameter) for one in operands):
            return "date"
        return next((self.columns[one.name].type for one in operands if isinstance(one, ColumnRef)), None)

    def _operand(self, item: Operand, kind: FieldType | None, window: Mapping[str, date] | None) -> str:
        match item:
            case ColumnRef(name):
                return identifier(name)
            case Parameter(name):
                return f":{name}" if window is None else self.value(window[name])
            case Literal(value):
                return self.value(_aligned(value, kind))


def _aligned(value: Bound, kind: FieldType | None) -> Bound:
    """A text compared with a date or a number is read as one; what cannot be is NULL, hence unknown."""
    if not isinstance(value, str):
        return value
    try:
        if kind in ("date", "year"):
            return date.fromisoformat(value)
        if kind in ("integer", "decimal"):
            return Decimal(value)
    except (ValueError, InvalidOperation):
        return None
    return value
