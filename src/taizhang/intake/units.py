"""Unit names as written, brought to the units of the organisation; new full names are noted."""

from __future__ import annotations

import re

from taizhang.intake.cells import format_cell
from taizhang.intake.sheets import Cell
from taizhang.terms.characters import squeeze
from taizhang.terms.readings import EMPTY, NIL, Read
from taizhang.terms.scope import TOWNSHIP, Organisation, Unit, unit_kind, unit_name

REGISTER = "unit"
_FULL = re.compile(r".{2,}(?:局|委|办|室|院|所|会|部|队|公司|校|站|厅|处|科|中心|行|社|园)")


class Units:
    """The organisation known so far and the units first met in these files."""

    def __init__(self, organisation: Organisation) -> None:
        self._known = organisation
        self.found: dict[str, Unit] = {}
        self._all = organisation

    def meet(self, cell: Cell, *, full: bool = False) -> None:
        """Notes a full unit name, however short where the register of units gives it; others are left for ``read``."""
        if cell is None:
            return
        name = unit_name(format_cell(cell))
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
        """From here on new names are resolved against all that were met."""
        self._all = Organisation([*self._known.units.values(), *self.found.values()])

    def read(self, cell: Cell) -> Read:
        """The unit a cell names; an unknown short name is refused, nothing is guessed."""
        text = squeeze(format_cell(cell)) if cell is not None else ""
        if not text or text in NIL:
            return EMPTY
        name = self._all.resolve(text)
        return Read(name) if name else Read(reason="unknown_unit")

    def name(self, written: str) -> str:
        """The unit's name, or the words as written when they name none (各乡镇, 县直各部门)."""
        return self._all.resolve(written) or unit_name(written)


def is_unit(written: str) -> bool:
    """Whether the words look like the full name of a unit."""
    name = unit_name(written)
    return bool(TOWNSHIP.fullmatch(name) or _FULL.fullmatch(name))
