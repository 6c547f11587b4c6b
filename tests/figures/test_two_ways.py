"""SQL against the oracle, and every number against its own rows, over random ledgers."""

from __future__ import annotations

import ast
import inspect
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.catalogue.model import Kind
from taizhang.figures import naive, naive_rules
from taizhang.figures.compute import compute
from taizhang.figures.trace import retell, trace
from taizhang.figures.value import Ask
from taizhang.matters.entry import Head
from taizhang.terms.scope import EVERYTHING, Scope
from tests.figures.yard import PERIODS, TREE, catalogue, heads, warehouse_of

FIGURES = sorted(catalogue().figures)
SCOPES = st.sampled_from([EVERYTHING, Scope("东乡"), Scope("某县")])


def test_every_kind_is_put_to_the_test() -> None:
    kinds = {figure.kind for figure in catalogue().figures.values()}
    assert kinds == set(get_args(Kind))


def test_the_second_opinion_shares_no_rule_with_what_it_checks() -> None:
    """It may know the declarations, the shapes of a value and of a period, and how a row is read; no rule."""
    may = {"catalogue.predicate", "catalogue.resolved", "catalogue.scored", "catalogue.values", "figures.naive_rules"}
    may |= {"figures.value", "matters.entry", "terms.period", "terms.scope", "terms.sentence"}
    shapes = {"ColumnRef", "Compare", "Empty", "Every", "Literal", "Not", "OneOf", "Operand", "Parameter", "Predicate"}
    for module in (naive, naive_rules):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("taizhang."):
                name = (node.module or "").removeprefix("taizhang.")
                assert name in may, name
                names = {one.name for one in node.names}
                assert name != "catalogue.predicate" or names <= shapes | {"Scalar", "Some"}, names


@settings(max_examples=40, deadline=None)
@given(heads(), st.sampled_from(PERIODS), SCOPES)
def test_sql_and_the_plain_fold_agree_to_the_last_digit(kept: list[Head], period: object, scope: Scope) -> None:
    asks = [Ask(name, period, scope=scope) for name in FIGURES]  # type: ignore[arg-type]
    answers = compute(catalogue(), warehouse_of(kept), asks, TREE)
    for ask in asks:
        assert answers.value(ask) == naive.answer(catalogue(), kept, ask, TREE), ask.figure


@settings(max_examples=25, deadline=None)
@given(heads(), st.sampled_from(PERIODS), st.sampled_from(["unit", "grade"]))
def test_groups_agree_with_the_fold(kept: list[Head], period: object, by: str) -> None:
    asks = [Ask(name, period, by) for name in FIGURES]  # type: ignore[arg-type]
    answers = compute(catalogue(), warehouse_of(kept), asks, TREE)
    for ask in asks:
        for member, value in answers.groups(ask).items():
            # The empty member is the rows without one; the oracle takes an empty member for the whole.
            if member:
                assert value == naive.answer(catalogue(), kept, value.ask, TREE), (ask.figure, member)


@settings(max_examples=15, deadline=None)
@given(heads(), st.sampled_from(PERIODS), SCOPES)
def test_aggregate_of_trace_is_the_number(kept: list[Head], period: object, scope: Scope) -> None:
    warehouse = warehouse_of(kept)
    for name in FIGURES:
        found = trace(catalogue(), warehouse, Ask(name, period, scope=scope), TREE)  # type: ignore[arg-type]
        assert retell(found) == found.value, name


@settings(max_examples=25, deadline=None)
@given(heads(), st.sampled_from(PERIODS))
def test_opening_and_received_equal_closed_and_ending(kept: list[Head], period: object) -> None:
    sane = [
        one
        for one in kept
        if one.facts["opened"]
        and not (one.facts["done"] and str(one.facts["done"]) < str(one.facts["opened"]))
        and not (one.course.discontinued and one.course.discontinued.isoformat() < str(one.facts["opened"]))
    ]
    asks = [Ask(name, period) for name in ("stock_start", "flow", "closed", "discontinued", "stock")]  # type: ignore[arg-type]
    answers = compute(catalogue(), warehouse_of(sane), asks, TREE)
    start, opened, closed, discontinued, end = (answers.value(ask).amount or 0 for ask in asks)
    assert start + opened == closed + discontinued + end


@settings(max_examples=25, deadline=None)
@given(heads(), st.sampled_from(PERIODS))
def test_children_add_up_to_the_parent(kept: list[Head], period: object) -> None:
    ask = Ask("people", period, "unit")  # type: ignore[arg-type]
    answers = compute(catalogue(), warehouse_of(kept), [ask], TREE)
    units = answers.units(ask, "unit")
    assert units["某县"].amount == (units["东乡"].amount or 0) + (units["西镇"].amount or 0)
    scoped = Ask("people", period, scope=Scope("某县"))  # type: ignore[arg-type]
    assert compute(catalogue(), warehouse_of(kept), [scoped], TREE).value(scoped).amount == units["某县"].amount
