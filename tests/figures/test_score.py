"""What every scoring rule must keep: better is never worse, caps hold, full marks are never passed without a bonus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from taizhang.catalogue.scored import How, Role, ScoreItem, ScoreRule
from taizhang.figures.kinds.score import lines, score, sum_points
from taizhang.figures.value import Ask, Value
from taizhang.terms.period import Period
from tests.figures.yard import catalogue

YEAR = Period.year(2026)
ASK = Ask("marks", YEAR)
AMOUNTS = st.one_of(st.none(), st.decimals(0, 300, places=2))
HOWS: tuple[How, ...] = ("share", "met", "reverse", "rate", "each")


def told(rule: ScoreRule, amounts: list[Decimal | None]) -> Value:
    figure = catalogue().figures["marks"]
    figure = replace(figure, declared=figure.declared.model_copy(update={"score": rule}), decimals=4)
    base = catalogue().figures["people"]
    return score(figure, ASK, [Value(base, replace(ASK, figure="people"), amount) for amount in amounts])


def item(how: How, weight: int, role: Role = "item") -> ScoreItem:
    target = Decimal(50) if how in ("share", "met", "reverse") else None
    return ScoreItem(title=how, figure="people", how=how, weight=Decimal(weight), role=role, target=target)


def rule(*items: ScoreItem, bonus: int | None = None, penalty: int | None = None) -> ScoreRule:
    caps = {
        name: None if cap is None else Decimal(cap) for name, cap in (("bonus_cap", bonus), ("penalty_cap", penalty))
    }
    return ScoreRule(fixed=date(2025, 12, 1), item=items, **caps)


@given(st.lists(AMOUNTS, min_size=4, max_size=4))
def test_plain_lines_never_pass_their_weights_and_a_missing_one_is_counted(amounts: list[Decimal | None]) -> None:
    value = told(rule(*(item(how, 25) for how in HOWS[:4])), amounts)
    known = sum(amount is not None for amount in amounts)
    if not known:
        assert value.amount is None
        return
    assert value.amount is not None
    assert 0 <= value.amount <= 25 * known
    assert value.note == ("" if known == 4 else f"4项中{known}项有数")


@given(st.sampled_from(("share", "met", "rate", "each")), st.decimals(0, 300, places=2), st.decimals(0, 300, places=2))
def test_doing_more_never_scores_less(how: How, one: Decimal, other: Decimal) -> None:
    low, high = (told(rule(item(how, 100)), [amount]).amount or Decimal(0) for amount in sorted((one, other)))
    assert low <= high


@given(st.decimals(0, 300, places=2), st.decimals(0, 300, places=2))
def test_of_what_should_be_low_less_never_scores_less(one: Decimal, other: Decimal) -> None:
    low, high = (told(rule(item("reverse", 100)), [amount]).amount or Decimal(0) for amount in sorted((one, other)))
    assert low >= high


@given(st.decimals(0, 300, places=2), st.decimals(0, 300, places=2))
def test_bonuses_and_penalties_stay_within_their_caps_and_nothing_falls_below_nought(
    gain: Decimal, loss: Decimal
) -> None:
    plain, plus, minus = item("rate", 100), item("each", 1, "bonus"), item("each", 2, "penalty")
    bare = told(rule(plain), [Decimal(40)]).amount or Decimal(0)
    both = told(rule(plain, plus, minus, bonus=5, penalty=10), [Decimal(40), gain, loss]).amount or Decimal(0)
    assert bare - 10 <= both <= bare + 5
    assert (told(rule(plain, minus), [Decimal(1), loss]).amount or Decimal(0)) >= 0


@given(st.integers(0, 20), st.integers(0, 20))
def test_taking_one_event_away_costs_at_most_what_it_was_worth(count: int, weight: int) -> None:
    plus = item("each", weight + 1, "bonus")
    with_it = told(rule(item("rate", 100), plus, bonus=50), [Decimal(0), Decimal(count + 1)]).amount or Decimal(0)
    without = told(rule(item("rate", 100), plus, bonus=50), [Decimal(0), Decimal(count)]).amount or Decimal(0)
    assert 0 <= with_it - without <= weight + 1


def test_a_rule_may_round_every_line_instead_of_the_sum_alone() -> None:
    figure = catalogue().figures["marks"]
    thirds = (item("share", 33), item("share", 67))
    values = [Value(catalogue().figures["people"], ASK, Decimal(1)) for _ in thirds]

    def exact(by_item: bool) -> Decimal:
        changed = rule(*thirds).model_copy(update={"by_item": by_item})
        one = replace(figure, declared=figure.declared.model_copy(update={"score": changed}), decimals=0)
        return sum_points(changed, lines(one, values))

    assert (exact(False), exact(True)) == (Decimal(2), Decimal(2))
    assert lines(
        replace(figure, declared=figure.declared.model_copy(update={"score": rule(*thirds)}), decimals=0), values
    )[0].points == Decimal("0.66")
