"""A mechanism served by a condition can be met: some row of the ledger satisfies it, and some row does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import islice, product

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.predicate import (
    ColumnRef,
    Compare,
    Every,
    Literal,
    Not,
    OneOf,
    Predicate,
    Scalar,
    Some,
    holds,
    parse,
)
from taizhang.catalogue.predicate import columns as read
from taizhang.catalogue.resolved import Ledger
from taizhang.shipped import CATALOGUE

WHOLE = load(CATALOGUE)
CASES = [
    (name, id_, where)
    for name, ledger in WHOLE.ledgers.items()
    for id_, where in ledger.declared.serves.items()
    if where
]
WINDOW = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}
DAYS: tuple[Scalar, ...] = (None, date(2025, 6, 1), date(2026, 6, 1), date(2027, 1, 1))
NUMBERS: tuple[Scalar, ...] = (None, Decimal(0), Decimal(1), Decimal(10**7))


def written(node: Predicate) -> Iterator[Scalar]:
    """The words and numbers a condition compares with."""
    match node:
        case Compare(left, _, right):
            yield from (one.value for one in (left, right) if isinstance(one, Literal))
        case OneOf(ColumnRef(), values):
            yield from (one.value for one in values)
        case Not(inner):
            yield from written(inner)
        case Every(parts) | Some(parts):
            for part in parts:
                yield from written(part)


def values(ledger: Ledger, name: str, condition: Predicate) -> tuple[Scalar, ...]:
    """What a column of the ledger may hold, as far as the condition can tell it apart."""
    column = ledger.columns[name]
    words = WHOLE.vocabularies.get(column.choices)
    if column.type in ("date", "year"):
        return DAYS
    if column.type in ("integer", "decimal"):
        return NUMBERS
    if column.type == "flag":
        return (True, False, None)
    known = tuple(words.values) if words and column.type == "choice" else ()
    return (*known, *(one for one in written(condition) if isinstance(one, str)), "别的", None)


@pytest.mark.parametrize(("name", "id_", "where"), CASES, ids=[f"{name}-{id_}" for name, id_, _ in CASES])
def test_the_condition_picks_some_rows_and_not_others(name: str, id_: str, where: str) -> None:
    condition, ledger = parse(where), WHOLE.ledgers[name]
    asked = read(condition)
    rows = islice(product(*(values(ledger, one, condition) for one in asked)), 20_000)
    told = {holds(condition, dict(zip(asked, row, strict=True)), WINDOW) for row in rows}
    assert told == {True, False}, (name, id_, where)
