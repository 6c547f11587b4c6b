"""The library's commands: the whole way from a folder of files to a masked copy, for people and for programs."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner, Result

from taizhang.__main__ import app
from tests.library.shelf_texts import PAPERS


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands")
    (folder / "papers").mkdir()
    for name, text in PAPERS[:12]:
        (folder / "papers" / name).write_text(text, "utf-8")
    (folder / "papers" / "x.exe").write_bytes(b"MZ")
    answer = run(folder, "add", folder / "papers")
    assert answer.exit_code == 1
    assert "新收 12 份" in answer.stdout
    assert "LIB-001" in answer.stderr
    return folder


def run(folder: Path, *words: str | Path | int) -> Result:
    return CliRunner().invoke(app, ["library", *map(str, words), "--home", str(folder / "site")])


def told(folder: Path, *words: str | Path | int) -> object:
    return json.loads(run(folder, *words, "--json").stdout)


def test_search_marks_counts_and_suggests(home: Path) -> None:
    answer = run(home, "search", "信访积案", "--facets")
    assert "1. 湉陂县信访局关于开展信访积案化解专项行动的通知 #1" in answer.stdout
    assert "共 1 篇" in answer.stdout
    assert "是不是要查：信访积案" in run(home, "search", "信仿积案").stdout
    found = told(home, "search", "“包案领导”", "--year", "2024")
    assert isinstance(found, dict)
    assert (found["count"], found["hits"][0]["id"]) == (1, 1)
    passage = found["hits"][0]["passages"][0]
    assert [passage["text"][a:b] for a, b in passage["marks"]] == ["包案领导"]
    assert run(home, "search", "“半边").exit_code == 1


def test_a_unit_sees_its_own(home: Path) -> None:
    whole, own = told(home, "search", ""), told(home, "search", "", "--as", "湉陂县信访局")
    assert isinstance(whole, dict)
    assert isinstance(own, dict)
    assert whole["count"] == 12
    assert {hit["unit"] for hit in own["hits"]} == {"湉陂县信访局"}
    assert run(home, "show", 3, "--as", "湉陂县信访局").exit_code == 1
    assert run(home, "search", "", "--up-to", "绝密").exit_code == 2


def test_show_opens_at_the_passage(home: Path) -> None:
    answer = run(home, "show", 1, "-q", "积案")
    assert "文号" not in answer.stderr
    assert "湉信发〔2024〕3号" in answer.stdout
    shown = told(home, "show", 1, "-q", "“包案领导”")
    assert isinstance(shown, dict)
    assert [shown["text"][a:b] for a, b in shown["marks"]] == ["包案领导"]
    assert run(home, "show", 99).exit_code == 1


def test_edit_changes_what_is_given_alone(home: Path) -> None:
    assert run(home, "edit", 12, "--kind", "请示", "--relation", "落实：《某规划》", "--who", "甲").exit_code == 0
    shown = told(home, "show", 12)
    assert isinstance(shown, dict)
    assert (shown["kind"], shown["relations"]) == ("请示", [{"verb": "implements", "target": "《某规划》"}])
    assert shown["title"]
    refused = run(home, "edit", 12, "--level", "绝密", "--date", "昨天")
    assert refused.exit_code == 1
    assert refused.stderr.count("LIB-043") == refused.stderr.count("LIB-048") == 1
    assert "修改" in run(home, "log", 12).stdout


def test_compare_reuse_and_alike_say_what_is_the_same(home: Path, tmp_path: Path) -> None:
    assert "【印发】" in run(home, "compare", 5, 6).stdout
    compared = told(home, "compare", 5, 6)
    assert isinstance(compared, dict)
    assert compared["changes"] > 0
    (tmp_path / "draft.txt").write_text(PAPERS[0][1].replace("126", "131"), "utf-8")
    assert "只改了1个数" in run(home, "reuse", tmp_path / "draft.txt").stdout
    assert isinstance(told(home, "reuse", 1), list)
    assert run(home, "reuse", "没有的").exit_code == 2
    assert run(home, "alike", "--year", "2024", "--passages").exit_code == 0
    assert isinstance(told(home, "alike"), list)


def test_insert_collect_and_zip(home: Path, tmp_path: Path) -> None:
    assert "{{?126}}" in run(home, "insert", 1, 6).stdout
    assert run(home, "insert", 1, 60).exit_code == 1
    assert "信访" in run(home, "collect", "信访", 1, 2).stdout
    assert told(home, "collect") == {"信访": 2}
    assert run(home, "zip", tmp_path / "x.zip", 3, "--collection", "信访").exit_code == 0
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.namelist() == ["a03.txt", "a01.txt", "a02.txt"]
    assert run(home, "zip", tmp_path / "y.zip").exit_code == 2
    assert run(home, "collect", "信访", 2, "--remove").exit_code == 0
    assert told(home, "collect") == {"信访": 1}


def test_release_writes_a_masked_copy_and_lists_what_is_left(home: Path, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text('[[place]]\ntext = "湉陂县"\nalso = ["湉信发"]\n', "utf-8")
    answer = run(home, "release", 1, tmp_path / "rules.toml", tmp_path / "copy.txt")
    assert "替换清单" in answer.stdout
    assert "湉陂县" not in (tmp_path / "copy.txt").read_text("utf-8")
    assert answer.exit_code == 1
    assert "MSK-010" in answer.stderr
    run(home, "release", 1, tmp_path / "rules.toml", tmp_path / "copy.docx")
    words = "\n".join(each.text for each in docx.Document(str(tmp_path / "copy.docx")).paragraphs)
    assert "包案领导" in words
    assert "湉陂县" not in words
    (tmp_path / "bad.toml").write_text('[[place]]\ntext = "县"\n', "utf-8")
    refused = run(home, "release", 1, tmp_path / "bad.toml", tmp_path / "none.txt")
    assert refused.exit_code == 1
    assert "MSK-004" in refused.stderr
    assert not (tmp_path / "none.txt").exists()


def test_a_watched_folder_is_taken_in_once(home: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "新.txt").write_text("湉陂县信访局关于看守文件夹的函\n请阅。", "utf-8")
    assert "新收 1 份" in run(home, "watch", tmp_path / "in", "--once").stdout
    assert run(home, "watch", tmp_path / "in", "--once").stdout == ""
    assert run(home, "watch", tmp_path / "无", "--once").exit_code == 2


def test_care_is_taken_of_the_index(home: Path) -> None:
    assert run(home, "fsck").exit_code == 0
    assert "索引已重建" in run(home, "rebuild").stdout
    assert "编入 0 处变更" in run(home, "sync").stdout
    health = told(home, "fsck")
    assert isinstance(health, dict)
    assert health["problems"] == []
    assert health["documents"] == health["indexed"]
