"""What stands on a figure, and how a year's change is rounded where nobody says to how many places."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from taizhang.catalogue.load import load
from taizhang.figures.compile import sql_of
from taizhang.figures.dictionary import book, entry, ledgers_of, templates_printing
from taizhang.figures.naive_rules import told
from taizhang.figures.value import Ask, Value
from taizhang.figures.yearly import change
from taizhang.shipped import CATALOGUE
from taizhang.terms.period import Period
from tests.figures.yard import catalogue

DECLARED = load(CATALOGUE)


def test_the_templates_that_print_a_figure_are_those_that_name_it() -> None:
    printed = [name for name in DECLARED.figures if templates_printing(DECLARED, {name})]
    assert printed
    for name in printed:
        there = templates_printing(DECLARED, {name})
        assert all(name in DECLARED.templates[key] for key in there)
        assert entry(DECLARED, name).templates == there
    assert templates_printing(DECLARED, {"no_such_figure"}) == ()
    assert set(templates_printing(DECLARED, set(printed))) <= set(DECLARED.templates)


def test_an_entry_names_its_parts_its_users_and_its_ledgers() -> None:
    one = entry(catalogue(), "rate")
    assert set(one.parts) == set(catalogue().figures["rate"].declared.made_of)
    assert "best" in one.users
    assert one.ledgers == ledgers_of(catalogue(), "rate")
    assert "visit" in one.ledgers


def test_a_rate_of_change_has_two_places_where_nothing_is_said() -> None:
    figure = catalogue().figures["people"]
    this, last = (Value(figure, Ask("people", Period.year(2026)), Decimal(amount)) for amount in ("10", "3"))
    assert change(this, last, "rate") == Decimal("233.33")
    assert change(this, last, "rate", 0) == Decimal("233")
    assert change(this, Value(figure, this.ask, None), "rate") is None
    assert change(this, Value(figure, this.ask, Decimal(0)), "rate") is None
    assert change(this, last, "difference") == 7


def test_the_dictionary_as_a_workbook_has_a_figure_a_row_under_headings_that_stay_in_sight() -> None:
    sheet = load_workbook(BytesIO(book(catalogue(), ("rate", "flow")))).worksheets[0]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["指标", "名称", "台账", "种类"]
    assert [row[1] for row in rows[1:]] == ["rate", "flow"]
    flow = catalogue().figures["flow"]
    assert rows[2] == ["登记", "flow", catalogue().ledgers["visit"].title, "当期流量", *rows[2][4:8], flow.hash[:16]]
    assert rows[2][4] == entry(catalogue(), "flow").definition
    assert sheet.freeze_panes == "B2"
    assert [sheet.column_dimensions[name].width for name in "AE"] == [
        pytest.approx(24, abs=1),
        pytest.approx(60, abs=1),
    ]


def test_the_sql_of_a_figure_names_its_ledger_and_of_a_rate_each_part_once() -> None:
    flow = sql_of(catalogue(), catalogue().figures["flow"])
    assert flow.startswith("SELECT count(CASE WHEN ")
    assert flow.endswith('\nFROM "visit"')
    rate = sql_of(catalogue(), catalogue().figures["rate"])
    assert rate == "\n".join(
        f"-- {name}\n{sql_of(catalogue(), catalogue().figures[name])}" for name in ("cohort", "flow")
    )


def test_the_second_opinion_divides_the_sum_by_the_number() -> None:
    mean = catalogue().figures["mean"]
    value = told(mean, Ask("mean", Period.year(2026)), [Decimal(10), Decimal(4)])
    assert (value.numerator, value.denominator) == (Decimal(10), Decimal(4))
    assert value.amount == Decimal("2.5").quantize(Decimal(1).scaleb(-mean.decimals))
