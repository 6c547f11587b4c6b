"""The self-check: an honest journal passes, whoever writes past the program is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from taizhang.journal import fsck as module
from taizhang.journal.journal import Journal
from taizhang.journal.memory import MemoryStore
from taizhang.journal.open_store import FILE
from taizhang.terms.problem import Refused
from tests.matters.acts import PAPER, brought_to, does


def told(journal: Journal) -> Journal:
    """A journal of three matters and eight entries."""
    for matter in "abc":
        does(journal, "record", matter, number=f"甲{matter}", facts={"no": matter})
    for n in range(3):
        does(journal, "correct", "a", facts={"text": f"第{n}稿"})
    does(journal, "correct", "b", facts={"text": "改字"})
    does(journal, "correct", "c", facts={"no": None})
    return journal


def test_an_honest_journal_has_no_faults(journal: Journal) -> None:
    checked = told(journal).fsck()
    assert (checked.ok, checked.problems) == (True, ())
    assert (checked.entries, checked.matters, checked.blobs) == (8, 3, 0)
    assert checked.root == journal.root.hex()


def test_matters_that_went_all_the_way_have_no_faults(journal: Journal) -> None:
    for steps in range(1, 13):
        brought_to(journal, steps, evidence=(PAPER,))
    assert journal.fsck().ok


def test_an_empty_journal_has_no_faults(journal: Journal) -> None:
    checked = journal.fsck()
    assert (checked.ok, checked.entries) == (True, 0)


def tampered(folder: Path, statements: str, *, guarded: bool = False) -> list[str]:
    """The codes found after somebody wrote to the file by hand, putting the triggers back unless ``guarded``."""
    told(Journal.open(folder)).close()
    by_hand = apsw.Connection(str(folder / FILE))
    triggers = [sql for (sql,) in by_hand.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")]
    if not guarded:
        by_hand.execute("DROP TRIGGER entry_never_changes; DROP TRIGGER entry_never_goes")
    by_hand.execute(statements)
    for sql in triggers if not guarded else ():
        by_hand.execute(str(sql))
    by_hand.close()
    journal = Journal.open(folder)
    checked = journal.fsck()
    journal.close()
    return sorted({problem.code for problem in checked.problems})


SWAP = """UPDATE entry SET seq = -1 WHERE seq = 2; UPDATE entry SET seq = 2 WHERE seq = 3;
  UPDATE entry SET seq = 3 WHERE seq = -1"""


@pytest.mark.parametrize(
    ("statements", "wanted"),
    [
        ("UPDATE entry SET body = CAST(replace(body, '甲a', '甲z') AS BLOB) WHERE seq = 1", "JRN-082"),
        ("UPDATE entry SET body = CAST('{}' AS BLOB) WHERE seq = 1", "JRN-082"),
        ("UPDATE entry SET body = CAST(body || ' ' AS BLOB) WHERE seq = 1", "JRN-082"),
        ("UPDATE entry SET salt = randomblob(32) WHERE seq = 1", "JRN-082"),
        ("UPDATE entry SET header = CAST('{}' AS BLOB) WHERE seq = 1", "JRN-082"),
        ("UPDATE entry SET actor = '别人' WHERE seq = 1", "JRN-083"),
        ("UPDATE entry SET matter = 'z' WHERE seq = 8", "JRN-083"),
        ("DELETE FROM entry WHERE seq = 8", "JRN-086"),
        ("DELETE FROM entry WHERE seq = 2", "JRN-083"),
        ("DELETE FROM entry WHERE seq = 1", "JRN-083"),
        (SWAP, "JRN-083"),
        ("DELETE FROM entry; DELETE FROM head; UPDATE tree SET size = 0", "JRN-086"),
        ("UPDATE tree SET size = 7", "JRN-086"),
        ("UPDATE tree SET peaks = randomblob(32)", "JRN-086"),
        ("UPDATE head SET state = 'struck_off' WHERE matter = 'a'", "JRN-087"),
        ("UPDATE head SET data = replace(data, '改字', '错字')", "JRN-087"),
        ("UPDATE head SET data = '{}' WHERE matter = 'b'", "JRN-081"),
        ("DELETE FROM head WHERE matter = 'b'", "JRN-087"),
        ("INSERT INTO head SELECT 3, 'd', ledger, number, unit, state, mseq, data FROM head LIMIT 1", "JRN-087"),
    ],
)
def test_whoever_changes_the_file_by_hand_is_found(tmp_path: Path, statements: str, wanted: str) -> None:
    assert wanted in tampered(tmp_path, f"PRAGMA foreign_keys = OFF; {statements}")


@pytest.mark.parametrize(
    "statements",
    [
        "DROP TRIGGER entry_never_goes",
        "DROP TRIGGER entry_never_changes; CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry BEGIN SELECT 1; END",
        "DROP INDEX head_number",
        "CREATE TRIGGER more AFTER INSERT ON entry BEGIN SELECT 1; END",
    ],
)
def test_lost_or_added_guards_are_found(tmp_path: Path, statements: str) -> None:
    assert tampered(tmp_path, statements, guarded=True) == ["JRN-080"]


def altered(change: Callable[[MemoryStore], None]) -> list[str]:
    """The codes found after the store's memory was changed."""
    store = MemoryStore("taizhang/test")
    journal = told(Journal(store))
    change(store)
    return sorted({problem.code for problem in journal.fsck().problems})


def test_an_entry_taken_from_another_journal_is_found() -> None:
    other = MemoryStore("taizhang/other")
    told(Journal(other))

    def change(store: MemoryStore) -> None:
        store._entries[7] = other._entries[7]

    assert "JRN-086" in altered(change)


def test_an_entry_repeated_at_the_end_is_found() -> None:
    def change(store: MemoryStore) -> None:
        store._entries.append(store._entries[7]._replace(seq=9))

    assert {"JRN-083", "JRN-086"} <= set(altered(change))


def test_a_history_made_up_anew_passes_by_itself_and_is_found_by_one_older_checkpoint() -> None:
    honest, forged = (told(Journal(MemoryStore("taizhang/test"))) for _ in range(2))
    older = honest.checkpoint()
    does(forged, "record", "d")
    assert forged.fsck().ok
    assert honest.extends(older) == ()
    with pytest.raises(Refused, match="JRN-093"):
        forged.extends(older)


def test_a_store_that_cannot_be_read_is_a_finding_and_the_check_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore("taizhang/test")
    journal = told(Journal(store))

    def broken(first: int = 1) -> object:
        raise apsw.CorruptError("malformed")

    monkeypatch.setattr(store, "entries", broken)
    codes = [problem.code for problem in journal.fsck().problems]
    assert codes[0] == "JRN-081"
    assert "JRN-087" in codes


def test_only_the_first_problems_are_named_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PROBLEMS", 3)
    store = MemoryStore("taizhang/test")
    journal = told(Journal(store))
    store._entries[:] = [one._replace(salt=b"0" * 32) for one in store._entries]
    checked = journal.fsck()
    assert (len(checked.problems), checked.found, checked.ok) == (3, 8, False)
