"""Import end to end (read, recognise, compare, append) beside pandas merely reading the same workbook."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pandas

from benchmarks.measure import apart, timed
from benchmarks.results import Given, Table
from taizhang.site.site import Site
from taizhang_samples.county.county import generate

# What the samples make of one unit of their scale.
ROWS_A_SCALE = 280


def run(given: Given) -> tuple[Table, ...]:
    """A hazards workbook of about so many rows."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "in"
        generate(made, seed=given.seed, scale=max(1, given.size // ROWS_A_SCALE), only="hazard")
        (book,) = made.glob("*.xlsx")
        rows = sum(len(frame) for frame in pandas.read_excel(book, sheet_name=None, engine="calamine").values())
        places = iter(range(given.rounds))

        def ours() -> None:
            with Site.create(Path(folder) / f"site{next(places)}", "某某县人民政府办公室") as site:
                done = site.import_files([book], today=date(2026, 12, 31), actor="基准", accept_refused=True)
                assert done.entries > rows * 0.8

        def openpyxl() -> None:
            pandas.read_excel(book, sheet_name=None)

        def calamine() -> None:
            pandas.read_excel(book, sheet_name=None, engine="calamine")

        ways = (
            apart("pandas.read_excel (openpyxl), reading only", openpyxl, given.rounds, ours=False, amount=rows),
            apart("pandas.read_excel (calamine), reading only", calamine, given.rounds, ours=False, amount=rows),
            timed("taizhang import, end to end", ours, given.rounds, ours=True, amount=rows),
        )
    return (Table(f"Import of {rows:,} rows × 17 columns ({book.name})", "rows", ways[0].name, ways),)
