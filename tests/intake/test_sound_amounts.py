"""Rows whose numbers cannot be, twins and totals are named at their cell; look-alikes raise nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taizhang.papers.kept_rows import unsound_rows
from taizhang.site.site import Site
from tests.intake.small_body import (
    BODY,
    CHECKS,
    FUND,
    LIVELIHOOD,
    PETITION,
    SPRING,
    D,
    Row,
    imported,
    made_site,
    named,
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return made_site(tmp_path)


def test_half_a_bridge_and_a_finished_item_short_of_its_goal(site: Site, tmp_path: Path) -> None:
    rows = [
        LIVELIHOOD,
        ["M-1", 2026, "危桥改造", "改造危桥", "座", 10, 9.5, "达到序时进度", ""],
        ["M-2", 2026, "安防工程", "安防里程", "公里", 10, 9.5, "已完成", D(2026, 11, 1)],
        ["M-3", 2026, "安防工程", "安防里程二", "公里", 10, 12.5, "已完成", D(2026, 11, 1)],
    ]
    assert named(imported(site, tmp_path, "2026年民生实事项目台账", rows)) == {("ROW-010", "G3"), ("ROW-004", "G4")}


def test_money_over_the_allotment_is_refused_at_its_cell(site: Site, tmp_path: Path) -> None:
    rows = [
        FUND,
        ["Z-1", "车购税", D(2026, 3, 1), "养护管理处", 100, D(2026, 4, 1), 100.01],
        ["Z-2", "车购税", D(2026, 3, 2), "养护管理处", 100, D(2026, 4, 1), 100],
    ]
    assert named(imported(site, tmp_path, "2026年上级补助资金台账", rows)) == {("INT-055", "G3")}


def test_one_matter_under_two_numbers_is_named_and_its_look_alikes_are_not(site: Site, tmp_path: Path) -> None:
    def row(no: str, code: str, text: str, day: date = SPRING) -> Row:
        return [no, code, "来信", "城东街道", text, "养护管理处", day, D(2026, 4, 1), "", "办理中"]

    rows = [
        PETITION,
        row("X-1", "D-1", "反映沿河路三号桥护栏损坏"),
        row("X-2", "D-1", "反映沿河路三号桥护栏损坏"),
        row("X-3", "D-1", "反映沿河路四号桥护栏损坏"),
        row("X-4", "D-2", "反映沿河路三号桥护栏损坏"),
        row("X-5", "D-1", "反映沿河路三号桥护栏损坏", D(2026, 3, 2)),
    ]
    got = imported(site, tmp_path, "2026年信访事项登记", rows)
    assert named(got) == {("ROW-009", "A4")}
    imported(site, tmp_path, "2026年信访事项登记", rows[:2], apply=True)
    again = imported(site, tmp_path, "2026年信访事项登记", [PETITION, row("X-7", "D-1", "反映沿河路三号桥护栏损坏")])
    assert named(again) == {("ROW-009", "A3")}


def test_of_many_rows_alike_each_is_told_once_beside_the_first(site: Site, tmp_path: Path) -> None:
    def row(n: int) -> Row:
        return [
            f"X-{n}",
            "D-1",
            "来信",
            "城东街道",
            "反映沿河路三号桥护栏损坏",
            "养护管理处",
            SPRING,
            SPRING,
            "",
            "办理中",
        ]

    got = imported(site, tmp_path, "2026年信访事项登记", [PETITION, *(row(n) for n in range(30))])
    told = [one for one in got.changes.warnings if one.code == "ROW-009"]
    assert [one.place.cell for one in told] == [f"A{n}" for n in range(4, 33)]
    assert all("“X-0”" in one.message for one in told)


def test_a_total_that_does_not_equal_its_rows_is_named_in_any_ledger(site: Site, tmp_path: Path) -> None:
    rows = [
        FUND,
        ["Z-1", "车购税", D(2026, 3, 1), "养护管理处", 100, "", ""],
        ["Z-2", "车购税", D(2026, 3, 2), "养护管理处", 200, "", ""],
        ["合计", "共3笔", "", "", 310, "", ""],
    ]
    assert ("INT-061", "E5") in named(imported(site, tmp_path, "2026年上级补助资金台账", rows))


def test_clean_look_alikes_raise_nothing(site: Site, tmp_path: Path) -> None:
    rows = [
        PETITION,
        [
            "X-1",
            "D-1",
            "来信",
            "城东街道",
            "反映路灯不亮影响出行",
            "养护管理处",
            D(2024, 2, 29),
            D(2024, 4, 29),
            D(2024, 2, 29),
            "已完成",
        ],
        [
            "X-2",
            "D-2",
            "来信",
            "城东街道",
            "反映路灯不亮影响出行",
            "养护管理处",
            D(2024, 2, 29),
            D(2024, 4, 29),
            "",
            "办理中",
        ],
        [
            "X-3",
            "D-1",
            "来信",
            "城东街道",
            "反映井盖缺失影响出行",
            "养护管理处",
            D(2024, 2, 29),
            D(2024, 4, 29),
            "",
            "办理中",
        ],
        ["X-4", "D-4", "来信", "西塘镇", "反映积水", "养护管理处", D(2026, 3, 31), D(2026, 5, 30), "", "办理中"],
    ]
    assert named(imported(site, tmp_path, "信访事项登记", rows)) == set()


def test_a_number_of_a_past_month_is_not_replaced_in_silence(site: Site, tmp_path: Path) -> None:
    heads: Row = ["项目单位", "年度", "年度投资任务", *(f"{month}月" for month in range(1, 13))]
    title = "2026年公路投资完成月报"
    assert imported(site, tmp_path, title, [heads, ["城东街道", 2026, 120, *[10] * 12]], apply=True).applied
    got = imported(site, tmp_path, title, [heads, ["城东街道", 2026, 120, 10, 12, *[10] * 10]])
    assert {code for code, _ in named(got)} == {"INT-064"}
    assert not named(imported(site, tmp_path, title, [heads, ["城东街道", 2026, 120, *[10] * 12]]))


def test_what_is_kept_already_is_named_as_well(site: Site, tmp_path: Path) -> None:
    rows = [
        CHECKS,
        ["Q-1", "违法建设", "东街临时棚", "城东街道", D(2026, 4, 1), D(2026, 6, 1), "", D(2026, 5, 1), "已完成"],
    ]
    assert imported(site, tmp_path, "2026年清理整治台账", rows, apply=True).applied
    (found,) = unsound_rows(site)
    assert (found.code, found.place.key) == ("ROW-002", "ledger.clearance.closed")
    assert "Q-1" in found.message


NEW = """
[ledger.boat]
title = "渡船检验台账"
noun = "渡船检验"
counter = "艘"
lifecycle = "closed_loop"
key = ["code_no"]
[ledger.boat.field]
code_no = { title = "检验编号", required = true, headings = ["检验编号"] }
f1 = { title = "渡船登记日期", type = "date", required = true, headings = ["渡船登记日期"] }
f2 = { title = "船检复核日期", type = "date", headings = ["船检复核日期"] }
f3 = { title = "检验办结日期", type = "date", headings = ["检验办结日期"] }
f4 = { title = "发现缺陷数", type = "integer", headings = ["发现缺陷数"] }
f5 = { title = "整改缺陷数", type = "integer", headings = ["整改缺陷数"] }
"""


def test_a_new_ledger_has_the_checks_without_writing_any(tmp_path: Path) -> None:
    home = tmp_path / "site"
    Site.create(home, BODY, "").close()
    (home / "catalogue" / "boat.toml").write_text(NEW, encoding="utf-8")
    rows: list[Row] = [
        ["检验编号", "渡船登记日期", "船检复核日期", "检验办结日期", "发现缺陷数", "整改缺陷数"],
        ["B-1", D(2026, 3, 1), D(2026, 3, 9), D(2026, 3, 8), 3, 3],
        ["B-2", D(2026, 3, 1), "", D(2026, 3, 8), 3, 4],
        ["B-3", D(2026, 3, 9), D(2026, 3, 9), D(2026, 3, 8), 3, 3],
        ["B-4", D(2026, 3, 9), D(2026, 3, 9), D(2026, 3, 9), 3, 3],
    ]
    with Site(home) as made:
        assert named(imported(made, tmp_path, "2026年渡船检验台账", rows)) == {
            ("ROW-001", "D3"),
            ("ROW-002", "D4"),
            ("ROW-003", "F4"),
            ("ROW-001", "D5"),
        }
