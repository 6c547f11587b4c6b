"""A figure asked for on a day within its period counts nothing dated after that day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from taizhang.catalogue.values import Stored
from taizhang.figures import naive
from taizhang.figures.compute import compute
from taizhang.figures.trace import retell, trace
from taizhang.figures.value import Ask
from taizhang.matters.entry import Head
from taizhang.terms.period import Period
from taizhang.warehouse.duck import Warehouse
from tests.figures.yard import TREE, catalogue, head, warehouse_of

YEAR = Period.year(2026)
BEFORE, ON, AFTER = "2026-11-29", "2026-11-30", "2026-12-01"


def _opened(*days: str, **more: Stored) -> list[Head]:
    said: list[dict[str, Stored]] = [
        {"no": f"Z{n}", "unit": "东乡", "grade": "一般", "opened": day, "persons": "1", **more}
        for n, day in enumerate(days)
    ]
    return [head(n + 1, one) for n, one in enumerate(said)]


def _amount(kept: list[Head], name: str, period: Period) -> Decimal | None:
    ask = Ask(name, period)
    value = compute(catalogue(), warehouse_of(kept), [ask], TREE).value(ask)
    assert value == naive.answer(catalogue(), kept, ask, TREE)
    return value.amount


@pytest.mark.parametrize(("day", "counted"), [("2026-11-28", 0), (BEFORE, 1), (ON, 2), (AFTER, 3), ("2026-12-31", 3)])
def test_what_is_opened_counts_from_its_own_day_on(day: str, counted: int) -> None:
    flow = next(name for name, one in catalogue().figures.items() if one.kind == "flow" and not one.declared.where)
    kept = _opened(BEFORE, ON, AFTER)
    assert _amount(kept, flow, YEAR.as_of(date.fromisoformat(day))) == counted
    assert _amount(kept, flow, YEAR) == 3, "without a day the whole period counts"


def test_what_closes_later_is_open_on_the_day() -> None:
    stock = next(
        name
        for name, one in catalogue().figures.items()
        if one.kind == "stock" and not one.declared.where and one.declared.at != "start"
    )
    kept = _opened("2026-03-01", done=AFTER, struck=True)
    assert _amount(kept, stock, YEAR.as_of(date.fromisoformat(ON))) == 1
    assert _amount(kept, stock, YEAR.as_of(date.fromisoformat(AFTER))) == 0


def test_the_rows_behind_the_number_are_those_of_the_day() -> None:
    asked = YEAR.as_of(date.fromisoformat(ON))
    kept = _opened(BEFORE, ON, AFTER)
    flow = next(name for name, one in catalogue().figures.items() if one.kind == "flow" and not one.declared.where)
    found = trace(catalogue(), warehouse_of(kept), Ask(flow, asked), TREE)
    assert sorted(row.number for row in found.rows) == ["Z0", "Z1"]
    assert retell(found) == found.value


def test_counts_kept_of_the_whole_period_answer_no_question_of_a_day() -> None:
    flow = next(name for name, one in catalogue().figures.items() if one.kind == "flow" and not one.declared.where)
    warehouse: Warehouse = warehouse_of(_opened(BEFORE, ON, AFTER))
    for period, counted in ((YEAR, 3), (YEAR.as_of(date(2026, 11, 30)), 2), (YEAR.as_of(date(2026, 12, 1)), 3)):
        ask = Ask(flow, period)
        assert compute(catalogue(), warehouse, [ask], TREE).value(ask).amount == counted
