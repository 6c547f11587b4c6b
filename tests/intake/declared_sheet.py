"""A sheet of any declared ledger, written with the ledger's own headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from taizhang.intake.sheets import address
from taizhang.site.site import Site
from tests.intake.small_body import Row

Facts = Mapping[str, object]


def sheet_of(site: Site, ledger: str, records: Sequence[Facts]) -> tuple[str, list[Row]]:
    """Title and rows: a heading for every field any record fills, in the ledger's order."""
    declared = site.catalogue.ledgers[ledger].declared
    names = columns_of(site, ledger, records)
    heads = [declared.field[name].headings[0] for name in names]
    return declared.title, [heads, *([record.get(name, "") for name in names] for record in records)]


def columns_of(site: Site, ledger: str, records: Sequence[Facts]) -> list[str]:
    """The fields that the sheet has columns for."""
    fields = site.catalogue.ledgers[ledger].declared.field
    return [name for name in fields if any(name in record for record in records)]


def cell_of(site: Site, ledger: str, records: Sequence[Facts], field: str, line: int = 0) -> str:
    """The cell of a field in record ``line``: a title row and a heading row stand above."""
    return address(line + 2, columns_of(site, ledger, records).index(field))
