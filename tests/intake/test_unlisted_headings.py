"""Headings no list declares, told by the characters they share with declared ones and by the cells below."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.reading.files import read_many
from taizhang.intake.recognise import Recogniser
from taizhang.intake.sheets import Workbook
from taizhang.shipped import COUNTY
from tests.intake.grids import SHIPPED, changes, sheet

DECLARED = """
    乡镇街道工作台账
    序号 | 登记号码 | 属地单位 | 检查点位 | 隐患详情 | 隐患严重等次 | 排查到的日期 | 督办责任单位 | 限定整改到位期限 | 实际整改完成日 | 销号完成日期 | 整改状态说明
    1 | A-1 | 霁桥镇 | 商场 | 通道堵塞 | 一般 | 2026.3.5 | 县应急管理局 | 2026.4.5 | 2026.4.1 | 2026.4.6 | 已完成
    2 | A-2 | 翎岭镇 | 厂房 | 线路老化 | 重大 | 2026.3.6 | 县应急管理局 | 2026.4.6 | 2026.4.2 | 2026.4.8 | 已完成
    3 | A-3 | 湉湾镇 | 学校 | 护栏松动 | 一般 | 2026.3.7 | 县教育局 | 2026.4.7 | | | 整改中
    4 | A-4 | 霁桥镇 | 市场 | 消防缺失 | 一般 | 2026.3.8 | 县应急管理局 | 2026.4.8 | 2026.4.3 | 2026.4.9 | 办结
    5 | A-5 | 翎岭镇 | 桥梁 | 裂缝 | 重大 | 2026.3.9 | 县交通运输局 | 2026.4.9 | 2026.4.5 | 2026.4.9 | √
    6 | A-6 | 湉湾镇 | 加油站 | 标识不清 | 一般 | 2026.3.10 | 县应急管理局 | 2026.4.10 | 2026.4.7 | 2026.4.12 | 已销号
"""


def test_headings_of_another_county_find_their_fields() -> None:
    found = changes(sheet(DECLARED))
    assert [str(problem) for problem in found.problems] == []
    (one,) = found.sheets
    assert one.map
    names = {name: one.map.heading.headings[column].leaf for name, column in one.map.columns.items()}
    assert one.map.ledger.name == "hazard"
    assert names["opened"] == "排查到的日期"
    assert names["due"] == "限定整改到位期限"
    assert names["level"] == "隐患严重等次"
    assert names["closed"] == "销号完成日期"
    assert names["status"] == "整改状态说明"
    assert len(found.new) == 6


def test_a_declared_heading_over_plain_text_yields_to_one_whose_cells_fit() -> None:
    text = DECLARED.replace("检查点位", "整改情况").replace("整改状态说明", "状态")
    (one,) = changes(sheet(text)).sheets
    assert one.map
    assert one.map.heading.headings[one.map.columns["status"]].leaf == "状态"


def _forgetful(share: float, seed: int) -> Catalogue:
    """The shipped catalogue without a share of the headings of every field."""
    chance = Random(seed)
    ledgers = {}
    for name, ledger in SHIPPED.ledgers.items():
        fields = {
            key: one.model_copy(update={"headings": tuple(h for h in one.headings if chance.random() > share)})
            for key, one in ledger.declared.field.items()
        }
        ledgers[name] = replace(ledger, declared=ledger.declared.model_copy(update={"field": fields}))
    return replace(SHIPPED, ledgers=ledgers)


def test_with_a_third_of_the_headings_forgotten_columns_are_still_found() -> None:
    """Of the shipped county's columns, at most eight in a hundred are missed or mistaken."""
    books = [one for one in read_many(sorted(COUNTY.glob("*.[xc][ls]*"))) if isinstance(one, Workbook)]
    whole = Recogniser(SHIPPED)
    right = wrong = 0
    for seed in (1,):
        partial = Recogniser(_forgetful(1 / 3, seed))
        for one in (one for book in books for one in book.sheets if not one.hidden):
            known = whole.recognise(one)
            if known is None or known.missing:
                continue
            found = partial.recognise(one)
            for name, column in known.columns.items():
                same = found is not None and found.columns.get(name) == column
                right, wrong = right + same, wrong + (not same)
    assert right > 250
    assert wrong * 100 <= 8 * (right + wrong), (wrong, right)
