"""The lake through the command line: exported, held against the journal, refused with what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from taizhang.warehouse.spark import lacking
from tests.commands.test_main_job import ROWS, home, ledger, run
from tests.spark import require_spark

__all__ = ["home"]


@pytest.fixture
def kept(home: Path, tmp_path: Path) -> Path:
    """A site that keeps two hazards."""
    assert run("import", ledger(tmp_path / "隐患.xlsx", ROWS), "--home", home).exit_code == 0
    return home


def test_an_export_says_how_far_it_reaches_and_the_next_one_writes_nothing(kept: Path, tmp_path: Path) -> None:
    lake = tmp_path / "湖"
    first, again = (json.loads(run("lake", "export", lake, "--home", kept, "--json").stdout) for _ in range(2))
    assert (first["written"], again["written"]) == (first["files"], 0)
    assert {key: first[key] for key in ("size", "leaf", "rows")} == {
        key: again[key] for key in ("size", "leaf", "rows")
    }
    assert [one.parent.name for one in sorted(lake.glob("hazard/2026-*.parquet"))] == ["hazard"]
    assert json.loads(run("lake", "check", lake, "--home", kept, "--json").stdout) == {
        "ok": True,
        "size": first["size"],
        "behind": 0,
        "problems": [],
    }


def test_an_altered_file_and_another_sites_lake_are_found(kept: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    run("lake", "export", lake, "--home", kept)
    one = next(lake.glob("hazard/*.parquet"))
    one.write_bytes(one.read_bytes() + b"\n")
    told = run("lake", "check", lake, "--home", kept)
    assert told.exit_code == 1
    assert "LAK-003" in told.output
    assert run("init", tmp_path / "other", "--name", "另一个单位").exit_code == 0
    assert "LAK-006" in run("lake", "check", lake, "--home", tmp_path / "other").output


def test_a_lake_behind_the_journal_says_by_how_much(kept: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    run("lake", "export", lake, "--home", kept)
    more = [*ROWS, [3, "AQ-3", "青埠镇", "井盖破损", "一般", "2026.5.6", "2026.5.20", "", "", "整改中"]]
    assert run("import", ledger(tmp_path / "隐患2.xlsx", more), "--home", kept).exit_code == 0
    told = json.loads(run("lake", "check", lake, "--home", kept, "--json").stdout)
    assert told["ok"]
    assert told["behind"] > 0


@pytest.mark.parametrize("name", ["spark", "spark://", "local[0x]", "http://one:1", "spark://a:1;rm"])
def test_what_names_no_engine_is_refused(kept: Path, name: str) -> None:
    told = run("figures", "hazard", "--home", kept, "--engine", name)
    assert told.exit_code == 1
    assert "LAK-005" in told.output


def test_without_pyspark_or_java_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taizhang.warehouse.spark.find_spec", lambda name: None)
    assert "PySpark" in (problem.message if (problem := lacking("local[2]")) else "")
    monkeypatch.setattr("taizhang.warehouse.spark.find_spec", lambda name: object())
    monkeypatch.setattr("taizhang.warehouse.spark.shutil.which", lambda name: None)
    assert "Java" in (problem.message if (problem := lacking("local[2]")) else "")


def test_figures_on_spark_are_the_figures(kept: Path) -> None:
    require_spark()
    asked = ("figures", "hazard", "--home", kept, "--period", "2026", "--json")
    here, there = (json.loads(run(*asked, *more).stdout) for more in ((), ("--engine", "local[2]")))
    assert here["figures"] == there["figures"]
    assert here["figures"]
    assert here["problems"] == there["problems"]
