"""``taizhang ledger``: a proposal before there is a site, and a ledger in a site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner, Result

from taizhang.__main__ import app

HEAD = ["走访日期", "走访干部", "走访村", "走访户数"]
ROWS = [["2026-03-02", "贺明", "榆塝村", 3], ["2026-03-09", "贺明", "石溪村", 4], ["2026-04-01", "章平", "榆塝村", 2]]


def run(*words: str | Path) -> Result:
    """One command."""
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook of a kind nobody declared."""
    path = tmp_path / "驻村走访.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("走访")
        for index, row in enumerate([["驻村走访登记台账"], HEAD, *ROWS]):
            sheet.write_row(index, 0, row)
    return path


def test_a_proposal_needs_no_site_and_leaves_none(book: Path, tmp_path: Path) -> None:
    answer = run("ledger", "from", book, "--json", "--home", tmp_path / "none")
    assert answer.exit_code == 0
    (table,) = json.loads(answer.stdout)["tables"]
    assert len(table["records"]) == 3
    assert not (tmp_path / "none").exists()


def test_declaring_needs_a_site_and_says_so(book: Path, tmp_path: Path) -> None:
    answer = run("ledger", "from", book, "--yes", "--home", tmp_path / "none")
    assert answer.exit_code == 1
    assert "CMD-001" in answer.stderr


def test_a_declared_ledger_is_imported_and_counted(book: Path, tmp_path: Path) -> None:
    home = tmp_path / "site"
    assert run("init", home, "--name", "榆河县信访局").exit_code == 0
    made = json.loads(run("ledger", "from", book, "--yes", "--json", "--home", home).stdout)
    (name,) = made["declared"]
    told = json.loads(run("figures", name, "-p", "2026", "--json", "--home", home).stdout)
    sums = {one["title"]: one["exact"] for one in told["figures"] if not one["by"]}
    assert sums["走访户数合计"] == "9"


def test_a_ledger_that_stands_empty_is_a_fault(tmp_path: Path) -> None:
    path, home = tmp_path / "签到.xlsx", tmp_path / "site"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("签到")
        rows = [["登记日期", "事由", "经办人"], *([f"2056-03-0{n}", f"甲{n}", "贺明"] for n in range(1, 4))]
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    assert run("init", home, "--name", "榆河县信访局").exit_code == 0
    answer = run("ledger", "from", path, "--yes", "--json", "--home", home)
    (told,) = json.loads(answer.stdout)["imported"]
    assert (answer.exit_code, told["new"], len(told["refused"])) == (1, 0, 3)
