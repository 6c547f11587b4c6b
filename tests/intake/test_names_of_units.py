"""No name becomes a unit unasked: with a register what is not in it waits, without one it is told and to be confirmed."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.catalogue.values import Stored
from taizhang.intake.changes import ChangeSet, prepare
from taizhang.intake.identities import matter_identity
from taizhang.intake.near_names import same_but_shorter
from taizhang.intake.unit_names import names_group
from taizhang.matters.entry import Head
from taizhang.terms.scope import Organisation, Unit
from tests.intake.grids import SHIPPED, sheet, workbook

HAZARD = "编号 | 乡镇 | 场所 | 隐患内容 | 隐患级别 | 发现日期 | 整改期限 | 状态"
REGISTER = Organisation(
    [
        Unit("东桥镇"),
        Unit("县交通运输局", aliases=("交通局",)),
        Unit("县住房和城乡建设局"),
        Unit("南山乡"),
    ]
)


def told(*names: str, known: Organisation = REGISTER, more: str = "") -> ChangeSet:
    """What the import of one hazard a name would do."""
    rows = [
        f"T-{n} | {name} | {n}号店 | 通道堵塞 | 一般 | 2026-09-01 | 2026-10-15 | 办理中"
        for n, name in enumerate(names, 1)
    ]
    books = [workbook(sheet("\n".join((HAZARD, *rows))))]
    if more:
        books.append(workbook(sheet(more, name="单位名录")))
    return prepare(SHIPPED, books, lambda matters: {}, known, today=date(2026, 11, 30))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("交通运输局", "unit_like_another"),
        ("县交通局", "unit_like_another"),
        ("县住房城乡建设局", "unit_like_another"),
        ("县交通运输管理局", "unit_like_another"),
        ("原东桥镇", "unknown_unit"),
        ("东桥镇党委", "unknown_unit"),
        ("东桥镇东桥村", "unknown_unit"),
        ("北塘镇", "unknown_unit"),
        ("县水利局", "unknown_unit"),
        ("各乡镇", "unit_group"),
        ("有关部门", "unit_group"),
        ("全县", "unit_group"),
        ("非东桥镇", "unit_group"),
        ("除东桥镇外", "unit_group"),
        ("东桥镇以外", "unit_group"),
        ("东桥镇等3个乡镇", "unit_group"),
        ("东桥镇2个村", "unit_group"),
        ("其他乡镇", "unit_group"),
        ("县直有关单位", "unit_group"),
    ],
)
def test_with_a_register_a_name_that_is_not_in_it_waits(name: str, reason: str) -> None:
    found = told(name)
    assert not found.units
    assert not found.new
    assert [(one.reason, one.waits) for one in found.refused] == [(reason, True)]
    assert [dict(one.draft.pending) for one in found.waiting] == [{"township": name}]


def test_the_likely_unit_is_said_beside_the_name() -> None:
    assert "“县交通运输局”" in told("交通运输局").refused[0].because
    assert "“县住房和城乡建设局”" in told("县住房城乡建设局").refused[0].because


def test_several_units_joined_by_an_arrow_are_several() -> None:
    assert [one.reason for one in told("东桥镇→南山乡").refused] == ["several_units"]


@pytest.mark.parametrize("name", ["东桥镇", "东桥镇政府", "东 桥 镇", "交通局", "县交通运输局"])
def test_a_known_unit_under_any_of_its_spellings_comes_in(name: str) -> None:
    assert [len(part) for part in (told(name).new, told(name).refused, told(name).units)] == [1, 0, 0]


def test_without_a_register_full_names_are_taken_told_and_to_be_confirmed() -> None:
    found = told("北塘镇", "县水利局", "北塘镇", "各乡镇", "全县", known=Organisation())
    assert {unit.name: unit.met for unit in found.units} == {"北塘镇": True, "县水利局": True}
    said = [one for one in found.warnings if one.code == "INT-086"]
    assert [one.place.cell for one in said] == ["B2", "B3"]
    assert "“北塘镇”" in said[0].message
    assert [one.reason for one in found.refused] == ["unit_group", "unit_group"]


def test_without_a_register_a_short_form_is_a_name_and_only_a_seat_left_out_is_asked_about() -> None:
    found = told("县机关事务管理局", "县机关事务局", "县交通运输局", "县交通运输局", "交通运输局", known=Organisation())
    assert sorted(unit.name for unit in found.units) == ["县交通运输局", "县机关事务局", "县机关事务管理局"]
    assert [(one.value, one.reason) for one in found.refused] == [("交通运输局", "unit_like_another")]
    later = told("县机关事务局", known=Organisation([Unit("县机关事务管理局", met=True)]))
    assert [unit.name for unit in later.units] == ["县机关事务局"], "also when the other came in an earlier file"


def test_units_that_were_only_met_are_no_register() -> None:
    met = Organisation([Unit("东桥镇", met=True)])
    assert [unit.name for unit in told("县水利局", known=met).units] == ["县水利局"]
    assert not told("县水利局", known=Organisation([Unit("东桥镇", met=True), Unit("南山乡")])).units


def test_a_list_of_units_among_the_files_is_a_register() -> None:
    listed = "单位名称 | 上级单位 | 单位类型\n东桥镇 | 云岭县 | 乡镇"
    found = told("东桥镇", "县水利局", known=Organisation(), more=listed)
    assert [(unit.name, unit.met) for unit in found.units] == [("东桥镇", False)]
    assert [one.value for one in found.refused] == ["县水利局"]


def test_a_list_of_units_confirms_those_that_were_met() -> None:
    matter = matter_identity("unit", ("东桥镇",))
    facts: dict[str, Stored] = {"name": "东桥镇", "parent": "云岭县", "kind": "乡镇", "met": True}
    head = Head(matter, "unit", "东桥镇", "", "recorded", 1, 1, facts)
    text = "单位名称 | 上级单位 | 单位类型\n东桥镇 | 云岭县 | 乡镇"
    known = Organisation([Unit("东桥镇", met=True)])
    found = prepare(SHIPPED, [workbook(sheet(text, name="单位名录"))], lambda _: {matter: head}, known)
    assert [one.fields for one in found.changed] == [(("met", True, None),)]


@pytest.mark.parametrize(
    "name",
    [
        "各莫镇",
        "非遗保护中心",
        "九所镇",
        "三家子镇",
        "全民健身中心",
        "其尔村",
        "县医院",
        "县第一小学",
        "百家村委会",
        "县直机关工委",
    ],
)
def test_a_proper_name_is_no_group(name: str) -> None:
    assert not names_group(name, Organisation())


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("县交通局", "县交通运输局", True),
        ("教育局", "县教育局", True),
        ("河镇", "西河镇", False),
        ("县小学", "县第二小学", False),
        ("县公安局", "县公安局城关分局", False),
        ("县医院", "县中医院", False),
        ("县局", "县水利局", False),
    ],
)
def test_names_with_signs_left_out_are_alike_but_a_part_or_one_of_a_series_is_not(
    name: str, other: str, same: bool
) -> None:
    assert bool(list(same_but_shorter(name, [other]))) == bool(list(same_but_shorter(other, [name]))) == same
