"""Read what one invented body is like: its units, how much of everything it does, and the words its clerks write."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from taizhang.catalogue.resolved import Ledger
from taizhang_samples.bodies.contradict import Contradiction
from taizhang_samples.county.record import Fact

HERE = Path(__file__).parent
# Weights of the months, invented: a quiet February, a full year's end.
SEASON = (6, 5, 9, 9, 9, 10, 8, 8, 9, 8, 10, 9)
Value = TypeVar("Value")
BODIES = ("bureau", "city", "office")


@dataclass(frozen=True, slots=True)
class Office:
    """A unit of the body: ``place`` marks townships and county stations, the others are departments."""

    name: str
    parent: str
    kind: str
    place: bool = False
    since: date | None = None
    until: date | None = None

    def stands_on(self, day: date) -> bool:
        """Say whether the unit exists on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Stratum:
    """Records of a ledger that share facts: written out row by row, or drawn ``times`` in each of the years.

    monthly: one at the end of each month instead. share, range, below: in place of the ledger's. season: a name for
    other weights of the months. split: how many units each row is broken down to, in further records of the facts
    ``parts``; the amounts of the parts add up to the row's.
    """

    ledger: str
    facts: Mapping[str, Fact]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Fact, ...], ...] = ()
    times: tuple[int, ...] = ()
    monthly: bool = False
    share: int | None = None
    range: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    below: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)
    season: str = ""
    split: int = 0
    parts: Mapping[str, Fact] = field(default_factory=dict)

    def fits(self, ledger: Ledger) -> bool:
        """Say whether the ledger has the fields the stratum sets; raises ValueError naming one it has not."""
        for name in (*self.facts, *self.columns, *self.parts):
            if name not in ledger.declared.field:
                raise ValueError(f"{self.ledger} has no field {name}")
        return True


@dataclass(frozen=True)
class Spec:
    """One body. Keys of the tables are ``ledger.field``, or ``field`` for every ledger that has it, in quotes where
    they have a dot; ``@2026`` after it is for that year alone.

    count: matters opened in each of the years. weight: shares of the values of a choice. range: least and most
    of a number. below: the field a number may not exceed, with the least and most share of it in percent. parts: the
    numbers that add up to another, with their weights. only: the values of another field without which a field stays
    empty, ``*`` for any. words: texts; ``{unit}`` takes another field, ``{@topic}`` one of other words. share: percent of matters that
    are finished in time to be closed. season: weights of the months. lag: least and most days a date comes after the matter
    is opened. flawless: ledgers in which no fault is planted. zeros: what never happened, so that zero is reported each month. running: the numbers that run on within a year, each for one value of another field.
    full: the percentages that are 100 once another field is filled.
    """

    name: str
    short: str
    letters: str
    profile: str
    tag: str
    offices: tuple[Office, ...]
    texts: Mapping[str, str]
    count: Mapping[str, tuple[int, ...]]
    weight: Mapping[str, Mapping[str, int]]
    range: Mapping[str, tuple[int, int]]
    below: Mapping[str, tuple[str, int, int]]
    parts: Mapping[str, Mapping[str, int]]
    only: Mapping[str, Mapping[str, tuple[str, ...]]]
    words: Mapping[str, tuple[str, ...]]
    share: Mapping[str, int]
    season: Mapping[str, tuple[int, ...]]
    lag: Mapping[str, tuple[int, int]]
    running: Mapping[str, str]
    full: Mapping[str, str]
    strata: tuple[Stratum, ...]
    since_2024: tuple[str, ...]
    flawless: tuple[str, ...]
    zeros: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]

    @cached_property
    def places(self) -> tuple[Office, ...]:
        """Give the townships or stations."""
        return tuple(one for one in self.offices if one.place)

    @cached_property
    def departments(self) -> tuple[Office, ...]:
        """Give the departments."""
        return tuple(one for one in self.offices if not one.place)

    def pool(self, name: str, *, both: bool = False) -> tuple[Office, ...]:
        """Give the units that may stand in a field of that name, places first where both do."""
        if name in ("township", "place") and self.places:
            return self.places
        if name in ("unit", "branch") or both:
            return (*self.places, *self.departments)
        return self.departments

    def months_of(self, ledger: str) -> tuple[int, ...]:
        """Give the weights of the months in which a ledger's matters are opened."""
        return self.season.get(ledger, SEASON)

    def found(self, table: Mapping[str, Value], ledger: str, name: str, year: int) -> Value | None:
        """Give what a table says of a field, of the ledger and year first."""
        for key in (f"{ledger}.{name}@{year}", f"{ledger}.{name}", name):
            if key in table:
                return table[key]
        return None


