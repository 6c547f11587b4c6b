"""Editions: what was told can be held against what is so now, row by row."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from taizhang.figures.value import Trace, TracedRow
from taizhang.reports.draft import draft
from taizhang.reports.edition import freeze, recheck, thaw
from taizhang.reports.paper import Cell, Paper
from taizhang.terms.problem import Refused
from tests.reports.county import YEAR, Amounts, Fake, catalogue, page

AMOUNTS: Amounts = {("opened", "2026"): 2, ("closed", "2026"): 1}


def paper(amounts: Amounts | None = None) -> Paper:
    filled, problems = draft(
        catalogue(), page("{{figure:opened}}处，{{figure:close_rate}}%"), YEAR, Fake({**AMOUNTS, **(amounts or {})})
    )
    assert not problems
    return filled


def row(matter: str, text: str = "甲") -> TracedRow:
    return TracedRow(matter, f"N{matter}", (("text", text), ("opened", YEAR.start)), Decimal(1))


def with_rows(of: Paper, *rows: TracedRow) -> Paper:
    cells = {
        name: replace(cell, trace=Trace(cell.value, rows)) if name == "opened@2026" else cell
        for name, cell in of.cells.items()
    }
    return replace(of, cells=cells)


def test_an_edition_read_back_is_the_same_and_changes_nothing() -> None:
    frozen = freeze(paper(), "t" * 64, {"a.docx": "d" * 64})
    again = thaw(frozen.canonical())
    assert again == frozen
    assert again.digest == frozen.digest
    assert recheck(again, paper().cells) == ()


def test_an_edition_keeps_exact_values_both_sides_and_definitions() -> None:
    cell = next(one for one in freeze(paper()).cells if one.figure == "close_rate")
    assert (cell.amount, cell.numerator, cell.denominator) == ("50", "1", "2")
    assert cell.definition == catalogue().figures["close_rate"].hash
    assert cell.ask.figure == "close_rate"
    assert cell.ask.period == YEAR


def test_a_later_value_is_told_beside_the_frozen_one() -> None:
    found = recheck(freeze(paper()), paper({("opened", "2026"): 4}).cells)
    assert [(one.told.amount, one.now.amount if one.now else None) for one in found] == [("2", "4"), ("50", "25")]
    assert "定稿时为2处，现在为4处" in found[0].sentence


def test_rows_gone_come_and_changed_are_named_even_when_the_number_stays() -> None:
    before = freeze(with_rows(paper(), row("a"), row("b")))
    after = with_rows(paper(), row("a", "乙"), row("c"))
    (one,) = recheck(before, after.cells)
    assert (one.gone, one.come, one.changed) == (("hazard:b",), ("hazard:c",), ("hazard:a",))
    assert one.told.amount == "2"
    assert "不再计入1条，新计入1条，内容有变1条" in one.sentence


def test_a_changed_definition_is_told() -> None:
    now = paper()
    cell = now.cells["opened@2026"]
    figure = replace(cell.value.figure, hash="0" * 64)
    cells: dict[str, Cell] = {**now.cells, "opened@2026": replace(cell, value=replace(cell.value, figure=figure))}
    (one,) = recheck(freeze(paper()), cells)
    assert one.redefined
    assert "口径已改" in one.sentence


def test_a_number_that_cannot_be_computed_any_more_is_told() -> None:
    found = recheck(freeze(paper()), {})
    assert len(found) == 2
    assert all(one.now is None and one.sentence.endswith("现在已算不出。") for one in found)


@pytest.mark.parametrize("text", ["", "{}", "[1]", "甲"])
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="RPT-050"):
        thaw(text)


def test_a_manifest_of_another_format_is_refused() -> None:
    table = json.loads(freeze(paper()).canonical()) | {"format": "taizhang-edition/9"}
    with pytest.raises(Refused, match="RPT-050"):
        thaw(json.dumps(table))
