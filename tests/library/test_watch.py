"""A watched folder: files at rest are taken once, growing ones are waited for, changed ones are taken again."""

from __future__ import annotations

import os
from pathlib import Path

from taizhang.library.watch import Watch


def test_a_file_is_taken_when_it_has_come_to_rest(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    paper = tmp_path / "里" / "a.txt"
    paper.parent.mkdir()
    paper.write_text("甲")
    assert watch.ripe() == []
    paper.write_text("甲乙")
    assert watch.ripe() == []
    assert watch.ripe() == [paper]
    assert watch.ripe() == []


def test_a_changed_file_is_taken_again_and_a_gone_one_forgotten(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    paper = tmp_path / "a.txt"
    paper.write_text("甲")
    assert watch.ripe(waiting=False) == [paper]
    assert watch.ripe(waiting=False) == []
    os.utime(paper, ns=(1, 1))
    assert watch.ripe(waiting=False) == [paper]
    paper.unlink()
    assert watch.ripe() == []
    paper.write_text("甲")
    os.utime(paper, ns=(1, 1))
    assert watch.ripe(waiting=False) == [paper]


def test_locks_hidden_files_and_links_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "~$a.docx").write_text("x")
    (tmp_path / ".a.txt").write_text("x")
    (tmp_path / "a.txt").symlink_to("/etc/hostname")
    assert Watch(tmp_path).ripe(waiting=False) == []
