"""Unit names as written, brought to the units of the organisation.

Where a register of units is kept, a name that is in it under no spelling is asked about. Where there is none yet, full
names are noted as units to be confirmed; groups of units and names that may be a slip are asked about there as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from taizhang.intake.cells import format_cell
from taizhang.intake.near_names import NearNames, same_but_shorter, slips
from taizhang.intake.sheets import Cell
from taizhang.intake.unit_names import is_no_name, is_unit, joins_names, names_group, names_several, without_note
from taizhang.terms.characters import squeeze
from taizhang.terms.problem import Place, Problem
from taizhang.terms.readings import EMPTY, NIL, Read
from taizhang.terms.scope import Organisation, Unit, unit_kind, unit_name
from taizhang.terms.sentence import sentence

REGISTER = "unit"
# Chosen: from so many signs on a name is taken for a full one though it ends like none.
LONG_NAME = 4
MET = "INT-086"


class Units:
    """The organisation known so far and the units first met in these files."""

    def __init__(self, organisation: Organisation) -> None:
        self._known = organisation
        self.found: dict[str, Unit] = {}
        self._places: dict[str, Place] = {}
        self._times: Counter[str] = Counter()
        self._slips: dict[str, str] = {}
        self._all = organisation
        self._listed: set[str] = set()

    def meet(self, cell: Cell, *, full: bool = False, times: int = 1, at: Place | None = None) -> None:
        """Notes a full unit name of a row, however short where ``full``; others are left for ``read``.

        times: how often it is written. at: where first. Several units in one cell, and a name with a note after it, are no name.
        """
        written = format_cell(cell) if cell is not None else ""
        name = unit_name(written)
        if not name or name in NIL or is_no_name(name) or names_several(written) or without_note(written):
            return
        self._times[name] += times
        full = full or is_unit(name) or len(name) >= LONG_NAME
        if full and self._known.resolve(name) is None and not names_group(name, self._known):
            self.found.setdefault(name, Unit(name, kind=unit_kind(name), met=True))
            self._places.setdefault(name, at or Place())

    def listed(self, cell: Cell) -> None:
        """Notes a name that a list of units gives, however short."""
        name = unit_name(format_cell(cell)) if cell is not None else ""
        if name and name not in NIL and not is_no_name(name):
            self._listed.add(name)
            if self._known.resolve(name) is None:
                self.found[name] = Unit(name, kind=unit_kind(name))

    def meet_title(self, sheet_name: str, title: str) -> None:
        """Notes a township whose short name is the sheet's name and whose full name opens the title."""
        short = squeeze(sheet_name)
        for suffix in ("镇", "乡", "街道"):
            if short and f"{short}{suffix}" in squeeze(title):
                self.meet(f"{short}{suffix}")

    def settle(self) -> None:
        """From here on new names are resolved against all that were met; one that may be a slip is asked about.

        With a register, in the site or among the files, rows make no unit.
        """
        met = {name: self._times[name] for name in self.found if name not in self._listed}
        listed = {name: self.found[name] for name in self._listed if name in self.found}
        register = self._known.is_registered or bool(self._listed)
        self._slips = dict(slips(met, (*self._known.units, *listed), listed=register))
        if register:
            self.found = listed
        else:
            self.found = {name: one for name, one in self.found.items() if name not in self._slips}
            whole = Organisation([*self._known.units.values(), *self.found.values()])
            self.found = {name: one for name, one in self.found.items() if not joins_names(name, whole)}
        self._all = Organisation([*self._known.units.values(), *self.found.values()])

    def told(self) -> Iterator[Problem]:
        """That names of the rows are taken for units which nobody has confirmed (INT-086), each where it stands first."""
        for name, unit in self.found.items():
            if unit.met:
                says = sentence("还没有单位名录，“{unit}”照表里写的登记为新单位，待人确认。", unit=name)
                hint = "请在“单位名录”里确认，或改名、并入；导入名录以后，名录里没有的单位都要问过才登记。"
                yield Problem(MET, says, self._places.get(name, Place()), hint, "warning")

    def read(self, cell: Cell) -> Read:
        """The unit a cell names; what names no known one is refused with why, nothing is guessed."""
        text = squeeze(format_cell(cell)) if cell is not None else ""
        if not text or text in NIL:
            return EMPTY
        if name := self._all.resolve(text):
            return Read(name)
        if names_several(text) or joins_names(text, self._all):
            return Read(reason="several_units")
        if names_group(text, self._all):
            return Read(reason="unit_group")
        if (noted := without_note(text)) and (bare := self._all.resolve(noted)):
            return Read(reason="unit_with_note", hint=sentence("（是“{unit}”吗）", unit=bare))
        name = unit_name(text)
        other = self._slips.get(name) or next(iter(self.likely(name)), "")
        if other:
            return Read(reason="unit_like_another", hint=sentence("“{unit}”", unit=other))
        return Read(reason="unknown_unit")

    def likely(self, written: str) -> tuple[str, ...]:
        """The known units that words which name none may mean: without their note, one sign apart, shorter or longer."""
        noted = self._all.resolve(without_note(written) or written)
        if noted:
            return (noted,)
        name = unit_name(written)
        alike = (*NearNames(self._all.units).all_near(name), *same_but_shorter(name, self._all.units))
        return tuple(dict.fromkeys(alike))

    def name(self, written: str) -> str:
        """The unit's name, or the words as written when they name none (各乡镇, 县直各部门)."""
        return self._all.resolve(written) or unit_name(written)
