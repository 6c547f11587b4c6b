"""Rows whose days or units cannot be are named at their cell, in every ledger alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.site.site import Site
from tests.intake.small_body import (
    CHECKS,
    MANUSCRIPTS,
    PETITION,
    TRAINING,
    WARNING,
    WORKS,
    D,
    imported,
    made_site,
    named,
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return made_site(tmp_path)


def test_gates_out_of_order_and_skipped_are_named(site: Site, tmp_path: Path) -> None:
    rows = [
        MANUSCRIPTS,
        [
            "W-1",
            "公文",
            "关于甲的报告",
            "发展科",
            D(2026, 3, 1),
            D(2026, 3, 20),
            D(2026, 3, 9),
            D(2026, 3, 7),
            D(2026, 3, 12),
            "已完成",
        ],
        ["W-2", "公文", "关于乙的报告", "发展科", D(2026, 3, 1), D(2026, 3, 20), "", "", "", "已完成"],
        [
            "W-3",
            "公文",
            "关于丙的报告",
            "发展科",
            D(2026, 3, 1),
            D(2026, 3, 20),
            D(2026, 3, 9),
            "",
            D(2026, 3, 12),
            "已完成",
        ],
        [
            "W-4",
            "公文",
            "关于丁的报告",
            "发展科",
            D(2026, 3, 1),
            D(2026, 3, 12),
            D(2026, 3, 9),
            D(2026, 3, 9),
            D(2026, 3, 12),
            "已完成",
        ],
    ]
    assert named(imported(site, tmp_path, "2026年文稿起草审核台账", rows)) == {
        ("ROW-001", "H3"),
        ("ROW-002", "F4"),
        ("ROW-002", "I5"),
    }


def test_struck_off_without_a_check_and_at_a_unit_no_longer_there(site: Site, tmp_path: Path) -> None:
    rows = [
        CHECKS,
        ["Q-1", "违法建设", "东街临时棚", "城东街道", D(2026, 4, 1), D(2026, 6, 1), "", D(2026, 5, 1), "已完成"],
        [
            "Q-2",
            "违法建设",
            "西街临时棚",
            "西塘镇",
            D(2026, 3, 31),
            D(2026, 6, 1),
            D(2026, 5, 1),
            D(2026, 5, 1),
            "已完成",
        ],
        [
            "Q-3",
            "违法建设",
            "西街彩钢房",
            "西塘镇",
            D(2026, 4, 1),
            D(2026, 6, 1),
            D(2026, 5, 1),
            D(2026, 5, 1),
            "已完成",
        ],
        [
            "Q-4",
            "违法建设",
            "新街彩钢房",
            "新塘街道",
            D(2026, 3, 31),
            D(2026, 6, 1),
            D(2026, 5, 1),
            D(2026, 5, 1),
            "已完成",
        ],
    ]
    got = imported(site, tmp_path, "2026年清理整治台账", rows)
    assert named(got) == {("ROW-002", "H3"), ("ROW-008", "D5"), ("ROW-008", "D6")}
    (gone,) = [one for one in got.changes.warnings if one.place.cell == "D5"]
    assert "2026-03-31撤销" in gone.message
    assert "由“新塘街道”承接" in gone.message


def test_finished_work_half_done_is_named_and_more_than_all_of_it_refused(site: Site, tmp_path: Path) -> None:
    rows = [
        WORKS,
        ["C-1", "片区开发", "东片区", 2026, D(2026, 1, 5), D(2026, 9, 1), 60],
        ["C-2", "片区开发", "西片区", 2026, D(2026, 1, 5), "", 101],
        ["C-3", "片区开发", "南片区", 2026, D(2026, 1, 5), D(2026, 9, 1), 100],
        ["C-4", "片区开发", "北片区", 2026, D(2026, 1, 5), "", 99],
    ]
    assert named(imported(site, tmp_path, "2026年城建与社会事业工程台账", rows)) == {
        ("ROW-004", "G3"),
        ("INT-055", "G4"),
    }


def test_more_days_than_lie_between_and_a_period_turned_round(site: Site, tmp_path: Path) -> None:
    rows = [
        TRAINING,
        ["P-1", "第一期", "党务", 2026, D(2026, 5, 6), D(2026, 5, 8), 4, 30],
        ["P-2", "第二期", "党务", 2026, D(2026, 5, 6), D(2026, 5, 8), 3, 30],
        ["P-3", "第三期", "党务", 2026, D(2026, 5, 6), D(2026, 5, 5), 1, 30],
    ]
    assert named(imported(site, tmp_path, "2026年培训班次台账", rows)) == {("ROW-007", "G3"), ("INT-055", "F5")}


def test_more_persons_than_times_they_came(site: Site, tmp_path: Path) -> None:
    rows = [
        WARNING,
        ["J-1", "专题会议", "发展科", D(2026, 5, 6), 40, 41],
        ["J-2", "专题会议", "发展科", D(2026, 6, 6), 40, 40],
    ]
    got = named(imported(site, tmp_path, "2026年警示教育台账", rows))
    assert {cell for code, cell in got if code != "INT-066"} == {"F3"}


def test_years_typed_wrong_are_named(site: Site, tmp_path: Path) -> None:
    rows = [
        PETITION,
        *(
            [
                f"X-{n}",
                f"D-{n}",
                "来信",
                "城东街道",
                f"反映第{n}号路灯不亮",
                "养护管理处",
                D(2026, 3, n),
                D(2026, 5, n),
                "",
                "办理中",
            ]
            for n in range(1, 4)
        ),
        ["X-8", "D-8", "来信", "城东街道", "反映桥面破损", "养护管理处", D(2062, 3, 1), D(2062, 5, 1), "", "办理中"],
        ["X-9", "D-9", "来信", "城东街道", "反映井盖缺失", "养护管理处", D(1926, 3, 1), D(2026, 5, 1), "", "办理中"],
    ]
    cells = {cell for _, cell in named(imported(site, tmp_path, "2026年信访事项登记", rows))}
    assert {"G6", "G7"} <= cells
    assert not cells & {"G3", "G4", "G5", "H3", "H4", "H5"}
