"""``recurring`` tells what did not come as often as its rule asks, of the body and of each leader, to the day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.matters.entry import RECORD, Intention
from taizhang.site.site import Site

RECEIVED = (("L-1", "LD-1", "2026-02-03"), ("L-2", "LD-1", "2026-06-30"), ("L-3", "LD-2", "2026-05-06"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A site with three reception days of two leaders."""
    home = tmp_path / "site"
    with Site.create(home, "某某县政府") as site:
        site.journal.append(
            [
                Intention("甲", no, "liaison", RECORD, date(2026, 7, 1), number=no, facts=facts_of(no, leader, day))
                for no, leader, day in RECEIVED
            ]
        )
    return home


def facts_of(no: str, leader: str, day: str) -> dict[str, str]:
    return {"no": no, "kind": "下访接访", "leader": leader, "visit_on": day}


def lacking(home: Path, on: str) -> dict[tuple[str, str], tuple[int, bool]]:
    """By person and first day of the period: how many came, whether it is over; of reception days alone."""
    got = CliRunner().invoke(app, ["recurring", "--home", str(home), "--on", on, "--json"])
    assert got.exit_code == 1, got.output
    told = json.loads(got.stdout)
    return {(one["member"], one["from"]): (one["held"], one["over"]) for one in told if one["ledger"] == "liaison"}


@pytest.mark.parametrize(("on", "over"), [("2026-06-30", False), ("2026-07-01", True)])
def test_a_quarter_without_a_reception_day_is_named_by_leader(home: Path, on: str, over: bool) -> None:
    found = lacking(home, on)
    assert found[("LD-2", "2026-01-01")] == (0, True)
    assert ("LD-1", "2026-01-01") not in found
    assert ("LD-2", "2026-04-01") not in found
    assert (("LD-1", "2026-07-01") in found) == over


def test_what_nobody_registered_is_named_too_and_said_to_be_without_any_record(home: Path) -> None:
    got = CliRunner().invoke(app, ["recurring", "--home", str(home), "--on", "2026-12-31"])
    assert got.exit_code == 1
    shown = "".join(got.output.split())
    assert "地方综合年鉴" in shown
    assert "台账还没有一条记录" in shown
    assert "15条规定" not in shown
