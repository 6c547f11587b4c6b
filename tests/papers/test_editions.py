"""A breach blocks freezing until somebody answers for it; an edition is sealed, and later changes are told beside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from taizhang.__main__ import app
from taizhang.figures.identities import Waiver
from taizhang.papers.editions import differences, editions, settle
from taizhang.papers.identities import contradictions, waive
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused

YEAR, DAY = Period.year(2026), date(2026, 12, 31)
HEADINGS = ("督查编号", "督查事项", "来源", "交办日期", "办理期限", "承办单位", "办结日期", "办理状态")
FIRST = ("D1", "修路", "批示件", "2026-03-02", "2026-03-20", "东桥镇", "2026-03-18", "已办结")
SECOND = ("D2", "修桥", "批示件", "2026-03-03", "2026-03-10", "西塘镇", "", "未办结")
IDENTITY = """
[identity.planned]
title = "督查：登记等于计划的三件"
left = ["supervision_opened"]
bound = 3
"""
TEMPLATE = '+++\ntitle = "督查情况"\n+++\n\n全年交办{{figure:supervision_opened|unit}}，办结{{figure:supervision_closed_flow|unit}}。\n'


def book(path: Path, *rows: Sequence[object]) -> Path:
    workbook = openpyxl.Workbook()
    for row in (HEADINGS, *rows):
        workbook.active.append(list(row))
    workbook.save(path)
    return path


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A site of its own for each test."""
    shutil.copytree(filled, tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with two supervised matters where its own identity demands three."""
    tmp_path = tmp_path_factory.mktemp("office")
    home = tmp_path / "site"
    Site.create(home, "青岚县人民政府办公室", "office").close()
    (home / "catalogue" / "own.toml").write_text(IDENTITY, encoding="utf-8")
    (home / "catalogue" / "templates" / "mini.md").write_text(TEMPLATE, encoding="utf-8")
    with Site(home) as site:
        assert site.import_files(
            [book(tmp_path / "督查.xlsx", FIRST, SECOND)], today=DAY, actor="甲", ledger="supervision"
        ).applied
    return home


def test_a_breach_blocks_freezing_until_a_named_person_answers_for_it(home: Path) -> None:
    with Site(home) as site:
        (breach,) = contradictions(site, YEAR)
        assert (breach.code, breach.level) == ("FIG-010", "error")
        assert "登记督查事项2＝2，应等于3。相关记录：D1、D2。" in breach.message
        with pytest.raises(Refused) as refused:
            settle(site, "mini", YEAR, "主任", actor="甲", on=DAY)
        assert [problem.code for problem in refused.value.problems] == ["FIG-010", "RPT-051"]
        waive(site, "planned", YEAR, Waiver("督查科长", "一件并入上年办理"), actor="乙", on=DAY)
        (breach,) = contradictions(site, YEAR)
        assert (breach.level, "已由督查科长说明：一件并入上年办理。" in breach.message) == ("warning", True)
        edition = settle(site, "mini", YEAR, "主任", actor="甲", on=DAY)
        assert (edition.version, edition.approver, len(edition.digest)) == (1, "主任", 64)
        assert list(differences(site, edition)) == []
        assert contradictions(site, Period.year(2025)) != ()
        assert site.verify().ok


@pytest.mark.parametrize(
    ("identity", "person", "reason", "period", "code"),
    [
        ("nothing", "甲", "原因写在这里", YEAR, "CMD-030"),
        ("planned", " ", "原因写在这里", YEAR, "CMD-031"),
        ("planned", "甲", "无", YEAR, "CMD-031"),
        ("supervision_flow", "甲", "原因写在这里", YEAR, "CMD-032"),
    ],
)
def test_nobody_answers_without_a_name_a_reason_and_a_breach(
    home: Path, identity: str, person: str, reason: str, period: Period, code: str
) -> None:
    with Site(home) as site, pytest.raises(Refused) as refused:
        waive(site, identity, period, Waiver(person, reason), actor="乙", on=DAY)
    assert [problem.code for problem in refused.value.problems] == [code]


def frozen(home: Path) -> None:
    (home / "catalogue" / "own.toml").unlink()
    with Site(home) as site:
        settle(site, "mini", YEAR, "主任", actor="甲", on=DAY)


def test_a_record_changed_after_the_edition_raises_a_difference_and_a_new_edition_is_the_next(
    home: Path, tmp_path: Path
) -> None:
    frozen(home)
    changed = (*SECOND[:6], "2026-04-01", "已办结")
    with Site(home) as site:
        assert site.import_files(
            [book(tmp_path / "改.xlsx", FIRST, changed)], today=DAY, actor="甲", ledger="supervision"
        ).applied
        (first,) = editions(site)
        told = [problem.message for problem in differences(site, first)]
        assert len(told) == 2
        assert "“当期办结督查事项”定稿时为1件，现在为2件（新计入1条）。" in told
        assert any(message.startswith("“登记督查事项”定稿时为2件，现在为2件（内容有变1条") for message in told)
        assert settle(site, "mini", YEAR, "主任", actor="甲", on=DAY).version == 2
        assert [one.version for one in editions(site, "mini", YEAR)] == [1, 2]


def test_an_edition_whose_files_were_touched_is_refused(home: Path) -> None:
    frozen(home)
    with Site(home) as site:
        (edition,) = editions(site)
        manifest = edition.folder / "manifest.json"
        manifest.write_text(
            manifest.read_text(encoding="utf-8").replace('"amount":"2"', '"amount":"3"'), encoding="utf-8"
        )
        with pytest.raises(Refused) as refused:
            list(differences(site, edition))
        assert refused.value.problems[0].code == "RPT-053"
        manifest.unlink()
        with pytest.raises(Refused):
            list(differences(site, edition))


def test_an_edition_needs_an_approver(home: Path) -> None:
    (home / "catalogue" / "own.toml").unlink()
    with Site(home) as site, pytest.raises(Refused) as refused:
        settle(site, "mini", YEAR, "", actor="甲", on=DAY)
    assert "没有写批准人" in refused.value.problems[0].message


def test_the_commands_freeze_list_compare_and_waive(home: Path) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--home", str(home)])

    assert run("editions", "freeze", "mini", "-p", "2026", "--approver", "主任").exit_code == 1
    assert run("editions", "compare", "mini", "-p", "2026").exit_code == 1
    waived = run("waive", "planned", "-p", "2026", "--person", "督查科长", "--reason", "一件并入上年办理")
    assert waived.exit_code == 0, waived.output
    unapproved = run("editions", "freeze", "mini", "-p", "2026", "--approver", "主任")
    assert unapproved.exit_code == 1
    assert "RPT-061" in unapproved.stderr
    approved = run("gates", "mini", "-p", "2026", "--approve", "--by", "主任")
    assert approved.exit_code == 0, approved.output
    assert run("editions", "freeze", "mini", "-p", "2026", "--approver", "别人").exit_code == 1
    assert run("editions", "freeze", "mini", "-p", "2026", "--approver", "主任").exit_code == 0
    (one,) = json.loads(run("editions", "list", "--json").stdout)
    assert (one["report"], one["version"]) == ("mini", 1)
    assert json.loads(run("editions", "compare", "mini", "-p", "2026", "--json").stdout)["differences"] == []
    assert "每个数都与现在一致" in run("editions", "compare", "mini", "-p", "2026").stdout
    assert "督查科长" in run("figures", "supervision", "-p", "2026").stderr
