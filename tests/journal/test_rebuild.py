"""A journal kept by an older version: its entries stay as they are, everything derived is made anew from them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import apsw
import psycopg
import pytest

from taizhang.catalogue.resolved import Ledger
from taizhang.journal import rebuild as renewal
from taizhang.journal.journal import Journal
from taizhang.journal.open_store import FILE
from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery
from tests.matters.acts import brought_to, does
from tests.postgres import emptied

OLD_HEADS = """
CREATE TABLE head(
  seq INTEGER PRIMARY KEY, matter TEXT NOT NULL UNIQUE, ledger TEXT NOT NULL, number TEXT NOT NULL, unit TEXT NOT NULL,
  state TEXT NOT NULL, round INTEGER NOT NULL, mseq INTEGER NOT NULL, data TEXT NOT NULL);
CREATE TABLE listed(id INTEGER PRIMARY KEY, matter TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, state TEXT NOT NULL);
CREATE INDEX listed_due ON listed(state);
CREATE TABLE party(name TEXT NOT NULL, role TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY(name, role, id));
CREATE TABLE listing(one INTEGER PRIMARY KEY CHECK(one = 1), revision TEXT NOT NULL);
"""
_DERIVED = ("tally", "monthly", "party", "listed", "listing", "head")


def older_file(folder: Path) -> str:
    """Puts the tables of the version before in the place of today's."""
    with closing(apsw.Connection(str(folder / FILE))) as by_hand:
        for table in ("search", *_DERIVED):
            by_hand.execute(f"DROP TABLE {table}")
        by_hand.execute(OLD_HEADS)
        by_hand.pragma("user_version", 4)
    return ""


def older_database(url: str) -> str:
    """The same in PostgreSQL."""
    with psycopg.connect(url, autocommit=True) as by_hand:
        by_hand.execute("SET search_path = journal")
        by_hand.execute(f"DROP TABLE {', '.join(_DERIVED)}")
        by_hand.execute(OLD_HEADS)
        by_hand.execute("UPDATE tree SET version = 3")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def age(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes the journal in ``tmp_path`` or in a database, kept in an older shape once it was filled."""
    if request.param == "sqlite":
        return lambda: older_file(tmp_path)
    url = emptied(request.getfixturevalue("postgres"))
    return lambda: older_database(url)


@pytest.fixture
def database(request: pytest.FixtureRequest, age: Callable[[], str]) -> str:
    """The address of the journal."""
    kind = request.node.callspec.params["age"]
    return "" if kind == "sqlite" else str(request.getfixturevalue("postgres"))


@pytest.fixture
def filled(tmp_path: Path, ledgers: dict[str, Ledger], database: str) -> Journal:
    """A journal with matters that went some steps."""
    journal = Journal.open(tmp_path, ledgers, database=database)
    for n in range(6):
        facts: dict[str, Any] = {"no": f"甲{n}", "text": f"第{n}处漏水", "due": "2026-11-20"}
        if n % 2:
            brought_to(journal, 4, number=f"甲{n}", facts=facts)
        else:
            does(journal, "record", number=f"甲{n}", facts=facts, state="in_progress")
    return journal


QUERY = HeadQuery(EVERYTHING_SEEN, date(2026, 11, 24))


def test_an_older_journal_is_opened_with_everything_it_held(
    filled: Journal, age: Callable[[], str], tmp_path: Path, ledgers: dict[str, Ledger]
) -> None:
    heads, entries = list(filled.heads()), list(filled.entries())
    page, counts, sealed = filled.page(QUERY), dict(filled.counts(QUERY, "state", "lamp")), filled.checkpoint()
    filled.close()
    again = Journal.open(tmp_path, ledgers, database=age())
    assert list(again.heads()) == heads
    assert list(again.entries()) == entries
    assert again.checkpoint() == sealed
    assert {head.matter for head in again.page(QUERY).heads} == {head.matter for head in page.heads}
    assert again.page(QUERY).total == page.total
    assert dict(again.counts(QUERY, "state", "lamp")) == counts
    assert again.page(HeadQuery(EVERYTHING_SEEN, QUERY.day, Filter(text="3处漏"))).total == 1
    assert again.fsck().ok
    does(again, "record", number="甲9", facts={"no": "甲9"})
    assert again.page(QUERY).total == page.total + 1
    assert again.fsck().ok
    again.close()


def test_a_renewal_broken_off_leaves_the_older_journal_as_it_was(
    filled: Journal, age: Callable[[], str], tmp_path: Path, ledgers: dict[str, Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    heads, told = list(filled.heads()), []
    filled.close()
    database = age()
    monkeypatch.setattr(renewal, "TOLD_EVERY", 2)

    def breaks(stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))
        if stage == "重建列表":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Journal.open(tmp_path, ledgers, database=database, told=breaks)
    assert told[-1][0] == "重建列表"
    assert all(done < total for _, done, total in told)
    again = Journal.open(tmp_path, ledgers, database=database)
    assert list(again.heads()) == heads
    assert again.fsck().ok
    again.close()
