"""Import end to end (read, recognise, compare, append) beside pandas merely reading the same workbook."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

import pandas

from benchmarks.measure import measure, show
from taizhang.site.site import Site
from taizhang_samples.county.county import generate


def main(scale: int = 60) -> int:
    """A hazards workbook of about 280 × ``scale`` rows."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "in"
        generate(made, seed=7, scale=scale, only="hazard")
        (book,) = made.glob("*.xlsx")
        rows = sum(len(frame) for frame in pandas.read_excel(book, sheet_name=None, engine="calamine").values())

        def ours() -> None:
            with Site.create(Path(folder) / "site", "某某县人民政府办公室") as site:
                done = site.import_files([book], today=date(2026, 12, 31), actor="基准", accept_refused=True)
                assert done.entries > rows * 0.8

        def openpyxl() -> None:
            pandas.read_excel(book, sheet_name=None)

        def calamine() -> None:
            pandas.read_excel(book, sheet_name=None, engine="calamine")

        results = [
            measure("taizhang import, end to end", ours),
            measure("pandas.read_excel (openpyxl), reading only", openpyxl),
            measure("pandas.read_excel (calamine), reading only", calamine),
        ]
    show(f"Import of {rows:,} rows × 17 columns ({book.name})", results, rows, "rows")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
