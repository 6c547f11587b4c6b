"""A demonstration is of the day it is run on: nothing in it lies ahead."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.values import Stored
from taizhang.commands.demo_day import until
from taizhang.intake.changes import ChangeSet, MatterChange
from taizhang.intake.rows import At, MatterDraft
from taizhang.shipped import CATALOGUE

SHIPPED = load(CATALOGUE)
DAY = date(2026, 11, 30)


def kept(ledger: str, state: str = "in_progress", **facts: Stored) -> MatterDraft | None:
    """What is left of a row on the day."""
    draft = MatterDraft(ledger, ("甲",), facts, At("册.xlsx", "表", 3, "A3"), (), state)
    new = until(ChangeSet((), (), new=(MatterChange("m", draft),)), SHIPPED, DAY).new
    return new[0].draft if new else None


@pytest.mark.parametrize(("opened", "there"), [("2026-11-30", True), ("2026-12-01", False)])
def test_a_row_is_there_from_the_day_it_was_opened(opened: str, there: bool) -> None:
    assert (kept("hazard", opened=opened, due="2027-01-31", status="办理中") is not None) is there


@pytest.mark.parametrize(("ended", "there"), [("2026-11-30", True), ("2026-12-31", False)])
def test_a_row_of_a_period_is_there_once_it_has_ended(ended: str, there: bool) -> None:
    assert (kept("road_month", ended=ended, year="2026", km="1.2") is not None) is there


@pytest.mark.parametrize(
    ("done", "closed", "state", "status"),
    [
        ("2026-11-29", "2026-11-30", "struck_off", "已完成"),
        ("2026-11-30", "2026-12-01", "reported", "办理中"),
        ("2026-12-01", "2026-12-02", "in_progress", "办理中"),
    ],
)
def test_what_is_done_later_is_not_done_yet(done: str, closed: str, state: str, status: str) -> None:
    row = kept("hazard", "struck_off", opened="2026-03-05", due="2026-12-20", done=done, closed=closed, status="已完成")
    assert row is not None
    assert (row.state, row.facts["status"], row.facts["due"]) == (state, status, "2026-12-20")
    assert [name for name in ("done", "closed") if str(row.facts.get(name) or "") > DAY.isoformat()] == []
