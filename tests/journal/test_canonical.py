"""One value, one text: golden bytes, and everything that has no canonical form."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.journal.canonical import LARGEST, NotCanonical, canonical, parse, parse_object

GOLDEN: tuple[tuple[Any, str], ...] = (
    ({}, "{}"),
    ({"b": 1, "a": None}, '{"a":null,"b":1}'),
    ({"aa": [], "a_": True, "A": False}, '{"A":false,"a_":true,"aa":[]}'),
    ({"fen": 1050}, '{"fen":1050}'),
    ({"t": "销号。"}, '{"t":"销号。"}'),
    ({"t": '引"号\\斜线/'}, '{"t":"引\\"号\\\\斜线/"}'),
    ({"t": "行\n表\t"}, '{"t":"行\\n表\\t"}'),
    ({"t": "\u2028\u2029\u0085\ufeff"}, '{"t":"\u2028\u2029\u0085\ufeff"}'),
    ({"t": "😀𠮷"}, '{"t":"😀𠮷"}'),
    ({"t": "\\u0007"}, '{"t":"\\\\u0007"}'),
    ({"n": [LARGEST, -LARGEST, 0]}, '{"n":[9007199254740991,-9007199254740991,0]}'),
    ("文", '"文"'),
    (None, "null"),
)


@pytest.mark.parametrize(("value", "text"), GOLDEN)
def test_golden_values_have_these_bytes(value: Any, text: str) -> None:
    assert canonical(value) == text.encode()
    assert parse(text.encode()) == value


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        {"a": 0.1},
        {"a": [1, [2.5]]},
        float("nan"),
        2**53,
        -(2**53),
        {"键": 1},
        {1: "a"},
        {None: 1},
        "\x00",
        "\x1f",
        "\r",
        "\b",
        "\f",
        "\x7f",
        {"a": "行\r\n"},
        {"\x01": 1},
        "\ud800",
        {"a": ["\udfff"]},
        b"bytes",
        {"a": {1, 2}},
        {"a": object()},
        [[[[[[[[[[1]]]]]]]]]],
    ],
)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a":1 }',
        b' {"a":1}',
        b'{"a":1}\n',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":NaN}',
        b'{"a":"\\u4e2d"}',
        b'{"a":"\\/"}',
        b'{"a":"\xff"}',
        b'\xef\xbb\xbf{"a":1}',
        b"9" * 5000,
        b"[" * 100_000,
        b'{"a":"\\ud800"}',
    ],
)
def test_other_bytes_for_a_value_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(data)


def test_an_object_is_asked_for_and_nothing_else_taken() -> None:
    assert parse_object(b'{"a":1}') == {"a": 1}
    with pytest.raises(NotCanonical):
        parse_object(b"[1]")


def depth(value: Any) -> int:
    """How deep lists and objects lie in one another."""
    if not isinstance(value, list | dict):
        return 0
    return 1 + max(map(depth, value.values() if isinstance(value, dict) else value), default=0)


KEYS = st.text(st.characters(codec="ascii", min_codepoint=32, max_codepoint=126), max_size=8)
TEXTS = st.text(st.characters(codec="utf-8").filter(lambda c: c >= " " and c != "\x7f"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=6,
).filter(lambda value: depth(value) <= 8)


@given(VALUES)
def test_writing_and_reading_again_gives_the_same_value_and_bytes(value: Any) -> None:
    data = canonical(value)
    assert parse(data) == value
    assert canonical(parse(data)) == data
    assert b"\n" not in data
    assert json.loads(data) == value


@given(st.binary(max_size=40))
def test_no_bytes_but_canonical_ones_are_ever_taken(data: bytes) -> None:
    try:
        value = parse(data)
    except NotCanonical:
        return
    assert canonical(value) == data
