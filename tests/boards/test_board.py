"""Counts of a board equal the lists they open, in anybody's sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from taizhang.boards.board import LAMPS, Board, BoardChoice, board
from taizhang.boards.charts import rates
from taizhang.figures.value import Ask
from taizhang.lists.query import Filter
from taizhang.matters.words import DONE, UNREVIEWED
from taizhang.site.desk import Desk
from taizhang.site.site import Site
from taizhang.terms.period import Period
from tests.boards.office import BODY, EAST, WAYS, WEST, YEAR, desk, founded, recorded, unit
from tests.questions import narrowed


def told(site: Site, *, role: str = "leader", **choice: Any) -> Board:
    """A board of the year."""
    return board(desk(site, role), BoardChoice(**{"period": YEAR, **choice}), WAYS)


def test_lamps_add_up_to_what_is_open(office: Site) -> None:
    one = told(office, ledger="repair")
    assert sum(count.number for count in one.lamps) == one.live.number == 2
    assert [count.kind for count in one.lamps] == [*LAMPS]


def test_the_closing_rate_keeps_both_sides(office: Site) -> None:
    closing = told(office, ledger="repair").closing
    assert (closing.opened.number, closing.closed.number, closing.rate) == (4, 2, Decimal("50.0"))
    assert "opened_from=2026-01-01" in closing.opened.href
    assert "live=done" in closing.closed.href


def test_without_anything_opened_there_is_no_rate(office: Site) -> None:
    assert told(office, period=Period.year(2024)).closing.rate is None


@pytest.mark.parametrize("choice", [{}, {"ledger": "repair"}, {"unit": WEST}, {"period": Period.parse("2026Q1")}])
def test_units_and_ledgers_each_add_up_to_the_whole(office: Site, choice: dict[str, Any]) -> None:
    one = told(office, **choice)
    for lines in (one.units, [line for line in one.ledgers if not choice.get("ledger") or line.label == "修缮台账"]):
        assert sum(line.live.number for line in lines) == one.live.number
        assert sum(line.closing.opened.number for line in lines) == one.closing.opened.number
        assert sum(line.closing.closed.number for line in lines) == one.closing.closed.number


def test_every_number_equals_the_list_it_opens(office: Site) -> None:
    one, mine = told(office), desk(office)
    counts = [one.live, *one.lamps, one.closing.opened, one.closing.closed, *one.months.values()]
    counts += [
        count
        for line in (*one.units, *one.ledgers)
        for count in (*line.lamps, line.live, line.closing.opened, line.closing.closed)
    ]
    for count in counts:
        assert listed(mine, count.href) == count.number, count.href


def listed(mine: Desk, href: str) -> int:
    """How many matters the list at an address has."""
    parts = dict(part.split("=") for part in href.partition("?")[2].split("&") if part)
    asked: dict[str, object] = {"ledgers": (parts["ledger"],) if "ledger" in parts else mine.loops}
    if "unit" in parts:
        asked["units"] = tuple(parts["unit"].split(","))
    if "lamp" in parts:
        asked["lamps"] = (parts["lamp"],)
    outcomes: dict[str, dict[str, object]] = {
        "": {},
        "1": {"live": True},
        "done": {"states": DONE, "live": False},
        "counted": {"left_out": mine.left_out},
    }
    asked |= outcomes[parts.get("live", "")]
    if "opened_from" in parts:
        days = Period.parse(f"{parts['opened_from']}..{parts['opened_to']}")
        asked |= {"opened_from": days.start, "opened_to": days.end}
    return mine.page(narrowed(mine.query(), **asked)).total


def test_a_unit_counts_what_lies_in_it(office: Site) -> None:
    assert told(office, unit=EAST, ledger="repair").live.number == 1
    assert [line.label for line in told(office, unit=EAST).units] == [EAST]


def test_a_unit_counts_what_lies_below_it_however_many_units_that_are(office: Site) -> None:
    before = told(office, unit=BODY, ledger="repair")
    assert before.live.number == 2
    office.journal.append([unit(f"第{n}社区") for n in range(300)])
    one = told(Site(office.home), unit=BODY, ledger="repair")
    assert (one.live.number, one.closing.opened.number) == (2, before.closing.opened.number)
    assert f"below={BODY}" in one.live.href
    assert len(one.live.href) < 200, "an address says the unit, not each below it"
    assert all("below=" not in line.live.href for line in one.units)


def test_somebody_of_one_unit_sees_its_part_and_is_told_so(office: Site) -> None:
    one = board(desk(office, "handler", WEST), BoardChoice(YEAR), WAYS)
    assert [line.label for line in one.units] == [WEST]
    assert not one.whole
    assert [line.whole for line in one.units] == [True]
    assert str(one.sight) == "只计您能看到的事项，不是全部。"
    assert told(office).whole


def test_confidential_ledgers_are_counted_for_whom_they_are_open_and_never_leave(office: Site) -> None:
    assert "线索台账" in [line.label for line in told(office).ledgers]
    assert "线索台账" not in [line.label for line in told(office, role="reader").ledgers]
    leaving = told(office, leaving=True)
    assert "线索台账" not in [line.label for line in leaving.ledgers]
    assert leaving.without == ("线索台账",)
    assert leaving.live.number == told(office).live.number - 2
    assert told(office, leaving=True, ledger="hint").live.number == leaving.live.number


def test_of_a_unit_seen_in_part_there_is_no_rate(office: Site) -> None:
    mine = desk(office, "handler", WEST)
    line = board(mine, BoardChoice(YEAR), WAYS).units[0]
    part = replace(line, whole=False)
    assert line.rate is not None
    assert part.rate is None
    shown = replace(board(mine, BoardChoice(YEAR), WAYS), units=(part,))
    assert rates(shown).categories == ()


def test_the_red_lamps_are_told_apart_from_what_is_past_its_due_date(office: Site) -> None:
    one = told(office)
    mine = desk(office)
    past = mine.query(Filter(ledgers=mine.loops, live=True, due_to=mine.today - timedelta(days=1)))
    assert sum(one.late.values()) == mine.page(past).total
    reds = mine.page(narrowed(past, lamps=("red",))).total
    assert f"期限已过的{reds}件" in one.reds
    assert ("另有" in one.reds) == (sum(one.late.values()) > reds)
    today = replace(one, late={"red": 1, "blue": 2, "grey": 1})
    assert "另有3件期限已过而不亮红灯" in today.reds


def test_a_matter_due_today_is_not_yet_among_those_past_their_due_date(office: Site) -> None:
    mine = desk(office)
    head = next(mine.walk(mine.query(Filter(ledgers=mine.loops, live=True, due_to=date(2030, 1, 1)))))
    due = mine.lamp(head).due
    assert due is not None
    for day, counted in ((due.day, 0), (due.day + timedelta(days=1), 1)):
        there = Desk(office, mine.actor, day)
        late = board(there, BoardChoice(period=YEAR), WAYS).late
        asked = there.query(Filter(matters=(head.matter,), due_to=day - timedelta(days=1)))
        assert there.page(asked).total == counted
        assert sum(late.values()) >= counted


OTHERWISE = ("merged", "split", "cancelled", "declined", "transferred")
SIBLING = """
[ledger.mend]
title = "维护台账"
noun = "维护"
counter = "处"
lifecycle = "closed_loop"
key = ["no"]
unit = "unit"
[ledger.mend.registration]
counts = "reviewed"
[ledger.mend.field]
no = { title = "编号", required = true }
unit = { title = "单位", type = "unit", group = true }
opened = { title = "登记日期", type = "date" }
due = { title = "期限", type = "date" }
closed = { title = "办结日期", type = "date" }
[[ledger.mend.family]]
family = "loop"
"""


@pytest.mark.parametrize("ledger", ["repair", "hint", "mend"])
@pytest.mark.parametrize("state", ["", "registered", *OTHERWISE])
def test_what_ended_otherwise_is_counted_as_figures_count_it(tmp_path: Path, ledger: str, state: str) -> None:
    site = founded(tmp_path / "office")
    (site.home / "catalogue" / "sibling.toml").write_text(SIBLING, encoding="utf-8")
    site = Site(site.home)
    lasting = [("in_progress", ""), ("closed", ""), ("struck_off", "2026-03-01"), ("archived", "2026-03-01")]
    for n, (stands, closed) in enumerate([*lasting, *([(state, "")] * 3 if state else [])]):
        facts = {"no": f"Y{n}", "unit": EAST, "opened": "2026-02-01", "due": "2026-04-01", "closed": closed}
        site.journal.append([recorded(ledger, f"Y{n}", EAST, facts, stands)])
    one, mine, asked = told(site, ledger=ledger), desk(site), Period.year(2026)
    said = [figure(site, f"{ledger}_{name}", asked) for name in ("opened", "closed_of_opened", "close_rate")]
    assert [one.closing.opened.number, one.closing.closed.number] == said[:2]
    assert one.closing.rate == said[2].quantize(Decimal("0.1"))
    assert sum(count.number for month, count in one.months.items() if month.startswith("2026")) == said[0]
    (line,) = (row for row in one.ledgers if row.label == site.catalogue.ledgers[ledger].title)
    assert line.closing.opened.number == sum(row.closing.opened.number for row in one.units) == said[0]
    assert line.closing.closed.number == sum(row.closing.closed.number for row in one.units) == said[1]
    if state not in UNREVIEWED:
        assert one.live.number == figure(site, f"{ledger}_open_end", asked)
    for count in (one.live, one.closing.opened, one.closing.closed, line.closing.opened, *one.months.values()):
        assert listed(mine, count.href) == count.number, count.href


def figure(site: Site, name: str, period: Period) -> Decimal:
    """What a figure says."""
    amount = site.compute([Ask(name, period)]).value(Ask(name, period)).amount
    assert amount is not None
    return amount
