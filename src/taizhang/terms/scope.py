"""The organisation tree with dates, and the part of it a question is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from taizhang.terms.characters import squeeze

TOWNSHIP = re.compile(r".+(?:镇|乡|街道)")
_BODIES = ("人民政府", "政府", "办事处", "办")
_PREFIX = re.compile(r"[^县区市]{1,4}[县区市](.+(?:镇|乡|街道))")


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the organisation tree; ``until`` is its last day, None while it stands; successor took over from it.

    met: taken from the rows of a workbook where there was no register yet, and confirmed by nobody.
    """

    name: str
    parent: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    successor: str = ""
    met: bool = False

    def stands_on(self, day: date) -> bool:
        """Whether the unit exists on that day."""
        return self.stands_within(day, day)

    def stands_within(self, first: date, last: date) -> bool:
        """Whether the unit exists on any day from the first to the last."""
        return (self.since is None or self.since <= last) and (self.until is None or first <= self.until)


class Organisation:
    """Units by name; parents may come in any order; an unknown parent makes a root."""

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self.units: dict[str, Unit] = {unit.name: unit for unit in units}
        self._subtrees: dict[str, frozenset[str]] = {}
        self._aliases = {alias: unit.name for unit in self.units.values() for alias in unit.aliases}

    def above(self, name: str) -> tuple[str, ...]:
        """The unit's parents from the nearest to the root; a loop in the data ends the walk."""
        chain: list[str] = []
        unit = self.units.get(name)
        while unit and unit.parent and unit.parent not in chain and unit.parent != name:
            chain.append(unit.parent)
            unit = self.units.get(unit.parent)
        return tuple(chain)

    @cached_property
    def roots(self) -> frozenset[str]:
        """The topmost names: parents that are no unit themselves, and units without a parent."""
        tops = ((self.above(name) or (name,))[-1] for name in self.units)
        return frozenset(tops)

    @cached_property
    def is_registered(self) -> bool:
        """Whether somebody has said which units there are: one at least was listed, added or confirmed."""
        return any(not unit.met for unit in self.units.values())

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        """The units straight below each name."""
        below: dict[str, list[str]] = {}
        for unit in self.units.values():
            if unit.parent:
                below.setdefault(unit.parent, []).append(unit.name)
        return below

    def subtree(self, name: str) -> frozenset[str]:
        """The unit and every unit below it, on whatever day."""
        found = self._subtrees.get(name)
        if found is None:
            reached, ahead = {name}, [name]
            while ahead:
                more = [unit for unit in self._below.get(ahead.pop(), ()) if unit not in reached]
                reached.update(more)
                ahead += more
            found = self._subtrees[name] = frozenset(reached)
        return found

    def lowest(self, day: date, scope: Scope) -> tuple[str, ...]:
        """The units of the scope without any below them that stood on the day, in order of their names."""
        within = self.subtree(scope.unit) if scope.unit else self.units.keys()
        standing = [name for name in within if name in self.units and self.units[name].stands_on(day)]
        parents = {self.units[name].parent for name in standing}
        return tuple(sorted(name for name in standing if name not in parents))

    def is_named(self, written: str) -> bool:
        """Whether the words are a unit's full name or an alias."""
        return written in self.units or written in self._aliases

    def resolve(self, written: str) -> str | None:
        """The unit a written name means: full name, alias, seat of government, or a short township name.

        None when nothing fits or more than one does.
        """
        name = unit_name(written)
        if name in self.units:
            return name
        if name in self._aliases:
            return self._aliases[name]
        short = [
            unit for unit in self.units if TOWNSHIP.fullmatch(unit) and re.sub(r"(?:镇|乡|街道)$", "", unit) == name
        ]
        return short[0] if len(short) == 1 else None


def unit_name(written: str) -> str:
    """A unit's name without spaces, seat and county: 某某县湉 陂 乡人民政府 → 湉陂乡."""
    name = squeeze(written)
    for body in _BODIES:
        if name.endswith(body) and TOWNSHIP.fullmatch(name.removesuffix(body)):
            name = name.removesuffix(body)
            break
    county = _PREFIX.fullmatch(name)
    return county[1] if county else name


def unit_kind(name: str) -> str:
    """乡镇 or 部门, told by the name alone."""
    return "乡镇" if TOWNSHIP.fullmatch(name) else "部门"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which units a question is about: ``unit`` and all below it, or everything when ''."""

    unit: str = ""


EVERYTHING = Scope()
