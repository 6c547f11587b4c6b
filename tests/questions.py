"""Questions of tests written flat: each word goes to the part of the question that has it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery, Page, Sight

_FILTER, _PAGE = ({one.name for one in fields(kind)} for kind in (Filter, Page))


def asking(day: date, sight: Sight = EVERYTHING_SEEN, **asked: Any) -> HeadQuery:
    """The question; order: a column, by: a declared field."""
    return narrowed(HeadQuery(sight, day), **asked)


def narrowed(query: HeadQuery, **asked: Any) -> HeadQuery:
    """The question with these words of it changed."""
    named = {"order": "by", "by": "field", "descending": "descending"}
    assert asked.keys() <= _FILTER | _PAGE | named.keys(), asked
    return replace(
        query,
        filter=replace(query.filter, **{name: asked[name] for name in asked.keys() & _FILTER}),
        page=replace(query.page, **{name: asked[name] for name in asked.keys() & _PAGE}),
        order=replace(query.order, **{named[name]: asked[name] for name in asked.keys() & named.keys()}),
    )
