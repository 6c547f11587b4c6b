"""Filters of lists as conditions of figures: said as of the last day of the period, or told why they cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.predicate import parse
from taizhang.definitions.drafting import FigureDraft, declare, faults
from taizhang.definitions.narrowing import STOCK, Narrowing
from taizhang.lists.field_filters import BLANK, Sift
from taizhang.lists.query import Filter, Turn
from taizhang.shipped import CATALOGUE
from taizhang.terms.scope import Organisation, Unit

WHOLE = load(CATALOGUE)
UNITS = Organisation([Unit("溦桥乡", "乡镇", "")])


def hazards() -> Narrowing:
    return Narrowing(WHOLE, WHOLE.ledgers["hazard"], UNITS)


@pytest.mark.parametrize(
    ("asked", "when", "where"),
    [
        (Filter(), "opened", ""),
        (Filter(live=True), STOCK, ""),
        (
            Filter(live=True),
            "opened",
            "(closed IS NULL OR closed > end) AND (discontinued IS NULL OR discontinued > end)",
        ),
        (Filter(live=False), "closed", ""),
        (Filter(live=False), "opened", "closed <= end OR discontinued <= end"),
        (Filter(units=("溦桥乡",)), "opened", "township = '溦桥乡'"),
        (Filter(units=("溦桥乡", "")), "opened", "township = '溦桥乡' OR township IS NULL"),
        (Filter(units=("",)), "opened", "township IS NULL"),
        (Filter(states=("closed", "struck_off")), "opened", "state IN ('closed', 'struck_off')"),
        (Filter(due_from=date(2026, 1, 1)), "opened", "due >= '2026-01-01'"),
        (Filter(due_to=date(2026, 1, 31)), "opened", "due <= '2026-01-31'"),
        (Filter(opened_from=date(2026, 1, 1)), "closed", "opened >= '2026-01-01'"),
        (Filter(fields=(Sift("level", values=("重大", "较大")),)), "opened", "level IN ('重大', '较大')"),
        (Filter(fields=(Sift("level", values=(BLANK,)),)), "opened", "level IS NULL"),
        (Filter(fields=(Sift("unit", text="溦桥乡"),)), "opened", "unit = '溦桥乡'"),
        (Filter(fields=(Sift("level", values=("它's",)),)), "opened", "level = '它''s'"),
        (Filter(live=False, units=("甲",)), "opened", "(closed <= end OR discontinued <= end) AND (township = '甲')"),
    ],
)
def test_a_filter_is_a_condition(asked: Filter, when: str, where: str) -> None:
    found = hazards().read(asked, when)
    assert found.problems == ()
    assert found.where == where
    parse(found.where)


def test_bounds_of_the_counted_date_are_days_and_no_condition() -> None:
    for asked in (
        Filter(opened_from=date(2026, 1, 1), opened_to=date(2026, 3, 31)),
        Filter(fields=(Sift("opened", "day", first="2026-01-01", last="2026-03-31"),)),
    ):
        found = hazards().read(asked, "opened")
        assert (found.where, found.first, found.last) == ("", "2026-01-01", "2026-03-31")


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (Filter(text="消防"), "q"),
        (Filter(lamps=("red",)), "lamp"),
        (Filter(turns=(Turn(frozenset({"hazard"}), frozenset()),)), "set"),
        (Filter(person="甲"), "set"),
        (Filter(fields=(Sift("text", text="消防"),)), "f-text"),
        (Filter(fields=(Sift("unit", text="没有的乡"),)), "f-unit"),
    ],
)
def test_what_cannot_be_said_is_told_at_its_filter(asked: Filter, key: str) -> None:
    (problem,) = hazards().read(asked, "opened").problems
    assert (problem.code, problem.place.key) == ("FIG-062", f"where.{key}")
    assert problem.hint


def test_nothing_kept_encrypted_is_counted_by_but_whether_it_is_there() -> None:
    ledger = next(one for one in WHOLE.ledgers.values() if one.declared.encrypted - {"number"})
    name = next(iter(sorted(ledger.declared.hidden)))
    narrowing = Narrowing(WHOLE, ledger, UNITS)
    (problem,) = narrowing.read(Filter(fields=(Sift(name, values=("某某",)),)), "").problems
    assert "加密保存" in problem.message
    assert narrowing.read(Filter(fields=(Sift(name, values=(BLANK,)),)), "").where == f"{name} IS NULL"


def test_the_limits_of_a_draft() -> None:
    def codes(**given: str) -> list[str]:
        draft = replace(FigureDraft("hazard", "甲", when="opened"), **given)  # type: ignore[arg-type]
        return [one.place.key for one in faults(WHOLE, draft, (), ())]

    assert codes() == []
    assert codes(title="甲" * 40) == []
    assert codes(title="甲" * 41) == ["title"]
    assert codes(decimals="6") == []
    assert codes(decimals="7") == ["decimals"]
    assert codes(decimals="²") == ["decimals"]
    assert codes(unit="万平方米以上的处") == []
    assert codes(unit="一二三四五六七八九") == ["unit"]
    assert codes(when=STOCK) == []
    assert codes(when="level") == ["when"]
    assert codes(compare="points") == ["compare"]
    assert codes(what="sum", measure="level") == ["measure"]


def test_a_rate_is_made_of_the_rows_and_the_figure_it_stands_against() -> None:
    draft = FigureDraft("hazard", "占比", "rate", over="hazard_opened", when="opened", compare="points", decimals="1")
    figures = declare(WHOLE, draft, "own_x")["figure"]
    assert list(figures) == ["own_x_part", "own_x", "own_x_past"]
    assert figures["own_x"] == {
        "title": "占比",
        "kind": "ratio",
        "of": ["own_x_part"],
        "over": ["hazard_opened"],
        "decimals": 1,
    }
    assert figures["own_x_past"]["change"] == "points"


def test_days_that_entries_tell_are_offered_where_matters_begin_and_end() -> None:
    catalogue = load(CATALOGUE)
    told = {
        name: {one.name for one in ledger.dates} & {"discontinued", "completed"}
        for name, ledger in catalogue.ledgers.items()
    }
    assert told["hazard"] == {"discontinued", "completed"}
    assert told["unit"] == told["road_month"] == set()
