"""A ledger proposed from a workbook is declared as a version of the site and works like any other."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from taizhang.definitions.ledgers import (
    declare_ledger,
    declared_ledgers,
    import_declared,
    propose_ledgers,
)
from taizhang.definitions.proposals import proposals
from taizhang.figures.value import Ask
from taizhang.site.site import Site
from taizhang.terms.period import Period

ROWS = [
    ["印章使用登记簿"],
    ["序号", "用印日期", "用印科室", "文件名称", "份数", "是否归还", "应还日期", "归还日期"],
    ["1", "2026-03-02", "综合科", "合同甲", "2", "是", "2026-03-05", "2026-03-04"],
    ["2", "2026-03-02", "综合科", "合同甲", "3", "否", "2026-03-05", ""],
    ["3", "2026-03-03", "财务科", "函乙", "4", "否", "长期", ""],
    ["合计", "", "", "", "9", "", "", ""],
]


def book(folder: Path, rows: list[list[str]]) -> Path:
    """A csv file of the rows."""
    path = folder / "印章.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty site."""
    return Site.create(tmp_path / "site", "某县人民政府办公室")


def test_a_declared_ledger_holds_every_record_and_gives_its_figures(site: Site, tmp_path: Path) -> None:
    path = book(tmp_path, ROWS)
    (made,) = propose_ledgers(site, [path]).proposals
    name = declare_ledger(site, made, "赵某", "a-1")
    done = import_declared(site, [path], [(name, made)], "赵某")
    assert (done.obstacles, len(done.changes.new)) == ((), 3)
    year = Period.year(2026)
    asks = [Ask(f"{name}_{short}", year) for short in ("opened", "closed", "open", "f4_sum")]
    answers = site.compute(asks)
    assert [int(answers.value(ask).amount or 0) for ask in asks] == [3, 1, 2, 9]
    site.close()


def test_its_numbers_are_made_of_day_unit_and_name_and_numbered_on(site: Site, tmp_path: Path) -> None:
    path = book(tmp_path, ROWS)
    (made,) = propose_ledgers(site, [path]).proposals
    name = declare_ledger(site, made, "赵某", "a-1")
    import_declared(site, [path], [(name, made)], "赵某")
    numbers = [head.number for head in site.journal.heads(name)]
    assert numbers == ["20260302-综合科-合同甲", "20260302-综合科-合同甲·2", "20260303-财务科-函乙"]
    again = import_declared(site, [path], [(name, made)], "赵某")
    assert (again.entries, again.changes.unchanged) == (0, 3)
    site.close()


def test_words_that_are_no_day_are_kept_beside_the_day(site: Site, tmp_path: Path) -> None:
    path = book(tmp_path, ROWS)
    (made,) = propose_ledgers(site, [path]).proposals
    name = declare_ledger(site, made, "赵某", "a-1")
    import_declared(site, [path], [(name, made)], "赵某")
    facts = list(site.journal.heads(name))[2].facts
    assert (facts.get("due"), facts["due_words"]) == (None, "长期")
    site.close()


def test_the_same_press_twice_declares_once_and_a_lost_file_is_written_again(site: Site, tmp_path: Path) -> None:
    (made,) = propose_ledgers(site, [book(tmp_path, ROWS)]).proposals
    name = declare_ledger(site, made, "赵某", "a-1")
    assert declare_ledger(site, made, "赵某", "a-1") == name
    assert [one["name"] for one in declared_ledgers(site)] == [name]
    assert proposals(site) == ()
    (file,) = (site.home / "definitions").glob("*.toml")
    text = file.read_text("utf-8")
    file.unlink()
    site.follow_declared()
    assert file.read_text("utf-8") == text
    site.close()
    with Site(site.home) as opened:
        assert name in opened.catalogue.ledgers


def test_a_file_without_a_table_is_told_so(site: Site, tmp_path: Path) -> None:
    found = propose_ledgers(site, [book(tmp_path, [["说明"], ["请如实填写。"]])])
    assert [one.code for one in found.problems] == ["INT-070"]
    assert site.day >= date(2026, 1, 1)
    site.close()
