"""An office adds a ledger with five figures and a paragraph by following the guide, in TOML and Markdown alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from typer.testing import CliRunner, Result

from taizhang.__main__ import app

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "catalogue-guide.md").read_text(encoding="utf-8")
SECTION = GUIDE.split("## 十五分钟加一类台账")[1].split("\n## ")[0]
ROWS = (
    ("结对走访编号", "走访单位", "走访日期", "结对户", "反映问题数（个）", "走访结果"),
    ("JD-1", "东桥镇", "2026.3.5", "甲户", 2, "解决"),
    ("JD-2", "东桥镇", "2026年4月1日", "乙户", 1, "待跟进"),
    ("JD-3", "西塘镇", "2026-05-09", "甲户", 0, "办好"),
    ("JD-4", "西塘镇", "2025-05-09", "丙户", 3, "办好"),
)


def block(kind: str) -> str:
    """The one code block of that kind in the section."""
    (found,) = re.findall(rf"```{kind}\n(.*?)```", SECTION, re.DOTALL)
    return str(found)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A new office site with the two files of the guide and the office's own workbook beside it."""
    site = tmp_path / "site"
    assert run("init", str(site), "--name", "青岚县人民政府办公室", "--profile", "office").exit_code == 0
    (site / "catalogue" / "pairing.toml").write_text(block("toml"), encoding="utf-8")
    (site / "catalogue" / "templates" / "pairing.md").write_text(block("markdown"), encoding="utf-8")
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "走访登记.xlsx")
    return site


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_guide_leads_from_nothing_to_a_paragraph_with_five_traceable_figures(home: Path) -> None:
    at = ("--home", str(home))
    checked = run("check", *at)
    assert checked.exit_code == 0, checked.output
    imported = run("import", str(home.parent / "走访登记.xlsx"), *at, "--json")
    assert imported.exit_code == 0, imported.output
    assert [sheet["ledger"] for sheet in json.loads(imported.stdout)["sheets"]] == ["pairing"]
    figures = json.loads(run("figures", "pairing", "-p", "2026", *at, "--json").stdout)
    assert {one["figure"]: one["text"] for one in figures["figures"]} == {
        "pairing_visits": "3",
        "pairing_households": "2",
        "pairing_problems": "3",
        "pairing_solved": "2",
        "pairing_solved_rate": "66.67",
    }
    assert figures["problems"] == []
    traced = json.loads(run("trace", "pairing_solved_rate", "-p", "2026", *at, "--json").stdout)
    assert traced["agrees"]
    assert [row["number"] for row in traced["parts"][0]["rows"]] == ["JD-1", "JD-3"]
    reported = run("report", "pairing", "-p", "2026", *at, "--json")
    assert reported.exit_code == 0, reported.output
    document = docx.Document(json.loads(reported.stdout)["docx"])
    text = "".join(one.text or "" for one in document.element.body.iter(qn("w:t")))
    assert "共走访3次，走访到2户结对户，收集问题3个，解决率66.67%，同比增长200.00%。其中问题已解决的2次。" in text


def test_a_slip_in_the_new_file_is_told_with_its_line(home: Path) -> None:
    wrong = block("toml").replace('measure = "household"', 'measure = "houshold"')
    (home / "catalogue" / "pairing.toml").write_text(wrong, encoding="utf-8")
    told = run("check", "--home", str(home), "--json")
    assert told.exit_code == 1
    (problem,) = json.loads(told.stdout)["problems"]
    assert "houshold" in problem["message"]
    assert wrong.splitlines()[problem["line"] - 1] in ("[figure.pairing_households]", 'measure = "houshold"')
