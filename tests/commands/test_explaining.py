"""``taizhang why``: what one reads, what a program reads, and what cannot be asked."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from taizhang.__main__ import app
from tests.commands.test_main_job import ledger

ROWS = [
    [1, "AQ-1", "青埠镇", "护栏缺失", "一般", "2025.3.5", "2025.3.20", "2025.3.18", "2025.3.19", "已销号"],
    [2, "AQ-2", "石坪乡", "线路老化", "重大", "2025.4.1", "2025.4.30", "", "", "整改中"],
    [3, "AQ-3", "青埠镇", "井盖缺失", "一般", "2026.3.5", "2026.3.20", "2026.3.18", "2026.3.19", "已销号"],
    [4, "AQ-4", "石坪乡", "配电箱无锁", "重大", "2026.4.1", "2026.4.30", "2026.4.20", "2026.4.21", "已销号"],
]


def run(*words: str | Path) -> Result:
    """One command."""
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A site with hazards of two years."""
    made = tmp_path / "site"
    assert run("init", made, "--name", "澜泽县人民政府办公室").exit_code == 0
    answer = run("import", ledger(tmp_path / "隐患.xlsx", ROWS), "--home", made)
    assert answer.exit_code == 0, answer.output
    return made


def test_the_contributions_of_a_rate_are_told_and_sum_to_its_change(home: Path) -> None:
    told = json.loads(run("why", "hazard_close_rate", "-p", "2026", "--home", home, "--json").stdout)
    assert (told["before"]["text"], told["now"]["text"], told["change"]) == ("50.00", "100.00", "50.00")
    assert {one["part"]: one["amount"] for one in told["contributions"]} == {"石坪乡": "50.00", "青埠镇": "0.00"}
    assert sum(Decimal(one["amount"]) for one in told["contributions"]) == Decimal(told["change"])
    assert [row["number"] for row in told["contributions"][0]["come"]] == ["AQ-4"]


def test_the_sentence_for_a_draft_is_made_of_slots_that_can_be_filled(home: Path) -> None:
    told = json.loads(run("why", "hazard_close_rate", "-p", "2026", "--home", home, "--json").stdout)
    assert "石坪乡（由{{figure:hazard_close_rate|by:township=石坪乡|period:2025|unit}}变为" in told["sentence"]
    (home / "catalogue" / "templates" / "why.md").write_text(f"# 为什么\n\n{told['sentence']}\n", encoding="utf-8")
    assert run("check", "--home", home).exit_code == 0


def test_what_is_said_to_a_person(home: Path) -> None:
    answer = run("why", "hazard_close_rate", "-p", "2026", "--home", home)
    assert "2025 50.00% → 2026 100.00%" in answer.stdout
    assert "变化 +50.00个百分点，按“乡镇”分解" in answer.stdout
    assert (
        "按“隐患级别”分解" in run("why", "hazard_close_rate", "-p", "2026", "--by", "隐患级别", "--home", home).stdout
    )


def test_the_same_units_are_not_needed(home: Path) -> None:
    asked = (
        "why",
        "hazard_opened",
        "-p",
        "2026",
        "--unit",
        "青埠镇",
        "--against-unit",
        "石坪乡",
        "--home",
        home,
        "--json",
    )
    assert json.loads(run(*asked).stdout)["change"] == "0"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("no_such_figure",), "没有名为“no_such_figure”的指标"),
        (("hazard_opened", "--by", "年份"), "不能按“年份”分解。可以按："),
        (("hazard_opened", "--unit", "无此镇"), "没有名为“无此镇”的单位"),
        (("hazard_opened", "--against", "去年"), "去年"),
    ],
)
def test_what_cannot_be_asked_is_said(home: Path, words: tuple[str, ...], says: str) -> None:
    answer = run("why", *words, "--home", home)
    assert answer.exit_code == 2
    assert says in answer.stderr.replace("\n", "")
