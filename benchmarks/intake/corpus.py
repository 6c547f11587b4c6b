"""Every workbook it is given through the reader and a dry import, each cell held against what another program shows.

Run ``python -m benchmarks.intake.corpus FOLDER... [--tables FILE] [--made N]``: all workbooks below the folders, and N
more made of public tables (JSON lines, xz) by openpyxl, XlsxWriter, LibreOffice and as text. Printed are counts: read,
refused and why, seconds and memory at most, cells, cells that differ, cells whose difference is told (a formula without
a result, a number the format shows otherwise). Every difference and every failure is a line of its own.
"""

from __future__ import annotations

import csv
import json
import lzma
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from benchmarks.intake.tables import sheet_of
from taizhang.confine.office import convert
from taizhang.intake.reading.files import read
from taizhang.intake.sheets import Cell, Sheet, Shown, UnresolvedCell, Workbook, address
from taizhang.site.site import Site
from taizhang.terms.problem import Refused

KINDS = (".xlsx", ".xls", ".ods", ".csv")
# What one file may take: the seconds a person waits, the memory an old machine has to spare.
SECONDS, MEGABYTES = 20.0, 512.0
# One made workbook in so many is an .ods and one an .xls: LibreOffice takes seconds for each.
ODD_FORMATS = 110


@dataclass(slots=True)
class Counted:
    """What came of all files."""

    files: Counter[str] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    largest: float = 0.0
    failures: list[str] = field(default_factory=list)


def run(paths: Sequence[Path], counted: Counted) -> None:
    """Each file read, compared and imported dry into one site."""
    with tempfile.TemporaryDirectory() as home:
        site = Site.create(Path(home) / "site", "样例县人民政府办公室")
        for path in paths:
            _one(site, path, counted, Path(home))
        site.close()


def _one(site: Site, path: Path, counted: Counted, folder: Path) -> None:
    began = time.monotonic()
    try:
        book: Workbook | None = read(path)
    except Refused as refused:
        counted.refused[refused.problems[0].code] += 1
        book = None
    try:
        site.change_set([path])
    except Exception as fault:
        counted.failures.append(f"{path.name}：{type(fault).__name__} {fault}")
    seconds = time.monotonic() - began
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    counted.slowest, counted.largest = max(counted.slowest, seconds), max(counted.largest, largest)
    if seconds > SECONDS or largest > MEGABYTES:
        counted.failures.append(f"{path.name}：{seconds:.1f} 秒，子进程至今最多 {largest:.0f} MB")
    counted.files[f"{path.suffix} {'read' if book else 'refused'}"] += 1
    shown = _shown_by_others(path, folder) if book else None
    if book and shown is not None:
        counted.files["compared"] += 1
        counted.failures += [f"{path.name} {line}" for line in _differences(book, shown, counted.cells)]


Grid = Mapping[tuple[int, int], object]


