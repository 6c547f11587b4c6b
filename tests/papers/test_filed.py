"""Before something is saved: which numbers of filed documents it would change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.definitions.proposals import change_catalogue, weigh
from taizhang.matters.entry import CORRECT, Intention
from taizhang.papers.filed import filed_by_definitions, filed_by_heads, tell
from taizhang.site.site import Site
from tests.papers.test_editions import FIRST, SECOND, book
from tests.papers.test_restated import THIRD, TODAY, YEAR
from tests.papers.test_restated import filled as filled
from tests.papers.test_restated import site as site


def corrected(site: Site, **facts: str) -> Intention:
    """A correction of the second matter."""
    (second,) = site.journal.find("supervision", "D2")
    return Intention("乙", "c1", "supervision", CORRECT, TODAY, second.matter, facts=dict(facts), note="核对原件")


def test_a_correction_that_moves_no_filed_number_says_nothing(site: Site) -> None:
    heads = site.journal.foresee([corrected(site, text="修大桥")])
    assert [head.facts["text"] for head in heads] == ["修大桥"]
    assert filed_by_heads(site, heads) == ()
    assert tell(()) == ""


def test_a_correction_names_the_filed_numbers_it_would_change_and_keeps_nothing(site: Site) -> None:
    size = site.journal.size
    found = filed_by_heads(site, site.journal.foresee([corrected(site, opened="2025-12-31")]))
    assert {(one.told.id, one.now.text, one.then.text) for one in found} == {("supervision_opened@2026", "2", "1")}
    assert tell(found) == "这会改变1份已定稿文稿里的1个数：登记督查事项。定稿本身不变。"
    assert "登记督查事项2→1" in tell(found, values=True)
    assert site.journal.size == size
    assert filed_by_heads(site, ()) == ()


def test_a_definition_names_the_filed_numbers_it_would_tell_otherwise(site: Site) -> None:
    weighed = weigh(site, "supervision_opened", {"where": "交办日期 >= '2026-03-03'"}, YEAR)
    found = filed_by_definitions(site, change_catalogue(site, "supervision_opened", weighed.declared))
    assert {one.told.id for one in found} == {"supervision_opened@2026", "supervision_opened@2026/东桥镇"}


@pytest.fixture
def home(site: Site) -> Path:
    """The same office, closed."""
    site.close()
    return site.home


def test_an_import_that_changes_filed_numbers_asks_for_its_reason_and_keeps_it(home: Path, tmp_path: Path) -> None:
    path = str(book(tmp_path / "补.xlsx", FIRST, SECOND, THIRD))
    words = ["import", path, "--ledger", "supervision", "--home", str(home)]
    dry = CliRunner().invoke(app, [*words, "--dry-run"])
    assert dry.exit_code == 0
    assert "这会改变1份已定稿文稿里的3个数" in dry.stdout.replace("\n", "")
    refused = CliRunner().invoke(app, words)
    assert refused.exit_code == 1
    assert "RPT-080" in refused.output
    done = CliRunner().invoke(app, [*words, "--reason", "年前漏报，补录", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["filed"].startswith("这会改变1份")
    with Site(home) as opened:
        (third,) = opened.journal.find("supervision", "D3")
        assert opened.journal.history(third.matter)[0].intention.note == "年前漏报，补录"


def test_an_import_that_changes_none_asks_for_nothing(home: Path, tmp_path: Path) -> None:
    row = ("D9", "旧事", "批示件", "2025-05-02", "2025-05-20", "东桥镇", "2025-05-18", "已办结")
    path = str(book(tmp_path / "旧.xlsx", row))
    done = CliRunner().invoke(app, ["import", path, "--ledger", "supervision", "--home", str(home), "--json"])
    assert (done.exit_code, json.loads(done.stdout)["filed"]) == (0, "")
