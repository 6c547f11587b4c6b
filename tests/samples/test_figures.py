"""The figures of the sample county follow the common definitions: worked examples, and another office's true records."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from taizhang_samples.county.answers import COMPARED, PERIODS
from taizhang_samples.county.figures import Window, loop, percent, ratio, timing, year_on_year
from taizhang_samples.county.record import Fact, Record
from taizhang_samples.county.tables import TABLES, Units

SHARED = Path(os.environ.get("TAIZHANG_SHARED", str(Path(__file__).parents[3] / "shared"))) / "samples"
MARCH = Window(date(2026, 3, 1), date(2026, 3, 31))
_AMOUNTS = {"amount", "score", "wan", "plan_km", "plan_inv", "done_inv", "match_prov", "match_city", "match_county"}


def _matter(opened: date, due: date | None, closed: date | None) -> Record:
    return {"opened": opened, "due": due, "done": closed, "closed": closed}


def test_a_matter_opened_before_and_closed_inside_is_flow_but_not_cohort() -> None:
    figures = loop([_matter(date(2026, 2, 3), None, date(2026, 3, 9))], MARCH)
    assert (figures["open_start"], figures["opened"], figures["closed_flow"], figures["open_end"]) == (1, 0, 1, 0)
    assert figures["closed_of_opened"] == 0


def test_a_matter_closed_on_the_last_day_of_the_window_is_closed_at_its_end() -> None:
    figures = loop([_matter(date(2026, 3, 31), None, date(2026, 3, 31))], MARCH)
    assert (figures["closed_of_opened"], figures["open_end"]) == (1, 0)


@pytest.mark.parametrize(("due", "overdue"), [(date(2026, 3, 30), 1), (date(2026, 3, 31), 0), (None, 0)])
def test_a_matter_is_overdue_from_the_day_after_its_limit(due: date | None, overdue: int) -> None:
    assert timing([_matter(date(2026, 3, 1), due, None)], MARCH)["overdue_end"] == overdue


def test_a_matter_done_but_not_struck_off_is_open_and_not_overdue() -> None:
    record = {"opened": date(2026, 3, 1), "due": date(2026, 3, 5), "done": date(2026, 3, 20), "closed": None}
    assert timing([record], MARCH)["overdue_end"] == 0
    assert loop([record], MARCH)["open_end"] == 1


def test_a_percentage_is_rounded_half_up_and_whole_only_when_it_is() -> None:
    assert percent(Decimal(1), Decimal(800)) == "0.13"
    assert percent(Decimal(99999), Decimal(100000)) == "99.99"
    assert percent(Decimal(7), Decimal(7)) == "100.00"
    assert percent(Decimal(7), Decimal(0)) is None


def test_a_year_on_year_difference_of_rates_is_in_percentage_points() -> None:
    compared = year_on_year({"rate": ratio(3, 4), "opened": 3}, {"rate": ratio(1, 2), "opened": 0})
    assert compared["rate"] == {"this_pct": "75.00", "last_pct": "50.00", "diff_pp": "25.00"}
    assert compared["opened"] == {"this": 3, "last": 0, "diff": 3, "pct": None}


def _fact(key: str, value: object) -> Fact:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    if key in _AMOUNTS and value is not None:
        return Decimal(str(value))
    if isinstance(value, list):
        if key == "months":
            return tuple(Decimal(item) for item in value)
        dates = tuple(date.fromisoformat(item) for item in value if re.fullmatch(r"\d{4}-\d\d-\d\d", item))
        return dates or tuple(str(item) for item in value)
    assert value is None or isinstance(value, (str, bool, int))
    return value


def _differences(ours: object, theirs: object, where: str) -> Iterator[str]:
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        for key in ours.keys() | theirs.keys():
            yield from _differences(ours.get(key, "absent"), theirs.get(key, "absent"), f"{where}/{key}")
    elif ours != theirs and "budget" not in where:
        yield f"{where}: {ours} is not {theirs}"


@pytest.mark.skipif(not SHARED.is_dir(), reason="no other office's records beside the checkout (TAIZHANG_SHARED)")
def test_the_definitions_give_another_office_s_answers_from_its_records() -> None:
    answers = json.loads((SHARED / "answers.json").read_text(encoding="utf-8"))
    records: dict[str, list[Record]] = {}
    for line in (SHARED / "records.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        records.setdefault(entry["file"], []).append({key: _fact(key, value) for key, value in entry.items()})
    units = Units(answers["townships"], answers["departments"], {})
    assert len(answers["workbooks"]) == len(TABLES)
    for file, told in answers["workbooks"].items():
        figures = {name: TABLES[told["ledger"]](records[file], window, units) for name, window in PERIODS.items()}
        compared = {name: year_on_year(figures[this], figures[last]) for name, (this, last) in COMPARED.items()}
        assert list(_differences(figures, told["figures"], file)) == []
        assert list(_differences(compared, told["year_on_year"], file)) == []
