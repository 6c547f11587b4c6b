"""Unit names as written, brought to the units of the organisation; new full names are noted."""

from __future__ import annotations

import re
from collections import Counter

from taizhang.intake.cells import format_cell
from taizhang.intake.near_names import NearNames, slips
from taizhang.intake.sheets import Cell
from taizhang.intake.sums import is_total, names_nobody
from taizhang.terms.characters import squeeze
from taizhang.terms.readings import EMPTY, NIL, Read
from taizhang.terms.scope import TOWNSHIP, Organisation, Unit, unit_kind, unit_name
from taizhang.terms.sentence import sentence

REGISTER = "unit"
# Chosen: 县委 with 办公室 behind it is one body, and the shortest township has three signs.
SHORTEST_JOINED = 3
_APART, _AND = re.compile(r"[、，,；;/\n]"), re.compile(r"[和及与]")
_BRACKET = re.compile(r"[(（][^()（）]*[)）]")
_NOTE = re.compile(r"(?P<name>[^()]{2,})\([^()]+\)")
_FULL = re.compile(r".{2,}(?:局|委|办|室|院|所|会|部|队|公司|校|站|厅|处|科|中心|行|社|园)")


class Units:
    """The organisation known so far and the units first met in these files."""

    def __init__(self, organisation: Organisation) -> None:
        self._known = organisation
        self.found: dict[str, Unit] = {}
        self._times: Counter[str] = Counter()
        self._slips: dict[str, str] = {}
        self._all = organisation
        self._listed: set[str] = set()

    def meet(self, cell: Cell, *, full: bool = False, times: int = 1, listed: bool = False) -> None:
        """Notes a full unit name, however short where the register of units gives it; others are left for ``read``.

        times: how often it is written. listed: by a list of units. Elsewhere several units in one cell, and a name with
        a note after it, are no name.
        """
        if cell is None or (not listed and (_several(format_cell(cell)) or _noted(format_cell(cell)))):
            return
        name = unit_name(format_cell(cell))
        if names_nobody(squeeze(name)) or is_total(squeeze(name)):
            return
        self._times[name] += times
        if listed:
            self._listed.add(name)
        full = full or bool(TOWNSHIP.fullmatch(name) or _FULL.fullmatch(name) or len(name) >= 4)
        if name and name not in NIL and full and self._known.resolve(name) is None and name not in self.found:
            self.found[name] = Unit(name, kind=unit_kind(name))

    def meet_title(self, sheet_name: str, title: str) -> None:
        """Notes a township whose short name is the sheet's name and whose full name opens the title."""
        short = squeeze(sheet_name)
        for suffix in ("镇", "乡", "街道"):
            if short and f"{short}{suffix}" in squeeze(title):
                self.meet(f"{short}{suffix}")

    def settle(self) -> None:
        """From here on new names are resolved against all that were met; one that may be a slip is asked about."""
        self._slips = dict(slips({name: self._times[name] for name in self.found}, self._known.units))
        for name in self._slips:
            del self.found[name]
        met = Organisation([*self._known.units.values(), *self.found.values()])
        for name in [one for one in self.found if one not in self._listed and _joined(one, met)]:
            del self.found[name]
        self._all = Organisation([*self._known.units.values(), *self.found.values()])

    def read(self, cell: Cell) -> Read:
        """The unit a cell names; an unknown short name is refused, nothing is guessed."""
        text = squeeze(format_cell(cell)) if cell is not None else ""
        if not text or text in NIL:
            return EMPTY
        name = self._all.resolve(text)
        if name:
            return Read(name)
        if _several(text) or _joined(text, self._all):
            return Read(reason="several_units")
        if (noted := _noted(text)) and (bare := self._all.resolve(noted)):
            return Read(reason="unit_with_note", hint=sentence("（是“{unit}”吗）", unit=bare))
        other = self._slips.get(unit_name(text), "")
        return (
            Read(reason="unit_like_another", hint=sentence("“{unit}”", unit=other))
            if other
            else Read(reason="unknown_unit")
        )

    def likely(self, written: str) -> tuple[str, ...]:
        """The known units that words which name none may mean: without their note, or one sign apart."""
        noted = self._all.resolve(_noted(written) or written)
        return (noted,) if noted else NearNames(self._all.units).all_near(unit_name(written))

    def name(self, written: str) -> str:
        """The unit's name, or the words as written when they name none (各乡镇, 县直各部门)."""
        return self._all.resolve(written) or unit_name(written)


def _several(written: str) -> bool:
    """Whether the cell names several units, outside brackets."""
    parts = [part for part in _APART.split(_BRACKET.sub("", written)) if part.strip()]
    joined = [part for part in _AND.split(squeeze(written)) if part]
    return len(parts) > 1 or (len(joined) > 1 and all(map(is_unit, joined)))


def _joined(written: str, known: Organisation) -> bool:
    """Whether the words are full names of known units put one after another: 甲镇乙镇.

    A township with a department behind it is the department's branch there, and one name.
    """
    text = squeeze(written)
    for n in range(SHORTEST_JOINED, len(text) - SHORTEST_JOINED + 1):
        first, rest = text[:n], text[n:]
        if known.is_named(first) and (known.is_named(rest) or _joined(rest, known)):
            return unit_kind(first) == unit_kind(rest)
    return False


def _noted(written: str) -> str:
    """The name before a note in brackets; '' without one."""
    match = _NOTE.fullmatch(squeeze(written))
    return match["name"] if match else ""


def is_unit(written: str) -> bool:
    """Whether the words look like the full name of a unit."""
    name = unit_name(written)
    return bool(TOWNSHIP.fullmatch(name) or _FULL.fullmatch(name))