def _shown_by_others(path: Path, folder: Path) -> dict[str, Grid] | None:
    """The cells as openpyxl has them, of other formats through LibreOffice; None where neither opens the file."""
    source: Path | None = path
    if path.suffix == ".csv":
        return None
    if path.suffix != ".xlsx":
        source = convert(path, "xlsx", folder)
    try:
        book = openpyxl.load_workbook(source, data_only=True) if source else None
    except Exception:
        return None
    if book is None:
        return None
    return {
        sheet.title: {
            (cell.row - 1, cell.column - 1): cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
    }


def _differences(book: Workbook, shown: Mapping[str, Grid], cells: Counter[str]) -> Iterator[str]:
    for sheet in book.sheets:
        if sheet.name not in shown:
            continue
        theirs = shown[sheet.name]
        ours = {
            (row, n): cell for row, line in enumerate(sheet.rows) for n, cell in enumerate(line) if cell is not None
        }
        for place in sorted(ours.keys() | theirs.keys()):
            mine, other = ours.get(place), theirs.get(place)
            outcome = _compared(mine, other, sheet)
            cells[outcome] += 1
            if outcome == "different":
                yield f"{sheet.name}!{address(*place)}：{mine!r} 对 {other!r}"


def _compared(mine: Cell, other: object, sheet: Sheet) -> str:
    """equal, told or different."""
    if isinstance(mine, UnresolvedCell | Shown):
        return "told"
    return "equal" if _plain(mine, sheet) == _plain(other, sheet) else "different"


def _plain(value: object, sheet: Sheet) -> object:
    """A value in one form: numbers by fifteen digits, days as date-times, text without what ends its lines."""
    if isinstance(value, bool) or value is None:
        return value or None
    if isinstance(value, int | float | Decimal):
        return f"{float(value):.12g}"
    if isinstance(value, datetime):
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00"
    text = str(value).replace("\r\n", "\n").replace("_x000D_", "").replace("\r", "").strip()
    return text or None


def made(tables: Path, most: int, folder: Path) -> Iterator[Path]:
    """Workbooks of public tables, by one program after the other, in numbers, days and merged cells as they come."""
    with lzma.open(tables, "rt", encoding="utf-8") as lines:
        for n, line in zip(range(most), lines, strict=False):
            yield _written(sheet_of(json.loads(line)), n, folder)


def _written(sheet: Sheet, n: int, folder: Path) -> Path:
    rows = [[_typed(cell, n + row) for cell in cells] for row, cells in enumerate(sheet.rows)]
    path = folder / f"public{n}.xlsx"
    if n % 5 == 3:
        path = path.with_suffix(".csv")
        encoding = "gb18030" if n % 2 else "utf-8-sig"
        with path.open("w", encoding=encoding, errors="replace", newline="") as file:
            csv.writer(file).writerows(rows)
    elif n % 2:
        _by_openpyxl(path, rows, sheet)
    else:
        _by_xlsxwriter(path, rows, sheet)
    if n % ODD_FORMATS in (4, 8):
        return convert(path, "ods" if n % ODD_FORMATS == 4 else "xls", folder) or path
    return path


def _by_openpyxl(path: Path, rows: Sequence[Sequence[object]], sheet: Sheet) -> None:
    book = openpyxl.Workbook()
    page: Any = book.active
    for row in rows:
        page.append(list(row))
    for top, left, bottom, right in sheet.merged:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    book.save(path)


def _by_xlsxwriter(path: Path, rows: Sequence[Sequence[object]], sheet: Sheet) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet(sheet.name)
        forms = [book.add_format({"num_format": form}) for form in ("General", "#,##0.00", "0.00%", "0")]
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                number = isinstance(cell, int | float)
                page.write(row, column, cell, forms[(row + column) % 4] if number else None)


def _typed(cell: Cell, n: int) -> object:
    """A cell as a person would have typed it: numbers as numbers, every seventh row's also as days."""
    text = str(cell).strip() if cell is not None else ""
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return text or None
    return date(2026, 1, 1) + timedelta(days=int(number) % 360) if n % 7 == 0 and 0 <= number < 1e6 else number


def main() -> int:
    """Exit code 0 when nothing failed and nothing differed."""
    words = sys.argv[1:]
    tables = Path(words.pop(words.index("--tables") + 1)) if "--tables" in words else None
    most = int(words.pop(words.index("--made") + 1)) if "--made" in words else 0
    folders = [Path(word) for word in words if not word.startswith("--")]
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in KINDS)
    counted = Counted()
    with tempfile.TemporaryDirectory() as folder:
        run([*paths, *(made(tables, most, Path(folder)) if tables else ())], counted)
    print(
        f"文件 {sum(n for key, n in counted.files.items() if key != 'compared')}：{dict(sorted(counted.files.items()))}"
    )
    print(f"拒读 {dict(counted.refused)}；最慢 {counted.slowest:.1f} 秒；子进程最多 {counted.largest:.0f} MB")
    print(f"单元格 {dict(counted.cells)}")
    print("\n".join(counted.failures[:60]))
    print(f"失败和不同 {len(counted.failures)}")
    return 1 if counted.failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
