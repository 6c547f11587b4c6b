"""Field values in their two forms: as stored in an entry (JSON) and as used by rules and figures (typed)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from taizhang.catalogue.model import FieldType
from taizhang.catalogue.predicate import Scalar, holds
from taizhang.catalogue.resolved import Ledger
from taizhang.terms.quantity import format_plain

Stored = str | int | bool | list[str] | None
PARSED: frozenset[FieldType] = frozenset(("date", "year", "integer", "decimal"))


def to_stored(value: Scalar | tuple[str, ...]) -> Stored:
    """The value as an entry keeps it: dates ISO, decimals without trailing zeros, lists of units as lists; '' is empty."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format_plain(value)
    return list(value) or None if isinstance(value, tuple) else value or None


def to_scalar(kind: FieldType, value: Stored) -> Scalar:
    """The stored value as rules and figures see it.

    A year becomes its 1 January, several units become one text joined with 、.
    """
    if value is None or value == "":
        return None
    if kind == "date":
        return date.fromisoformat(str(value))
    if kind == "year":
        return date(int(str(value)), 1, 1)
    if kind in ("integer", "decimal"):
        return Decimal(str(value))
    if isinstance(value, list):
        return "、".join(value)
    return bool(value) if kind == "flag" else str(value)


def format_scalar(value: Scalar) -> str:
    """A typed value as a person reads it: dates ISO, decimals without trailing zeros, 是 and 否, '' for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return format_plain(value)
    return value.isoformat() if isinstance(value, date) else value


def row_of(ledger: Ledger, facts: Mapping[str, Stored]) -> dict[str, Scalar]:
    """All fields and derived columns of a matter, typed; a fact the ledger does not declare is left out."""
    row: dict[str, Scalar] = {
        name: to_scalar(field.type, facts.get(name)) for name, field in ledger.declared.field.items()
    }
    derive(ledger, row)
    return row


def derive(ledger: Ledger, row: dict[str, Scalar]) -> None:
    """Adds the derived columns to a row of typed fields."""
    for column in ledger.derived:
        value = next((row[name] for name in column.first if row[name] is not None), None)
        row[column.name] = value if holds(column.when, row) else None


def state_of(ledger: Ledger, row: Mapping[str, Scalar]) -> str:
    """The state a recorded row is in: the first declared state whose condition holds, '' when none does."""
    return next((state for state, when in ledger.states if holds(when, row)), "")
