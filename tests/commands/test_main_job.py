"""The main job through the command line: import, refuse, correct, act, compute, trace, report, verify."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner, Result

from taizhang.__main__ import app
from taizhang.policy.posts import Post
from taizhang.shipped import COUNTY
from taizhang.site.site import Site
from taizhang.terms.clock import current_day

HEAD = ["序号", "编号", "乡镇", "隐患描述", "隐患级别", "发现日期", "整改期限", "整改完成日期", "销号日期", "状态"]
ROWS = [
    [1, "AQ-1", "青埠镇", "护栏缺失", "一般", "2026.3.5", "2026.3.20", "2026.3.18", "2026.3.19", "已销号"],
    [2, "AQ-2", "石坪乡", "线路老化", "重大", "2026.4.1", "2026.4.30", "", "", "整改中"],
]


def run(*words: str | Path) -> Result:
    """One command."""
    return CliRunner().invoke(app, [str(word) for word in words])


def ledger(path: Path, rows: list[list[object]]) -> Path:
    """A tidy workbook of hazards."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("2026年")
        for index, row in enumerate([["澜泽县安全隐患排查整治台账"], HEAD, *rows]):
            sheet.write_row(index, 0, row)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A new site."""
    made = tmp_path / "site"
    assert run("init", made, "--name", "澜泽县人民政府办公室").exit_code == 0
    return made


def test_a_second_site_in_the_same_folder_is_refused(home: Path) -> None:
    again = run("init", home)
    assert again.exit_code == 1
    assert "CMD-002" in again.stderr


def test_a_folder_that_is_no_site_is_said_to_be_none(tmp_path: Path) -> None:
    answer = run("figures", "--home", tmp_path)
    assert answer.exit_code == 1
    assert "CMD-001" in answer.stderr


def test_a_dry_run_writes_nothing_and_an_import_twice_changes_nothing(home: Path, tmp_path: Path) -> None:
    book = ledger(tmp_path / "隐患.xlsx", ROWS)
    assert "没有写入" in run("import", book, "--home", home, "--dry-run").stdout
    assert json.loads(run("import", book, "--home", home, "--dry-run", "--json").stdout)["applied"] is False
    first = json.loads(run("import", book, "--home", home, "--json").stdout)
    assert (first["new"], first["applied"], first["units"]) == (2, True, ["石坪乡", "青埠镇"])
    second = json.loads(run("import", book, "--home", home, "--json").stdout)
    assert (second["new"], second["changed"], second["unchanged"], second["entries"]) == (0, [], 2, 0)


def test_a_refused_row_stops_all_unless_it_is_left_out_knowingly(home: Path, tmp_path: Path) -> None:
    book = ledger(
        tmp_path / "隐患.xlsx", [*ROWS, [3, "AQ-3", "青埠镇", "x", "", "2026.4.1", "2026.5.1", "", "", "整改中"]]
    )
    answer = run("import", book, "--home", home)
    assert answer.exit_code == 1
    assert "E5" in answer.stderr
    assert run("matters", "list", "hazard", "--home", home, "--json").stdout.count("AQ-") == 0
    assert run("import", book, "--home", home, "--accept-refused").exit_code == 0
    assert run("matters", "list", "hazard", "--home", home, "--json").stdout.count("AQ-") == 2


def test_a_word_nobody_placed_waits_and_comes_in_once_it_is(home: Path, tmp_path: Path) -> None:
    row = [3, "AQ-3", "青埠镇", "x", "较大", "2026.4.1", "2026.5.1", "", "", "整改中"]
    book = ledger(tmp_path / "隐患.xlsx", [*ROWS, row])
    answer = json.loads(run("import", book, "--home", home, "--json").stdout)
    assert (answer["applied"], answer["new"]) == (True, 2)
    (waits,) = answer["waiting"]
    assert (waits["number"], waits["words"]) == ("AQ-3", {"level": "较大"})
    asked = json.loads(run("words", "--home", home, "--json").stdout)
    assert [(one["ledger"], one["field"], one["word"], one["rows"]) for one in asked["words"]] == [
        ("hazard", "level", "较大", 1)
    ]
    assert asked["waiting"][0]["cells"]["隐患级别"] == "较大"
    told = run("words", "--set", "hazard/level/较大=+", "--home", home)
    assert "1 行进入台账" in told.stdout
    assert run("matters", "list", "hazard", "--home", home, "--json").stdout.count("AQ-") == 3
    again = json.loads(run("import", book, "--home", home, "--json").stdout)
    assert (again["waiting"], again["unchanged"], again["entries"]) == ([], 3, 0)


def test_a_corrected_file_changes_only_the_corrected_matter(home: Path, tmp_path: Path) -> None:
    run("import", ledger(tmp_path / "一.xlsx", ROWS), "--home", home)
    corrected = [ROWS[0], [*ROWS[1][:6], "2026.5.10", *ROWS[1][7:]]]
    answer = json.loads(run("import", ledger(tmp_path / "二.xlsx", corrected), "--home", home, "--json").stdout)
    assert answer["changed"] == [
        {"number": "AQ-2", "ledger": "hazard", "fields": {"due": {"before": "2026-04-30", "after": "2026-05-10"}}}
    ]
    shown = json.loads(run("matters", "show", "AQ-2", "--home", home, "--json").stdout)
    assert [one["act"] for one in shown["history"]] == ["record", "correct"]
    assert shown["source"]["file"] == "二.xlsx"


def test_a_matter_is_acted_on_and_its_figures_follow(home: Path, tmp_path: Path) -> None:
    run("import", ledger(tmp_path / "一.xlsx", ROWS), "--home", home)
    with Site(home) as site:
        site.appoint(Post("承办人", "石坪乡", "handler"), "安全员", date(2026, 1, 1))
        site.appoint(Post("督查员", site.catalogue.body.name, "supervisor"), "安全员", date(2026, 1, 1))
    late = json.loads(run("matters", "show", "AQ-2", "--home", home, "--on", "2026-05-08", "--json").stdout)
    assert (late["state"], late["lamp"]) == ("in_progress", "red")
    photo = tmp_path / "整改后.txt"
    photo.write_text("已更换线路", encoding="utf-8")
    done = run(
        "act",
        "AQ-2",
        "report",
        "--home",
        home,
        "--on",
        "2026-05-09",
        "--note",
        "已整改到位",
        "--evidence",
        photo,
        "--actor",
        "承办人",
    )
    assert done.exit_code == 0, done.stderr
    review = run("act", "AQ-2", "start_review", "--home", home, "--on", "2026-05-10", "--actor", "督查员")
    assert review.exit_code == 0, review.stderr
    own = run("act", "AQ-2", "verify", "--home", home, "--on", "2026-05-10", "--note", "合格", "--actor", "承办人")
    assert own.exit_code == 1
    assert "POL-001" in own.stderr
    assert "以承办人的名义（石坪乡 承办人）。" in own.stderr
    nobody = run("act", "AQ-2", "verify", "--home", home, "--on", "2026-05-10", "--note", "合格", "--actor", "运维")
    assert "不在岗位名册上" in nobody.stderr
    assert nobody.exit_code == 1
    handled = run("act", "AQ-2", "report", "--home", home, "--note", "已整改", "--actor", "运维")
    assert "请在网站上给人授予岗位，再以有此职责的人的姓名办理。" in handled.stderr
    shown = json.loads(run("matters", "show", "AQ-2", "--home", home, "--json").stdout)
    assert shown["facts"]["done"] == "2026-05-09"
    value = json.loads(run("figures", "hazard_rectified_flow", "--home", home, "-p", "2026", "--json").stdout)
    assert value["figures"][0]["exact"] == "2"


def test_a_number_opens_its_rows_and_a_definition_its_words(home: Path, tmp_path: Path) -> None:
    run("import", ledger(tmp_path / "隐患.xlsx", ROWS), "--home", home)
    traced = json.loads(run("trace", "hazard_close_rate", "--home", home, "-p", "2026", "--json").stdout)
    assert traced["agrees"]
    assert traced["value"]["text"] == "50.00"
    assert traced["parts"][0]["rows"][0]["cell"] == "B3"
    explained = run("figures", "--home", home, "--explain", "hazard_close_rate")
    assert "口径" in explained.stdout
    assert "SELECT" in explained.stdout
    assert run("figures", "没有", "--home", home).exit_code == 2
    assert run("figures", "--home", home, "-p", "去年").exit_code == 2


def test_a_broken_declaration_stops_the_check(home: Path) -> None:
    assert run("check", "--home", home).exit_code == 0
    (home / "catalogue" / "own.toml").write_text('[figure.x]\ntitle = "x"\nkind = "flaw"\n', encoding="utf-8")
    answer = run("check", "--home", home)
    assert answer.exit_code == 1
    assert "第3行" in answer.stderr


def test_the_demo_runs_the_main_job_and_its_journal_verifies(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    answer = run("demo", "--home", home)
    assert answer.exit_code == 0, answer.stderr[-2000:]
    made = home / "out" / "county-2026.docx"
    assert zipfile.is_zipfile(made)
    page = (home / "out" / "county-2026.html").read_text(encoding="utf-8")
    assert len(page) < 5 * 1024 * 1024
    first = made.read_bytes()
    assert run("report", "county", "--home", home, "-p", "2026").exit_code == 0
    assert made.read_bytes() == first
    checked = json.loads(run("fsck", "--home", home, "--json").stdout)
    assert checked["ok"]
    assert checked["files"] == len([path for path in COUNTY.iterdir() if path.suffix != ".json"])


def test_a_period_typed_is_counted_whole_and_up_to_a_day_only_when_one_is_named(home: Path, tmp_path: Path) -> None:
    run("import", ledger(tmp_path / "一.xlsx", ROWS), "--home", home)
    year = current_day().year + 1
    whole = run("figures", "hazard_opened", "--home", home, "-p", f"2026-01-01..{year}-12-31", "--json")
    assert whole.exit_code == 0, whole.stderr
    assert "按整个期间计" in whole.stderr.replace("\n", "")
    assert f"--on {current_day().isoformat()}" in " ".join(whole.stderr.split())
    cut = run(
        "figures", "hazard_opened", "--home", home, "-p", f"2026-01-01..{year}-12-31", "--on", "2026-01-01", "--json"
    )
    assert "按整个期间计" not in cut.stderr
    amounts = [json.loads(one.stdout)["figures"][0]["text"] for one in (whole, cut)]
    assert amounts[0] != amounts[1]
    over = run("figures", "hazard_opened", "--home", home, "-p", "2025", "--json")
    assert "按整个期间计" not in over.stderr
