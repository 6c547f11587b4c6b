"""An edition's numbers as told against as now: each difference split exactly into what brought it about."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.definitions.proposals import decide, propose, weigh, write_approved
from taizhang.matters.entry import CORRECT, Intention
from taizhang.papers.editions import Edition, editions, settle
from taizhang.papers.restated import CORRECTED, DEFINED, LATE, ORGANISED, Restated, restate
from taizhang.site.site import Site
from taizhang.terms.period import Period
from tests.papers.test_editions import FIRST, SECOND, TEMPLATE, book

YEAR, TODAY = Period.year(2026), date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
SCOPED = TEMPLATE + "\n其中东桥镇{{figure:supervision_opened|scope:东桥镇|unit}}。\n"
THIRD = ("D3", "通水", "批示件", "2026-05-02", "2026-05-20", "东桥镇", "2026-05-18", "已办结")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with two supervised matters and a filed edition."""
    folder = tmp_path_factory.mktemp("office")
    Site.create(folder / "site", "青岚县人民政府办公室", "office").close()
    (folder / "site" / "catalogue" / "templates" / "mini.md").write_text(SCOPED, encoding="utf-8")
    with Site(folder / "site", clock=lambda: NOON) as site:
        assert site.import_files(
            [book(folder / "督查.xlsx", FIRST, SECOND)], today=TODAY, actor="甲", ledger="supervision"
        ).applied
        settle(site, "mini", YEAR, "主任", actor="甲", on=TODAY)
    return folder / "site"


@pytest.fixture
def site(filled: Path, tmp_path: Path) -> Iterator[Site]:
    """The office at noon."""
    shutil.copytree(filled, tmp_path / "site")
    with Site(tmp_path / "site", clock=lambda: NOON) as opened:
        yield opened


def filed(site: Site) -> Edition:
    return editions(site, "mini", YEAR)[0]


def take(site: Site, folder: Path, *rows: Sequence[object]) -> None:
    """Imports a workbook with these rows."""
    assert site.import_files([book(folder / "改.xlsx", *rows)], today=TODAY, actor="乙", ledger="supervision").applied


def effects(found: tuple[Restated, ...]) -> dict[str, dict[str, Decimal]]:
    """The effects by cell; they always sum to the difference."""
    for one in found:
        assert sum((amount for _, amount in one.effects), Decimal(0)) == one.difference
    return {one.told.id: dict(one.effects) for one in found}


def narrow(site: Site) -> None:
    """Has the definition of what was opened narrowed to matters of 3 March and later."""
    weighed = weigh(site, "supervision_opened", {"where": "交办日期 >= '2026-03-03'"}, YEAR)
    asked = propose(site, "supervision_opened", weighed, reason="按省里口径", since=TODAY, actor="甲", idem="1")
    decide(site, asked, "approved", actor="乙", step=asked.step)
    write_approved(site)
    site.follow()


def test_nothing_is_told_while_every_number_is_the_same(site: Site) -> None:
    assert restate(site, filed(site)) == ()


def test_a_matter_entered_after_the_edition_is_recorded_late(site: Site, tmp_path: Path) -> None:
    take(site, tmp_path, FIRST, SECOND, THIRD)
    found = restate(site, filed(site))
    assert effects(found) == {
        "supervision_opened@2026": {LATE: Decimal(1)},
        "supervision_closed_flow@2026": {LATE: Decimal(1)},
        "supervision_opened@2026/东桥镇": {LATE: Decimal(1)},
    }
    assert [(each.number, each.corrected, each.last.intention.actor) for each in found[0].moved] == [
        ("D3", False, "乙")
    ]


def test_a_row_given_otherwise_is_data_corrected(site: Site, tmp_path: Path) -> None:
    take(site, tmp_path, FIRST, (*SECOND[:6], "2026-04-01", "已办结"))
    found = restate(site, filed(site))
    assert effects(found) == {"supervision_closed_flow@2026": {CORRECTED: Decimal(1)}}
    assert [(each.number, each.corrected) for each in found[0].moved] == [("D2", True)]


def test_a_new_definition_is_told_apart_from_the_data_also_where_the_two_even_out(site: Site, tmp_path: Path) -> None:
    """One came and one no longer counts: 2 as told, 2 as now, and yet not the same two."""
    take(site, tmp_path, FIRST, SECOND, THIRD)
    narrow(site)
    told = effects(restate(site, filed(site)))
    assert told["supervision_opened@2026"] == {LATE: Decimal(1), DEFINED: Decimal(-1)}
    assert told["supervision_opened@2026/东桥镇"] == {LATE: Decimal(1), DEFINED: Decimal(-1)}
    assert told["supervision_closed_flow@2026"] == {LATE: Decimal(1)}


def test_a_definition_alone(site: Site) -> None:
    narrow(site)
    assert effects(restate(site, filed(site))) == {
        "supervision_opened@2026": {DEFINED: Decimal(-1)},
        "supervision_opened@2026/东桥镇": {DEFINED: Decimal(-1)},
    }


def test_a_unit_put_under_another_is_the_organisations_doing(site: Site) -> None:
    (west,) = site.journal.find("unit", "西塘镇")
    moved = Intention("丙", "u1", "unit", CORRECT, TODAY, west.matter, facts={"parent": "东桥镇"}, note="并入东桥镇")
    site.journal.append((moved,))
    assert effects(restate(site, filed(site))) == {"supervision_opened@2026/东桥镇": {ORGANISED: Decimal(1)}}


def test_the_command_tells_editions_numbers_effects_and_matters(site: Site, tmp_path: Path) -> None:
    take(site, tmp_path, FIRST, (*SECOND[:6], "2026-04-01", "已办结"), THIRD)
    home = str(site.home)
    site.close()
    (one,) = json.loads(CliRunner().invoke(app, ["restate", "--home", home, "--json"]).stdout)
    closed = next(each for each in one["changed"] if each["id"] == "supervision_closed_flow@2026")
    assert (closed["told"], closed["now"], closed["difference"]) == ("1", "3", "2")
    assert closed["effects"] == {LATE: "1", CORRECTED: "1"}
    assert {each["number"] for each in closed["matters"]} == {"D2", "D3"}
    text = CliRunner().invoke(app, ["restate", "--home", home]).stdout
    assert "事后登记 +1" in text
    assert "共核对1份定稿，3个数与现在不同。" in text
    none = CliRunner().invoke(app, ["restate", "nothing", "--home", home])
    assert (none.exit_code, "RPT-054" in none.stderr) == (1, True)
