"""What a definition may say, operation by operation, and what a matter's entries make of a row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.bundled import RECOMPUTE
from tests.reports.bundle.handmade import entry

ROWS = {
    "case": [
        {"id": "a", "n": 3, "day": "2026-03-09"},
        {"id": "b", "n": None, "day": None},
        {"id": "c", "n": 1, "day": ""},
    ]
}
N = ["number", "n"]
KNOWN = ["of", "case", ["!=", "n", ["is", None]], N]


def value(said: Any) -> Any:
    return RECOMPUTE.told(lambda: eval(RECOMPUTE.source(said), {"CALLS": RECOMPUTE.CALLS, "rows": ROWS}))


def of(said: Any, *keys: Any) -> Any:
    return value(["of", "case", ["is", True], said, *keys])


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (["is", None], None),
        (["is", "x"], "x"),
        (["sorted", ["is", [2, 1]]], [1, 2]),
        (["set", ["is", [2, 1, 2]]], {1, 2}),
        (["unique", ["is", [2, 1, 2]]], [2, 1]),
        (["str", ["is", 5]], "5"),
        (["number", ["is", "5.50"]], Decimal("5.50")),
        (["number", ["is", None]], None),
        (["year", ["is", 2024]], "2024-01-01"),
        (["year", ["is", None]], None),
        (["joined", ["is", ["甲", "乙"]]], "甲、乙"),
        (["joined", ["is", "甲"]], "甲"),
        (["if", ["is", True], ["is", 1], ["is", 2]], 1),
        (["if", ["is", False], ["is", 1], ["is", 2]], 2),
        (["sum", KNOWN], Decimal(4)),
        (["sum", ["is", []]], Decimal(0)),
        (["size", KNOWN], Decimal(2)),
        (["part", ["is", "2026-03"], ["is", 0], ["is", 4]], "2026"),
        (["part", ["is", [1, 2, 3]], ["is", -1], ["is", None]], [3]),
        (["last", ["is", [1, 2]]], 2),
        (["last", ["is", []]], None),
        (["streak", ["is", [2024, 2025, 2026]], ["is", 2026]], Decimal(3)),
        (["streak", ["is", [2023, 2025, 2026]], ["is", 2026]], Decimal(2)),
        (["streak", ["is", [2025]], ["is", 2026]], Decimal(0)),
        (["day", ["is", "2026-03-09"], ["is", ["{}年", "{}月", "{}日"]]], "2026年3月9日"),
        (["day", ["is", "2026-03-09"], ["is", ["", "{}"]]], "3"),
        (["round", ["number", ["is", "2.345"]], ["is", "0.01"]], Decimal("2.35")),
        (["percent", ["number", ["is", "99.996"]], ["is", "0.01"]], Decimal("99.99")),
        (["percent", ["number", ["is", "100"]], ["is", "0.01"]], Decimal("100.00")),
        (["percent", ["number", ["is", "100.004"]], ["is", "0.01"]], Decimal("100.01")),
        (["percent", ["number", ["is", "101.236"]], ["is", "0.01"]], Decimal("101.24")),
        (["percent", ["number", ["is", "66.666"]], ["is", "0.01"]], Decimal("66.67")),
        (["most", ["is", 1], ["is", None], ["is", 3]], 3),
        (["most", ["/", ["number", ["is", 1]], ["number", ["is", 0]]], ["is", 2]], 2),
        (["most", ["is", None]], None),
        (["most", ["is", 1]], 1),
        (["best", ["is", 1], ["is", None], ["is", 3]], 3),
        (["best", ["is", 1], ["is", None]], None),
        (["best", ["is", None], ["is", None]], None),
        (["and", ["is", 1], ["is", 0], ["is", 2]], 0),
        (["or", ["is", None], ["is", 0], ["is", 2]], 2),
        (["in", ["is", 1], ["is", [1]]], True),
        (["not in", ["is", 1], ["is", [1]]], False),
        (["-", ["is", 5], ["is", 2], ["is", 1]], 2),
        (["<", ["is", None], ["is", 2]], None),
        (["/", ["number", ["is", 1]], ["number", ["is", 0]]], None),
        (["day", ["is", None], ["is", ["{}"]]], None),
    ],
)
def test_an_operation_makes(said: Any, wanted: Any) -> None:
    assert value(said) == wanted


def test_an_expression_is_made_for_each_row_that_meets_the_condition_in_the_order_of_the_keys() -> None:
    assert value(KNOWN) == [3, 1]
    assert of("id") == ["a", "b", "c"]
    assert of("id", ["or", "n", ["is", 9]]) == ["c", "a", "b"]
    assert of("id", ["==", "n", ["is", None]], ["or", "n", ["is", 0]]) == ["c", "a", "b"]


def test_a_definition_is_made_of_these_operations_alone() -> None:
    for said in (["__import__", ["is", "os"]], ["lambda", "x"], ["()", ["is", 1]], ["andor", "x"], ["if else"]):
        with pytest.raises(ValueError, match="不认识口径里的"):
            RECOMPUTE.source(said)
    with pytest.raises(KeyError, match="gone"):
        of("gone")


def row(*bodies: Any, fields: Any = ()) -> Any:
    return RECOMPUTE.row_of("a", list(bodies), fields)


def test_a_row_is_what_its_entries_make_one_after_the_other() -> None:
    first = entry("a", 1, "open", number="D1", facts={"x": 1, "y": "", "z": False})
    assert row(first, fields=("x", "y", "z", "w")) == {
        **{"x": 1, "y": None, "z": False, "w": None},
        **{"number": "D1", "state": "open", "discontinued": None, "completed": None},
    }
    after = row(first, entry("a", 2, "", facts={"x": None, "y": 2}), entry("a", 3, "", number="D2"), fields=("x", "y"))
    assert (after["x"], after["y"], after["number"], after["state"]) == (None, 2, "D2", None)


@pytest.mark.parametrize("state", ["declined", "merged", "split", "cancelled", "transferred"])
def test_what_ended_without_being_done_is_discontinued_from_its_first_day_on(state: str) -> None:
    opened, ended = entry("a", 1, "open"), entry("a", 2, state)
    assert row(opened, ended)["discontinued"] == "2026-03-02"
    assert row(opened, ended, entry("a", 3, state))["discontinued"] == "2026-03-02"
    assert row(opened, ended, entry("a", 3, "open"))["discontinued"] is None
    assert row(opened, ended, entry("a", 3, "open"), entry("a", 4, "split"))["discontinued"] == "2026-03-04"


@pytest.mark.parametrize("act", ["return_work", "reopen"])
def test_a_report_stands_until_it_is_returned_or_the_matter_reopened(act: str) -> None:
    opened, reported = entry("a", 1, "open"), entry("a", 2, "done", "report")
    assert row(opened)["completed"] is None
    assert row(opened, reported)["completed"] == "2026-03-02"
    assert row(opened, reported, entry("a", 3, "closed", "close"))["completed"] == "2026-03-02"
    assert row(opened, reported, entry("a", 3, "open", act))["completed"] is None
    assert (
        row(opened, reported, entry("a", 3, "open", act), entry("a", 4, "done", "report"))["completed"] == "2026-03-04"
    )


def test_all_entries_of_the_matter_are_there() -> None:
    for wrong in ([entry("a", 2, "open")], [entry("b", 1, "open")], [entry("a", 1, "open"), entry("a", 3, "open")]):
        with pytest.raises(ValueError, match="记录“a”的流水不齐"):
            row(*wrong)
