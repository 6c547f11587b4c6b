"""Rows of wide tables wait with all their cells, and come in whole once their words are placed."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from taizhang.definitions.wording import Meant, Wording
from taizhang.policy.posts import at_the_machine
from taizhang.site.desk import Desk
from taizhang.site.site import Imported, Site

TODAY = date(2026, 11, 30)
UNITS = [["单位名称", "单位类型", "上级单位"], *([name, "乡镇", "某县人民政府办公室"] for name in ("溦塘镇", "东桥镇"))]
CHANNELS = """
[ledger.service_car]
title = "流动服务车月报"
noun = "服务人次"
counter = "人次"
lifecycle = "progress"
key = ["car", "ended"]

[ledger.service_car.field]
car = { title = "服务车", type = "choice", choices = "service_car", required = true, headings = ["服务车"] }
year = { title = "年度", type = "year", required = true, fill = ["year"] }
ended = { title = "月末", type = "date", axis = "month" }
visits = { title = "服务人次", type = "integer", unit = "人次", required = true }

[ledger.service_car.pivot]
into = "service_car"
carry = ["car", "year"]
value = "visits"

[vocabulary.service_car]
title = "服务车"
[vocabulary.service_car.values]
"一号车" = []
"""
PLAN = [
    ["2026年公路投资完成月报（单位：万元）"],
    ["项目单位", "年度投资任务", "1月", "2月", "3月"],
    ["东桥镇", "100", "10", "20", "30"],
    ["溦糖镇", "200", "11", "21", ""],
]
CARS = [["2026年流动服务车月报"], ["服务车", "1月", "2月"], ["一号车", "100", "200"], ["溦糖车", "7", "8"]]


def _bring(site: Site, folder: Path, rows: list[list[str]], name: str) -> Imported:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return site.import_files([path], today=TODAY, actor="赵某", accept_refused=True)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site that knows two townships."""
    made = Site.create(tmp_path / "site", "某县人民政府办公室")
    _bring(made, tmp_path, UNITS, "单位名录.csv")
    return made


def _amounts(site: Site, ledger: str, field: str) -> list[tuple[str, ...]]:
    return sorted((*head.number.split("/"), str(head.facts[field])) for head in site.journal.heads(ledger))


def test_a_row_whose_unit_nobody_placed_waits_with_its_months(site: Site, tmp_path: Path) -> None:
    done = _bring(site, tmp_path, PLAN, "投资.csv")
    (row,) = done.changes.waiting
    assert (row.draft.key, dict(row.draft.pending)) == (("溦糖镇", "2026"), {"unit": "溦糖镇"})
    assert [dict(one.facts)["amount"] for one in row.draft.children] == ["11", "21"]
    assert {one[0] for one in _amounts(site, "invest", "amount")} == {"东桥镇"}
    desk = Desk(site, at_the_machine("钱某"), TODAY)
    wording = Wording(desk)
    (word,) = wording.words()
    placed = wording.place({word.key: Meant("溦塘镇")})
    assert (placed.admitted, placed.faults) == (1, ())
    wording.apply(placed)
    assert [one for one in _amounts(site, "invest", "amount") if one[0] == "溦塘镇"] == [
        ("溦塘镇", "2026-01-31", "11"),
        ("溦塘镇", "2026-02-28", "21"),
    ]
    assert ("溦塘镇", "2026", "200") in _amounts(site, "invest_plan", "plan")
    assert Wording(Desk(site, at_the_machine("钱某"), TODAY)).rows == ()
    site.close()


def test_a_row_with_a_month_that_came_in_otherwise_meanwhile_waits_on_whole(site: Site, tmp_path: Path) -> None:
    _bring(site, tmp_path, PLAN, "投资.csv")
    right = [*PLAN[:2], ["溦塘镇", "200", "11", "99", ""]]
    _bring(site, tmp_path, right, "投资二.csv")
    wording = Wording(Desk(site, at_the_machine("钱某"), TODAY))
    (word,) = wording.words()
    placed = wording.place({word.key: Meant("溦塘镇")})
    assert (placed.admitted, len(placed.faults)) == (0, 1)
    wording.apply(placed)
    assert ("溦塘镇", "2026-02-28", "99") in _amounts(site, "invest", "amount")
    assert len(Wording(Desk(site, at_the_machine("钱某"), TODAY)).rows) == 1
    site.close()


def test_a_row_that_is_no_matter_of_its_own_waits_for_what_its_cells_carry(site: Site, tmp_path: Path) -> None:
    (site.home / "catalogue").mkdir(exist_ok=True)
    (site.home / "catalogue" / "cars.toml").write_text(CHANNELS, encoding="utf-8")
    site.close()
    site = Site(site.home)
    done = _bring(site, tmp_path, CARS, "服务车.csv")
    assert [dict(one.draft.pending) for one in done.changes.waiting] == [{"car": "溦糖车"}]
    wording = Wording(Desk(site, at_the_machine("钱某"), TODAY))
    (word,) = wording.words()
    wording.apply(wording.place({word.key: Meant(new=True)}))
    assert [one for one in _amounts(site, "service_car", "visits") if one[0] == "溦糖车"] == [
        ("溦糖车", "2026-01-31", "7"),
        ("溦糖车", "2026-02-28", "8"),
    ]
    site.close()


def test_a_second_waiting_row_of_the_same_number_is_refused(site: Site, tmp_path: Path) -> None:
    done = _bring(site, tmp_path, [*PLAN, ["溦糖镇", "300", "12", "", ""]], "投资.csv")
    assert len(done.changes.waiting) == 1
    assert [one.reason for one in done.changes.refused if not one.waits and one.at.row == 5 and one.value] == [
        "unit_like_another",
        "number_conflict",
    ]
    site.close()
