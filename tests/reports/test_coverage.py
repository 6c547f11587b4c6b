"""Coverage counts what can be run and what is printed, and says why the rest is missing."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.catalogue.load import load
from taizhang.reports.coverage import Coverage, coverage, runs

TOML = """
[report.R1]
title = "局"
profile = "bureau"
[report.R3]
title = "办"
profile = "office"
[report.F]
title = "汇编"
[mechanism]
M1 = { title = "走访", family = "activity", reports = ["R1"] }
M2 = { title = "都有", family = "activity", reports = ["R1", "R3"] }
M3 = { title = "没人管", family = "rule", reports = ["F"] }
M4 = { title = "汇编", family = "library", reports = ["F"] }
M5 = { title = "没有表头", family = "rule", reports = ["R1"] }
[slot]
R1-001 = { report = "R1", section = "一", title = "印出的", type = "count" }
R1-002 = { report = "R1", section = "一", title = "没印出的", type = "count" }
R1-003 = { report = "R1", section = "一", title = "没绑定的", type = "text" }
R1-004 = { report = "R1", section = "一", title = "同比", type = "yoy_change" }
R3-001 = { report = "R3", section = "一", title = "未启用的", type = "count" }
R3-002 = { report = "R3", section = "一", title = "文字", type = "text" }
F-001 = { report = "F", section = "一", title = "功能", type = "count" }
[ledger.visit]
title = "走访台账"
noun = "走访"
counter = "次"
lifecycle = "activity"
key = ["no"]
profiles = ["bureau"]
field = { no = { title = "编号", headings = ["编号"] }, day = { title = "日期", type = "date" } }
serves = { M1 = "", M2 = "no <> ''" }
[ledger.bare]
title = "空台账"
noun = "空"
counter = "件"
lifecycle = "activity"
key = ["no"]
field = { no = { title = "编号" } }
serves = { M5 = "" }
[figure.visits]
title = "走访"
ledger = "visit"
kind = "flow"
date = "day"
slots = ["R1-001", "R3-001"]
[figure.unseen]
title = "没印"
ledger = "visit"
kind = "flow"
date = "day"
slots = ["R1-002"]
[figure.visits_growth]
title = "增幅"
kind = "year_on_year"
of = ["visits"]
slots = ["R1-004"]
[text.motto]
title = "口号"
slots = ["R3-002"]
[feature.volume]
title = "汇编"
command = "report compile"
serves = ["M4"]
slots = ["F-001"]
"""
TEMPLATE = '+++\ntitle = "{{text:motto}}"\n+++\n\n全年{{figure:visits|unit}}，{{change:visits}}。\n'


def covered(folder: Path, text: str = TOML) -> Coverage:
    (folder / "templates").mkdir(parents=True)
    (folder / "a.toml").write_text(text, encoding="utf-8")
    (folder / "templates" / "mine.md").write_text(TEMPLATE, encoding="utf-8")
    catalogues = {profile: load(folder, profile=profile) for profile in ("bureau", "city", "office")}
    return coverage(catalogues, {"report", "matters", "matters list"})


def test_what_is_missing_is_told_with_its_reason(tmp_path: Path) -> None:
    found = covered(tmp_path)
    assert (found.mechanisms.done, found.mechanisms.total) == (2, 5)
    assert {lack.id: lack.why for lack in found.mechanisms.missing} == {
        "M2": "在 office 中没有启用",
        "M3": "没有台账、文书、规则或功能服务它",
        "M5": "没有台账、文书、规则或功能服务它",
    }
    assert found.mechanisms.by_group == {"activity": (1, 2), "rule": (0, 2), "library": (1, 1)}
    assert (found.slots.done, found.slots.total) == (4, 7)
    assert {lack.id: lack.why for lack in found.slots.missing} == {
        "R1-002": "绑定的unseen没有任何模板印出",
        "R1-003": "没有绑定指标或文字",
        "R3-001": "在 office 中没有启用",
    }
    assert found.slots.by_group == {"R1": (2, 4), "R3": (1, 2), "F": (1, 1)}


def test_a_feature_whose_command_is_not_there_serves_nothing(tmp_path: Path) -> None:
    found = covered(tmp_path, TOML.replace('command = "report compile"', 'command = "bind"'))
    assert {lack.id for lack in found.mechanisms.missing} == {"M2", "M3", "M4", "M5"}
    assert "F-001" in {lack.id for lack in found.slots.missing}


def test_a_command_is_known_by_its_words_and_a_group_alone_is_none() -> None:
    commands = {"report", "matters", "matters list"}
    assert runs("taizhang report compile", commands)
    assert runs("matters list", commands)
    assert not runs("matters", commands)
    assert not runs("matters sing", commands)


def test_the_command_counts_the_whole_list_and_one_profile_its_own(tmp_path: Path) -> None:
    runner = CliRunner()
    told = json.loads(runner.invoke(app, ["coverage", "--json", "--home", str(tmp_path)]).stdout)
    assert (told["mechanisms"]["total"], told["slots"]["total"]) == (202, 344)
    assert told["mechanisms"]["served"] + len(told["mechanisms"]["missing"]) == 202
    assert told["slots"]["bound"] + len(told["slots"]["missing"]) == 344
    one = json.loads(runner.invoke(app, ["coverage", "--json", "--profile", "office", "--home", str(tmp_path)]).stdout)
    assert set(one["slots"]["by_report"]) == {"R3", "F"}
    assert runner.invoke(app, ["coverage", "--profile", "village"]).exit_code == 2
