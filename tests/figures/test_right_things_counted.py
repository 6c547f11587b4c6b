"""Shipped figures count what they are called: by the right day, amount and unit, each definition under one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from taizhang.catalogue.load import load
from taizhang.figures.value import Ask
from taizhang.figures.words import define
from taizhang.shipped import CATALOGUE
from taizhang.site.site import Site
from taizhang.terms.period import Period
from tests.intake.declared_sheet import Facts, sheet_of
from tests.intake.small_body import D, imported, made_site

YEAR = Period.year(2026)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return made_site(tmp_path)


def counted(site: Site, folder: Path, ledger: str, rows: Sequence[Facts], figure: str) -> Decimal | None:
    """A figure of the year once the rows are kept."""
    title, written = sheet_of(site, ledger, rows)
    assert imported(site, folder, f"2026年{title}", written, apply=True).applied
    (ask,) = asked = [Ask(figure, YEAR)]
    return site.compute(asked).value(ask).amount


def debt(no: str, due: object, closed: object, repaid: int) -> Facts:
    base = {"no": no, "creditor": "省级银行", "kind": "农村路贷款", "unit": "养护管理处", "opened": D(2020, 1, 6)}
    status = "已完成" if closed else "办理中"
    amounts = {"due_amount": 30000, "repaid": repaid, "extended": 0, "unpaid": 30000 - repaid}
    return {**base, **amounts, "due": due, "closed": closed, "status": status}


def test_a_debt_counts_as_repaid_in_the_year_of_payment(site: Site, tmp_path: Path) -> None:
    rows = [
        debt("Z-1", D(2026, 12, 31), "", 0),
        debt("Z-2", D(2027, 1, 1), D(2026, 12, 31), 30000),
        debt("Z-3", D(2026, 12, 31), D(2027, 1, 1), 30000),
    ]
    assert counted(site, tmp_path, "debt", rows, "debt_repaid") == 30000


def project(no: str, amount: object, batch: str) -> Facts:
    base = {"no": no, "name": f"{no}工厂", "class": "制造业", "industry": "装备制造", "township": "城东街道"}
    return {**base, "invited": "是", "amount": amount, "batch": batch, "started_on": D(2026, 9, 26)}


def test_a_large_project_is_large_by_its_amount_and_not_by_its_batch(site: Site, tmp_path: Path) -> None:
    rows = [
        project("X-1", 10, "2026年秋季"),
        project("X-2", 9.99, "2026年秋季"),
        project("X-3", 20, ""),
    ]
    assert counted(site, tmp_path, "project", rows, "project_started") == 1


def test_the_definition_of_a_list_of_names_speaks_of_no_decimals() -> None:
    catalogue = load(CATALOGUE, profile="city")
    told = define(catalogue, catalogue.figures["project_large_names"])
    assert "小数" not in told
    assert "计数单位" not in told
    assert "保留0位小数" in define(catalogue, catalogue.figures["project_started"])


@pytest.mark.parametrize("profile", ["bureau", "city", "office"])
def test_one_definition_has_one_name(profile: str) -> None:
    names = defaultdict(list)
    for name, figure in load(CATALOGUE, profile=profile).figures.items():
        names[figure.hash].append(name)
    assert [several for several in names.values() if len(several) > 1] == []
