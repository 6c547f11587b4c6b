"""A disk filled to the last byte: what was there is read and computed as ever, a write says what happened, nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from taizhang.journal.open_store import BALLAST
from taizhang.site.site import Site
from tests.papers.test_editions import book

ROWS = [(f"D{n}", f"事项{n}", "批示件", "2026-03-02", "2026-03-20", "东桥镇", "", "未办结") for n in range(1, 1501)]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of forty megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a disk of one's own can be had by root only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def run(home: Path, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "taizhang", *words, "--home", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def fill(path: Path) -> None:
    """Takes all room that is left."""
    handle = os.open(path, os.O_CREAT | os.O_WRONLY)
    free = os.statvfs(path.parent)
    os.posix_fallocate(handle, 0, free.f_bavail * free.f_frsize)
    os.lseek(handle, 0, os.SEEK_END)
    with pytest.raises(OSError, match="No space left"):
        os.write(handle, bytes(1 << 20))
    os.close(handle)


def test_reads_go_on_writes_say_so_and_all_is_well_when_there_is_room_again(disk: Path, tmp_path: Path) -> None:
    home = disk / "site"
    Site.create(home, "青岚县人民政府办公室", "office").close()
    few, many = str(book(tmp_path / "少.xlsx", *ROWS[:20])), str(book(tmp_path / "多.xlsx", *ROWS))
    assert run(home, "import", few, "--ledger", "supervision")[0] == 0
    assert run(home, "figures", "supervision_opened")[0] == 0
    assert (home / BALLAST).exists()
    filling = disk / "fill"
    fill(filling)
    for words in (("figures", "supervision_opened"), ("matters", "list", "supervision"), ("fsck",)):
        code, said = run(home, *words)
        assert code == 0, (words, said)
    code, said = run(home, "import", many, "--ledger", "supervision")
    assert (code, "机器或磁盘出错" in said) == (3, True), said
    assert run(home, "figures", "supervision_opened")[0] == 0
    filling.unlink()
    assert run(home, "import", many, "--ledger", "supervision")[0] == 0
    assert run(home, "fsck")[0] == 0
    assert (home / BALLAST).exists(), "thrown off once, taken on again"
    with Site(home) as site:
        assert len(list(site.journal.heads("supervision"))) == 1500
