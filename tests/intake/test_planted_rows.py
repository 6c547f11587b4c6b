"""Workbooks that contradict themselves, one a kind and ledger, are named at their cell; look-alikes raise nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from taizhang.intake.admit import obstacles
from taizhang.site.site import Imported, Site
from tests.intake.declared_sheet import Facts, cell_of, sheet_of
from tests.intake.small_body import D, imported, made_site

EAST, GONE, HEIR, ROADS, DEVELOP = "城东街道", "西塘镇", "新塘街道", "养护管理处", "发展科"


@dataclass(frozen=True, slots=True)
class Planted:
    """A ledger's rows, and the field at which the last of them (or record ``line``) contradicts itself."""

    ledger: str
    rows: Sequence[Facts]
    field: str
    code: str
    line: int = -1


def land(**facts: object) -> Facts:
    base = {"no": "D-1", "project": "环湖路改建", "kind": "用地", "unit": ROADS, "opened": D(2026, 3, 2)}
    return {**base, "status": "办理中", **facts}


def reconsideration(**facts: object) -> Facts:
    base = {"no": "F-1", "respondent": EAST, "opened": D(2026, 3, 2), "accepted_on": D(2026, 3, 6)}
    return {**base, "closed": D(2026, 4, 20), "status": "已完成", **facts}


def purchase(**facts: object) -> Facts:
    base = {"no": "C-1", "item": "办公桌椅", "kind": "货物", "unit": DEVELOP, "amount": 12, "opened": D(2026, 3, 2)}
    return {**base, "accepted_on": D(2026, 4, 1), "closed": D(2026, 4, 3), "status": "已完成", **facts}


def check(**facts: object) -> Facts:
    base = {"no": "J-1", "kind": "专项督查", "batch": "第一批", "target": EAST, "opened": D(2026, 3, 2)}
    return {**base, "checked_on": D(2026, 3, 9), "issues": 4, "rectified": 4, "status": "办理中", **facts}


def survey(**facts: object) -> Facts:
    base = {"no": "P-1", "kind": "路况检测", "network": "农村公路", "unit": ROADS, "year": 2026, "km_total": 120}
    return {**base, "opened": D(2026, 5, 6), "km_good": 80, "status": "办理中", **facts}


def recruit(**facts: object) -> Facts:
    base = {"no": "Z-1", "channel": "公开招考", "post": "桥梁技术员", "unit": ROADS, "headcount": 3, "applicants": 90}
    return {**base, "opened": D(2026, 5, 6), "hired": 3, "status": "办理中", **facts}


def settlement(**facts: object) -> Facts:
    base = {"no": "S-1", "project": "环湖路路面", "unit": ROADS, "opened": D(2026, 5, 6), "submitted": 310.5}
    return {**base, "approved": 300.25, "cut": 10.25, "closed": D(2026, 6, 6), **facts}


def lead(**facts: object) -> Facts:
    base = {"ended": D(2026, 5, 31), "source": "信访举报", "received": 9, "disposed": 8, "approval_no": "审5"}
    return {**base, "talked": 3, "checked": 3, "shelved": 1, "ended_cases": 1, **facts}


def built(**facts: object) -> Facts:
    base = {"no": "G-1", "name": "东园安置房", "kind": "安置房", "year": 2026, "township": EAST, "schedule": 100}
    return {**base, "opened": D(2026, 1, 5), "closed": D(2026, 9, 1), **facts}


def works(**facts: object) -> Facts:
    base = {"no": "W-1", "year": 2026, "kind": "路面改造", "name": "县道路面", "unit": ROADS, "weight": 900}
    return {**base, "measure_unit": "公里", "quantity": 12.4, "opened": D(2026, 3, 1), "pct": 40, **facts}


def dispute(**facts: object) -> Facts:
    base = {"no": "M-1", "township": EAST, "kind": "邻里纠纷", "opened": D(2026, 3, 2), "persons": 4, "amount": 3000}
    return {**base, "outcome": "办理中", **facts}


def turned(**facts: object) -> Facts:
    base = {"no": "B-1", "topic_no": "K-1", "measure": "出台农村公路养护经费与路况挂钩办法", "unit": DEVELOP}
    return {**base, "opened": D(2026, 3, 2), "due": D(2026, 6, 30), "status": "办理中", **facts}


def session(**facts: object) -> Facts:
    return {"no": "X-1", "kind": "理论宣讲", "topic": "冬训宣讲", "held_on": D(2026, 1, 9), "persons": 80, **facts}