def spec_of(body: str) -> Spec:
    """Read a body's files over the one all bodies share."""
    common, own, rows = (
        tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8")) for name in ("common", body, f"{body}_rows")
    )
    table = {name: _leaves(common.get(name, {})) | _leaves(own.get(name, {})) for name in _TABLES}
    return Spec(
        own["name"],
        own["short"],
        own["letters"],
        own["profile"],
        own["tag"],
        tuple(_office(one) for one in own["office"]),
        own.get("texts", {}),
        {key: tuple(value) for key, value in table["count"].items()},
        _both(common, own, "weight"),
        {key: (value[0], value[1]) for key, value in table["range"].items()},
        {key: (value[0], value[1], value[2]) for key, value in table["below"].items()},
        _both(common, own, "parts"),
        {key: {name: tuple(v) for name, v in value.items()} for key, value in _both(common, own, "only").items()},
        {key: tuple(value) for key, value in table["words"].items()},
        table["share"],
        {key: tuple(value) for key, value in table["season"].items()},
        {key: (value[0], value[1]) for key, value in table["lag"].items()},
        table["running"],
        table["full"],
        tuple(_stratum(one) for one in rows["stratum"]),
        tuple(own.get("since_2024", ())),
        tuple(own.get("flawless", ())),
        tuple(own.get("zeros", ())),
        tuple(_contradiction(one) for one in own.get("contradiction", ())),
    )


_TABLES = ("count", "range", "below", "words", "share", "season", "lag", "running", "full")


def _both(common: Mapping[str, Any], own: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {**common.get(name, {}), **own.get(name, {})}


def _stratum(one: Mapping[str, Any]) -> Stratum:
    rows = tuple(tuple(map(_fact, row)) for row in one.get("rows", ()))
    return Stratum(
        one["ledger"],
        {key: _fact(value) for key, value in one.get("set", {}).items()},
        tuple(one.get("columns", ())),
        rows,
        tuple(one.get("times", ())),
        one.get("monthly", False),
        one.get("share"),
        {key: (value[0], value[1]) for key, value in one.get("range", {}).items()},
        {key: (value[0], value[1], value[2]) for key, value in one.get("below", {}).items()},
        one.get("season", ""),
        one.get("split", 0),
        {key: _fact(value) for key, value in one.get("parts", {}).items()},
    )


def _contradiction(one: Mapping[str, Any]) -> Contradiction:
    return Contradiction(
        one["title"],
        one["named"],
        one["ledger"],
        one.get("year", 2026),
        one.get("where", {}),
        one.get("most", 1),
        {key: _fact(value) for key, value in one.get("set", {}).items()},
    )


def _fact(value: Any) -> Fact:
    """A value of the file as a record holds it; an empty text is an empty cell."""
    if isinstance(value, float):
        return Decimal(str(value))
    return value if value != "" else None


def _office(one: Mapping[str, Any]) -> Office:
    return Office(
        one["name"],
        one.get("parent", ""),
        one.get("kind", "部门"),
        one.get("place", False),
        one.get("since"),
        one.get("until"),
    )


def _leaves(table: Mapping[str, Any], head: str = "") -> dict[str, Any]:
    """The values of a table by their dotted key, so that one field of one ledger may be named."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        found |= _leaves(value, f"{head}{key}.") if isinstance(value, dict) else {head + key: value}
    return found
