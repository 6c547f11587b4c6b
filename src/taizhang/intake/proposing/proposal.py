"""What is proposed: the ledger as a person reads and changes it before anything is declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from taizhang.catalogue.model import Lifecycle
from taizhang.terms.problem import Problem

FieldKind = Literal["date", "number", "choice", "flag", "unit", "person", "code", "text"]
Role = Literal["", "opened", "due", "done", "closed", "state", "unit"]
Value = str | Decimal | bool | date | None


@dataclass(frozen=True, slots=True)
class ProposedField:
    """One column as a field.

    heading: in the office's own words, as no other column has it. unit: what its numbers are in. words: of a choice,
    each with how often it occurs; finished: those of a state that say the matter is done. left: words found in a column
    of days or numbers that are none, each with how often. ledger_field: the field of the declared ledger it resembles. written: its headings in all the
    tables, as a declaration gives them.
    """

    heading: str
    type: FieldKind
    unit: str = ""
    role: Role = ""
    confidential: bool = False
    required: bool = False
    words: tuple[tuple[str, int], ...] = ()
    finished: tuple[str, ...] = ()
    left: tuple[tuple[str, int], ...] = ()
    summed: bool = False
    latest: bool = False
    ledger_field: str = ""
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedRecord:
    """One record: a value a field in their order, and where it stands."""

    values: tuple[Value, ...]
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class ProposedFigure:
    """A number the ledger would always have, on the records at hand; None where it has none (a base of nothing)."""

    title: str
    value: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class LedgerProposal:
    """A whole ledger proposed from the tables that belong together.

    ledger: the declared one it resembles, '' for a kind nobody declared. key: headings of its number, () where a number
    is given. sources: the sheets its records stand in, each with the first row of the heading (from 1). asked: words a
    person is asked about, each once. notices: what of the tables is counted nowhere or not read.
    """

    title: str
    noun: str
    counter: str
    ledger: str
    lifecycle: Lifecycle
    key: tuple[str, ...]
    fields: tuple[ProposedField, ...]
    records: tuple[ProposedRecord, ...]
    sources: tuple[tuple[str, int], ...]
    figures: tuple[ProposedFigure, ...] = ()
    asked: tuple[str, ...] = ()
    repeats: int = 0
    aside: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Problem, ...] = ()

    @property
    def guarded(self) -> bool:
        """Whether it holds what is confidential."""
        return any(one.confidential for one in self.fields)

    def place(self, role: Role) -> int | None:
        """Which field has a role; None when none has."""
        return next((n for n, one in enumerate(self.fields) if one.role == role), None)
