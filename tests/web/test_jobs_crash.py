"""A worker killed at any point loses nothing and does nothing twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.test_story import workbook

SOME = ("while 写入流水", "plan written", "entries committed", "end not told")
OTHERS = ("while 准备", "while 读取文件", "while 核对各行", "half a plan", "entries not committed")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("points", [SOME, pytest.param(OTHERS, marks=pytest.mark.nightly)])
def test_a_worker_killed_at_any_point_is_followed_by_one_that_ends_the_work_once(
    tmp_path: Path, points: tuple[str, ...]
) -> None:
    book = workbook(tmp_path, "YH-2026-950")
    command = [sys.executable, "-m", "tests.web.dying", str(tmp_path / "sites"), str(book), "", *points]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    undisturbed = found.pop("")
    assert undisturbed["state"] == "done"
    assert undisturbed["entries"] > 0
    assert undisturbed["ok"]
    assert not undisturbed["upload"]
    assert not undisturbed["folder"]
    assert {point: told["killed"] for point, told in found.items()} == dict.fromkeys(points, True)
    expected = {**undisturbed, "attempts": 2, "killed": True}
    assert {point: told for point, told in found.items() if told != expected} == {}
