"""The query language: what is typed becomes clauses, and what means nothing is told as a problem."""

from __future__ import annotations

import pytest

from taizhang.library.query import Clause, FieldCondition, Query, Word, parse
from tests.library.times import TODAY


def clauses(text: str) -> tuple[Clause, ...]:
    query = parse(text, TODAY)
    assert not query.problems, [str(each) for each in query.problems]
    return query.clauses


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", ()),
        ("信访 积案", (Clause((Word("信访"),)), Clause((Word("积案"),)))),
        ("信访的包案", (Clause((Word("信访"),)), Clause((Word("包案"),)))),
        ("的", (Clause((Word("的"),)),)),
        ("信访积案", (Clause((Word("信访"),)), Clause((Word("积案"),)))),
        ("“整改 落实”", (Clause((Word("整改 落实", True),)),)),
        ("「整改」", (Clause((Word("整改", True),)),)),
        ("信訪", (Clause((Word("信访"),)),)),
        ("ＧＤＰ", (Clause((Word("gdp"),)),)),
        ("12.5%", (Clause((Word("12.5"),)),)),
        ("信访|上访", (Clause((Word("信访", True), Word("上访", True))),)),
        ("-通报", (Clause((Word("通报", True),), True),)),
        ("湉政办发(2024) 15号", (Clause((FieldCondition("cited", ("湉政办发[2024]15",)),)),)),
        ("年:2022-2024", (Clause((FieldCondition("year", (2022, 2024)),)),)),
        ("年：近3年", (Clause((FieldCondition("year", (2024, 2026)),)),)),
        (
            "级别:公开 状态:现行",
            (Clause((FieldCondition("level", ("public",)),)), Clause((FieldCondition("status", ("in_force",)),))),
        ),
        ("文号:〔2024〕15号", (Clause((FieldCondition("number", ("[2024]15",)),)),)),
        ("类型:通知|类型:意见", (Clause((FieldCondition("kind", ("通知",)), FieldCondition("kind", ("意见",)))),)),
        ("来源:省厅", (Clause((Word("来源"),)), Clause((Word("省厅"),)))),
    ],
)
def test_what_is_typed_is_understood(text: str, meant: tuple[Clause, ...]) -> None:
    if text.startswith("湉政办发("):
        text = text.replace(" ", "")
    assert clauses(text) == meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("字" * 501, "LIB-020"),
        ("“半边", "LIB-021"),
        ('"半边', "LIB-021"),
        (" ".join("甲" * 33), "LIB-022"),
        ("年:去年", "LIB-023"),
        ("年:2024-2020", "LIB-023"),
        ("级别:绝密", "LIB-024"),
        ("信访|年:2024", "LIB-025"),
        ("信访|-上访", "LIB-026"),
        ("，。★", "LIB-027"),
    ],
)
def test_what_means_nothing_is_told(text: str, code: str) -> None:
    query = parse(text, TODAY)
    assert [problem.code for problem in query.problems] == [code]


def test_every_problem_of_a_query_is_told_at_once() -> None:
    assert [each.code for each in parse("年:x 级别:y ……", TODAY).problems] == ["LIB-023", "LIB-024", "LIB-027"]


def test_words_to_mark_leave_out_what_is_excluded() -> None:
    query = parse("信访 -通报 标题:督查", TODAY)
    assert isinstance(query, Query)
    assert [word.text for word in query.words] == ["信访"]