def visit(**facts: object) -> Facts:
    base = {"no": "L-1", "kind": "挂钩联系", "leader": "LD-1", "unit": EAST, "visit_on": D(2026, 4, 1)}
    return {**base, "problems": 5, "solved": 4, **facts}


def handled(**facts: object) -> Facts:
    base = {"ended": D(2026, 5, 31), "form": "第一种形态", "measure": "诫勉", "persons": 4, "times": 4}
    return {**base, "approval_no": "审6", **facts}


def graded(**facts: object) -> Facts:
    base = {"no": "Y-1", "branch": "第一党支部", "unit": ROADS, "opened": D(2026, 3, 2), "closed": D(2026, 6, 1)}
    return {**base, "valid_until": D(2028, 6, 1), "status": "已完成", **facts}


def study(**facts: object) -> Facts:
    base = {"no": "T-1", "kind": "读书班", "topic": "专题读书班", "unit": DEVELOP, "opened": D(2026, 5, 6)}
    return {**base, "ended": D(2026, 5, 8), "days": 3, "persons": 20, **facts}


def talk(**facts: object) -> Facts:
    return {"no": "Q-1", "kind": "集体约谈", "unit": EAST, "opened": D(2026, 5, 6), "persons": 3, **facts}


def major(**facts: object) -> Facts:
    base = {"no": "K-1", "matter": "年度养护计划", "class": "重大决策", "unit": DEVELOP, "opened": D(2026, 2, 2)}
    done = {"decided": D(2026, 2, 9), "closed": D(2026, 3, 9), "collective": "是", "status": "已完成"}
    return {**base, **done, **facts}


def elected(**facts: object) -> Facts:
    base = {"no": "H-1", "village": "柳庄村", "township": EAST, "opened": D(2026, 1, 5), "elected_on": D(2026, 2, 5)}
    return {**base, "closed": D(2026, 2, 20), "seats": 7, "young": 3, **facts}


def alarm(**facts: object) -> Facts:
    base = {"no": "E-1", "grade": "较大", "township": EAST, "opened": D(2026, 5, 6), "status": "办理中"}
    return {**base, "phone_minutes": 25, "phone_limit": 30, "written_minutes": 50, "written_limit": 60, **facts}


def ranked(**facts: object) -> Facts:
    base = {"name": "公众安全感", "area": "群众评价", "section": "全市", "ended": D(2026, 12, 31), "frequency": "年度"}
    return {**base, "value": 97.1, "rank": 1, "rank_scope": "全省", **facts}


