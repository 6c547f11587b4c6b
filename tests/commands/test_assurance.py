"""Every promise stands in one file, and none names a test that is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.commands.assurance import BROKEN, MET, OPEN, PARTLY, checkout_here, count, goals
from taizhang_site.permissions import PERMISSIONS, matrix

ROOT = Path(__file__).resolve().parents[2]
GROUPS = {"A": 14, "B": 12, "C": 6, "D": 9, "E": 14, "F": 6}


def test_all_rows_are_there_and_every_named_test_exists() -> None:
    found = goals(ROOT)
    assert [one.key for one in found] == [f"{group}{n}" for group, most in GROUPS.items() for n in range(1, most + 1)]
    assert [one.missing for one in found if one.missing] == []
    assert checkout_here() == ROOT


@pytest.mark.parametrize(
    ("tests", "whole", "status"),
    [
        ([], False, OPEN),
        ([], True, OPEN),
        (["tests/commands/test_assurance.py"], False, PARTLY),
        (["tests/commands/test_assurance.py"], True, MET),
        (["tests/commands/test_assurance.py::test_that_is_not_there"], True, BROKEN),
        (["tests/nowhere"], False, BROKEN),
    ],
)
def test_a_status_follows_from_tests_that_exist(tmp_path: Path, tests: list[str], whole: bool, status: str) -> None:
    path = tmp_path / "goals.toml"
    row = f'[goal.X1]\ntitle = "甲"\npass = "乙"\ntests = {json.dumps(tests)}\nwhole = {json.dumps(whole)}\n'
    path.write_text(row, encoding="utf-8")
    (one,) = goals(ROOT, path)
    assert one.status == status


def test_functions_are_counted_by_folder_file_and_name() -> None:
    file = "tests/commands/test_assurance.py"
    assert count(ROOT, file) == 5
    assert count(ROOT, f"{file}::test_functions_are_counted_by_folder_file_and_name") == 1
    assert count(ROOT, "tests/commands") > count(ROOT, file)


def test_the_command_prints_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(CliRunner().invoke(app, ["assurance", "--json"]).stdout)
    assert len(told) == sum(GROUPS.values())
    assert all(one["count"] for one in told if one["tests"])


def test_the_matrix_has_a_row_for_every_page_and_no_role_that_may_everything() -> None:
    heading, rows = matrix()
    assert [row[0] for row in rows] == list(PERMISSIONS)
    assert all(len(row) == len(heading) for row in rows)
    assert all("" in {row[place] for row in rows} for place in range(1, len(heading)))
