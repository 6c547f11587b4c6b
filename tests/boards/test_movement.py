"""What moved since a report was frozen, the rows that moved it, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taizhang.boards.board import BoardChoice
from taizhang.boards.movement import Movement, latest, movement
from taizhang.matters.entry import CORRECT, Intention
from taizhang.papers.editions import settle
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused
from tests.boards.office import DAY, EAST, WAYS, YEAR, desk, founded, repair


@pytest.fixture
def told(tmp_path: Path) -> Site:
    """The office with its report of the year frozen."""
    site = founded(tmp_path / "site")
    settle(site, "mini", YEAR, "核", actor="甲", on=DAY)
    return site


def since(site: Site, period: Period = YEAR, role: str = "leader") -> Movement:
    """The movement since its last edition."""
    mine = desk(site, role)
    last = latest(mine)
    assert last
    return movement(mine, last, BoardChoice(period), WAYS)


def correct(no: str, **facts: str) -> Intention:
    """A repair corrected, and struck off when it names a closing day."""
    state = "struck_off" if facts.get("closed") else "in_progress"
    return Intention(
        "甲",
        f"c{no}",
        "repair",
        CORRECT,
        DAY,
        f"repair-{no.lower()}",
        number=no,
        unit=EAST,
        facts=facts,
        state=state,
        note="复核",
    )


def test_nothing_moved_yet(told: Site) -> None:
    with told as site:
        found = since(site)
        assert (found.moved, found.same) == ((), 4)


def test_rows_that_came_and_went_are_named_with_what_was_done(told: Site) -> None:
    with told as site:
        site.journal.append(
            [repair("X9", EAST, "2026-06-01", "2026-08-01", "", 10, 0), correct("X2", closed="2026-06-20")]
        )
        found = {one.title: one for one in since(site).moved}
        opened = next(one for title, one in found.items() if one.href.startswith("/figures/repair_opened"))
        assert (opened.then, opened.now, opened.change, opened.up) == ("4处", "5处", "+1", True)
        assert [(row.number, row.href, row.act) for row in opened.come] == [("X9", "/matter/repair-x9", "补录")]
        assert str(opened.why[0]) == "新计入1条：补录1。"
        closed = next(one for one in found.values() if one.href.startswith("/figures/repair_closed_flow"))
        assert [(row.number, row.act) for row in closed.come] == [("X2", "更正")]
        assert since(site).same == 1  # the stock lost one and won one; its number stands


def test_an_arrow_opens_the_change_against_the_reports_period_or_the_year_before(told: Site) -> None:
    with told as site:
        site.journal.append(
            [repair("X9", EAST, "2026-06-01", "2026-08-01", "", 10, 0), correct("X2", closed="2026-06-20")]
        )
        before = YEAR.last_year().key
        same = since(site).moved
        assert {one.against for one in same} == {before}
        assert all(one.split.endswith(f"/why?period={YEAR.key}&against={before}") for one in same)
        later = YEAR.shift(1).key
        for one in since(site, YEAR.shift(1)).moved:
            period = later if f"period={later}" in one.href else YEAR.key
            against = YEAR.key if period == later else before
            assert one.against == against
            assert one.split.endswith(f"/why?period={period}&against={against}")


def test_a_corrected_row_is_told_as_changed(told: Site) -> None:
    with told as site:
        site.journal.append([correct("X2", built="10")])
        (share,) = since(site).moved
        assert [row.number for row in share.changed] == ["X2"]
        assert (share.then, share.now) == ("35.00%", "40.00%")
        assert str(share.why[0]) == "内容有变1条：更正1。"


def test_a_changed_definition_is_said_first(told: Site) -> None:
    home = told.home
    told.close()
    own = home / "catalogue" / "own.toml"
    text = own.read_text(encoding="utf-8").replace('measure = "built"', 'measure = "plan"')
    own.write_text(text, encoding="utf-8")
    with Site(home) as site:
        (share,) = since(site).moved
        assert "口径已改" in str(share.why[0])


def test_another_year_is_held_against_the_reports_own(told: Site) -> None:
    with told as site:
        assert since(site, Period.year(2025)).moved == ()


def test_only_numbers_the_person_sees_whole_are_told(told: Site) -> None:
    with told as site:
        mine = desk(site, "handler", EAST)
        last = latest(mine)
        assert last
        found = movement(mine, last, BoardChoice(YEAR), WAYS)
        assert (found.moved, found.same) == ((), 0)


def test_files_that_are_no_longer_those_frozen_are_refused(told: Site) -> None:
    with told as site:
        last = latest(desk(site))
        assert last
        (last.folder / "text.md").write_text("别的", encoding="utf-8")
        with pytest.raises(Refused) as refused:
            since(site)
        assert [problem.code for problem in refused.value.problems] == ["RPT-053"]


def test_without_a_frozen_report_there_is_none(office: Site) -> None:
    assert latest(desk(office, day=date(2026, 8, 1))) is None


def test_a_number_that_moved_because_time_passed_says_so(tmp_path: Path) -> None:
    with founded(tmp_path / "site") as site:
        spring = Period.parse("2026-01-01..2026-03-31")
        settle(site, "mini", spring, "核", actor="甲", on=DAY)
        found = {one.href: one for one in since(site).moved}
        opened = next(one for href, one in found.items() if href.startswith("/figures/repair_opened"))
        assert (opened.then, opened.now) == ("3处", "4处")
        assert [(row.number, row.act) for row in opened.come] == [("X4", "期间推移")]


def test_beyond_a_bound_acts_are_no_longer_looked_up(told: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taizhang.boards.movement.MOST_LOOKED_UP", 0)
    with told as site:
        site.journal.append([correct("X2", built="10")])
        (share,) = since(site).moved
        assert str(share.why[0]) == "内容有变1条。"
