"""The organisation tree, characters and the shape of problems."""

from __future__ import annotations

from datetime import date

from taizhang.terms.characters import narrow, squeeze, tidy
from taizhang.terms.problem import Place, Problem, errors
from taizhang.terms.scope import Organisation, Unit

TREE = Organisation(
    [
        Unit("澜泽县"),
        Unit("青埠镇", "澜泽县"),
        Unit("青埠村", "青埠镇"),
        Unit("石坪乡", "澜泽县", aliases=("老石坪",)),
        Unit("石坪街道", "澜泽县"),
    ]
)


def test_a_subtree_holds_the_unit_and_all_below() -> None:
    assert TREE.subtree("澜泽县") == {"澜泽县", "青埠镇", "青埠村", "石坪乡", "石坪街道"}
    assert TREE.subtree("青埠镇") == {"青埠镇", "青埠村"}


def test_parents_come_from_the_nearest_up() -> None:
    assert TREE.above("青埠村") == ("青埠镇", "澜泽县")


def test_a_loop_in_the_tree_ends_the_walk() -> None:
    looped = Organisation([Unit("甲办", "乙办"), Unit("乙办", "甲办")])
    assert looped.above("甲办") == ("乙办",)


def test_a_unit_is_found_however_it_is_written() -> None:
    assert [TREE.resolve(text) for text in ("青埠镇", "青 埠 镇", "青埠镇人民政府", "青埠", "老石坪")] == [
        "青埠镇"
    ] * 4 + ["石坪乡"]


def test_a_short_name_that_fits_two_units_is_not_guessed() -> None:
    assert TREE.resolve("石坪") is None
    assert TREE.resolve("不存在") is None


def test_a_unit_stands_between_its_days() -> None:
    unit = Unit("青埠镇", since=date(2025, 1, 1), until=date(2025, 12, 31))
    assert unit.stands_on(date(2025, 12, 31))
    assert not unit.stands_on(date(2026, 1, 1))


def test_characters_are_narrowed_squeezed_and_tidied() -> None:
    assert narrow("２０２６（Ａ）") == "2026(A)"
    assert squeeze(" 整 改\n期　限 ") == "整改期限"
    assert tidy(" 一 \r\n\n 二　三 ") == "一\n二 三"


def test_a_problem_says_where_what_and_what_to_do() -> None:
    place = Place(file="台账.xlsx", sheet="2025Q1", cell="F18")
    problem = Problem("INT-055", "这一格是空的。", place, "请补上。")
    assert str(problem) == "错误 INT-055 台账.xlsx[2025Q1!F18]： 这一格是空的。 请补上。"
    assert problem.as_dict()["cell"] == "F18"


def test_warnings_do_not_stop_the_work() -> None:
    warning = Problem("INT-060", "约数。", level="warning")
    fault = Problem("INT-055", "空。")
    assert errors([warning, fault]) == (fault,)
