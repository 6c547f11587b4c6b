"""The machine's memory, and what a group of processes is granted of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.terms.machine import memory


@pytest.mark.parametrize("said", ["max", "", "9" * 30])
def test_a_group_without_a_limit_has_all_the_memory_there_is(tmp_path: Path, said: str) -> None:
    limit = tmp_path / "memory.max"
    whole = memory(limit)
    assert whole > 0
    limit.write_text(said, "ascii")
    assert memory(limit) == whole


def test_a_limit_below_the_machines_memory_is_what_there_is(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    whole = memory(limit)
    limit.write_text(f"{whole - 1}\n", "ascii")
    assert memory(limit) == whole - 1
