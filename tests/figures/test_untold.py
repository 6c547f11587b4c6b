"""What has no numbers does not agree: it is told apart, with what is missing."""

from __future__ import annotations

import pytest

from taizhang.catalogue.values import Stored
from taizhang.figures.compute import compute
from taizhang.figures.identities import Untold, asks, untold
from taizhang.terms.period import Period
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import Projection
from tests.figures.test_identities import BIG, CASES, GIVEN, YEAR, declared
from tests.figures.yard import TREE, Ledgers, head


def left(identity: str, rows: list[dict[str, Stored]], period: Period = YEAR) -> list[Untold]:
    catalogue = declared(identity)
    empty: dict[str, Stored] = dict.fromkeys(catalogue.ledgers["visit"].declared.field)
    kept = [head(n + 1, {**empty, "no": f"Z{n + 1}", **GIVEN, **row}) for n, row in enumerate(rows)]
    warehouse = Warehouse()
    Projection(catalogue, warehouse).run(Ledgers(kept))
    answers = compute(catalogue, warehouse, asks(catalogue, period), TREE)
    return list(untold(catalogue, warehouse, period, lambda them: compute(catalogue, warehouse, them, TREE), answers))


@pytest.mark.parametrize(("identity", "right", "wrong", "_told"), CASES, ids=[case[0] for case in CASES])
def test_what_holds_or_breaks_is_told_and_without_a_row_nothing_is(
    identity: str, right: list[dict[str, Stored]], wrong: list[dict[str, Stored]], _told: str
) -> None:
    if "where" not in identity:
        assert left(identity, right) == []
    assert left(identity, wrong) == []
    assert left(identity, []) == [Untold("held", ledgers=("visit",))]


def test_a_rate_of_nothing_is_named_as_what_is_missing() -> None:
    identity = 'left = ["rate"]\nrelation = "full_needs_none"\nright = ["stock"]'
    before: list[dict[str, Stored]] = [{"opened": "2025-03-01"}]
    assert left(identity, before) == [Untold("held", ("rate",))]
    assert left(identity, [*before, {}]) == []


def test_rows_out_of_reach_of_a_rule_do_not_keep_it() -> None:
    identity = 'ledger = "visit"\nwhere = "grade = \'重大\'"\nmust = "persons > 1"'
    assert left(identity, [{"persons": "0"}]) == [Untold("held", ledgers=("visit",))]
    assert left(identity, [{**BIG, "persons": "2"}]) == []


def test_a_years_base_is_untold_of_a_period_that_begins_later() -> None:
    course = 'left = ["flow"]\nrelation = "<="\nright = ["by_year"]\nyearly = true'
    assert left(course, [{"year": "2026"}], Period.parse("2026-01-01..2026-03-31")) == []
    assert left(course, [{"year": "2026"}], Period.parse("2026-01-02..2026-03-31")) == [Untold("held")]
