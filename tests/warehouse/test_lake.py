"""A lake: Parquet by ledger and year, each row once whenever an export stops, nothing taken for it that is not."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from taizhang.matters.entry import Head
from taizhang.terms.problem import Refused
from taizhang.warehouse import lake
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.lake import Exported, export, faults, read_manifest, unlike
from taizhang.warehouse.projection import Projection
from tests.figures.yard import Ledgers, catalogue, head
from tests.figures.yards import many_heads


def brought_up(home: Path, heads: list[Head], folder: Path) -> Exported:
    """The heads in a replica in a file, and the lake brought up to it."""
    replica = Warehouse(home / "replica.duckdb")
    Projection(catalogue(), replica).run(Ledgers(heads))
    try:
        with replica.writing_to(folder):
            return export(catalogue(), replica, folder)
    finally:
        replica.close()


def ids(folder: Path) -> list[str]:
    """What the files that the manifest names hold."""
    files = [str(folder / one.path) for one in read_manifest(folder).files]
    return sorted(row[0] for row in duckdb.connect().execute("SELECT id FROM read_parquet($1)", [files]).fetchall())


def opened(seq: int, day: str | None, **more: str) -> Head:
    return head(seq, {"no": f"Z{seq}", "unit": "东乡", "opened": day, **more})


def test_files_lie_by_ledger_and_year_and_hold_every_row_once(tmp_path: Path) -> None:
    heads = many_heads(random.Random(5), 200)
    found = brought_up(tmp_path, heads, tmp_path / "lake")
    assert ids(tmp_path / "lake") == sorted(one.matter for one in heads)
    assert found.manifest.rows == 200
    assert found.manifest.size == 200
    assert [one.year for one in found.manifest.tables["visit"]] == [0, 2024, 2025, 2026, 2027]
    assert all(one.path.startswith(f"visit/{one.year:04d}-") for one in found.manifest.files)
    assert list(faults(tmp_path / "lake", found.manifest)) == []


def test_the_first_and_the_last_day_of_a_year_lie_in_it(tmp_path: Path) -> None:
    heads = [opened(1, "2025-12-31"), opened(2, "2026-01-01"), opened(3, "2026-12-31"), opened(4, None)]
    files = brought_up(tmp_path, heads, tmp_path / "lake").manifest.files
    assert [(one.year, one.digest.rows) for one in files] == [(0, 1), (2025, 1), (2026, 2)]


def test_only_years_that_changed_are_written_anew(tmp_path: Path) -> None:
    folder, heads = tmp_path / "lake", [opened(1, "2025-03-01"), opened(2, "2026-03-01"), opened(3, "2026-05-01")]
    first = brought_up(tmp_path, heads, folder)
    assert first.written == 2
    assert brought_up(tmp_path, heads, folder) == Exported(first.manifest, 0)
    later = brought_up(tmp_path, [*heads, opened(4, "2026-06-01")], folder)
    assert later.written == 1
    assert later.manifest.size == 4
    assert later.manifest.files[0] == first.manifest.files[0]


def test_a_matter_moved_to_another_year_is_in_that_year_alone(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    brought_up(tmp_path, [opened(1, "2025-03-01"), opened(2, "2026-03-01")], folder)
    moved = brought_up(tmp_path, [opened(2, "2026-03-01"), replace(opened(3, "2026-01-01"), matter="m0001")], folder)
    assert ids(folder) == ["m0001", "m0002"]
    assert [one.year for one in moved.manifest.files] == [2026]


@pytest.mark.parametrize("stop_at", range(4))
def test_an_export_that_stops_anywhere_leaves_the_lake_as_it_was_and_the_next_one_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    folder, heads = tmp_path / "lake", many_heads(random.Random(6), 60)
    brought_up(tmp_path, heads[:40], folder)
    before, passed = read_manifest(folder), 0

    def stop(*_: object) -> None:
        nonlocal passed
        passed += 1
        if passed > stop_at:
            raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(lake, "flush", stop)
        with pytest.raises(OSError, match="no space"):
            brought_up(tmp_path, heads, folder)
    assert read_manifest(folder) == before
    assert ids(folder) == sorted(one.matter for one in heads[:40])
    brought_up(tmp_path, heads, folder)
    assert ids(folder) == sorted(one.matter for one in heads)
    assert list(faults(folder, read_manifest(folder))) == []


def test_files_of_the_manifest_before_stay_one_export_longer(tmp_path: Path) -> None:
    folder, heads = tmp_path / "lake", [opened(1, "2026-03-01")]
    old = brought_up(tmp_path, heads, folder).manifest.files[0].path
    heads.append(opened(2, "2026-04-01"))
    brought_up(tmp_path, heads, folder)
    assert (folder / old).is_file()
    brought_up(tmp_path, [*heads, opened(3, "2026-04-02")], folder)
    assert not (folder / old).exists()


def test_an_altered_and_a_missing_file_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    manifest = brought_up(tmp_path, [opened(1, "2025-03-01"), opened(2, "2026-03-01")], folder).manifest
    one, other = (folder / file.path for file in manifest.files)
    one.write_bytes(one.read_bytes()[:-1] + b"x")
    other.unlink()
    assert [(found.code, found.place.file) for found in faults(folder, manifest)] == [
        ("LAK-003", str(one)),
        ("LAK-003", str(other)),
    ]


def test_a_manifest_that_leaves_a_file_out_is_not_what_the_journal_gives(tmp_path: Path) -> None:
    folder, heads = tmp_path / "lake", [opened(1, "2025-03-01"), opened(2, "2026-03-01")]
    manifest = brought_up(tmp_path, heads, folder).manifest
    replica = Warehouse(tmp_path / "replica.duckdb")
    assert list(unlike(catalogue(), replica, manifest)) == []
    short = replace(manifest, tables={"visit": manifest.files[:1]})
    assert [found.code for found in unlike(catalogue(), replica, short)] == ["LAK-004"]
    replica.close()


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.docx").write_bytes(b"x")
    with pytest.raises(Refused) as refused:
        brought_up(tmp_path, [opened(1, "2026-01-01")], tmp_path / "mine")
    assert [one.code for one in refused.value.problems] == ["LAK-001"]
    assert [one.name for one in (tmp_path / "mine").iterdir()] == ["letter.docx"]


@pytest.mark.parametrize("content", [b"", b"{}", json.dumps({"format": "other 1"}).encode(), b"\xff"])
def test_a_manifest_that_cannot_be_read_is_refused_and_stays(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "lake"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(Refused) as refused:
        brought_up(tmp_path, [opened(1, "2026-01-01")], folder)
    assert [one.code for one in refused.value.problems] == ["LAK-002"]
    assert (folder / "manifest.json").read_bytes() == content


def test_tables_in_memory_cannot_be_opened_anew(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="memory"), Warehouse().writing_to(tmp_path):
        pass


def test_nothing_is_written_outside_the_folder_nor_after_it(tmp_path: Path) -> None:
    replica = Warehouse(tmp_path / "replica.duckdb")
    with replica.writing_to(tmp_path / "lake"), pytest.raises(duckdb.PermissionException):
        replica.run(f"COPY (SELECT 1) TO '{tmp_path}/beside.parquet' (FORMAT parquet)")
    with pytest.raises(duckdb.PermissionException):
        replica.run(f"COPY (SELECT 1) TO '{tmp_path}/lake/late.parquet' (FORMAT parquet)")
    replica.close()