PLANTED = (
    Planted("land", [land(closed=D(2026, 3, 1), status="已完成")], "closed", "INT-055"),
    Planted("reconsideration", [reconsideration(served_on=D(2026, 4, 19))], "served_on", "ROW-001"),
    Planted("procurement", [purchase(accepted_on="")], "closed", "ROW-002"),
    Planted("major", [major(decided=D(2026, 3, 10))], "closed", "ROW-001"),
    Planted("election", [elected(closed=D(2026, 2, 4))], "closed", "ROW-001"),
    Planted("field_check", [check(rectified=5)], "rectified", "INT-055"),
    Planted("survey", [survey(km_good=120.1)], "km_good", "INT-055"),
    Planted("recruit", [recruit(hired=4)], "hired", "ROW-003"),
    Planted("settlement", [settlement(cut=10)], "submitted", "ROW-012"),
    Planted("lead", [lead(checked=4)], "disposed", "ROW-012"),
    Planted("city_works", [built(schedule=85)], "schedule", "ROW-004"),
    Planted("works", [works(measure_unit="座", quantity=3.5)], "quantity", "ROW-010"),
    Planted("disposition", [handled(persons=5)], "persons", "ROW-005"),
    Planted("branch_grade", [graded(valid_until=D(2026, 5, 31))], "valid_until", "INT-055"),
    Planted("study", [study(days=4)], "days", "ROW-007"),
    Planted("talk", [talk(opened=D(2062, 5, 6))], "opened", "INT-055"),
    Planted(
        "session", [session(no=f"X-{n}") for n in range(3)] + [session(held_on=D(1926, 1, 9))], "held_on", "INT-055"
    ),
    Planted("liaison", [visit(unit=GONE)], "unit", "ROW-008"),
    Planted("dispute", [dispute(township=HEIR, opened=D(2026, 3, 31))], "township", "ROW-008"),
    Planted("conversion", [turned(), turned(no="B-2", measure="出台农村公路养护经费与路况挂勾办法")], "no", "ROW-009"),
    Planted("lead", [lead(ended=D(2062, 5, 31))], "ended", "INT-055"),
    Planted("survey", [survey(year=2062)], "year", "ROW-006"),
    Planted("emergency", [alarm(phone_minutes=300, phone_limit=9999)], "phone_limit", "INT-055"),
    Planted("disposition", [handled(measure="党纪政务处分")], "measure", "INT-055"),
    Planted("indicator", [ranked(rank_scope="全市")], "rank_scope", "INT-055"),
    Planted("emergency", [alarm(written_limit=61)], "written_limit", "INT-055"),
)
CLEAN: tuple[tuple[str, str, Sequence[Facts]], ...] = (
    ("late, but within no other limit than the rule's", "emergency", [alarm(phone_minutes=31), alarm(no="E-2")]),
    ("a sanction of the second form", "disposition", [handled(form="第二种形态", measure="党纪政务处分")]),
    ("ranked in the province", "indicator", [ranked()]),
    ("two persons of one name", "liaison", [visit(leader="王兰"), visit(no="L-2", leader="王兰", unit=ROADS)]),
    ("a leap day", "dispute", [dispute(opened=D(2024, 2, 29), closed=D(2024, 2, 29), outcome="调解成功")]),
    ("a unit's last day", "liaison", [visit(unit=GONE, visit_on=D(2026, 3, 31))]),
    ("a successor's first day", "liaison", [visit(unit=HEIR, visit_on=D(2026, 4, 1))]),
    ("all steps on one day", "procurement", [purchase(accepted_on=D(2026, 4, 3)), purchase(no="C-2", item="电脑")]),
    ("all of it", "field_check", [check(rectified=4, issues=4, closed=D(2026, 3, 9), status="已完成")]),
    ("finished whole", "city_works", [built(), built(no="G-2", name="西园安置房", schedule=99, closed="")]),
    ("kilometres in fractions", "works", [works(), works(no="W-2", name="危桥", measure_unit="座", quantity=3)]),
    ("closed the next year", "land", [land(opened=D(2025, 12, 30), closed=D(2026, 1, 4), status="已完成")]),
    (
        "two measures of one day",
        "conversion",
        [
            turned(),
            turned(no="B-2", measure="出台农村公路养护质量与路况挂钩办法"),
            turned(no="B-3", measure="出台农村公路养护经费不与路况挂钩办法"),
            turned(no="B-4", topic_no="K-2"),
        ],
    ),
    ("as many as times", "disposition", [handled(), handled(measure="组织措施", persons=3)]),
    ("exactly as planned", "recruit", [recruit(), recruit(no="Z-2", post="会计", hired=2)]),
    ("the whole week", "study", [study(), study(no="T-2", topic="二期", days=2)]),
    ("parts that add up", "settlement", [settlement(), settlement(no="S-2", approved="", cut="", closed="")]),
    ("valid for years", "branch_grade", [graded(), graded(no="Y-2", branch="第二党支部", valid_until=D(2030, 1, 1))]),
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return made_site(tmp_path)


def told(got: Imported) -> set[tuple[str, str]]:
    """Code and cell of all but what says which sheet was read and which unit is new."""
    every = (*obstacles(got.changes), *got.changes.warnings)
    return {(one.code, one.place.cell) for one in every if one.code != "INT-086"}


@pytest.mark.parametrize("one", PLANTED, ids=lambda one: f"{one.ledger}-{one.field}-{one.code}")
def test_what_cannot_be_is_named_at_its_cell(site: Site, tmp_path: Path, one: Planted) -> None:
    title, rows = sheet_of(site, one.ledger, one.rows)
    line = one.line % len(one.rows)
    got = told(imported(site, tmp_path, f"2026年{title}", rows))
    assert (one.code, cell_of(site, one.ledger, one.rows, one.field, line)) in got
    assert {cell[1:] for _, cell in got} == {str(line + 3)}


@pytest.mark.parametrize(("why", "ledger", "rows"), CLEAN, ids=[why for why, *_ in CLEAN])
def test_what_only_looks_like_it_raises_nothing(
    site: Site, tmp_path: Path, why: str, ledger: str, rows: Sequence[Facts]
) -> None:
    title, written = sheet_of(site, ledger, rows)
    assert told(imported(site, tmp_path, f"2026年{title}", written)) == set(), why
