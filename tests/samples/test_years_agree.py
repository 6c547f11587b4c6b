"""The generated years contradict themselves in none of the ways in which years drawn at random once did."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Ledger
from taizhang.shipped import CATALOGUE
from taizhang_samples.bodies.contradict import Facts
from taizhang_samples.bodies.generate import Wanted, clean, declared, drawers
from taizhang_samples.bodies.spec import BODIES, spec_of

COLUMNS = {"date": "DATE", "integer": "DECIMAL(18,4)", "decimal": "DECIMAL(18,4)", "flag": "BOOLEAN"}
QUICK, WHOLE = 25, 100
# A ledger, what of it cannot be (or, of a whole year's rows, must not be the rule), and how that is called.
WAYS = (
    ("supervision", "closed is not null and closed > extended_to", "办结晚于延期"),
    ("event", "closed < held_on", "复盘早于举办"),
    ("publication", "praised + criticised > items", "点名的单位多于事项"),
    ("livelihood", "progress = '已完成' and closed is null", "已完成而无办结日期"),
    ("livelihood", "progress <> '已完成' and closed is not null", "有办结日期而未标已完成"),
    ("livelihood", "progress = '已完成' and done_value < target", "已完成而完成量小于任务量"),
    ("livelihood", "progress = '进度滞后' and done_value >= target", "标滞后而已达任务量"),
    ("expropriation", "demolished_on < closed", "拆除早于腾空"),
    ("reconsideration", "served_on < closed", "送达早于决定"),
    ("clearance", "closed is not null and checked_on is null", "已销号而未复核"),
    ("clearance", "checked_on < ordered_on", "复核早于责令整改"),
    ("training", "days <> date_diff('day', opened, ended) + 1", "培训天数与起止日期不符"),
    ("works", "measure_unit in ('座', '处', '个') and quantity <> floor(quantity)", "座、处、个有小数"),
    ("city_works", "closed is not null and schedule < 100", "有完工日期而形象进度不足"),
    ("election", "young > seats", "年轻委员多于两委职数"),
    ("manuscript", "content_on < basis_on or format_on < content_on", "三关次序颠倒"),
    ("manuscript", "closed < format_on", "交稿早于格式关"),
    ("cadre", "publicity_from > opened or publicity_to >= opened", "公示未满就决定"),
    ("procurement", "closed < accepted_on", "付款办结早于验收"),
    ("field_check", "checked_on > closed", "实地检查晚于复核销号"),
    ("field_check", "consulted_on < checked_on or consulted_on > closed", "会商早于检查或晚于销号"),
    ("major", "due < decided", "执行期限早于决策"),
    ("road", "match_prov + match_city + match_county > plan_inv", "配套多于计划投资"),
)


@cache
def rows_of(body: str, scale: int) -> Mapping[str, tuple[Ledger, Sequence[Facts]]]:
    """The records of the ledgers spoken of above, as they are drawn."""
    spec, wanted = spec_of(body), Wanted(body, scale=scale)
    with TemporaryDirectory() as folder:
        (Path(folder) / "body.toml").write_text(declared(spec), encoding="utf-8")
        catalogue = load(CATALOGUE, Path(folder))
        asked = {ledger for ledger, *_ in WAYS}
        drawn = [one for one in drawers(catalogue, spec, wanted) if one[0].name in asked]
        return {ledger.name: (ledger, clean(ledger, drawer, wanted)) for ledger, drawer in drawn}


def found(ledger: Ledger, rows: Sequence[Facts], where: str) -> int:
    """How many rows a condition in SQL holds of."""
    fields = ledger.declared.field
    typed = ", ".join(f'"{name}"::{COLUMNS.get(one.type, "VARCHAR")} as "{name}"' for name, one in fields.items())
    with TemporaryDirectory() as folder, duckdb.connect() as base:
        path = Path(folder) / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(fields), extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        kept = f"select {typed} from read_csv('{path}', header = true, all_varchar = true)"
        (many,) = base.execute(f"select count(*) from ({kept}) where {where}").fetchone() or (0,)
    return int(many)


def contradictions(body: str, scale: int) -> dict[str, int]:
    """Rows that contradict themselves, by the way they do; every way that finds its ledger in the body was looked at."""
    kept = rows_of(body, scale)
    counted = {title: found(*kept[ledger], where) for ledger, where, title in WAYS if ledger in kept}
    assert len(counted) > len(WAYS) // 3
    return {title: many for title, many in counted.items() if many}


@pytest.mark.parametrize("body", BODIES)
def test_a_quarter_of_the_years_contradicts_itself_in_no_way(body: str) -> None:
    assert contradictions(body, QUICK) == {}


@pytest.mark.nightly
@pytest.mark.timeout(600)
@pytest.mark.parametrize("body", BODIES)
def test_the_whole_years_contradict_themselves_in_no_way(body: str) -> None:
    assert contradictions(body, WHOLE) == {}


def test_a_contradiction_put_into_the_rows_is_found() -> None:
    ledger, rows = rows_of("office", QUICK)["major"]
    turned = [{**row, "due": row.get("opened"), "decided": row.get("closed")} for row in rows]
    assert found(ledger, turned, "due < decided")
