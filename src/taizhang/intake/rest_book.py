"""What stays of a workbook of which some rows are destroyed: the rows that are kept, each where it stood."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from taizhang.intake.refused_book import cell_formats, name_once, write_cell
from taizhang.intake.sheets import Sheet


class KeptRows(NamedTuple):
    """The rows of a sheet that stay, from 1, and cells in them that do not."""

    rows: frozenset[int]
    without: frozenset[str]


def write_rest(path: Path, sheets: Iterable[tuple[Sheet, KeptRows]]) -> None:
    """Writes values alone, texts as texts: no note, no hidden part of the first workbook comes along."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = cell_formats(book)
        names: set[str] = set()
        for sheet, kept in sheets:
            made = book.add_worksheet(name_once(sheet.name, names))
            for row in sorted(kept.rows):
                for column, cell in enumerate(sheet.rows[row - 1]):
                    if sheet.address(row - 1, column) not in kept.without:
                        write_cell(made, (row - 1, column), cell, (formats, "plain"))
