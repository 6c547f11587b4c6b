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
from taizhang.site.site import Imported, Site
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


def _brought(site: Site, folder: Path, rows: list[list[str]]) -> Imported:
    """What came of declaring the only ledger of the rows and importing them."""
    path = book(folder, rows)
    (made,) = propose_ledgers(site, [path]).proposals
    name = declare_ledger(site, made, "赵某", "b-1")
    return import_declared(site, [path], [(name, made)], "赵某", accept_refused=True)


def test_two_headings_that_mean_the_same_elsewhere_stay_two_columns(site: Site, tmp_path: Path) -> None:
    rows = [["会议室使用登记"], ["时间", "日期", "会议名称", "申请单位"]]
    rows += [[f"{8 + n}:00-{9 + n}:30", f"2026-03-0{n}", f"第{n}次会", "综合科"] for n in range(1, 6)]
    done = _brought(site, tmp_path, rows)
    assert (len(done.changes.new), done.changes.refused) == (5, ())
    assert {one.draft.facts["opened"] for one in done.changes.new} == {f"2026-03-0{n}" for n in range(1, 6)}
    site.close()


def test_a_guarded_ledger_of_its_own_takes_the_telephones_it_was_made_for(site: Site, tmp_path: Path) -> None:
    rows = [["应急值班表"], ["值班日期", "值班人员", "办公", "手机"]]
    rows += [[f"2026-03-0{n}", "甲某", f"0990-220100{n}", f"1390000000{n}"] for n in range(1, 6)]
    done = _brought(site, tmp_path, rows)
    assert (len(done.changes.new), done.changes.refused) == (5, ())
    assert site.catalogue.ledgers[done.changes.new[0].draft.ledger].declared.guarded
    site.close()


def test_a_term_of_its_own_may_be_far_and_a_day_of_beginning_may_not(site: Site, tmp_path: Path) -> None:
    rows = [["租赁台账"], ["序号", "签订日期", "承租方", "到期日期"]]
    rows += [["1", "2026-01-02", "甲某", "2056-01-01"], ["2", "2056-01-02", "乙某", "2057-01-01"]]
    done = _brought(site, tmp_path, rows)
    assert [str(one.draft.facts["due"]) for one in done.changes.new] == ["2056-01-01"]
    assert [(one.field, one.reason) for one in done.changes.refused] == [("opened", "far_day")]
    site.close()


def test_as_above_is_read_and_told(site: Site, tmp_path: Path) -> None:
    rows = [["用印登记"], ["序号", "用印日期", "用印科室", "文件名称", "份数"]]
    rows += [["1", "2026-03-02", "综合科", "合同甲", "2"], ["2", "2026-03-02", "同上", "函乙", "同上"]]
    done = _brought(site, tmp_path, rows)
    assert [one.draft.facts["unit"] for one in done.changes.new] == ["综合科", "综合科"]
    assert [(one.code, one.place.cell) for one in done.changes.warnings if one.code == "INT-069"] == [("INT-069", "C4")]
    site.close()


def test_a_day_without_a_year_takes_that_of_its_month_in_the_title(site: Site, tmp_path: Path) -> None:
    rows = [["冬春行动台账（2025年12月—2026年3月）"], ["序号", "交办日期", "任务"]]
    rows += [["1", "12月8日", "甲"], ["2", "2月3日", "乙"]]
    done = _brought(site, tmp_path, rows)
    assert [one.draft.facts["opened"] for one in done.changes.new] == ["2025-12-08", "2026-02-03"]
    site.close()
