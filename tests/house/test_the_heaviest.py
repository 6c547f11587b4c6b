"""The list of modules that two workers begin with names modules that are there."""

from __future__ import annotations

from pathlib import Path

from tests.heaviest import HEAVIEST, rank

TESTS = Path(__file__).parents[1]


def test_every_one_is_there_once_and_comes_before_all_others() -> None:
    assert [one for one in HEAVIEST if not (TESTS / one).is_file()] == []
    assert len(set(HEAVIEST)) == len(HEAVIEST)
    assert [rank(f"/anywhere/tests/{one}") for one in HEAVIEST] == [*range(len(HEAVIEST))]
    assert rank("tests/house/test_the_house.py") == len(HEAVIEST)
