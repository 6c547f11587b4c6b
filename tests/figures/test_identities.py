"""Identities: between sums, in each group, within rows; a breach names both sides and the rows that make it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from taizhang.catalogue.load import examine, load
from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.values import Stored
from taizhang.figures.compute import compute
from taizhang.figures.identities import Waiver, Waivers, asks, breaches, rows_that_break, unkept
from taizhang.figures.trace import trace
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import Projection
from tests.figures.yard import TOML, TREE, Ledgers, head

YEAR = Period.year(2026)
GIVEN: dict[str, Stored] = {"opened": "2026-03-01", "grade": "一般", "unit": "东乡"}


def declared(identity: str) -> Catalogue:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "yard.toml").write_text(
            f'{TOML}\n[identity.held]\ntitle = "守恒"\n{identity}', encoding="utf-8"
        )
        return load(Path(folder))


def broken(
    identity: str, rows: list[dict[str, Stored]], waivers: Waivers | None = None, period: Period = YEAR
) -> list[Problem]:
    catalogue = declared(identity)
    empty: dict[str, Stored] = dict.fromkeys(catalogue.ledgers["visit"].declared.field)
    kept = [head(n + 1, {**empty, "no": f"Z{n + 1}", **GIVEN, **row}) for n, row in enumerate(rows)]
    warehouse = Warehouse()
    Projection(catalogue, warehouse).run(Ledgers(kept))
    answers = compute(catalogue, warehouse, asks(catalogue, period), TREE)
    between = breaches(
        catalogue,
        answers,
        period,
        look=lambda ask: trace(catalogue, warehouse, ask, TREE),
        waivers=waivers,
        unkept=unkept(catalogue, warehouse),
    )
    return [*between, *rows_that_break(catalogue, warehouse, period, waivers)]


BIG: dict[str, Stored] = {"grade": "重大"}
DONE: dict[str, Stored] = {"struck": True, "done": "2026-04-01"}
CASES = [
    (
        'left = ["flow"]\nrelation = "<="\nright = ["flow_big"]',
        [BIG, BIG],
        [BIG, {}],
        "登记2＝2，应不大于重大1＝1。相关记录：Z2",
    ),
    ('left = ["flow"]\nright = ["cohort"]', [DONE], [DONE, {}], "相关记录：Z2。"),
    ('left = ["flow"]\nrelation = "<="\nbound = 1', [{}], [{}, {}], "应不大于1。相关记录：Z1、Z2。"),
    ('left = ["flow"]\nrelation = "<="\nright = ["units"]\nby = "grade"', [{}, BIG], [{}, BIG, {}], "登记（一般）2"),
    (
        'left = ["rate"]\nrelation = "full_needs_none"\nright = ["stock"]',
        [DONE],
        [DONE, {"opened": "2025-01-01"}],
        "为100%时应为零的是",
    ),
    (
        'left = ["people"]\nrelation = "both_or_neither"\nright = ["money"]',
        [{}, {"persons": "1", "money": "2"}],
        [{"persons": "1"}],
        "应同时有或同时没有的是金额0",
    ),
    (
        'left = ["flow"]\nearlier = ["flow"]\nbound = 1',
        [{}, {}, {"opened": "2025-03-01"}],
        [{}, {"opened": "2025-03-01"}],
        "应等于登记（上年）1＋1＝2",
    ),
    (
        'ledger = "visit"\nmust = "first_due >= opened"',
        [{"first_due": "2026-03-01"}],
        [{"first_due": "2026-02-01"}],
        "走访台账有1条不符。相关记录：Z1。",
    ),
    (
        'ledger = "visit"\nwhere = "grade = \'重大\'"\nmust = "persons > 1"',
        [{"persons": "0"}],
        [{**BIG, "persons": "0"}],
        "相关记录：Z1",
    ),
    (
        'ledger = "visit"\nsum = ["persons"]\ntotal = "money"',
        [{"persons": "2", "money": "2.00"}],
        [{"persons": "2", "money": "2.01"}],
        "Z1",
    ),
]


@pytest.mark.parametrize(("identity", "right", "wrong", "told"), CASES, ids=[case[0] for case in CASES])
def test_what_holds_is_silent_and_what_breaks_is_told_with_its_rows(
    identity: str, right: list[dict[str, Stored]], wrong: list[dict[str, Stored]], told: str
) -> None:
    assert broken(identity, right) == []
    (problem,) = broken(identity, wrong)
    assert (problem.code, problem.level, problem.place.key) == ("FIG-010", "error", "identity.held")
    assert told in problem.message
    assert "“守恒”不成立" in problem.message


def test_many_rows_are_counted_and_the_first_five_named() -> None:
    (problem,) = broken('left = ["flow"]\nrelation = "<"\nbound = 3', [{}] * 7)
    assert "相关记录：Z1、Z2、Z3、Z4、Z5等7条。" in problem.message


def test_a_breach_somebody_answers_for_is_a_warning_that_names_them() -> None:
    identity, known = 'left = ["flow"]\nright = ["flow_big"]', {("held", "2026"): Waiver("甲科长", "跨年补录。")}
    (problem,) = broken(identity, [{}], known)
    assert problem.level == "warning"
    assert problem.message.endswith("已由甲科长说明：跨年补录。")
    (problem,) = broken(identity, [{}], {("held", "2025"): Waiver("甲科长", "跨年补录")})
    assert problem.level == "error"


def test_a_years_base_is_only_held_from_new_year_on() -> None:
    course = 'left = ["flow"]\nrelation = "<="\nright = ["by_year"]\nyearly = true'
    rows: list[dict[str, Stored]] = [{"year": "2025"}]
    assert len(broken(course, rows, period=Period.parse("2026-01-01..2026-03-31"))) == 1
    assert broken(course, rows, period=Period.month(2026, 3)) == []
    assert len(broken(course.removesuffix("yearly = true"), rows, period=Period.month(2026, 3))) == 1


def test_a_ledger_without_any_row_is_not_held_against_another() -> None:
    catalogue = declared('left = ["flow"]\nright = ["flow_big"]')
    warehouse = Warehouse()
    Projection(catalogue, warehouse).run(Ledgers([]))
    assert unkept(catalogue, warehouse) == {"visit"}
    row = dict.fromkeys(catalogue.ledgers["visit"].declared.field) | GIVEN
    Projection(catalogue, warehouse).run(Ledgers([head(1, row)]))
    answers = compute(catalogue, warehouse, asks(catalogue, YEAR), TREE)
    assert len(list(breaches(catalogue, answers, YEAR))) == 1
    assert list(breaches(catalogue, answers, YEAR, unkept={"visit"})) == []


FAULTS = [
    ('left = ["nothing"]\nright = ["flow"]', "CAT-012"),
    ('left = ["flow"]', "CAT-038"),
    ('ledger = "visit"', "CAT-038"),
    ('ledger = "visit"\nmust = "persons > 1"\nleft = ["flow"]', "CAT-038"),
    ('ledger = "vist"\nmust = "a = 1"', "CAT-012"),
    ('ledger = "visit"\nsum = ["persons"]\ntotal = "no"', "CAT-012"),
    ('ledger = "visit"\nmust = "person > 1"', "CAT-012"),
    ('left = ["flow"]\nright = ["stock"]\nby = "no"', "CAT-012"),
    ('left = ["flow"]\nright = ["stock"]\nrelation = "=="', "CAT-004"),
]


@pytest.mark.parametrize(("identity", "code"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_an_identity_that_says_nothing_or_too_much_is_refused(tmp_path: Path, identity: str, code: str) -> None:
    (tmp_path / "a.toml").write_text(f'{TOML}\n[identity.held]\ntitle = "守恒"\n{identity}', encoding="utf-8")
    _, problems = examine(tmp_path)
    assert code in {problem.code for problem in problems}


def test_a_family_gives_its_identities_to_every_ledger_unless_a_side_is_left_out(tmp_path: Path) -> None:
    family = (
        '\n[[ledger.visit.family]]\nfamily = "loop"\n{more}[family.loop]\ntitle = "闭环"\n'
        '[family.loop.figure.opened]\ntitle = "登记{{noun}}"\nkind = "flow"\ndate = "opened"\n'
        '[family.loop.figure.all]\ntitle = "全部"\nkind = "cumulative"\ndate = "opened"\n'
        '[family.loop.identity.within]\ntitle = "{{noun}}：登记不多于全部"\nleft = ["opened"]\nrelation = "<="\nright = ["all"]\n'
    )
    (tmp_path / "a.toml").write_text(TOML + family.format(more=""), encoding="utf-8")
    held = load(tmp_path).identities["visit_within"]
    assert (held.title, held.left, held.right) == ("走访：登记不多于全部", ("visit_opened",), ("visit_all",))
    (tmp_path / "a.toml").write_text(TOML + family.format(more='leave_out = ["all"]\n'), encoding="utf-8")
    assert load(tmp_path).identities == {}
