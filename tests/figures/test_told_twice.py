"""A number typed into a row is held against the figure it names; who types another answers for it by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from taizhang.figures.identities import Waiver
from taizhang.papers.identities import contradictions, waive
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem
from tests.intake.declared_sheet import Facts, sheet_of
from tests.intake.small_body import D, imported, made_site

YEAR = Period.year(2026)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = made_site(tmp_path)
    talks: list[Facts] = [
        {"no": f"Q-{n}", "kind": "预防性约谈", "unit": "城东街道", "opened": D(2026, n, 6), "persons": 3}
        for n in (3, 4)
    ]
    title, rows = sheet_of(made, "talk", talks)
    assert imported(made, tmp_path, f"2026年{title}", rows, apply=True).applied
    return made


def target(no: str, figure: str, actual: object) -> Facts:
    base = {"no": no, "year": 2026, "tier": "总目标", "indicator": "约谈次数", "unit": "发展科", "measure_unit": "次"}
    return {**base, "amount": 3, "actual": actual, "figure": figure, "opened": D(2026, 1, 9), "status": "办理中"}


def told(site: Site, folder: Path, rows: Sequence[Facts], period: Period = YEAR) -> list[Problem]:
    """What is said of targets once the rows are kept."""
    title, written = sheet_of(site, "target", rows)
    assert imported(site, folder, f"2026年{title}", written, apply=True).applied
    return [one for one in contradictions(site, period) if one.place.key == "identity.target_done"]


def test_a_target_typed_otherwise_than_its_figure_counts_is_named_with_both_sides(site: Site, tmp_path: Path) -> None:
    figure = "talk_preventive"
    rows = [target("M-1", figure, 3), target("M-2", figure, 2), target("M-3", "", 9), target("M-4", figure, "")]
    (found,) = told(site, tmp_path, rows)
    assert "“M-1/2026”的“已完成值”写的是3" in found.message
    assert "算得2次，相差1" in found.message
    assert "taizhang waive" in found.hint


def test_typing_another_number_is_an_override_with_name_and_reason(site: Site, tmp_path: Path) -> None:
    assert told(site, tmp_path, [target("M-1", "talk_preventive", 3)])
    given = Waiver("王兰", "含县里联合约谈一次")
    waive(site, "target_done", YEAR, given, actor="a", on=date(2026, 12, 31))
    (found,) = [one for one in contradictions(site, YEAR) if one.place.key == "identity.target_done"]
    assert "已由王兰说明：含县里联合约谈一次" in found.message
    assert found.level == "warning"


def test_a_quarter_is_not_held_against_a_year(site: Site, tmp_path: Path) -> None:
    assert told(site, tmp_path, [target("M-1", "talk_preventive", 3)], Period.month(2026, 3)) == []
