"""What single kinds of figure mean, on rows small enough to check by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from taizhang.catalogue.values import Stored
from taizhang.figures.compute import compute
from taizhang.figures.kinds.forecast import NOT_REACHED, YEAR_OVER, months_of
from taizhang.figures.kinds.single import format_date
from taizhang.figures.kinds.streak import streak
from taizhang.figures.value import Ask, Value
from taizhang.figures.words import define
from taizhang.terms.period import Period
from tests.figures.yard import TREE, catalogue, head, warehouse_of

YEAR = Period.year(2026)


def told(figure: str, rows: list[dict[str, Stored]], period: Period = YEAR) -> Value:
    empty: dict[str, Stored] = dict.fromkeys(catalogue().ledgers["visit"].declared.field)
    kept = [head(n + 1, {**empty, **row}) for n, row in enumerate(rows)]
    ask = Ask(figure, period)
    return compute(catalogue(), warehouse_of(kept), [ask], TREE).value(ask)


def work(day: str, persons: str, money: str | None = None, no: str = "Z") -> dict[str, Stored]:
    return {"opened": day, "persons": persons, "money": money, "no": no}


def test_a_weighted_mean_weighs_and_only_prints_100_when_all_is_done() -> None:
    rows = [work("2026-01-01", "100", "300"), work("2026-02-01", "40", "100")]
    assert told("progress", rows).text == "85.00"
    assert told("progress", [work("2026-01-01", "100", "99999"), work("2026-01-01", "99", "0.01")]).text == "99.99"
    assert told("progress", [work("2026-01-01", "100", "5")]).text == "100.00"


def test_a_list_names_the_greatest_first_each_once() -> None:
    rows = [
        work("2026-01-01", "1", "10", "甲"),
        work("2026-01-02", "1", "30", "乙"),
        work("2026-01-03", "1", "40", "甲"),
        work("2026-01-04", "1", None, "丁"),
        work("2026-01-05", "1", "20", "丙"),
    ]
    value = told("first_three", rows)
    assert (value.text, value.amount) == ("甲、乙、丙", Decimal(4))


def test_a_date_prints_as_a_person_writes_it() -> None:
    value = told("last_day", [{"opened": "2026-01-01", "done": "2026-05-08"}])
    assert (value.text, value.amount) == ("2026年5月8日", None)
    assert told("last_year", [{"opened": "2026-01-01", "year": "2025"}]).text == "2025"
    assert [format_date(date(2026, 5, 8), how) for how in ("year", "month", "year_month")] == ["2026", "5", "2026年5月"]


@pytest.mark.parametrize(("found", "run"), [([3, 4, 5], 3), ([1, 3, 5], 1), ([2], 1), ([1, 2, 4, 5, 6], 3)], ids=str)
def test_a_streak_runs_back_from_the_last_edition(found: list[object], run: int) -> None:
    assert streak(found, YEAR.end) == run


def test_a_streak_of_years_must_reach_this_year() -> None:
    assert streak([date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)], YEAR.end) == 3
    assert streak([date(2024, 1, 1), date(2025, 1, 1)], YEAR.end) == 0


def plan_and(*done: tuple[str, str]) -> list[dict[str, Stored]]:
    return [{"year": "2026", "persons": "100"}, *(work(day, persons) for day, persons in done)]


def test_a_forecast_tells_the_month_it_was_reached_or_will_be() -> None:
    assert told("when", plan_and(("2026-02-03", "60"), ("2026-04-01", "40"))).text == "4"
    half = Period.year(2026, date(2026, 6, 30))
    assert told("when", plan_and(("2026-02-03", "60")), half).text == "10"
    assert told("when", plan_and(("2026-02-03", "10")), half).reason == NOT_REACHED
    assert [one.key for one in months_of(date(2026, 2, 10))] == ["2026-01", "2026-02-01..2026-02-10"]


@pytest.mark.parametrize(("done", "month"), [("51", "12"), ("50", "12"), ("49", "")])
def test_a_plan_is_forecast_for_december_and_for_no_month_after_it(done: str, month: str) -> None:
    value = told("when", plan_and(("2026-02-03", done)), Period.year(2026, date(2026, 6, 30)))
    assert (value.text, value.reason) == (month, "" if month else NOT_REACHED)


@pytest.mark.parametrize(
    ("end", "why"), [(date(2026, 12, 30), NOT_REACHED), (date(2026, 12, 31), YEAR_OVER)], ids=["a day left", "over"]
)
def test_nothing_is_forecast_once_the_year_is_over(end: date, why: str) -> None:
    value = told("when", plan_and(("2026-02-03", "10")), Period.year(2026, end))
    assert (value.text, value.reason) == ("", why)


@pytest.mark.parametrize(("closed", "standing"), [("2026-06-29", "0"), ("2026-06-30", "0"), ("2026-07-01", "1")])
def test_what_is_closed_on_the_last_day_stands_no_more(closed: str, standing: str) -> None:
    rows: list[dict[str, Stored]] = [{"opened": "2026-06-30", "done": closed, "struck": True}]
    assert told("stock", rows, Period.year(2026, date(2026, 6, 30))).text == standing
    assert told("stock", rows, Period.year(2026, date(2026, 6, 29))).text == "0"


def test_a_parameter_is_the_one_in_force_at_the_end() -> None:
    assert told("least", []).text == "3.0"
    assert told("least", [], Period.month(2026, 1)).text == "2.5"
    assert told("least", [], Period.year(2024)).reason


def test_the_first_time_is_proved_by_nothing_before() -> None:
    rows = [work("2026-01-01", "9")]
    assert told("before", rows).text == "0"
    assert told("before", [work("2025-12-31", "9"), *rows]).text == "1"


def test_next_year_is_the_same_days_one_year_on() -> None:
    assert told("next_people", [work("2026-05-01", "5"), work("2027-05-01", "7")]).text == "7"


def test_every_kind_is_told_in_words() -> None:
    for figure in catalogue().figures.values():
        words = define(catalogue(), figure)
        assert words.startswith(f"{figure.title}：")
        assert "None" not in words
    assert "以“金额”为权" in define(catalogue(), catalogue().figures["progress"])
    assert "从“金额”最大的列起，列前3个" in define(catalogue(), catalogue().figures["first_three"])
