"""Lists asked by what declared fields say: every store finds what plain Python finds, in the same order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from taizhang.journal import sql_store
from taizhang.journal.journal import Journal
from taizhang.lists import sql as listsql
from taizhang.lists.field_filters import FieldOrder, Sift, number_or_none
from taizhang.lists.query import Grant, HeadQuery, Page, Sight, answers
from tests.matters.acts import does
from tests.questions import asking

TODAY = date(2026, 11, 24)


@pytest.fixture
def full(journal: Journal) -> Journal:
    """Forty matters whose facts lack one thing or another."""
    for n in range(40):
        facts: dict[str, Any] = {"no": f"甲{n}", "opened": f"2026-{n % 9 + 1:02}-05", "text": f"第{n % 7}处_路灯"}
        facts |= {"amount": str(Decimal(n * 37 % 40) / 4)} if n % 3 else {}
        facts |= {"status": "办理中" if n % 2 else "已完成、办理中"} if n % 5 else {}
        facts |= {"struck": n % 4 == 0} if n % 6 else {}
        facts |= {"done": f"2026-10-{n % 28 + 1:02}"} if n % 4 else {}
        does(journal, "record", matter=f"x{n}", number=f"甲{n}", unit="城建科" if n % 2 else "水务科", facts=facts)
    does(journal, "record", ledger="loose", matter="y1", facts={"with": ["城建科", "水务科"], "amount": "8"})
    return journal


def ask(*fields: Sift, **more: Any) -> HeadQuery:
    return asking(TODAY, fields=fields, size=100, **more)


QUESTIONS = [
    ask(Sift("status", values=("已完成",))),
    ask(Sift("status", values=("办理中",))),
    ask(Sift("status", values=("",))),
    ask(Sift("status", values=("", "已完成")), units=("水务科",)),
    ask(Sift("struck", "flag", values=("是",))),
    ask(Sift("struck", "flag", values=("否",))),
    ask(Sift("struck", "flag", values=("",))),
    ask(Sift("amount", "number", first="2.50", last="7")),
    ask(Sift("amount", "number", last="1")),
    ask(Sift("amount", "number", values=("",))),
    ask(Sift("done", "day", first="2026-10-03", last="2026-10-20")),
    ask(Sift("done", "day", values=("",))),
    ask(Sift("text", text="第3处_")),
    ask(Sift("text", text="%")),
    ask(Sift("with", "several", text="水务")),
    ask(Sift("amount", "number", first="1"), Sift("status", values=("办理中",)), Sift("text", text="路灯")),
    ask(Sift("amount", "number", first="1"), sight=Sight((Grant(None, frozenset({"城建科"})),))),
]


@pytest.mark.parametrize("query", QUESTIONS)
def test_facts_are_asked_as_plain_python_asks_them(full: Journal, query: HeadQuery) -> None:
    heads = list(full.heads())
    expected = {head.matter for head in heads if answers(query, full.row(head), head.facts)}
    page = full.page(query)
    assert {head.matter for head in page.heads} == expected
    assert page.total == len(expected)
    assert not page.cut
    assert {head.matter for head in full.walk(query)} == expected
    assert full.counts(query, "unit") == Counter((head.unit,) for head in heads if head.matter in expected)


def test_the_questions_find_something_and_leave_something_out(full: Journal) -> None:
    totals = [full.page(query).total for query in QUESTIONS]
    assert sum(0 < total < 40 for total in totals) == len(QUESTIONS) - 1, totals


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("by", [FieldOrder("amount", "number"), FieldOrder("done", "day"), FieldOrder("text")])
def test_a_list_in_the_order_of_a_field_has_the_empty_ones_last(
    full: Journal, by: FieldOrder, descending: bool
) -> None:
    query = ask(by=by, descending=descending)
    heads = full.page(query).heads
    keys = [by.key(head.facts) for head in heads]
    told = [key for key in keys if key is not None]
    assert told == sorted(told, reverse=descending)
    assert keys[len(told) :] == [None] * (len(heads) - len(told))
    assert list(heads) == list(full.walk(query))
    parts = [
        head for start in range(0, 41, 9) for head in full.page(replace(query, page=Page(start=start, size=9))).heads
    ]
    assert parts == list(heads)


def test_a_walk_keeps_the_order_of_the_list(full: Journal) -> None:
    for descending in (False, True):
        query = ask(order="opened", descending=descending)
        assert list(full.walk(query)) == list(full.page(query).heads)


def test_no_more_than_a_bound_is_looked_at_and_it_is_told(full: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    if type(full._store).__name__ == "MemoryStore":
        pytest.skip("memory looks at everything")
    for module in (listsql, sql_store):
        monkeypatch.setattr(module, "MOST_SIFTED", 10)
    page = full.page(ask(Sift("text", text="路灯"), order="number"))
    first = sorted(head.number for head in full.heads("matter"))[:9]
    assert page.cut
    assert [head.number for head in page.heads] == first
    assert page.total == 9
    assert not full.page(ask(Sift("text", text="路灯"), numbers=("甲1",))).cut


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1,234.50", "1234.50"), (" 3 ", "3"), ("1e3", "1000"), ("NaN", None), ("十", None), ("", None)],
)
def test_a_number_is_read_as_the_stores_read_it(typed: str, read: str | None) -> None:
    assert number_or_none(typed) == read
