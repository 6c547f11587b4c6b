"""The ``proof`` command on text files: what it lists, how it ends, what it remembers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app

RUN = CliRunner()
BAD = "东江县2025年工作报告\n全年办结信访事项xx件，建立台帐。\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A text with two errors."""
    path = tmp_path / "报告.txt"
    path.write_text(BAD, "utf-8")
    return path


def findings(path: Path, *more: str) -> list[dict[str, object]]:
    """What ``--json`` lists."""
    result = RUN.invoke(app, ["proof", str(path), "--json", *more])
    listed = json.loads(result.stdout)["findings"]
    assert isinstance(listed, list)
    return listed


def test_a_file_needs_no_sub_command_and_errors_end_with_code_one(paper: Path) -> None:
    result = RUN.invoke(app, ["proof", str(paper)])
    assert result.exit_code == 1
    assert "C12" in result.stdout
    assert "C18" in result.stdout


def test_a_clean_text_ends_with_code_nought(tmp_path: Path) -> None:
    path = tmp_path / "好.txt"
    path.write_text("东江县2025年工作报告\n全年办结信访事项96件，建立台账。\n", "utf-8")
    assert RUN.invoke(app, ["proof", str(path)]).exit_code == 0


def test_json_tells_file_rule_gate_level_place_words_message_and_suggestion(paper: Path) -> None:
    first = findings(paper)[0]
    assert first["file"] == str(paper)
    assert (first["rule"], first["gate"], first["level"], first["text"]) == ("C12", "content", "error", "xx")
    assert first["place"] == {"page": 0, "line": 2, "paragraph": 2, "start": 8, "end": 10}
    assert first["message"]
    assert first["suggestion"]


def test_the_level_bounds_what_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_text("东江县工作报告\n按时报送,逾期通报。\n", "utf-8")
    assert [one["rule"] for one in findings(path)] == ["F05"]
    assert findings(path, "--level", "error") == []


def test_a_waived_finding_is_remembered_and_no_longer_stops(paper: Path) -> None:
    keys = [str(one["id"]) for one in findings(paper)]
    waived = RUN.invoke(app, ["proof", "dispose", str(paper), *keys, "--waive", "--reason", "公开稿", "--by", "甲某"])
    assert waived.exit_code == 0
    assert findings(paper) == []
    assert RUN.invoke(app, ["proof", str(paper)]).exit_code == 0
    kept = findings(paper, "--all")
    assert [(one["disposition"], one["reason"], one["by"]) for one in kept] == [("waived", "公开稿", "甲某")] * 2


def test_a_decision_follows_its_words_to_another_paragraph(paper: Path) -> None:
    key = str(findings(paper)[0]["id"])
    RUN.invoke(app, ["proof", "dispose", str(paper), key, "--waive", "--reason", "公开稿", "--by", "甲某"])
    paper.write_text(BAD.replace("\n全年", "\n新的一段。\n全年"), "utf-8")
    assert [one["rule"] for one in findings(paper)] == ["C18"]


def test_an_accepted_finding_still_stops(paper: Path) -> None:
    key = str(findings(paper)[0]["id"])
    RUN.invoke(app, ["proof", "dispose", str(paper), key, "--accept", "--by", "乙某"])
    assert findings(paper)[0]["disposition"] == "accepted"
    assert RUN.invoke(app, ["proof", str(paper)]).exit_code == 1


def test_waiving_without_a_reason_or_a_name_is_refused(paper: Path) -> None:
    key = str(findings(paper)[0]["id"])
    result = RUN.invoke(app, ["proof", "dispose", str(paper), key, "00000000", "--waive"])
    assert result.exit_code == 1
    for code in ("PRF-022", "PRF-023", "PRF-024"):
        assert code in result.stderr
    assert len(findings(paper)) == 2


def test_a_damaged_record_of_decisions_is_told_not_skipped(paper: Path) -> None:
    folder = paper.parent / ".taizhang-proof"
    folder.mkdir()
    (folder / "dispositions.jsonl").write_text("{不是\n", "utf-8")
    result = RUN.invoke(app, ["proof", str(paper)])
    assert result.exit_code == 1
    assert "PRF-021" in result.stderr


def test_own_words_and_units_are_used(tmp_path: Path) -> None:
    path, words, units = tmp_path / "稿.txt", tmp_path / "词.txt", tmp_path / "机构.txt"
    path.write_text("东江市工作报告\n由市水利局牵头，综治办配合。\n", "utf-8")
    words.write_text("# 本单位\n综治办 平安办\n", "utf-8")
    units.write_text("市水务局,2019-03-01\n", "utf-8")
    found = findings(path, "--words", str(words), "--units", str(units))
    assert [(one["rule"], one["text"]) for one in found] == [("C13", "市水利局"), ("C18b", "综治办")]


@pytest.mark.parametrize("content", ["错 对 多\n", "一 二\n"])
def test_a_wrong_word_list_is_refused(tmp_path: Path, paper: Path, content: str) -> None:
    words = tmp_path / "词.txt"
    words.write_text(content, "utf-8")
    result = RUN.invoke(app, ["proof", str(paper), "--words", str(words)])
    assert result.exit_code == 1
    assert "PRF-01" in result.stderr


@pytest.mark.parametrize(
    "options",
    [["--level", "x"], ["--as-of", "x"], ["--body-level", "国"], ["-o", "a.docx"]],
    ids=["级别", "日期", "本级", "标注稿"],
)
def test_a_wrong_option_ends_with_code_two(paper: Path, options: list[str]) -> None:
    assert RUN.invoke(app, ["proof", str(paper), *options]).exit_code == 2


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_checked(paper: Path, tmp_path: Path) -> None:
    strange = tmp_path / "图.png"
    strange.write_bytes(b"\x89PNG")
    result = RUN.invoke(app, ["proof", str(strange), str(tmp_path / "无.txt"), str(paper), "--json"])
    answer = json.loads(result.stdout)
    assert {one["code"] for one in answer["problems"]} == {"PRF-001", "PRF-003"}
    assert len(answer["findings"]) == 2
    assert result.exit_code == 1


def test_the_rules_are_listed(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["proof", "rules"])
    assert result.exit_code == 0
    assert "| C12 |" in result.stdout


def test_what_the_office_writes_again_and_again_is_learnt_and_no_slip(tmp_path: Path) -> None:
    draft, old = tmp_path / "稿.txt", tmp_path / "旧稿.txt"
    draft.write_text("东江县工作报告\n保障适龄残积儿童入学。\n", "utf-8")
    old.write_text("残积一、残积二、残积三。\n", "utf-8")
    assert [one["rule"] for one in findings(draft)] == ["C80"]
    taught = RUN.invoke(app, ["proof", "learn", str(old), "--home", str(tmp_path / "none")])
    assert taught.exit_code == 0
    assert findings(draft) == []


def test_a_watched_folder_answers_each_paper_once(tmp_path: Path, paper: Path) -> None:
    (tmp_path / "旧.doc").write_bytes(b"x")
    asked = ["proof", "watch", str(paper.parent), "--once", "--home", str(tmp_path / "none")]
    assert "报告-疑点.txt" in RUN.invoke(app, asked).stdout
    assert "C12" in (paper.parent / "报告-疑点.txt").read_text("utf-8")
    assert RUN.invoke(app, asked).stdout == ""


def test_an_old_word_file_is_told_which_format_to_save_as(tmp_path: Path) -> None:
    old = tmp_path / "旧.doc"
    old.write_bytes(b"x")
    result = RUN.invoke(app, ["proof", str(old)])
    assert result.exit_code == 1
    assert ".docx" in result.stderr
