"""The folder in memory: made where there is room and nobody chose another, left by whoever made it, cleared after a kill."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests.in_memory import NAME, enter, leave


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as if it were memory, in a process that has chosen none."""
    monkeypatch.setenv("TMPDIR", "")
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_it_is_made_once_and_given_back(memory: Path) -> None:
    made = enter(memory, 0)
    assert made is not None
    assert Path(tempfile.gettempdir()) == made
    assert enter(memory, 0) is None, "a worker finds it chosen"
    leave(made)
    assert [*memory.iterdir()] == []


def test_a_full_memory_or_none_is_not_used(memory: Path) -> None:
    assert enter(memory, 1 << 62) is None
    assert enter(memory / "none", 0) is None
    leave(None)


def test_what_a_killed_run_left_goes_and_what_another_has_stays(memory: Path) -> None:
    gone, parent = memory / f"{NAME}{2**22 + 1}-x", memory / f"{NAME}{os.getppid()}-y"
    for one in (gone, parent):
        one.mkdir()
    leave(enter(memory, 0))
    leave(parent)
    assert [*memory.iterdir()] == [parent]
