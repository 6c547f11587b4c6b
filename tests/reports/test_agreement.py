"""What serves a mechanism or fills a place is held against its row, and a wrong binding is noticed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.reports.agreement import disagreements, leaves, missing, window_of
from taizhang.reports.coverage import Fitted, coverage
from taizhang.shipped import CATALOGUE

PROFILES = {"R1": "bureau", "R2": "city", "R3": "office", "F": "office"}
SEEDS = range(5)


@cache
def catalogue(profile: str) -> Catalogue:
    return load(CATALOGUE, profile=profile)


def bound() -> list[tuple[str, Catalogue, Figure]]:
    """Every figure that fills a place, with the profile of the place's report."""
    return [
        (id_, whole, figure)
        for report, profile in PROFILES.items()
        for whole in [catalogue(profile)]
        for figure in whole.figures.values()
        for id_ in figure.declared.slots
        if whole.measure.slots[id_].report == report
    ]


def against(id_: str, whole: Catalogue, figure: Figure) -> list[str]:
    return list(disagreements(whole, whole.measure.slots[id_], figure))


def test_some_binding_of_every_place_agrees() -> None:
    right = {id_ for id_, whole, figure in bound() if not against(id_, whole, figure)}
    assert {id_ for id_, _, _ in bound()} == right
    assert len(right) > 280


def test_places_bound_to_other_figures_are_noticed() -> None:
    rng, noticed, tried = Random(7), 0, 0
    for id_, whole, figure in bound() * 10:
        others = [one for one in whole.figures.values() if id_ not in one.declared.slots and one is not figure]
        noticed += bool(against(id_, whole, rng.choice(others)))
        tried += 1
    assert tried > 3000
    assert noticed >= tried * 0.98, (noticed, tried)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mechanism_moved_to_another_ledger_is_noticed(seed: int) -> None:
    rng, whole, noticed, tried = Random(seed), catalogue(""), 0, 0
    for id_, mechanism in whole.measure.mechanisms.items():
        others = [one for one in whole.ledgers.values() if id_ not in one.declared.serves]
        if not [one for one in Fitted(whole, ()).servers.get(id_, []) if one.kind == "台账"]:
            continue
        noticed += bool(list(missing(whole, mechanism, rng.choice(others), "")))
        tried += 1
    assert tried > 185
    assert noticed >= tried * 0.98


def test_a_rate_bound_to_a_count_is_noticed_wherever_it_stands() -> None:
    for id_, whole, _ in bound():
        slot = whole.measure.slots[id_]
        if slot.type != "rate":
            continue
        for other in whole.figures.values():
            if other.kind in ("flow", "cohort", "stock", "sum", "distinct"):
                assert "计数方法不合" in list(disagreements(whole, slot, other))


def test_a_changed_window_unit_or_level_is_noticed() -> None:
    windows = units = levels = 0
    for id_, whole, figure in bound():
        slot = whole.measure.slots[id_]
        if against(id_, whole, figure):
            continue
        if slot.window and window_of(whole, figure) != "dated":
            later = replace(figure, declared=figure.declared.model_copy(update={"shift": 1 - figure.declared.shift}))
            windows += 1
            assert "统计时段不合" in against(id_, whole, later)
        if slot.unit and figure.unit == slot.unit and figure.kind in ("flow", "sum", "distinct", "cohort", "stock"):
            units += 1
            assert f"计量单位不是{slot.unit}" in against(id_, whole, replace(figure, unit="吨"))
        if slot.level and not figure.composed:
            words = figure.declared.model_copy(update={"title": "人数", "where": ""})
            levels += 1
            assert f"没有限定为{slot.level}" in against(id_, whole, replace(figure, declared=words))
    assert (windows > 200, units > 150, levels > 5) == (True, True, True)


def test_emergencies_kept_as_library_intake_are_in_name_only() -> None:
    whole = catalogue("")
    told = list(missing(whole, whole.measure.mechanisms["M186"], whole.ledgers["material"], ""))
    assert "流程不合" in told
    assert any(one.startswith("记的不是") for one in told)


def test_a_loop_kept_as_an_activity_is_in_name_only_and_says_what_is_missing() -> None:
    found = coverage({"office": catalogue("office")}, ())
    lacks = {one.id: one for one in found.mechanisms.missing}
    assert lacks["M168"].degree == "name"
    assert "流程不合" in lacks["M168"].why
    assert "M65" not in lacks
    assert "M03" not in lacks


def test_a_ledger_serves_with_the_columns_of_the_wide_table_it_stands_beside() -> None:
    whole = catalogue("bureau")
    assert {"road", "road_month"} >= set(leaves(whole, whole.figures["road_trunk_built_km"]))
