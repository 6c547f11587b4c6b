"""A change split into contributions: to the last digit, by hand, and what cannot be split."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.catalogue.values import Stored
from taizhang.figures.apportion import apportion, mix_and_rate, slopes
from taizhang.figures.compute import compute
from taizhang.figures.contributions import CLOSED, COME, GONE, LEFT, OPENED, STAYED, UNSAID
from taizhang.figures.explain import explain
from taizhang.figures.split import FLOWS, PARTS, Split, compared, ways
from taizhang.figures.value import Ask
from taizhang.matters.entry import Head
from taizhang.terms.period import Period
from taizhang.terms.scope import EVERYTHING, Scope
from tests.figures.yard import TREE, catalogue, head, heads, warehouse_of

NOW, BEFORE = Period.year(2026), Period.year(2025)
UNSPLIT = {"latest", "maximum", "ordinal", "streak", "list", "highest", "forecast", "parameter", "score"}


def split(kept: list[Head], name: str, way: str = "", scopes: tuple[Scope, Scope] = (EVERYTHING, EVERYTHING)) -> Split:
    """The change of a figure from 2025 to 2026."""
    asked = (Ask(name, BEFORE, scope=scopes[0]), Ask(name, NOW, scope=scopes[1]))
    before, now = (compared(catalogue(), one) for one in asked)
    return explain(catalogue(), warehouse_of(kept), TREE, (before, now), way)


def visits(*rows: dict[str, Stored]) -> list[Head]:
    """A head for each row, numbered."""
    return [head(n + 1, {"no": f"Z{n:03d}", **row}) for n, row in enumerate(rows)]


TWO_SCOPES = (st.sampled_from([EVERYTHING, Scope("东乡")]), st.sampled_from([EVERYTHING, Scope("西镇")]))


@settings(max_examples=8, deadline=None)
@given(heads(), *TWO_SCOPES)
def test_contributions_of_every_figure_sum_to_its_change_to_the_last_digit(
    kept: list[Head], first: Scope, last: Scope
) -> None:
    require_sums(kept, first, last)


@pytest.mark.nightly
@settings(max_examples=150, deadline=None)
@given(heads(), *TWO_SCOPES)
def test_contributions_sum_to_the_change_over_many_rows(kept: list[Head], first: Scope, last: Scope) -> None:
    require_sums(kept, first, last)


def require_sums(kept: list[Head], first: Scope, last: Scope) -> None:
    """Every figure, split every way it can be split."""
    warehouse = warehouse_of(kept)
    for name in sorted(catalogue().figures):
        before, now = (
            compared(catalogue(), one) for one in (Ask(name, BEFORE, scope=first), Ask(name, NOW, scope=last))
        )
        figure = catalogue().figures[now.figure]
        for way in ways(catalogue(), figure) or ("",):
            found = explain(catalogue(), warehouse, TREE, (before, now), way)
            if found.reason:
                assert not found.contributions
                assert found.change is None
                assert figure.kind in UNSPLIT or None in (found.before.amount, found.now.amount), (name, way)
                continue
            texts = [one.text.strip("余多超约") for one in (found.before, found.now)]
            assert found.change == Decimal(texts[1]) - Decimal(texts[0]), (name, way)
            assert sum((one.amount for one in found.contributions), Decimal(0)) == found.change, (name, way)
    warehouse.close()


@settings(max_examples=25, deadline=None)
@given(heads())
def test_each_member_of_what_adds_up_adds_its_own_change(kept: list[Head]) -> None:
    found = split(kept, "people", "unit")
    asks = [Ask("people", period, "unit") for period in (BEFORE, NOW)]
    answers = compute(catalogue(), warehouse_of(kept), asks, TREE)
    groups = [answers.groups(ask) for ask in asks]
    for one in found.contributions:
        first, last = (each[one.member].amount if one.member in each else Decimal(0) for each in groups)
        assert one.amount == (last or 0) - (first or 0)


def test_a_rate_is_split_into_weight_and_own_rate_as_one_does_by_hand() -> None:
    """East 1 of 2, then 3 of 3; west 1 of 2, then 0 of 1: weights 1/2 → 3/4 and 1/2 → 1/4, rates 1/2 → 1 and 1/2 → 0."""
    rows: list[dict[str, Stored]] = []
    for unit, year, number, closed in (
        ("东乡", 2025, 2, 1),
        ("西镇", 2025, 2, 1),
        ("东乡", 2026, 3, 3),
        ("西镇", 2026, 1, 0),
    ):
        for n in range(number):
            done: dict[str, Stored] = {"done": f"{year}-05-01", "struck": True} if n < closed else {}
            rows.append({"unit": unit, "opened": f"{year}-04-01", **done})
    found = split(visits(*rows), "rate", "unit")
    assert (found.before.text, found.now.text, found.change, found.unit) == (
        "50.00",
        "75.00",
        Decimal("25.00"),
        "个百分点",
    )
    told = {one.part: (one.mix, one.rate, one.amount, len(one.gone), len(one.come)) for one in found.contributions}
    east = (Decimal("0.25") * (Decimal("75") - Decimal("62.5")), Decimal("0.625") * 50)
    west = (Decimal("-0.25") * (Decimal("25") - Decimal("62.5")), Decimal("0.375") * -50)
    assert told["东乡"][2] == Decimal("34.38")
    assert told["西镇"][2] == Decimal("-9.38")
    assert [abs((told["东乡"][n] or 0) - east[n]) <= Decimal("0.01") for n in (0, 1)] == [True, True]
    assert [abs((told["西镇"][n] or 0) - west[n]) <= Decimal("0.01") for n in (0, 1)] == [True, True]
    assert told["东乡"][3:] == (2, 3)
    assert found.contributions[0].part == "东乡", "the greatest comes first"


def test_what_stands_at_the_end_is_told_by_what_was_opened_closed_and_changed() -> None:
    """The last day of the earlier period belongs to it; so does the last day of the later."""
    kept = visits(
        {"opened": "2025-12-31"},  # carried over
        {"opened": "2025-12-31", "done": "2026-12-31", "struck": True},  # closed on the last day
        {"opened": "2026-01-01"},  # opened on the first day
        {"opened": "2026-12-31"},  # opened on the last day
        {"opened": "2026-02-01", "done": "2026-03-01", "struck": True},  # came and went between
        {"opened": "2025-05-01", "done": "2025-12-31", "struck": True},  # closed before
    )
    found = split(kept, "stock", FLOWS)
    assert (found.before.text, found.now.text, found.change) == ("2", "3", Decimal(1))
    told = {
        one.part: (one.amount, [row.number for row in (*one.come, *one.gone)], one.stayed)
        for one in found.contributions
    }
    assert told == {
        OPENED: (Decimal(2), ["Z002", "Z003"], 0),
        CLOSED: (Decimal(-1), ["Z001"], 0),
        STAYED: (Decimal(0), [], 1),
    }


def test_rows_that_leave_by_their_content_are_not_said_to_be_closed() -> None:
    """Overdue then and no longer, for the term was moved, not because it was closed."""
    found = split(visits({"opened": "2025-02-01", "first_due": "2025-06-01", "done": "2026-05-01"}), "overdue", FLOWS)
    assert {one.part: one.amount for one in found.contributions} == {LEFT: Decimal(-1)}


def test_different_values_are_told_by_those_there_only_once() -> None:
    kept = visits(
        {"opened": "2025-02-01", "unit": "东乡"},
        {"opened": "2025-02-01", "unit": "西镇"},
        {"opened": "2026-02-01", "unit": "西镇"},
        {"opened": "2026-02-01", "unit": "东村"},
        {"opened": "2026-03-01", "unit": "别处"},
    )
    found = split(kept, "units")
    assert found.ways == (FLOWS,)
    assert {one.part: one.amount for one in found.contributions} == {COME: Decimal(2), GONE: Decimal(-1)}


def test_a_member_without_a_name_is_called_not_filled_in() -> None:
    found = split(visits({"opened": "2026-02-01"}), "flow", "unit")
    assert [(one.part, one.amount) for one in found.contributions] == [(UNSAID, Decimal(1))]


def test_a_year_on_year_is_explained_by_the_figure_it_compares() -> None:
    found = split(visits({"opened": "2026-02-01", "unit": "东乡"}), "more")
    assert (found.now.figure.name, found.change) == ("flow", Decimal(1))


def test_what_is_no_number_yet_says_so_instead_of_being_split() -> None:
    found = split(visits({"opened": "2026-02-01"}), "rate")
    assert found.reason == "2025没有这个数：分母为零。"
    assert found.contributions == ()


@pytest.mark.parametrize("name", [one for one, figure in sorted(catalogue().figures.items()) if figure.kind in UNSPLIT])
def test_what_does_not_add_up_from_parts_says_why(name: str) -> None:
    assert ways(catalogue(), catalogue().figures[name]) == ()


def test_a_way_that_is_not_possible_is_refused() -> None:
    with pytest.raises(KeyError):
        split(visits(), "flow", PARTS)


@given(st.lists(st.fractions(-9, 9, max_denominator=97), min_size=1, max_size=9), st.integers(0, 4))
def test_rounded_parts_sum_to_the_rounded_whole_and_stay_within_a_step(exact: list[Fraction], places: int) -> None:
    whole = sum(exact, Fraction(0))
    total = Decimal(round(whole * 10**places)).scaleb(-places)
    shown = apportion(exact, total, places)
    assert sum(shown, Decimal(0)) == total
    assert all(abs(Fraction(one) - raw) <= Fraction(10) ** -places for one, raw in zip(shown, exact, strict=True))


def test_nothing_rounded_is_nothing() -> None:
    assert apportion([], Decimal(0), 2) == ()


def test_a_member_that_is_new_adds_by_its_weight_alone() -> None:
    effects = mix_and_rate(
        {"a": (Decimal(1), Decimal(2))}, {"a": (Decimal(1), Decimal(2)), "b": (Decimal(2), Decimal(2))}
    )
    assert effects["a"][1] == effects["b"][1] == 0
    assert sum(sum(both, Fraction(0)) for both in effects.values()) == Fraction(3, 4) - Fraction(1, 2)


def test_a_numerator_without_its_denominator_is_not_lost() -> None:
    effects = mix_and_rate(
        {"a": (Decimal(1), Decimal(2))}, {"a": (Decimal(1), Decimal(2)), "b": (Decimal(1), Decimal(0))}
    )
    assert sum(sum(both, Fraction(0)) for both in effects.values()) == Fraction(1, 2)


def test_slopes_times_changes_are_the_change_of_the_quotient() -> None:
    upper, lower = slopes((Decimal(3), Decimal(4)), (Decimal(7), Decimal(5)))
    assert upper * 4 + lower * 1 == Fraction(7, 5) - Fraction(3, 4)
