"""What a person decided about sheets that were not understood as he means them: for these files, or kept from before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from taizhang.intake.mending import CellKey


@dataclass(frozen=True, slots=True)
class Correction:
    """One sheet: its ledger, '' as recognised; column → field, '' for a column to leave out; or the sheet left out."""

    ledger: str = ""
    columns: Mapping[int, str] = field(default_factory=dict)
    skip: bool = False


NOTHING_DECIDED = Correction()


@dataclass(frozen=True, slots=True)
class Corrections:
    """Decisions by file and sheet ('' for a sheet of that name in any file), and kept ones by signature of the headings.

    cells: what was typed in the place of single cells of the files.
    """

    sheets: Mapping[tuple[str, str], Correction] = field(default_factory=dict)
    kept: Mapping[str, Correction] = field(default_factory=dict)
    cells: Mapping[CellKey, str] = field(default_factory=dict)

    def of(self, file: str, sheet: str, signature: str) -> tuple[Correction, bool]:
        """What was decided about a sheet, and whether that was kept from an earlier import."""
        for key in ((file, sheet), ("", sheet)):
            if key in self.sheets:
                return self.sheets[key], False
        return (self.kept[signature], True) if signature in self.kept else (NOTHING_DECIDED, False)


NONE_MADE = Corrections()
