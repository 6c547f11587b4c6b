"""The replica follows the journal: incremental equals full, and what does not fit is rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.catalogue.values import Stored, row_of
from taizhang.journal.journal import Journal
from taizhang.matters.entry import Head
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import Projection, table_of
from tests.figures.yard import Ledgers, catalogue, facts, head, heads, warehouse_of
from tests.matters.acts import does

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


@pytest.mark.parametrize("more", [0, 3])
def test_another_journal_is_projected_anew_however_long_it_is(more: int) -> None:
    warehouse = Warehouse()
    one, other = Journal.in_memory(), Journal.in_memory()
    does(one, "record", "a", ledger="visit", facts={"no": "Z1"})
    for n in range(1 + more):
        does(other, "record", f"b{n}", ledger="visit", facts={"no": f"Y{n}"})
    assert Projection(catalogue(), warehouse).run(one) == 1
    assert Projection(catalogue(), warehouse).run(other) == 1 + more
    assert sorted(warehouse.rows('SELECT "no" FROM "visit"')) == [(f"Y{n}",) for n in range(1 + more)]


def test_what_is_appended_while_heads_are_read_is_followed_next_time() -> None:
    warehouse, journal = Warehouse(), Journal.in_memory()
    does(journal, "record", "a", ledger="visit", facts={"no": "Z1"})

    class Busy:
        """A journal to which somebody else appends once its heads were read."""

        leaf = staticmethod(journal.leaf)

        @staticmethod
        def heads(ledger: str | None = None, since: int = 0) -> Iterator[Head]:
            yield from list(journal.heads(ledger, since))
            does(journal, "record", "b", ledger="visit", facts={"no": "Z2"})

    assert Projection(catalogue(), warehouse).run(Busy()) == 1
    assert Projection(catalogue(), warehouse).run(journal) == 1
    assert sorted(warehouse.rows('SELECT "no" FROM "visit"')) == [("Z1",), ("Z2",)]


def test_files_cannot_be_read_through_the_engine() -> None:
    warehouse = Warehouse()
    for sql in ("SELECT * FROM read_csv('/etc/hostname')", "SET enable_external_access = true", "ATTACH 'x.db'"):
        with pytest.raises(duckdb.Error, match=r"(?i)disabled|lock|permission"):
            warehouse.run(sql)
