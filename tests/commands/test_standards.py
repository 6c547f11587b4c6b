"""Every row of the two standards stands on tests that exist, on a setting that is written, or on a reason."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.commands.assurance import count
from taizhang.commands.standards import HOWS, REASON, SETTING, TEST, Standard, losses, standards

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "assurance"
# Rows of level 1 and 2 by chapter, counted in the standard's own table of version 5.0.0.
ASVS = dict(zip(range(1, 18), (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), strict=True))
# Items of 8.1.4 and 8.1.5 at level 3, counted in GB/T 22239-2019.
MLPS = {"8.1.4": (4, 7, 4, 6, 1, 1, 2, 2, 3, 2, 2), "8.1.5": (2, 2, 2, 6)}
BY_NAME = {one.name: one for one in standards()}


def test_no_row_of_the_application_standard_is_missing() -> None:
    keys = [one.key for one in BY_NAME["asvs"].rows]
    assert len(set(keys)) == len(keys) == 253
    assert Counter(int(key[1:].split(".")[0]) for key in keys) == ASVS
    assert {one.level for one in BY_NAME["asvs"].rows} == {"1", "2"}


def test_no_item_of_the_classified_protection_is_missing() -> None:
    keys = [one.key for one in BY_NAME["mlps"].rows]
    assert len(set(keys)) == len(keys)
    counted = Counter(key.split()[0] for key in keys)
    for chapter, most in MLPS.items():
        assert [counted[f"{chapter}.{n}"] for n in range(1, len(most) + 1)] == list(most)
    assert sum(counted.values()) == sum(map(sum, MLPS.values()))


@pytest.mark.parametrize("standard", standards(), ids=lambda one: one.name)
def test_each_row_is_met_in_a_way_that_can_be_looked_up(standard: Standard) -> None:
    for row in standard.rows:
        assert row.how in HOWS, row.key
        assert len(row.says) >= 3, row.key
        assert bool(row.tests) or row.how != TEST, row.key
        assert row.how != REASON or not row.tests, row.key
        assert [one for one in row.tests if not count(ROOT, one)] == [], row.key
        named = re.findall(r"docs/[a-z-]+(?:\.md)?|scripts/[a-z]+\.py", row.says)
        assert [one for one in named if not (ROOT / one).exists()] == [], row.key
        quoted = re.findall(r"(docs/[a-z-]+\.md) “(.+?)”", row.says)
        assert [one for one in quoted if f"## {one[1]}" not in (ROOT / one[0]).read_text("utf-8")] == [], row.key
    assert {TEST, SETTING, REASON} == {row.how for row in standard.rows}


def test_each_loss_says_what_holds_and_by_what_it_is_noticed() -> None:
    assert len(losses()) >= 12
    for row in losses():
        assert all((row.lost, row.gives, row.holds, row.noticed)), row
        assert row.tests, row.lost
        assert [one for one in row.tests if not count(ROOT, one)] == [], row.lost


def test_the_pages_are_what_the_command_writes_now(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["assurance", "--write-docs", str(tmp_path)]).exit_code == 0
    for one in sorted(tmp_path.iterdir()):
        same = one.read_text("utf-8") == (PAGES / one.name).read_text("utf-8")
        assert same, "a table changed: taizhang assurance --write-docs docs/assurance"
    assert {"asvs.md", "mlps.md", "losses.md"} == {one.name for one in tmp_path.iterdir()}
