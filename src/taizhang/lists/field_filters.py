"""Questions about declared fields: which facts a matter must have, and lists in the order of a field.

Facts stand in heads, not in indexed columns. They are asked of matters an index has narrowed down to, in the
order of the list and never of more than ``MOST_SIFTED`` of them: what such a question costs has a bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Literal

from taizhang.catalogue.entered import format_kept
from taizhang.catalogue.model import FieldType
from taizhang.catalogue.values import Stored

# Chosen: the bound of what such a question may cost; whoever asks more is told to narrow down.
MOST_SIFTED = 50_000
Kind = Literal["text", "day", "number", "flag", "several"]
BLANK = ""
KINDS: Mapping[FieldType, Kind] = MappingProxyType(
    {"date": "day", "year": "day", "integer": "number", "decimal": "number", "flag": "flag", "units": "several"}
)
"""How the values of a declared field compare; those not named are texts."""


@dataclass(frozen=True, slots=True)
class Sift:
    """What the field ``name`` must say; what is empty asks nothing.

    values: one of these, ``BLANK`` for an empty field. first, last: between these, both included. text: contains it.
    """

    name: str
    kind: Kind = "text"
    values: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    text: str = ""

    def holds(self, facts: Mapping[str, Stored]) -> bool:
        """Whether a matter with these facts is one of those asked for; the SQL of the stores says the same."""
        found = format_kept(facts.get(self.name))
        if self.values and not (set(self.values) & {found, *found.split("、")}):
            return False
        if self.text and self.text.lower() not in found.lower():
            return False
        if not (self.first or self.last):
            return True
        return bool(found) and self._between(found)

    def _between(self, found: str) -> bool:
        if self.kind == "number":
            value = Decimal(found)
            return (not self.first or Decimal(self.first) <= value) and (not self.last or value <= Decimal(self.last))
        return (not self.first or self.first <= found) and (not self.last or found <= self.last)


@dataclass(frozen=True, slots=True)
class FieldOrder:
    """The order of a declared field; matters that have none come last, whichever way it runs."""

    name: str
    kind: Kind = "text"

    def key(self, facts: Mapping[str, Stored]) -> str | Decimal | None:
        """What the matter is put in its place by, None without the field."""
        found = format_kept(facts.get(self.name))
        return None if not found else Decimal(found) if self.kind == "number" else found


def number_or_none(text: str) -> str | None:
    """A number somebody typed as SQL and Decimal read it alike; None when it is none."""
    try:
        number = Decimal(text.strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return f"{number:f}" if number.is_finite() else None
