"""Thirty forgeries by three attackers: the program refuses the first, ``fsck`` alone finds the second, one old checkpoint the third."""

from __future__ import annotations

import shutil
from pathlib import Path

import apsw
import pytest

from taizhang.journal import merkle
from taizhang.journal.journal import Journal
from taizhang.journal.open_store import FILE
from taizhang.sealing.notes import LOG, WITNESS, PrivateKey
from taizhang.sealing.seal import FOLDER, against, keep, reread
from taizhang.sealing.witness import Request, Witness
from tests.sealing.forgeries import FORGERIES, rewrite, stories, told

EVERY = pytest.mark.parametrize("name", FORGERIES)


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal, its checkpoint kept in its own folder and on a stick, and a witness that saw it."""
    folder = tmp_path_factory.mktemp("honest")
    told(folder / "site")
    journal = Journal.open(folder / "site")
    point = journal.checkpoint()
    keep(point, [folder / "site" / FOLDER, folder / "stick"])
    journal.close()
    assert witness_of(folder, point.origin).add(str(Request(0, (), point))).status == 200
    return folder


def witness_of(folder: Path, origin: str) -> Witness:
    key = PrivateKey.load_or_make(folder / "elsewhere" / "key", "shang.gov/witness", WITNESS)
    return Witness(key, folder / "elsewhere" / "seen.json", {origin: ()}, lambda: 1_790_000_000)


@pytest.fixture
def folder(honest: Path, tmp_path: Path) -> Path:
    """The same, for one attacker."""
    shutil.copytree(honest, tmp_path / "copy")
    return tmp_path / "copy"


def journal_faults(folder: Path) -> list[str]:
    """What the journal finds wrong with itself, after whatever is derived was made anew."""
    journal = Journal.open(folder / "site")
    try:
        journal.rebuild()
        return [problem.code for problem in journal.fsck().problems]
    finally:
        journal.close()


def seal_faults(folder: Path, *places: Path) -> list[str]:
    """What kept checkpoints say against the journal."""
    journal = Journal.open(folder / "site")
    try:
        return [problem.code for problem in against(journal, places)[1]]
    finally:
        journal.close()


def test_the_catalogue_is_thirty_forgeries_each_of_which_is_one(folder: Path) -> None:
    honest = stories(folder / "site")
    assert len(FORGERIES) == 30
    assert all(forge(stories(folder / "site")) != honest for forge in FORGERIES.values())
    assert journal_faults(folder) == []
    assert seal_faults(folder, folder / "site" / FOLDER, folder / "stick") == []
    rewrite(folder / "site", honest)
    assert journal_faults(folder) == [], "made anew without a change, it is the same journal"
    assert seal_faults(folder, folder / "stick") == []


@pytest.mark.parametrize("column", ["header", "body", "salt", "actor", "idem", "matter", "mseq", "seq"])
@pytest.mark.parametrize("seq", [1, 8, 16])
def test_whoever_only_has_the_program_changes_no_entry(folder: Path, column: str, seq: int) -> None:
    base = apsw.Connection(str(folder / "site" / FILE))
    for statement in (
        f"UPDATE entry SET {column} = {column} WHERE seq = {seq}",
        f"DELETE FROM entry WHERE seq = {seq}",
        f"REPLACE INTO entry SELECT * FROM entry WHERE seq = {seq}",
    ):
        if statement.startswith("REPLACE"):
            base.pragma("recursive_triggers", True)
        with pytest.raises(apsw.ConstraintError, match="entries"):
            base.execute(statement)
    base.close()
    assert journal_faults(folder) == []


@EVERY
def test_the_owner_of_the_database_is_found_by_the_check_alone(folder: Path, name: str) -> None:
    """He recomputes every digest; the checkpoints in the site's own folder he does not reach."""
    rewrite(folder / "site", FORGERIES[name](stories(folder / "site")))
    assert [*journal_faults(folder), *seal_faults(folder, folder / "site" / FOLDER)], name


@EVERY
def test_root_with_every_key_is_found_by_one_checkpoint_kept_elsewhere_and_by_no_witness_signed(
    folder: Path, name: str
) -> None:
    rewrite(folder / "site", FORGERIES[name](stories(folder / "site")))
    journal = Journal.open(folder / "site")
    journal.rebuild()
    point, leaves = journal.checkpoint(), reread(journal)[1]
    own = PrivateKey.load_or_make(folder / "own", point.origin, LOG)
    shutil.rmtree(folder / "site" / FOLDER)
    keep(own.sign(point), [folder / "site" / FOLDER])
    journal.close()
    assert seal_faults(folder, folder / "site" / FOLDER) == [], "his own checkpoint fits, of course"
    assert seal_faults(folder, folder / "stick") == ["SEA-005"], name
    witness = witness_of(folder, point.origin)
    seen = witness.last(point.origin)
    assert seen
    assert witness.add(str(Request(0, (), point))).status == 409
    if seen.size <= point.size:
        proof = merkle.consistency(leaves, seen.size)
        assert witness.add(str(Request(seen.size, proof, point))).status in (409, 422), name
    assert witness.last(point.origin) == seen


def test_most_forgeries_leave_nothing_wrong_within_the_journal(honest: Path, tmp_path: Path) -> None:
    """Else the checkpoints kept elsewhere would have nothing left to find."""
    consistent = 0
    for number, (_, forge) in enumerate(FORGERIES.items()):
        folder = tmp_path / str(number)
        shutil.copytree(honest, folder)
        rewrite(folder / "site", forge(stories(folder / "site")))
        consistent += journal_faults(folder) == []
    assert consistent >= 15
