"""What a journal refuses to start on."""

from __future__ import annotations

import os
import sqlite3
from datetime import date
from pathlib import Path

import apsw
import pytest

from taizhang.journal import sqlite
from taizhang.journal.journal import Journal
from taizhang.journal.open_store import FILE
from taizhang.journal.preflight import (
    SETTINGS,
    disk_problem,
    postgres_problems,
    read_mounts,
    setting_problems,
    version_problem,
)
from taizhang.journal.sqlite import SCHEMA_VERSION
from taizhang.lists.query import EVERYTHING_SEEN, HeadQuery
from taizhang.terms.problem import Refused
from tests.matters.acts import does


@pytest.mark.parametrize(
    ("version", "fit"),
    [
        ("3.40.1", False),
        ("3.44.5", False),
        ("3.44.6", True),
        ("3.45.9", False),
        ("3.50.6", False),
        ("3.50.7", True),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.52.0", True),
        ("3.54.1", True),
        ("4.0", True),
    ],
)
def test_a_sqlite_that_can_lose_commits_is_refused(version: str, fit: bool) -> None:
    problem = version_problem(version)
    assert (problem is None) == fit
    assert problem is None or (problem.code == "JRN-070" and version in problem.message)


def test_an_old_sqlite_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.40.1")
    with pytest.raises(Refused, match="JRN-070"):
        Journal.open(tmp_path)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_read_back_and_a_wrong_one_refused(name: str) -> None:
    assert setting_problems(lambda one: SETTINGS[one]) == []
    wrong = setting_problems(lambda one: "other" if one == name else SETTINGS[one])
    assert [problem.code for problem in wrong] == ["JRN-071"]
    assert name in wrong[0].message


def test_a_connection_that_does_not_take_its_settings_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SETTINGS", {**SETTINGS, "synchronous": 1})
    with pytest.raises(Refused, match="synchronous 应为 2，现为 1"):
        Journal.open(tmp_path)


def test_a_network_disk_is_refused() -> None:
    mounts = "/dev/vda / ext4 rw 0 0\nhost:/share /mnt/share nfs4 rw 0 0\n/dev/vdb /mnt/share/local xfs rw 0 0\n"
    assert disk_problem(Path("/var/lib/taizhang"), mounts) is None
    problem = disk_problem(Path("/mnt/share/taizhang"), mounts)
    assert problem is not None
    assert problem.code == "JRN-072"
    assert disk_problem(Path("/mnt/share/local/taizhang"), mounts) is None
    assert disk_problem(Path("/mnt/a b/x"), "host:/x /mnt/a\\040b cifs rw 0 0\n") is not None
    assert disk_problem(Path("/anything"), "") is None
    assert "/" in read_mounts() or not Path("/proc/self/mounts").exists()


def test_a_network_disk_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "read_mounts", lambda: "host:/x / nfs rw 0 0\n")
    with pytest.raises(Refused, match="JRN-072"):
        Journal.open(tmp_path)


def test_a_file_that_is_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database, but long enough to be taken for one" * 100)
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(Refused, match="JRN-073"):
        Journal.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_another_database_is_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / FILE)
    other.execute("CREATE TABLE mine(a)")
    other.close()
    with pytest.raises(Refused, match="不是本版本的流水库"):
        Journal.open(tmp_path)


def test_a_later_schema_is_refused(tmp_path: Path) -> None:
    Journal.open(tmp_path).close()
    later = apsw.Connection(str(tmp_path / FILE))
    later.pragma("user_version", 99)
    later.close()
    with pytest.raises(Refused, match="JRN-073"):
        Journal.open(tmp_path)


def test_a_file_of_the_schema_before_keeps_its_entries_and_has_its_lists_made_anew(tmp_path: Path) -> None:
    before = Journal.open(tmp_path)
    does(before, "record", "a", number="甲1", facts={"no": "甲1"})
    before.close()
    older = apsw.Connection(str(tmp_path / FILE))
    older.execute("DROP TABLE listed; CREATE TABLE listed(id INTEGER PRIMARY KEY, matter TEXT) STRICT")
    older.pragma("user_version", SCHEMA_VERSION - 1)
    older.close()
    journal = Journal.open(tmp_path)
    assert [one.number for one in journal.page(HeadQuery(EVERYTHING_SEEN, date(2026, 11, 24))).heads] == ["甲1"]
    assert journal.fsck().ok
    journal.close()


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(Refused, match="JRN-073"):
        Journal.open(tmp_path)


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH ':memory:' AS other",
        "PRAGMA synchronous = OFF",
        "DROP TRIGGER entry_never_goes",
        "DROP TABLE entry",
        "CREATE TABLE more(a)",
        "ALTER TABLE entry RENAME TO entries",
        "CREATE TEMP TRIGGER t BEFORE INSERT ON entry BEGIN SELECT 1; END",
    ],
)
def test_nothing_changes_shape_or_settings_once_the_store_stands(tmp_path: Path, statement: str) -> None:
    store = sqlite.SQLiteStore(tmp_path / FILE, "o")
    with pytest.raises(apsw.AuthError), store.write():
        store._connection().execute(statement)
    with pytest.raises(apsw.AuthError):
        store._connection().execute(statement)
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET body = x'00'",
        "DELETE FROM entry",
        "REPLACE INTO entry SELECT * FROM entry",
        "INSERT OR REPLACE INTO entry SELECT seq, header, x'00', salt, actor, idem, matter, mseq FROM entry",
        "UPDATE OR REPLACE entry SET seq = 2 WHERE seq = 1",
    ],
)
def test_entries_are_neither_changed_nor_removed(tmp_path: Path, statement: str) -> None:
    store = sqlite.SQLiteStore(tmp_path / FILE, "o")
    journal = Journal(store)
    does(journal, "record", "a")
    does(journal, "record", "b")
    with pytest.raises(apsw.ConstraintError, match="entries"), store.write():
        store._connection().execute(statement)
    assert (journal.size, journal.fsck().ok) == (2, True)
    store.close()


def test_readers_cannot_write(tmp_path: Path) -> None:
    store = sqlite.SQLiteStore(tmp_path / FILE, "o")
    with pytest.raises(apsw.ReadOnlyError):
        store._connection().execute("DELETE FROM head")
    store.close()


def test_a_locked_journal_says_it_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 1)
    journal = Journal.open(tmp_path)
    other = apsw.Connection(str(tmp_path / FILE))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refused, match="JRN-061"):
        does(journal, "record", "a")
    other.execute("ROLLBACK")
    other.close()
    does(journal, "record", "a")
    journal.close()


@pytest.mark.skipif(os.name != "posix", reason="file modes are of POSIX")
def test_the_journal_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    journal.close()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("fsync", "off", "JRN-071"),
        ("full_page_writes", "off", "JRN-071"),
        ("synchronous_commit", "off", "JRN-071"),
        ("server_encoding", "SQL_ASCII", "JRN-071"),
        ("server_version", "12.9", "JRN-070"),
    ],
)
def test_a_postgresql_that_may_lose_a_commit_is_refused(name: str, value: str, code: str) -> None:
    right = {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "remote_apply",
        "server_encoding": "UTF8",
        "server_version": "15.18 (Debian 15.18-0+deb12u1)",
    }
    assert postgres_problems(right.__getitem__) == []
    assert [one.code for one in postgres_problems({**right, name: value}.__getitem__)] == [code]
