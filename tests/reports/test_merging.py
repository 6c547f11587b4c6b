"""Two texts made from one: what goes together is put together, what does not is named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taizhang.reports.merging import merge

LINES = st.lists(st.sampled_from(["甲", "乙", "丙", "丁", ""]), max_size=8).map("\n".join)


def test_changes_in_different_places_go_together() -> None:
    found = merge("一\n二\n三\n四", "一改\n二\n三\n四", "一\n二\n三\n四\n五")
    assert found.conflicts == 0
    assert found.text == "一改\n二\n三\n四\n五"
    assert [piece.kind for piece in found.pieces] == ["theirs", "same", "mine"]


def test_the_same_line_changed_twice_is_a_conflict_and_both_stay() -> None:
    found = merge("一\n二\n三", "一\n二甲\n三", "一\n二乙\n三")
    assert found.conflicts == 1
    assert found.text == "一\n二甲\n二乙\n三"


def test_the_same_change_made_twice_is_no_conflict() -> None:
    found = merge("一\n二", "一\n二改", "一\n二改")
    assert (found.conflicts, found.text) == (0, "一\n二改")


@given(LINES, LINES)
def test_one_side_untouched_gives_the_other(base: str, other: str) -> None:
    assert merge(base, base, other).text == other
    assert merge(base, other, base).text == other
    assert merge(base, other, other).text == other


@given(LINES, LINES, LINES)
def test_no_line_of_either_side_is_lost(base: str, one: str, two: str) -> None:
    found = merge(base, one, two)
    assert "\n".join(line for piece in found.pieces for line in piece.theirs) == one
    assert "\n".join(line for piece in found.pieces for line in piece.mine) == two
    assert "\n".join(line for piece in found.pieces for line in piece.base) == base
