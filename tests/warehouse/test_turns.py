"""A replica that another process has open is waited for, and never thrown away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from taizhang.terms.problem import Refused
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.turns import open_in_turn

HOLD = """
import sys, duckdb
engine = duckdb.connect(sys.argv[1])
engine.execute("CREATE TABLE kept AS SELECT 7 AS n")
engine.execute("CHECKPOINT")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_replica_in_use_is_refused_in_words_and_left_whole(tmp_path: Path) -> None:
    path = tmp_path / "replica.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Refused) as refused:
            Warehouse(path, patience=0)
        other.communicate("")
    assert [one.code for one in refused.value.problems] == ["FIG-067"]
    Warehouse(path).close()
    with duckdb.connect(str(path)) as engine:
        assert engine.execute("SELECT n FROM kept").fetchall() == [(7,)]


def test_the_file_is_opened_as_soon_as_it_is_free() -> None:
    answers: list[duckdb.IOException | duckdb.DuckDBPyConnection] = [
        duckdb.IOException("IO Error: Conflicting lock is held"),
        duckdb.connect(":memory:"),
    ]

    def connect() -> duckdb.DuckDBPyConnection:
        one = answers.pop(0)
        if isinstance(one, duckdb.IOException):
            raise one
        return one

    open_in_turn(connect, patience=10).close()
    assert answers == []


def test_another_fault_of_the_file_is_not_waited_for() -> None:
    def connect() -> duckdb.DuckDBPyConnection:
        raise duckdb.IOException("IO Error: not a database")

    with pytest.raises(duckdb.IOException):
        open_in_turn(connect, patience=10)
