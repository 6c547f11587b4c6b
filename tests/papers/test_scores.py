"""Units ranked by a declared score: places, movement, missing inputs, dated rules, replay of another rule."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.papers.scores import rank, replay
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused

LEDGER = """
[vocabulary.calling_result]
title = "走访结果"
values = { "已解决" = [], "跟进中" = [] }
[ledger.calling]
title = "走访考核台账"
noun = "走访"
counter = "次"
lifecycle = "activity"
key = ["no"]
unit = "unit"
[ledger.calling.field]
no = { title = "考评走访号", required = true, headings = ["考评走访号"] }
unit = { title = "考评走访单位", type = "unit", required = true, group = true, headings = ["考评走访单位"] }
opened = { title = "考评走访日", type = "date", required = true, headings = ["考评走访日"] }
result = { title = "考评走访结果", type = "choice", choices = "calling_result", headings = ["考评走访结果"] }
[figure.calling_visits]
title = "走访"
ledger = "calling"
kind = "flow"
date = "opened"
[figure.calling_solved]
title = "解决的走访"
ledger = "calling"
kind = "flow"
date = "opened"
where = "result = '已解决'"
[figure.calling_rate]
title = "解决率"
kind = "ratio"
of = ["calling_solved"]
over = ["calling_visits"]
"""
SCORE = """
[figure.calling_score]
title = "走访得分"
kind = "score"
decimals = 1
[figure.calling_score.score]
fixed = {fixed}
penalty_cap = 5
item = [
  {{ title = "解决率", figure = "calling_rate", weight = {rate}, how = "rate" }},
  {{ title = "走访量", figure = "calling_visits", weight = {visits}, target = 2 }},
  {{ title = "在册走访", figure = "calling_rate", weight = 10, how = "reverse", target = 100 }},
]
"""
ROWS = (
    ("A1", "东桥镇", "2026-02-01", "已解决"),
    ("A2", "东桥镇", "2026-03-01", "跟进中"),
    ("B1", "西塘镇", "2026-02-01", "已解决"),
    ("B2", "西塘镇", "2026-03-01", "已解决"),
    ("C1", "南坡乡", "2025-03-01", "已解决"),
    ("C2", "南坡乡", "2025-04-01", "已解决"),
    ("D1", "东桥镇", "2025-04-01", "已解决"),
    ("E1", "北岭镇", "2026-04-01", "已解决"),
    ("E2", "北岭镇", "2026-05-01", "已解决"),
)


def score(fixed: str = "2024-12-01", rate: int = 60, visits: int = 30) -> str:
    return SCORE.format(fixed=fixed, rate=rate, visits=visits)


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A site of its own for each test."""
    shutil.copytree(filled, tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose journal holds the visits above."""
    tmp_path = tmp_path_factory.mktemp("visits")
    home = tmp_path / "site"
    Site.create(home, "青岚县人民政府", "office").close()
    (home / "catalogue" / "calling.toml").write_text(LEDGER, encoding="utf-8")
    (home / "catalogue" / "score.toml").write_text(score(), encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (("考评走访号", "考评走访单位", "考评走访日", "考评走访结果"), *ROWS):
        book.active.append(row)
    book.save(tmp_path / "走访.xlsx")
    with Site(home) as site:
        assert site.import_files([tmp_path / "走访.xlsx"], today=date(2026, 6, 1), actor="甲").applied
    return home


def test_units_stand_in_order_with_equal_places_and_movement(home: Path) -> None:
    with Site(home) as site:
        standings = rank(site, "calling_score", Period.year(2026))
    told = [(one.place, one.unit, str(one.value.amount), one.movement) for one in standings]
    assert told == [
        (1, "北岭镇", "100.0", "升2位"),
        (1, "西塘镇", "100.0", "升2位"),
        (3, "东桥镇", "70.0", "降1位"),
        (4, "南坡乡", "0.0", "降3位"),
    ]
    assert [line.points for line in standings[2].lines] == [Decimal(30), Decimal(30), Decimal(10)]
    assert (standings[3].value.note, standings[0].value.note) == ("3项中1项有数", "")


def test_what_has_no_number_is_counted_beside_the_score_and_never_as_zero(home: Path) -> None:
    more = score().replace('how = "reverse", target = 100', 'against = "calling_none"') + (
        '[figure.calling_none]\ntitle = "没有的参数"\nkind = "parameter"\nvalue = [{ since = 2030-01-01, amount = 1 }]\n'
    )
    (home / "catalogue" / "score.toml").write_text(more, encoding="utf-8")
    with Site(home) as site:
        (first, *_) = rank(site, "calling_score", Period.year(2026))
    assert (first.value.amount, first.value.note) == (Decimal("90.0"), "3项中2项有数")
    assert [line.reason for line in first.lines if line.points is None] == ["这个日期没有登记参数的值。"]


def test_a_rule_fixed_after_the_period_began_is_refused(home: Path) -> None:
    (home / "catalogue" / "score.toml").write_text(score("2026-01-02"), encoding="utf-8")
    with Site(home) as site, pytest.raises(Refused) as refused:
        rank(site, "calling_score", Period.year(2026))
    (problem,) = refused.value.problems
    assert problem.code == "FIG-020"
    assert "晚于期间起始日2026-01-01" in problem.message


def test_another_rule_is_replayed_over_a_past_year_and_changes_nothing(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "new.toml"
    other.write_text(score("2026-06-01", rate=20, visits=70), encoding="utf-8")
    with Site(home) as site:
        replays = replay(site, other, "calling_score", 2025)
        assert rank(site, "calling_score", Period.year(2026))[0].value.text == "100.0"
    told = {one.unit: (one.told and one.told.value.text, one.anew and one.anew.value.text) for one in replays}
    assert told == {
        "南坡乡": ("100.0", "100.0"),
        "东桥镇": ("85.0", "65.0"),
        "北岭镇": ("0.0", "0.0"),
        "西塘镇": ("0.0", "0.0"),
    }


def test_the_command_ranks_lists_lines_and_replays(home: Path, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        told = CliRunner().invoke(app, ["assess", "calling_score", "--home", str(home), *words])
        assert told.exit_code == 0, told.output
        return told.stdout

    first = json.loads(run("-p", "2026", "--json"))["standings"][0]
    assert (first["unit"], first["place"], first["score"]) == ("北岭镇", 1, "100")
    assert "逐项" in run("-p", "2026", "--unit", "东桥镇")
    (tmp_path / "new.toml").write_text(score("2026-06-01", 20, 70), encoding="utf-8")
    assert "试算不改变" in run("--rule", str(tmp_path / "new.toml"), "--year", "2025")
    assert len(json.loads(run("--rule", str(tmp_path / "new.toml"), "--year", "2025", "--json"))["units"]) == 4


def test_an_unknown_score_is_refused_with_those_there_are(home: Path) -> None:
    told = CliRunner().invoke(app, ["assess", "nothing", "--home", str(home), "-p", "2026"])
    assert told.exit_code == 1
    assert "calling_score" in told.stderr
    assert CliRunner().invoke(app, ["assess", "--rule", "没有.toml", "--home", str(home)]).exit_code == 2


FAULTS = [
    ("weight = 10", "weight = 11", "101"),
    (", target = 2", "", "走访量"),
    ('how = "rate"', 'how = "rate", target = 3', "解决率"),
]


@pytest.mark.parametrize(("old", "new", "word"), FAULTS)
def test_a_score_that_does_not_add_up_is_refused(home: Path, old: str, new: str, word: str) -> None:
    (home / "catalogue" / "score.toml").write_text(score().replace(old, new, 1), encoding="utf-8")
    found = [problem for problem in Site.examine(home) if problem.code == "CAT-039"]
    assert any(word in problem.message for problem in found)
