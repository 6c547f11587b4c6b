"""A journal moved into a database and back: the same bytes, the same figures, and nobody writes where it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from taizhang.journal.body import Sealed
from taizhang.journal.moving import take_over
from taizhang.journal.open_store import FILE, MOVED
from taizhang.journal.sqlite import SQLiteStore
from taizhang.site.site import Site
from taizhang.terms.problem import Refused
from tests.commands.test_lake import kept
from tests.commands.test_main_job import home, run
from tests.journals import postgres
from tests.postgres import emptied

__all__ = ["home", "kept", "postgres"]
DATABASE = "TAIZHANG_DATABASE"


def exported(site_home: Path, database: str, path: Path) -> bytes:
    """The bytes of the journal's export."""
    with Site(site_home, database) as site:
        site.journal.export(path)
    return path.read_bytes()


def told(site_home: Path) -> object:
    """The figures of a ledger."""
    return json.loads(run("figures", "hazard", "--home", site_home, "--period", "2026", "--json").stdout)["figures"]


def test_to_postgresql_and_back_with_the_same_bytes_and_figures(
    kept: Path, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, whole = emptied(postgres), exported(kept, "", tmp_path / "before")
    figures = told(kept)
    there = run("move", "--to", database, "--home", kept)
    assert there.exit_code == 0, there.output
    assert not (kept / FILE).exists()
    assert exported(kept, database, tmp_path / "there") == whole
    lost = run("fsck", "--home", kept)
    assert lost.exit_code == 1
    assert "JRN-098" in lost.output
    monkeypatch.setenv(DATABASE, database)
    assert told(kept) == figures
    assert json.loads(run("fsck", "--home", kept, "--json").stdout)["ok"]
    assert run("move", "--to", "file", "--home", kept).exit_code == 0
    monkeypatch.delenv(DATABASE)
    assert exported(kept, "", tmp_path / "back") == whole
    assert json.loads(run("fsck", "--home", kept, "--json").stdout)["ok"]


def test_a_place_with_entries_and_the_same_place_are_refused(kept: Path) -> None:
    same = run("move", "--to", "file", "--home", kept)
    assert (same.exit_code, "JRN-096" in same.output) == (1, True)
    assert (kept / FILE).exists()


def test_a_store_that_holds_entries_takes_no_others(kept: Path, tmp_path: Path) -> None:
    exported(kept, "", tmp_path / "export")
    shutil.copy(kept / FILE, tmp_path / FILE)
    store = SQLiteStore(tmp_path / FILE, "other")
    with pytest.raises(Refused) as refused:
        take_over(store, tmp_path / "export")
    assert [one.code for one in refused.value.problems] == ["JRN-095"]
    store.close()


def test_an_altered_export_moves_nothing(kept: Path, tmp_path: Path) -> None:
    data = exported(kept, "", tmp_path / "export")
    (tmp_path / "export").write_bytes(data.replace("护栏".encode(), "围栏".encode(), 1))
    store = SQLiteStore(tmp_path / "new.sqlite", data.rpartition(b"\n\n")[2].decode())
    with pytest.raises(Refused) as refused:
        take_over(store, tmp_path / "export")
    assert [one.code for one in refused.value.problems] == ["JRN-094"]
    assert store.tree().size == 0
    store.close()


def test_a_move_that_fails_leaves_the_journal_where_it_was(
    kept: Path, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, whole = emptied(postgres), exported(kept, "", tmp_path / "before")
    assert run("move", "--to", database, "--home", kept).exit_code == 0
    monkeypatch.setenv(DATABASE, database)
    with monkeypatch.context() as patched:
        patched.setattr(Sealed, "__new__", None)
        assert run("move", "--to", "file", "--home", kept).exit_code != 0
    assert not (kept / FILE).exists()
    assert (kept / MOVED).exists()
    assert exported(kept, database, tmp_path / "still") == whole
