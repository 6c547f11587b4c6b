"""What stands on a figure, and how a year's change is rounded where nobody says to how many places."""

from __future__ import annotations

from decimal import Decimal

from taizhang.catalogue.load import load
from taizhang.figures.dictionary import entry, ledgers_of, templates_printing
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
