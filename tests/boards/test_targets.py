"""Targets against the pace of the year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from taizhang.boards.board import BoardChoice
from taizhang.boards.targets import Pace, goals, judge_level, judge_rate
from taizhang.matters.entry import RECORD, Intention
from taizhang.site.site import Site
from tests.boards.office import DAY, EAST, WAYS, WEST, YEAR, desk, founded


def test_the_pace_is_the_part_of_the_year_that_has_passed() -> None:
    assert Pace.on(date(2026, 7, 2), 2026).share == Decimal("50.1")
    assert Pace.on(date(2026, 12, 31), 2026).share == Decimal("100.0")
    assert Pace.on(date(2026, 12, 30), 2026).share == Decimal("99.7")
    assert Pace.on(DAY, 2025).share == Decimal("100.0")
    assert Pace.on(date(2028, 2, 29), 2028).share == Decimal("16.4")


@pytest.mark.parametrize(
    ("rate", "word"),
    [
        ("100", "完成"),
        ("130", "完成"),
        ("60", "领先"),
        ("55.1", "正常"),
        ("50", "正常"),
        ("45.1", "正常"),
        ("45", "落后"),
        ("0", "落后"),
    ],
)
def test_the_word_follows_the_distance_from_the_pace(rate: str, word: str) -> None:
    assert judge_rate(Decimal(rate), Pace(DAY, Decimal("50.1")))[0] == word


@pytest.mark.parametrize(("rate", "word"), [("20", "正常"), ("55.1", "正常"), ("60", "偏快"), ("100.5", "超限")])
def test_a_bound_is_kept_by_being_slow(rate: str, word: str) -> None:
    assert judge_rate(Decimal(rate), Pace(DAY, Decimal("50.1")), ceiling=True)[0] == word


def test_why_tells_the_pace_the_rate_the_distance_and_the_year_at_this_pace() -> None:
    _, why = judge_rate(Decimal(40), Pace(DAY, Decimal("50.0")))
    assert str(why) == "到2026-07-02全年已过50.0%，完成40%，比时间进度慢10.0个百分点，照此进度全年约完成80.0%。"


def test_a_level_is_met_or_not() -> None:
    assert judge_level(Decimal(101))[0] == "完成"
    assert judge_level(Decimal("99.9"))[0] == "落后"


def test_shares_of_a_target_are_told_with_both_sides(office: Site) -> None:
    found = {goal.title: goal for goal in goals(desk(office), BoardChoice(YEAR), WAYS)}
    share = found["修缮完成率"]
    assert (share.done, share.aim, share.rate, share.word) == ("35.0米", "100.0米", Decimal("35.00"), "落后")
    assert share.href == "/figures/repair_share?period=2026"
    assert found["修缮预算执行率"].word == "正常"


def test_somebody_of_one_unit_gets_that_units_share(office: Site) -> None:
    found = {goal.title: goal for goal in goals(desk(office, "handler", EAST), BoardChoice(YEAR), WAYS)}
    assert (found["修缮完成率"].done, found["修缮完成率"].aim) == ("15.0米", "30.0米")


def test_registered_targets_are_told_from_their_figure_or_their_recorded_amount(tmp_path: Path) -> None:
    with founded(tmp_path / "site") as site:
        site.journal.append(
            [
                target("T1", indicator="修缮米数", amount="70", measure_unit="米", figure="repair_built"),
                target("T2", indicator="危桥改造座数", amount="10", measure_unit="座", actual="2", as_of="2026-03-31"),
                target("T3", indicator="国省道优良路率", amount="93", measure_unit="%", actual="94"),
                target("T4", indicator="公路投资", amount="8", measure_unit="亿元"),
                target("T5", indicator="分到单位", amount="8", measure_unit="亿元", tier="分解目标"),
            ]
        )
        found = {goal.title: goal for goal in goals(desk(site), BoardChoice(YEAR), WAYS)}
        assert (found["修缮米数"].done, found["修缮米数"].rate, found["修缮米数"].word) == (
            "35米",
            Decimal("50.0"),
            "正常",
        )
        assert found["危桥改造座数"].word == "正常"
        assert "到2026-03-31全年已过24.7%" in str(found["危桥改造座数"].why)
        assert found["国省道优良路率"].word == "完成"
        assert (found["公路投资"].rate, found["公路投资"].word) == (None, "")
        assert "分到单位" not in found
        assert "修缮米数" not in {goal.title for goal in goals(desk(site, "handler", EAST), BoardChoice(YEAR), WAYS)}


def target(no: str, **facts: str) -> Intention:
    """A target of the year."""
    told = {"no": no, "year": "2026", "tier": "总目标", "opened": "2026-01-10", "status": "办理中", **facts}
    return Intention(
        "甲", no, "target", RECORD, DAY, f"target-{no.lower()}", number=f"{no}/2026", facts=told, state="in_progress"
    )


def test_a_chosen_unit_and_ledger_narrow_the_targets(office: Site) -> None:
    east = {goal.title: goal for goal in goals(desk(office), BoardChoice(YEAR, unit=EAST), WAYS)}
    assert (east["修缮完成率"].done, east["修缮完成率"].aim) == ("15.0米", "30.0米")
    west = {goal.title: goal for goal in goals(desk(office, "handler", EAST), BoardChoice(YEAR, unit=WEST), WAYS)}
    assert "修缮完成率" not in west
    assert "修缮完成率" in {goal.title for goal in goals(desk(office), BoardChoice(YEAR, ledger="repair"), WAYS)}
    assert goals(desk(office), BoardChoice(YEAR, ledger="hint"), WAYS) == ()


def test_a_year_that_has_passed_is_not_projected() -> None:
    word, why = judge_rate(Decimal(70), Pace.on(DAY, 2025))
    assert (word, why) == ("落后", "到2025-12-31全年已过100.0%，完成70%，差30.0个百分点。")
