"""``taizhang basis`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from taizhang.__main__ import app
from tests.proof.basis.test_gate import NEW

RUN = CliRunner()


def test_a_statute_is_added_listed_and_a_draft_held_against_it(tmp_path: Path) -> None:
    statute, draft, home = tmp_path / "督查办法(2025-06-01).md", tmp_path / "稿.txt", str(tmp_path / "home")
    statute.write_text(NEW, encoding="utf-8")
    draft.write_text("关于督查情况的报告\n\n根据《沄翀县督查办法》第十条、《沄翀县督办规定》办理。\n", encoding="utf-8")
    assert RUN.invoke(app, ["basis", "check", str(draft), "--home", home]).exit_code == 0
    added = RUN.invoke(app, ["basis", "add", str(statute), "--replaces", "沄翀县督办规定", "--home", home])
    assert "已收《沄翀县督查办法》2025年6月1日版，2025-08-01起施行，4条，替代《沄翀县督办规定》" in added.stdout
    listed = json.loads(RUN.invoke(app, ["basis", "list", "--json", "--home", home]).stdout)["authorities"]
    assert [(one["title"], one["articles"]) for one in listed] == [("沄翀县督查办法", 4)]
    told = RUN.invoke(app, ["basis", "check", str(draft), "--on", "2026-01-01", "--json", "--home", home])
    assert told.exit_code == 1
    assert [one["rule"] for one in json.loads(told.stdout)["findings"]] == ["B11", "B13"]


def test_what_replaces_several_files_is_a_wrong_call(tmp_path: Path) -> None:
    assert (
        RUN.invoke(app, ["basis", "add", str(tmp_path), "--replaces", "甲办法", "--home", str(tmp_path)]).exit_code == 2
    )
