"""Conditions: what the allow-list lets through, what it refuses, and what they mean."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.catalogue.predicate import ALWAYS, NotAllowed, Predicate, columns, holds, parse

WINDOW = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}


@pytest.mark.parametrize(
    "text",
    [
        "level = '重大'",
        "due < end and (done is null or done > end)",
        "not struck",
        "kind in ('甲', '乙')",
        "opened between start and end",
        "amount >= 1000 or amount = -1",
        "struck = true",
        "(((level <> '一般')))",
    ],
)
def test_the_listed_forms_are_let_through(text: str) -> None:
    assert columns(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "1 = 1; drop table entry",
        "level like '重%'",
        "exists (select 1)",
        "level = (select 1)",
        "lower(level) = 'x'",
        "amount / 2 = 1",
        "amount + 1 = 2",
        "level = '重大' -- 注",
        "a.b = 1",
        "level = '重大' union select 1",
        "cast(level as int) = 1",
        "read_csv('x') = 1",
        "level in (select 1)",
        "case when a then b end",
        "level ~ 'x'",
        'level = "x""; drop',
        "x is true",
        "interval '1' day > due",
        "",
        "and",
        "level =",
    ],
)
def test_everything_else_is_refused_with_a_sentence(text: str) -> None:
    if text == "":
        assert parse(text) is ALWAYS
        return
    with pytest.raises(NotAllowed) as refused:
        parse(text)
    assert str(refused.value).endswith("。")


def test_too_long_and_too_deep_are_refused() -> None:
    with pytest.raises(NotAllowed, match="2000"):
        parse("a = 1 or " * 400 + "a = 1")
    with pytest.raises(NotAllowed):
        parse("(" * 60 + "a = 1" + ")" * 60)
    with pytest.raises(NotAllowed):
        parse(" or ".join(["a = 1"] * 120))


def test_unknown_counts_as_not() -> None:
    late = parse("done > due")
    assert not holds(late, {"done": None, "due": date(2026, 1, 1)}, WINDOW)
    assert not holds(parse("not done > due"), {"done": None, "due": date(2026, 1, 1)}, WINDOW)


def test_a_date_may_be_compared_with_a_written_one() -> None:
    assert holds(parse("done >= '2026-02-01'"), {"done": date(2026, 2, 1)}, WINDOW)
    assert not holds(parse("done >= '不是日期'"), {"done": date(2026, 2, 1)}, WINDOW)


VALUES = st.sampled_from([None, Decimal(0), Decimal(1), Decimal(2)])
TEXTS = st.recursive(
    st.sampled_from(
        ["a = 1", "a <> b", "a < b", "b >= 1", "a in (0, 2)", "a is null", "b is not null", "a between 1 and b"]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} and {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} or {two[1]})"),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=6,
)
ENGINE = duckdb.connect(":memory:")


@given(TEXTS, VALUES, VALUES)
def test_the_fold_means_what_an_engine_means(text: str, a: Decimal | None, b: Decimal | None) -> None:
    tree: Predicate = parse(text)
    query = f"SELECT coalesce(({text}), false) FROM (SELECT ?::DECIMAL(9,2) AS a, ?::DECIMAL(9,2) AS b)"
    row = ENGINE.execute(query, [a, b]).fetchone()
    assert row is not None
    assert holds(tree, {"a": a, "b": b}, WINDOW) == row[0]
