"""Heading cells found in public Chinese tables with labelled ones, beside readers that take the first row.

Run ``python -m benchmarks.intake.tables FILE`` with the JSON lines (xz) of the set. Half of the tables, by their
identifier, is for tuning; what is printed as ``held back`` nobody tuned on. Judged are the headings above columns, of
tables that have such: a cell is right when it is labelled so and stands in the heading found.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas

from taizhang.intake.sheets import Sheet
from taizhang.intake.tables import tables_of

Found = set[int]


def sheet_of(table: Mapping[str, Any]) -> Sheet:
    """The table as a sheet: a cell's number repeated means that it is merged."""
    matrix, values = table["cell_ID_matrix"], table["chinese_cell_value_list"]
    first: dict[int, tuple[int, int]] = {}
    last: dict[int, tuple[int, int]] = {}
    rows = [[None] * len(matrix[0]) for _ in matrix]
    for row, cells in enumerate(matrix):
        for column, cell in enumerate(cells):
            if cell not in first:
                first[cell] = (row, column)
                rows[row][column] = (values[cell] or "").strip() or None
            last[cell] = (row, column)
    merged = tuple((*first[cell], *last[cell]) for cell in first if first[cell] != last[cell])
    return Sheet("表", False, tuple(map(tuple, rows)), merged)


def ours(table: Mapping[str, Any]) -> Found:
    """The cells of the headings our reader finds; an empty corner says nothing."""
    matrix, values = table["cell_ID_matrix"], table["chinese_cell_value_list"]
    found = {
        matrix[row][column]
        for one in tables_of(sheet_of(table))
        for row in range(one.heading.top, one.heading.bottom + 1)
        for column in range(one.left, min(one.right, len(matrix[row]) - 1) + 1)
    }
    return {cell for cell in found if (values[cell] or "").strip()}


def _as_text(table: Mapping[str, Any]) -> str:
    made = io.StringIO()
    values = table["chinese_cell_value_list"]
    csv.writer(made).writerows([[values[cell] for cell in row] for row in table["cell_ID_matrix"]])
    return made.getvalue()


def with_pandas(table: Mapping[str, Any]) -> Found:
    """The first row, as pandas takes it where nothing else is said."""
    frame = pandas.read_csv(io.StringIO(_as_text(table)), dtype=str, on_bad_lines="skip")
    return set(table["cell_ID_matrix"][0]) if len(frame.columns) else set()


def with_duckdb(table: Mapping[str, Any]) -> Found:
    """The first row, where DuckDB's sniffer says that there is a heading."""
    path = Path("/tmp") / f"taizhang-{table['table_id']}.csv"
    path.write_text(_as_text(table), "utf-8")
    try:
        found = duckdb.sql(f"SELECT HasHeader, SkipRows FROM sniff_csv('{path}')").fetchall()
    except duckdb.Error:
        found = None
    finally:
        path.unlink()
    return set(table["cell_ID_matrix"][int(found[0][1])]) if found and found[0][0] else set()


def held_back(table: Mapping[str, Any]) -> bool:
    """Whether the table is of the half nobody tunes on."""
    return hashlib.sha256(table["table_id"].encode()).digest()[0] % 2 == 1


def score(tables: list[Mapping[str, Any]], reader: Callable[[Mapping[str, Any]], Found]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all heading cells."""
    right = told = there = 0
    for table in tables:
        wanted, found = set(table["column_attribute"]), reader(table)
        right, told, there = right + len(wanted & found), told + len(found), there + len(wanted)
    precision, recall = right / max(told, 1), right / max(there, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def read(path: Path) -> Iterator[Mapping[str, Any]]:
    """The tables that have headings above columns."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            table = json.loads(line)
            if table["table_type"] in ("vertical", "hierarchical") and table["column_attribute"]:
                yield table


def main(path: str) -> int:
    """Prints the scores of both halves, reader by reader."""
    tables = list(read(Path(path)))
    for name, half in (("tuned on", False), ("held back", True)):
        some = [one for one in tables if held_back(one) is half]
        for title, reader in (("taizhang", ours), ("pandas", with_pandas), ("DuckDB", with_duckdb)):
            precision, recall, f1 = score(some, reader)
            print(f"{name:10} {title:10} {len(some)} tables  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
