"""A backup is one cut while others write; a damaged one is never restored, nor one behind a checkpoint kept elsewhere."""

from __future__ import annotations

import random
import threading
from datetime import date
from pathlib import Path

import pytest

from taizhang.matters.entry import RECORD, Intention
from taizhang.sealing.seal import keep
from taizhang.site.backup import backup, restore, verify_backup
from taizhang.site.site import Site
from taizhang.terms.problem import Refused

DAY, SEED = date(2026, 3, 5), 20261130


def record(site: Site, number: int) -> None:
    """One more supervised matter, its evidence kept first."""
    paper = site.blobs.put(b"paper %d" % number)
    facts = {"no": f"D{number}", "opened": "2026-03-05"}
    site.journal.append(
        [
            Intention(
                "甲",
                f"i{number}",
                "supervision",
                RECORD,
                DAY,
                f"m{number}",
                number=f"D{number}",
                facts=facts,
                evidence=(paper,),
            )
        ]
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A site with twenty matters."""
    Site.create(tmp_path / "site", "青岚县人民政府办公室", "office").close()
    with Site(tmp_path / "site") as site:
        for number in range(20):
            record(site, number)
        site.refresh()
    return tmp_path / "site"


def test_backups_while_others_write_are_whole_and_hold_all_that_was_acknowledged_before(
    home: Path, tmp_path: Path
) -> None:
    ready, said = threading.Event(), [20]

    def write() -> None:
        with Site(home) as site:
            while not ready.is_set():
                record(site, said[0])
                said[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(6):
            before = said[0]
            made = backup(home, tmp_path / f"b{number}")
            assert made.point.size >= before
            assert verify_backup(made.folder) == ()
            assert not list(made.folder.rglob("*.duckdb"))
    finally:
        ready.set()
        writer.join()
    restored = restore(tmp_path / "b5", tmp_path / "again")
    with Site(restored.folder) as site:
        assert site.verify().ok
        assert site.journal.size == restored.point.size


def test_every_damage_is_found_and_none_is_restored(home: Path, tmp_path: Path) -> None:
    made, dice = backup(home, tmp_path / "b").folder, random.Random(SEED)
    files = sorted(path for path in made.rglob("*") if path.is_file())
    refused = 0
    for number in range(40):
        path = dice.choice(files)
        whole = path.read_bytes()
        at = dice.randrange(max(len(whole), 1))
        if number % 3 == 0 or not whole:
            path.unlink()
        else:
            path.write_bytes(whole[:at] if number % 3 == 1 else whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(Refused, match="CMD-043"):
            restore(made, tmp_path / "again")
        refused += 1
        assert not (tmp_path / "again").exists()
        path.write_bytes(whole)
    assert (refused, verify_backup(made)) == (40, ())
    (made / "more.txt").write_text("x", encoding="utf-8")
    assert [one.code for one in verify_backup(made)] == ["CMD-043"]


def test_a_backup_behind_a_checkpoint_kept_elsewhere_is_not_restored(home: Path, tmp_path: Path) -> None:
    made = backup(home, tmp_path / "b")
    keep(made.point, [tmp_path / "stick"])
    assert restore(made.folder, tmp_path / "first", (tmp_path / "stick",)).point == made.point
    with Site(home) as site:
        record(site, 99)
        keep(site.journal.checkpoint(), [tmp_path / "stick"])
    with pytest.raises(Refused, match="SEA-005"):
        restore(made.folder, tmp_path / "second", (tmp_path / "stick",))
    with pytest.raises(Refused, match="CMD-042"):
        restore(made.folder, home)
    with pytest.raises(Refused, match="CMD-042"):
        backup(home, made.folder)
