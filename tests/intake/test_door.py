"""Content that a confidential ledger keeps out stops the whole import, with the reason and the cell."""

from __future__ import annotations

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.changes import prepare
from taizhang.shipped import CATALOGUE
from taizhang.terms.problem import Problem
from taizhang.terms.scope import Organisation
from tests.intake.grids import sheet, workbook

LEADS = """
问题线索数字月报（2026年）
线索统计月份 | 线索来源 | 收到线索件数 | 处置线索件数 | 线索审批编号{heading}
2026年5月31日 | 信访举报 | #6 | #5 | 审〔2026〕1号{cell}
2026年6月30日 | 监督发现 | #2 | #2 | {approval}
"""
PETITIONS = """
信访事项登记（2026年）
登记编号 | 信访人代码 | 信访渠道 | 问题属地 | 受理日期 | 办理期限 | 办理状态{heading}
XF-01 | {code} | 来信 | 青埠镇 | 2026.3.5 | 2026.5.4 | 办理中{cell}
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(CATALOGUE, profile="bureau")


def problems(catalogue: Catalogue, text: str) -> list[Problem]:
    return list(prepare(catalogue, [workbook(sheet(text))], lambda _: {}, Organisation([])).problems)


def leads(heading: str = "", cell: str = "", approval: str = "审〔2026〕2号") -> str:
    return LEADS.format(heading=heading, cell=cell, approval=approval)


def petitions(code: str = "P-001", heading: str = "", cell: str = "") -> str:
    return PETITIONS.format(code=code, heading=heading, cell=cell)


@pytest.mark.parametrize("text", [leads(), leads(" | 序号", " | 1"), leads(" | 反映问题", " | "), petitions()])
def test_counts_and_codes_come_in(catalogue: Catalogue, text: str) -> None:
    assert problems(catalogue, text) == []


@pytest.mark.parametrize("heading", ["反映问题", "被反映人", "举报人姓名", "备注"])
def test_a_column_that_would_tell_of_a_case_stops_the_import(catalogue: Catalogue, heading: str) -> None:
    (problem,) = problems(catalogue, leads(f" | {heading}", " | 某某人收受礼金"))
    assert problem.code == "INT-056"
    assert f"“{heading}”一栏不得录入" in problem.message
    assert "专用系统" in problem.message
    assert "某某人" not in problem.message
    assert problem.place.cell == "F3"


def test_a_sentence_in_the_place_of_an_approval_number_stops_the_import(catalogue: Catalogue) -> None:
    told = "反映某某人在工程招标中收受他人礼金并为其亲属谋取利益的问题线索一件"
    (problem,) = problems(catalogue, leads(approval=told))
    assert (problem.code, problem.place.cell) == ("INT-056", "E4")
    assert told not in problem.message


@pytest.mark.parametrize("heading", ["联系电话", "身份证号", "家庭住址"])
def test_a_petitioners_identity_stops_the_import(catalogue: Catalogue, heading: str) -> None:
    (problem,) = problems(catalogue, petitions(heading=f" | {heading}", cell=" | 某处"))
    assert (problem.code, problem.place.cell) == ("INT-056", "H3")


def test_a_name_in_the_place_of_a_code_stops_the_import(catalogue: Catalogue) -> None:
    (problem,) = problems(catalogue, petitions(code="孙某某"))
    assert "只填代码，这里像是姓名" in problem.message
    assert "孙某某" not in problem.message


def test_other_columns_of_a_petition_ledger_come_in(catalogue: Catalogue) -> None:
    assert problems(catalogue, petitions(heading=" | 反映问题", cell=" | 路灯不亮")) == []
