"""Writing a ledger's rows as a workbook, beside pandas and openpyxl: ``python -m benchmarks.site.exporting``.

The others write the same texts, numbers and dates; none of them gives drop-downs, protection or an order of walking.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pandas

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.workbook import write_text, write_workbook
from taizhang.matters.entry import Head
from taizhang.shipped import CATALOGUE

DAY = date(2026, 1, 1)


def heads(count: int) -> Iterator[Head]:
    """Hazards as a list walks them."""
    for n in range(count):
        facts = {
            "no": f"YH{n:07}",
            "township": f"第{n % 30}乡",
            "site": f"第{n % 977}号场所",
            "text": f"第{n % 1231}类隐患",
            "level": "一般",
            "opened": (DAY + timedelta(days=n % 300)).isoformat(),
            "funds": str(n % 1000 / 4),
            "due": (DAY + timedelta(days=n % 300 + 30)).isoformat(),
            "status": "办理中",
            "measure": "限期整改",
        }
        yield Head(f"m{n}", "hazard", facts["no"], facts["township"], "in_progress", 1, n + 1, facts)


def table(catalogue: Catalogue, count: int) -> tuple[list[str], list[list[object]]]:
    """The same rows as other libraries take them."""
    fields = catalogue.ledgers["hazard"].declared.field
    rows = []
    for head in heads(count):
        row: list[object] = []
        for name, field in fields.items():
            value = head.facts.get(name)
            if value is not None and field.type == "date":
                row.append(date.fromisoformat(str(value)))
            elif value is not None and field.type in ("integer", "decimal"):
                row.append(float(str(value)))
            else:
                row.append(value)
        rows.append(row)
    return [field.title for field in fields.values()], rows


def by_openpyxl(path: Path, catalogue: Catalogue, count: int) -> None:
    """openpyxl's streaming writer."""
    titles, rows = table(catalogue, count)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(titles)
    for row in rows:
        sheet.append(row)
    book.save(path)


def by_pandas(path: Path, catalogue: Catalogue, count: int) -> None:
    """pandas.DataFrame.to_excel as people call it."""
    titles, rows = table(catalogue, count)
    pandas.DataFrame(rows, columns=titles).to_excel(path, index=False)


def ours(path: Path, catalogue: Catalogue, count: int) -> None:
    """The export of the site."""
    write_workbook(path, catalogue.ledgers["hazard"], catalogue, heads(count))


def ours_as_text(path: Path, catalogue: Catalogue, count: int) -> None:
    """The export as text."""
    write_text(path.with_suffix(".csv"), catalogue.ledgers["hazard"], heads(count))


def main() -> None:
    """Times each, then weighs each at a tenth of the size, and prints ratios to ours."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--rows", type=int, default=50_000)
    rows = wanted.parse_args().rows
    catalogue = load(CATALOGUE)
    ways: tuple[Callable[[Path, Catalogue, int], None], ...] = (ours, ours_as_text, by_openpyxl, by_pandas)
    times, peaks = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.xlsx"
        for way in ways:
            started = time.process_time()
            way(path, catalogue, rows)
            times[way.__name__] = time.process_time() - started
            tracemalloc.start()
            way(path, catalogue, rows // 10)
            peaks[way.__name__] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    print(f"{rows} rows of {len(catalogue.ledgers['hazard'].declared.field)} columns, processor time")
    for name, taken in times.items():
        told = f"{taken:6.1f} s  {taken / times['ours']:5.2f} x ours   peak at a tenth {peaks[name] / 1e6:6.1f} MB"
        print(f"{name:14}{told}  {peaks[name] / peaks['ours']:5.2f} x")


if __name__ == "__main__":
    main()
