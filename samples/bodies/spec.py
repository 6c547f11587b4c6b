"""Read what one invented body is like: its units, how much of everything it does, and the words its clerks write."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
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


@dataclass(frozen=True)
class Spec:
    """One body. Keys of the tables are ``ledger.field``, or ``field`` for every ledger that has it; those of ``weight``
    with a dot are written in quotes.

    count: matters opened in each of the two years. weight: shares of the values of a choice. range: least and most
    of a number. below: the field a number may not exceed, with the least and most share of it in percent. words:
    texts. share: percent of matters that are finished in time to be closed.
    """

    name: str
    short: str
    profile: str
    tag: str
    offices: tuple[Office, ...]
    texts: Mapping[str, str]
    count: Mapping[str, tuple[int, int]]
    weight: Mapping[str, Mapping[str, int]]
    range: Mapping[str, tuple[int, int]]
    below: Mapping[str, tuple[str, int, int]]
    words: Mapping[str, tuple[str, ...]]
    share: Mapping[str, int]

    @cached_property
    def places(self) -> tuple[Office, ...]:
        """Give the townships or stations."""
        return tuple(one for one in self.offices if one.place)

    @cached_property
    def departments(self) -> tuple[Office, ...]:
        """Give the departments."""
        return tuple(one for one in self.offices if not one.place)


def spec_of(body: str) -> Spec:
    """Read a body's file over the one all bodies share."""
    common, own = (tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8")) for name in ("common", body))
    table = {name: _leaves(common.get(name, {})) | _leaves(own.get(name, {})) for name in _TABLES}
    return Spec(
        own["name"], own["short"], own["profile"], own["tag"],
        tuple(_office(one) for one in own["office"]),
        own.get("texts", {}),
        {key: (value[0], value[1]) for key, value in table["count"].items()},
        common.get("weight", {}) | own.get("weight", {}),
        {key: (value[0], value[1]) for key, value in table["range"].items()},
        {key: (value[0], value[1], value[2]) for key, value in table["below"].items()},
        {key: tuple(value) for key, value in table["words"].items()},
        table["share"],
    )  # fmt: skip


_TABLES = ("count", "range", "below", "words", "share")


def _office(one: Mapping[str, Any]) -> Office:
    return Office(
        one["name"], one.get("parent", ""), one.get("kind", "部门"), one.get("place", False),
        one.get("since"), one.get("until"),
    )  # fmt: skip


def _leaves(table: Mapping[str, Any], head: str = "") -> dict[str, Any]:
    """The values of a table by their dotted key, so that one field of one ledger may be named."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        found |= _leaves(value, f"{head}{key}.") if isinstance(value, dict) else {head + key: value}
    return found
