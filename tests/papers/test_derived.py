"""No figure is told, and nothing frozen, from derived data that somebody altered; it is found, named and made anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import apsw
import duckdb
import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.figures.value import Ask
from taizhang.journal.open_store import FILE
from taizhang.papers.editions import editions, faults, settle, tidy
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused
from taizhang.warehouse.digest import beside, table_digest
from taizhang.warehouse.duck import Warehouse
from tests.papers.test_editions import TEMPLATE, book

YEAR, DAY = Period.year(2026), date(2026, 12, 31)
OPEN = 29
RATE = Ask("supervision_close_rate", YEAR)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An office with 131 supervised matters, 29 of them open."""
    home = tmp_path / "site"
    Site.create(home, "青岚县人民政府办公室", "office").close()
    (home / "catalogue" / "templates" / "mini.md").write_text(TEMPLATE, encoding="utf-8")
    rows = [
        (
            f"D{n}",
            f"事项{n}",
            "批示件",
            "2026-03-02",
            "2026-03-20",
            "东桥镇",
            "" if n <= OPEN else "2026-03-18",
            "未办结" if n <= OPEN else "已办结",
        )
        for n in range(1, 132)
    ]
    with Site(home) as site:
        made = site.import_files([book(tmp_path / "督查.xlsx", *rows)], today=DAY, actor="甲", ledger="supervision")
        assert made.applied, made.obstacles
        site.refresh()
    return home


def rate(home: Path) -> str:
    """The closing rate as a page would tell it."""
    with Site(home) as site:
        return site.compute([RATE]).value(RATE).text


def forge(home: Path, *, seal: bool) -> None:
    """Takes the 29 open matters out of the replica; with ``seal`` its digests are made to fit as well."""
    path = home / "replica.duckdb"
    old = Warehouse(path)
    before = str(list(table_digest(old, "supervision")))
    old.close()
    with duckdb.connect(str(path)) as engine:
        engine.execute("DELETE FROM supervision WHERE closed IS NULL")
        assert engine.execute("SELECT count(*) FROM supervision").fetchone() == (131 - OPEN,)
    if seal:
        new = Warehouse(path)
        after = str(list(table_digest(new, "supervision")))
        new.close()
        said = beside(path).read_text("utf-8")
        assert before in said
        beside(path).write_text(said.replace(before, after), "utf-8")


def test_rows_deleted_from_the_replica_are_found_named_and_made_anew(home: Path) -> None:
    told = rate(home)
    assert told == "77.86"
    forge(home, seal=False)
    run = CliRunner().invoke(app, ["fsck", "--home", str(home)])
    assert run.exit_code == 1
    assert "FIG-050" in run.output
    assert "有29个事项与流水不符，少29行：D1、D10" in run.output
    assert rate(home) == told
    assert CliRunner().invoke(app, ["fsck", "--home", str(home)]).exit_code == 0


def test_a_replica_with_forged_digests_is_named_too_blocks_a_freeze_and_is_rebuilt_on_request(home: Path) -> None:
    forge(home, seal=True)
    with Site(home) as site, pytest.raises(Refused) as refused:
        settle(site, "mini", YEAR, "主任", actor="甲", on=DAY)
    assert [problem.code for problem in refused.value.problems] == ["FIG-050", "RPT-071"]
    run = CliRunner().invoke(app, ["fsck", "--rebuild", "--home", str(home)])
    assert run.exit_code == 0, run.output
    assert rate(home) == "77.86"
    with Site(home) as site:
        assert settle(site, "mini", YEAR, "主任", actor="甲", on=DAY).version == 1


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE head SET data = replace(data, '事项3', '事项8') WHERE number = 'D3'", "JRN-087"),
        ("UPDATE listed SET state = 'closed' WHERE number = 'D3'", "JRN-088"),
        ("UPDATE tally SET n = n + 1", "JRN-088"),
        ("UPDATE listed SET colour = 'green' WHERE number = 'D3'", "JRN-088"),
        ("UPDATE listed SET next = '2030-01-01' WHERE number = 'D3'", "JRN-088"),
        ("INSERT INTO search(rowid, grams) SELECT max(id) + 1, '4e00z4e8c' FROM listed", "JRN-088"),
        ("DELETE FROM search WHERE rowid = (SELECT min(id) FROM listed)", "JRN-088"),
        ("DELETE FROM party WHERE role = 'unit'", "JRN-088"),
    ],
)
def test_every_table_that_lists_are_answered_from_is_held_against_the_entries(
    home: Path, statement: str, code: str
) -> None:
    by_hand = apsw.Connection(str(home / FILE))
    by_hand.execute(statement)
    assert by_hand.changes() > 0
    by_hand.close()
    with Site(home) as site:
        assert code in {problem.code for problem in site.verify().problems}
        site.journal.rebuild()
        assert site.verify().problems == ()


def test_a_freeze_cut_short_does_not_block_the_next_and_its_folder_is_named_and_put_aside(home: Path) -> None:
    orphan = home / "editions" / "mini-2026-v1"
    orphan.mkdir(parents=True)
    (orphan / "text.md").write_text("半", encoding="utf-8")
    with Site(home) as site:
        assert [problem.code for problem in faults(site)] == ["RPT-070"]
        assert settle(site, "mini", YEAR, "主任", actor="甲", on=DAY).version == 1
        assert list(faults(site)) == []
        assert (home / "editions" / "orphans" / "mini-2026-v1-1" / "text.md").read_text(encoding="utf-8") == "半"
        (home / "editions" / ".mini-2026-v2.incoming").mkdir()
        assert [problem.code for problem in faults(site)] == ["RPT-070"]
        assert [path.name for path in tidy(site)] == ["mini-2026-v2.incoming-2"]
        assert list(faults(site)) == []
        (editions(site)[0].folder / "text.md").write_text("改", encoding="utf-8")
        assert [problem.code for problem in faults(site)] == ["RPT-053"]
