"""What a person decided about one sheet, as far as its headings are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from taizhang.catalogue.resolved import Ledger
from taizhang.intake.headings import Heading, SynonymTable

OWN = "+"
"""What a person says of a column that is to become a field of the office's own."""


@dataclass(frozen=True, slots=True)
class SheetDecision:
    """What a person decided about a sheet: field → heading, and column → field, OWN for one of the office's own."""

    given: Mapping[str, str]
    columns: Mapping[int, str]

    @property
    def left_out(self) -> frozenset[int]:
        """Columns that are left out."""
        return frozenset(column for column, name in self.columns.items() if not name)

    @property
    def closed(self) -> frozenset[int]:
        """Columns that are no field the ledger has so far."""
        return frozenset(column for column, name in self.columns.items() if name in ("", OWN))

    def fields(self, headings: tuple[Heading, ...], ledger: Ledger, alike: SynonymTable) -> dict[str, int]:
        """Field → column, as far as both are there."""
        found = {name: n for n, name in self.columns.items() if name in ledger.declared.field and n < len(headings)}
        for name, text in self.given.items():
            key = alike.key(text)
            column = next((n for n, one in enumerate(headings) if key in (one.leaf, one.path)), None)
            if column is not None and name in ledger.declared.field:
                found[name] = column
        return found
