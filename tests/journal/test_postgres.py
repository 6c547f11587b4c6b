"""What only a database server brings: its guards, its absence, and several programs at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from taizhang.catalogue.resolved import Ledger
from taizhang.journal.journal import Journal
from taizhang.journal.open_store import open_store
from taizhang.journal.postgres import PostgresStore
from taizhang.terms.problem import Refused
from tests.matters.acts import codes, does, wants
from tests.postgres import emptied


@pytest.fixture
def url(postgres: str) -> str:
    """A database without a journal."""
    return emptied(postgres)


@pytest.fixture
def served(url: str, ledgers: dict[str, Ledger], tmp_path: Path) -> Iterator[Journal]:
    """A journal in the database."""
    journal = Journal.open(tmp_path, ledgers, database=url)
    yield journal
    journal.close()


def test_entries_can_be_neither_changed_nor_removed(served: Journal, url: str) -> None:
    does(served, "register")
    for statement in (
        "UPDATE journal.entry SET actor = 'x'",
        "DELETE FROM journal.entry",
        "TRUNCATE journal.entry CASCADE",
    ):
        with psycopg.connect(url) as other, pytest.raises(psycopg.errors.RaiseException, match="never change"):
            other.execute(statement)
    assert served.fsck().ok


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE journal.entry DISABLE TRIGGER entry_never_changes",
        "ALTER TABLE journal.entry DROP CONSTRAINT entry_actor_idem_key",
        "UPDATE journal.tree SET origin = 'another'",
    ],
)
def test_a_guard_taken_away_is_found(served: Journal, url: str, statement: str) -> None:
    with psycopg.connect(url) as other:
        other.execute(statement)
    assert [one.code for one in served.fsck().problems] == ["JRN-080"]


def test_a_journal_opened_again_keeps_its_name(served: Journal, url: str, tmp_path: Path) -> None:
    does(served, "register")
    again = Journal.open(tmp_path, database=url, origin="another")
    assert again.checkpoint() == served.checkpoint()
    again.close()


def test_two_programs_close_a_matter_once(
    served: Journal, url: str, ledgers: dict[str, Ledger], tmp_path: Path
) -> None:
    matters = [does(served, "record", state="in_progress") for _ in range(30)]
    heads = {matter: served.head(matter) for matter in matters}

    def race(actor: str) -> int:
        journal, done = Journal.open(tmp_path, ledgers, database=url), 0
        for matter, head in heads.items():
            assert head is not None
            found = codes(journal, wants("correct", matter, actor=actor, expect=head.mseq, state="struck_off"))
            assert found in ([], ["JRN-002"])
            done += not found
        journal.close()
        return done

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(race, ["甲", "乙", "丙", "丁"])) == len(matters)
    assert served.fsck().ok


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        PostgresStore(f"postgresql://nobody@/none?host={tmp_path}", "o")
    assert [one.code for one in caught.value.problems] == ["JRN-074"]


def test_an_unknown_kind_of_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        open_store(tmp_path, "o", "mysql://localhost/x")
    assert "mysql" in caught.value.problems[0].message
