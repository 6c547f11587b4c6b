"""Spark over a lake against the plain fold and the embedded engine: every kind, period, scope and group, every digit."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from taizhang.figures import naive
from taizhang.figures.compute import compute
from taizhang.figures.value import Ask
from taizhang.matters.entry import Head
from taizhang.terms.scope import EVERYTHING, Scope
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.engine import Engine
from taizhang.warehouse.lake import export, read_manifest
from taizhang.warehouse.projection import Projection
from taizhang.warehouse.spark import Spark, open_session
from tests.figures.yard import PERIODS, TREE, Ledgers, catalogue, warehouse_of
from tests.figures.yards import many_heads
from tests.spark import cluster, require_spark

SMALL = {"spark.sql.shuffle.partitions": "2", "spark.driver.memory": "1g"}
SCOPES = (EVERYTHING, Scope("东乡"), Scope("某县"))
GROUPS = ("", "unit", "grade")


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Spark within this process."""
    require_spark()
    found = open_session("local[2]", SMALL)
    yield found
    found.stop()


def lake_of(heads: Sequence[Head], home: Path, name: str = "lake") -> Path:
    """The heads as a lake."""
    replica = Warehouse(home / f"{name}.duckdb")
    Projection(catalogue(), replica).run(Ledgers(list(heads)))
    with replica.writing_to(home / name):
        export(catalogue(), replica, home / name)
    replica.close()
    return home / name


def asked() -> list[Ask]:
    """Every figure in every period, for every scope and by every column it can be split by."""
    whole = [Ask(name, when, scope=scope) for name in catalogue().figures for when in PERIODS for scope in SCOPES]
    return whole + [Ask(name, when, by) for name in catalogue().figures for when in PERIODS for by in GROUPS if by]


def differences(engine: Engine, heads: Sequence[Head]) -> list[object]:
    """Where an engine does not say what the embedded one and the plain fold say."""
    asks, kept = asked(), list(heads)
    here, there = (compute(catalogue(), one, asks, TREE) for one in (engine, warehouse_of(kept)))
    wrong: list[object] = []
    for ask in asks:
        one, other = ((said.groups(ask) if ask.by else {"": said.value(ask)}) for said in (here, there))
        if one != other:
            wrong.append((ask, one, other))
        wrong += [
            (ask, member, value)
            for member, value in one.items()
            if (member or not ask.by) and value != naive.answer(catalogue(), kept, value.ask, TREE)
        ]
    return wrong


def test_spark_and_the_plain_fold_agree_to_the_last_digit(session: Any, tmp_path: Path) -> None:
    heads = many_heads(random.Random(11), 150)
    folder = lake_of(heads, tmp_path)
    engine = Spark(session, catalogue(), {folder: read_manifest(folder)})
    assert differences(engine, heads) == []


def test_an_empty_lake_says_what_an_empty_replica_says(session: Any, tmp_path: Path) -> None:
    folder = lake_of([], tmp_path)
    assert differences(Spark(session, catalogue(), {folder: read_manifest(folder)}), []) == []


def test_two_lakes_are_counted_as_one(session: Any, tmp_path: Path) -> None:
    heads = many_heads(random.Random(13), 60)
    folders = [lake_of(heads[:25], tmp_path, "one"), lake_of(heads[25:], tmp_path, "other")]
    engine = Spark(session, catalogue(), {folder: read_manifest(folder) for folder in folders})
    assert differences(engine, heads) == []


def test_matters_that_are_not_to_be_seen_are_as_if_they_were_not_there(session: Any, tmp_path: Path) -> None:
    heads = many_heads(random.Random(14), 40)
    folder, unseen = lake_of(heads, tmp_path), [one.matter for one in heads[::3]]
    engine = Spark(session, catalogue(), {folder: read_manifest(folder)}, unseen)
    assert differences(engine, [one for one in heads if one.matter not in unseen]) == []


def test_values_are_bound_and_never_written_into_a_query(session: Any, tmp_path: Path) -> None:
    odd = r"'; \' OR 1=1 -- 东"
    folder = lake_of(many_heads(random.Random(15), 20), tmp_path)
    engine = Spark(session, catalogue(), {folder: read_manifest(folder)})
    assert engine.rows('SELECT count(*) FROM "visit" WHERE "unit" = $1', [odd]) == [(0,)]
    assert engine.rows('SELECT $1 FROM "visit" LIMIT 1', [odd]) == [(odd,)]


def test_an_amount_that_no_longer_fits_is_an_error_and_not_nothing(session: Any, tmp_path: Path) -> None:
    folder = lake_of(many_heads(random.Random(16), 20), tmp_path)
    engine = Spark(session, catalogue(), {folder: read_manifest(folder)})
    huge = Decimal("9" * 22)
    with pytest.raises(Exception, match=r"NUMERIC_VALUE_OUT_OF_RANGE|ARITHMETIC_OVERFLOW"):
        engine.rows('SELECT sum("persons" * $1 * $1) FROM "visit"', [huge])


@pytest.mark.nightly
def test_a_master_and_two_workers_count_the_same(tmp_path: Path) -> None:
    require_spark()
    heads = many_heads(random.Random(17), 300)
    folder = lake_of(heads, tmp_path)
    with cluster(tmp_path, 2) as master:
        loopback = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        session = open_session(master, {**SMALL, **loopback, "spark.executor.memory": "512m"})
        try:
            assert differences(Spark(session, catalogue(), {folder: read_manifest(folder)}), heads) == []
        finally:
            session.stop()
