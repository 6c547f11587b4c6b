"""Every promise stands in one file, and none names a test that is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.commands.assurance import BROKEN, FAILED, MET, NOT_RUN, OPEN, PARTLY, Promise, checkout_here, count, goals
from taizhang.commands.results import RunOutcome, outcome_of, read_results
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
    assert count(ROOT, file) == 8
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


RESULTS = """<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite timestamp="2026-11-02T03:04:05+08:00">
<testcase classname="tests.policy.test_matrix" name="test_every_cell_of_the_matrix_is_as_expected"/>
<testcase classname="tests.policy.test_matrix" name="test_every_page_admits_whom_the_reviewed_table_says[reader]"/>
<testcase classname="tests.policy.test_decide" name="test_x[1]"><failure message="no"/></testcase>
<testcase classname="tests.policy.test_decide" name="test_y"><skipped/></testcase>
<testcase classname="tests.policy_of_others.test_decide" name="test_z"/>
</testsuite></testsuites>"""


@pytest.mark.parametrize(
    ("tests", "wanted"),
    [
        (("tests/policy/test_matrix.py",), RunOutcome(2, 0, "2026-11-02")),
        (
            ("tests/policy/test_matrix.py::test_every_page_admits_whom_the_reviewed_table_says",),
            RunOutcome(1, 0, "2026-11-02"),
        ),
        (("tests/policy",), RunOutcome(3, 1, "2026-11-02")),
        (("tests/policy/test_decide.py::test_y",), RunOutcome()),
        ((), RunOutcome()),
    ],
)
def test_results_tell_what_ran_passed_and_when(tmp_path: Path, tests: tuple[str, ...], wanted: RunOutcome) -> None:
    path = tmp_path / "results.xml"
    path.write_text(RESULTS, encoding="utf-8")
    assert outcome_of(read_results([path]), tests) == wanted


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (None, MET),
        (RunOutcome(3, 0, "2026-11-02"), MET),
        (RunOutcome(3, 1, "2026-11-02"), FAILED),
        (RunOutcome(), NOT_RUN),
    ],
)
def test_a_goal_is_met_by_what_ran_and_passed(outcome: RunOutcome | None, status: str) -> None:
    assert Promise("X1", "目标", "通过", ("tests/x.py",), whole=True, counted=1, outcome=outcome).status == status


def test_the_command_reads_results_and_ends_with_1_when_one_failed(tmp_path: Path) -> None:
    path, wrong = tmp_path / "results.xml", tmp_path / "wrong.xml"
    path.write_text(RESULTS, encoding="utf-8")
    wrong.write_text("no results", encoding="utf-8")
    told = CliRunner().invoke(app, ["assurance", "--json", "--results", str(path)])
    assert told.exit_code == 1
    rows = {one["key"]: one for one in json.loads(told.stdout)}
    assert (rows["D1"]["status"], rows["D1"]["ran"], rows["D1"]["failed"], rows["D1"]["on"]) == (
        FAILED,
        3,
        1,
        "2026-11-02",
    )
    assert rows["B4"]["status"] == NOT_RUN
    refused = CliRunner().invoke(app, ["assurance", "--results", str(wrong)])
    assert (refused.exit_code, "CMD-063" in refused.stderr) == (1, True)
