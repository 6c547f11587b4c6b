"""The checked catalogue: declarations with their references resolved and their conditions parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from taizhang.catalogue.dossier import (
    FeatureDeclaration,
    MechanismDeclaration,
    ReportDeclaration,
    RuleDeclaration,
    SlotDeclaration,
    TextDeclaration,
)
from taizhang.catalogue.letters import USUAL, Letters
from taizhang.catalogue.model import (
    Basis,
    Body,
    Change,
    ClockDeclaration,
    FieldType,
    FigureDeclaration,
    IdentityDeclaration,
    Kind,
    LedgerDeclaration,
    Show,
    Vocabulary,
)
from taizhang.catalogue.predicate import Predicate
from taizhang.catalogue.roles import Roles

NO_ROLES = Roles()
STANDARD: Mapping[str, tuple[str, FieldType]] = MappingProxyType(
    {
        "id": ("事项标识", "text"),
        "number": ("编号", "text"),
        "state": ("状态", "text"),
        "discontinued": ("终止日期", "date"),
        "completed": ("报结日期", "date"),
    }
)
"""Columns every ledger's table has, with their titles and types: no fields, told by the entries."""


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A column of a ledger's table: standard (``STANDARD``), field or derived."""

    name: str
    title: str
    type: FieldType
    unit: str = ""
    decimals: int = 0
    choices: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True)
class RowRule:
    """A row rule with its parsed condition."""

    name: str
    when: Predicate
    cell: str
    related: str
    because: str


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """What every row that meets ``where`` must keep: ``must``, and that its ``sum`` columns add up to ``total``."""

    title: str
    where: Predicate
    must: Predicate
    sum: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived column: first non-empty of ``first`` where ``when`` holds, else empty."""

    name: str
    first: tuple[str, ...]
    when: Predicate


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger ready for use. ``letters`` is its own or the body's rule, ``clocks`` are those its periods must last. ``columns`` holds standard columns, then fields, then derived columns. ``known``: fields of open lists with the values declared."""

    name: str
    declared: LedgerDeclaration
    columns: Mapping[str, ColumnType]
    rules: tuple[RowRule, ...]
    derived: tuple[Derived, ...]
    states: tuple[tuple[str, Predicate], ...]
    letters: Letters = USUAL
    roles: Roles = NO_ROLES
    clocks: Mapping[str, ClockDeclaration] = field(default_factory=dict)
    identities: tuple[RowIdentity, ...] = ()
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The ledger's Chinese name."""
        return self.declared.title

    @property
    def fills(self) -> Mapping[str, Mapping[str, str]]:
        """Act → field → what it fills in: as declared, and the day of each level of verification by its role."""
        reviewed = {act: {name: "on"} for act, name in self.roles.verified.items()}
        declared = self.declared.sets
        return {act: {**reviewed.get(act, {}), **declared.get(act, {})} for act in (*declared, *reviewed)}

    @property
    def dates(self) -> tuple[ColumnType, ...]:
        """The columns a figure can count by; the days entries tell only where matters begin and end, elsewhere none comes."""
        apart = () if {"opened", "closed"} <= self.columns.keys() else STANDARD
        return tuple(one for name, one in self.columns.items() if one.type in ("date", "year") and name not in apart)

    @property
    def groups(self) -> tuple[str, ...]:
        """Columns a figure may be broken down by."""
        return tuple(name for name, column in self.columns.items() if column.group)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure ready for use: one of a family is named ``ledger_figure``.

    of, over: names of other figures (ratio, share, year_on_year). hash: SHA-256, hex, over everything that
    decides the number: this definition, the ledger's derived columns, the definitions it divides or compares.
    decimals: places printed, half up. scale: what the exact amount is divided by before printing. show: how a
    date is printed, '' for a figure of no dates.
    """

    name: str
    declared: FigureDeclaration
    ledger: str
    where: Predicate
    met: Predicate
    unit: str
    decimals: int
    hash: str
    show: Show = ""

    @property
    def title(self) -> str:
        """The figure's Chinese name."""
        return self.declared.title

    @property
    def kind(self) -> Kind:
        """How it counts."""
        return self.declared.kind

    @property
    def scale(self) -> Decimal:
        """Divisor before printing."""
        return self.declared.scale

    @property
    def basis(self) -> Basis:
        """Flow, cohort, stock or cumulative: kinds of that name are themselves, the others say which rows they take."""
        kind = self.declared.kind
        return kind if kind in ("flow", "cohort", "stock", "cumulative") else self.declared.basis

    @property
    def change(self) -> Change:
        """What a year-on-year figure gives: difference, rate in percent, or percentage points."""
        return self.declared.change

    @property
    def rate(self) -> bool:
        """Whether it is already as printed: a percentage, or percentage points."""
        return self.kind in ("ratio", "share") or (self.kind == "year_on_year" and self.change != "difference")

    @property
    def composed(self) -> bool:
        """Whether it is made of other figures instead of rows."""
        return self.declared.composed_of_figures


@dataclass(frozen=True, slots=True)
class CoverageMeasure:
    """What coverage measures a catalogue by: reports, working mechanisms, places in reports."""

    reports: Mapping[str, ReportDeclaration]
    mechanisms: Mapping[str, MechanismDeclaration]
    slots: Mapping[str, SlotDeclaration]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything declared and switched on, checked as a whole.

    revision: SHA-256, hex, over all of it. layout: over what decides tables and rows for lists, which a changed
    figure leaves alone.
    """

    body: Body
    vocabularies: Mapping[str, Vocabulary]
    alike: Mapping[str, tuple[str, ...]]
    ledgers: Mapping[str, Ledger]
    figures: Mapping[str, Figure]
    identities: Mapping[str, IdentityDeclaration]
    clocks: Mapping[str, ClockDeclaration]
    texts: Mapping[str, TextDeclaration]
    rules: Mapping[str, RuleDeclaration]
    features: Mapping[str, FeatureDeclaration]
    templates: Mapping[str, str]
    measure: CoverageMeasure
    revision: str
    layout: str
