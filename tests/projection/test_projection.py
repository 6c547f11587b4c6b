"""The replica follows the journal: incremental equals full, and what does not fit is rebuilt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.catalogue.values import Stored, row_of
from taizhang.journal.entry import Head
from taizhang.projection.projection import Projection, table_of
from taizhang.warehouse.duck import Warehouse
from tests.figures.yard import Ledgers, catalogue, facts, head, heads, warehouse_of

LEDGER = catalogue().ledgers["visit"]


def everything(warehouse: Warehouse) -> list[tuple[object, ...]]:
    columns = ", ".join(f'"{name}"' for name in sorted(table_of(LEDGER)))
    return warehouse.rows(f'SELECT {columns} FROM "visit" ORDER BY "id"')


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(1, 8), facts()), max_size=6), max_size=5))
def test_following_step_by_step_equals_starting_anew(steps: list[list[tuple[int, dict[str, Stored]]]]) -> None:
    warehouse, now, seq = Warehouse(), dict[str, Head](), 0
    for step in steps:
        for number, said in step:
            seq += 1
            now[f"m{number}"] = head(seq, said, f"m{number}")
        Projection(catalogue(), warehouse).run(Ledgers(list(now.values())))
    fresh = warehouse_of(now.values())
    if seq:
        assert everything(warehouse) == everything(fresh)


@settings(max_examples=30, deadline=None)
@given(heads())
def test_columns_are_typed_and_derived_as_the_catalogue_says(kept: list[Head]) -> None:
    warehouse = warehouse_of(kept)
    names = [*LEDGER.declared.field, *LEDGER.declared.derive]
    listed = ", ".join(f'"{name}"' for name in names)
    rows = warehouse.rows(f'SELECT {listed} FROM "visit" ORDER BY "id"')
    wanted = [row_of(LEDGER, one.facts) for one in sorted(kept, key=lambda h: h.matter)]
    assert rows == [tuple(row[name] for name in names) for row in wanted]


def test_a_replica_survives_closing_and_a_broken_one_is_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "replica.duckdb"
    journal = Ledgers([head(1, {"no": "Z1", "opened": "2026-03-05", "persons": "3"})])
    first = Warehouse(path)
    assert Projection(catalogue(), first).run(journal) == 1
    first.close()
    second = Warehouse(path)
    assert Projection(catalogue(), second).run(journal) == 0
    assert second.rows('SELECT "opened", "persons" FROM "visit"') == [(date(2026, 3, 5), Decimal(3))]
    second.close()
    path.write_bytes(b"not a database")
    third = Warehouse(path)
    assert Projection(catalogue(), third).run(journal) == 1


def test_another_journal_of_the_same_size_is_projected_anew(tmp_path: Path) -> None:
    warehouse = Warehouse()
    Projection(catalogue(), warehouse).run(Ledgers([head(1, {"no": "Z1"}, "a")]))
    assert Projection(catalogue(), warehouse).run(Ledgers([head(1, {"no": "Z2"}, "b")])) == 1
    assert warehouse.rows('SELECT "no" FROM "visit"') == [("Z2",)]


def test_files_cannot_be_read_through_the_engine() -> None:
    warehouse = Warehouse()
    for sql in ("SELECT * FROM read_csv('/etc/hostname')", "SET enable_external_access = true", "ATTACH 'x.db'"):
        with pytest.raises(duckdb.Error, match=r"(?i)disabled|lock|permission"):
            warehouse.run(sql)
