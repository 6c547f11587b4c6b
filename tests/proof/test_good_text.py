"""Right sentences in which a hasty reader sees an error: no rule does, and none of them is changed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from benchmarks.proof.planted import TEXTS

from taizhang.proof.content.engine import proofread
from taizhang.proof.files.read import read_document
from taizhang.proof.files.zones import TextLine, document
from taizhang.proof.model import Finding

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
GOOD = (
    "名单上写明单位地址和法定代表人。通知送达被处罚人，由被处罚人签字。",
    "建设县域医疗次中心，支持首批次新材料应用，推动个转企、小升规。",
    "累计植保作业20万亩次，惠及群众5万户次，举办名中医进社区活动。",
    "专业有汉语言文学类、数学类、化工与制药类、环境科学与工程类、食品科学与工程类。",
    "办事更加可感可及，困难与希望同在，数值等于两项价值之和。",
    "差距主要表现在：人手偏少。推进人口小县发展，有条件的镇有序设市，深化部市、院市合作。",
    "实施“数据要素×”行动，培育“536X”产业集群，面积按单价×数量计算。",
    "做好预防犯罪工作，打击预防犯罪不力的行为。",
    "在南A中心和九连A区块布井，渤中G区增产。",
    "问题有四个。一是机制不健全。二是力量不足。三是一些问题没有解决。四是作风不实。",
    "首先，抓学习。其次，抓落实。第三，抓作风。",
    "进出口总额突破万亿元，比“十三五”时期增长两成。",
    "慈善组织的发起人、寄件人、收件人和救助人、被救助人应当到场，购置公共汽电车辆。",
    "进出境的动植物、动植物产品应当检疫，没有侵权人、侵权人逃逸的，给予补偿；发生特别重大事故、重大事故的，组织调查。",
    "妥善保管保管物，集装箱装箱作业在现场进行，由代表代表团发言。",
    "应税面积（平方米）乘以适用税额，税率（%）见附表，收入分为类、款、项。",
    "涉及遗产继承、接受赠与等利益的，开展质量和等级评定。选民可以委托他信任的人代写选票。",
    "下列说法正确的是（  ）。\nA.甲\nB.乙\nC.丙",
)


def findings(text: str) -> list[Finding]:
    """What is found in a text above the level of a hint."""
    return [
        one for one in proofread(document("", [TextLine(line) for line in text.split("\n")])) if one.level != "info"
    ]


@pytest.mark.parametrize("text", GOOD, ids=[text[:10] for text in GOOD])
def test_nothing_is_found_in_a_right_sentence(text: str) -> None:
    assert findings(text) == []


def test_numbered_items_may_begin_with_a_digit() -> None:
    assert (
        findings("名词解释\n19.一张网：平台。\n20.2026年十件实事：支持。\n21.5+2之家：覆盖。\n22.百业争锋：联赛。")
        == []
    )


def test_a_number_at_a_lines_start_is_no_heading_unless_it_is_the_next() -> None:
    text = "一、投入\n1.5亿元用于道路。\n2.3亿元用于管网。"
    assert [one for one in findings(text) if one.rule == "F21"] == []


def test_a_region_that_calls_itself_the_whole_qu_speaks_of_its_counties() -> None:
    text = "某自治区工作报告\n全区经济向好，全区上下齐心，我区粮食增产，全区就业稳定。\n运行县级综治中心72个，升级县级物流中心。"
    assert [one for one in findings(text) if one.rule == "C42"] == []


def test_a_review_of_five_years_names_what_ran_in_them() -> None:
    text = "东江县2026年工作报告\n过去五年，扎实开展党史学习教育。"
    assert [one for one in findings(text) if one.rule == "C24"] == []
    assert [one.rule for one in findings(text.replace("过去五年，", ""))] == ["C24"]


def test_a_habit_of_typing_is_said_once_with_a_count() -> None:
    text = "\n".join(f"第{index}条 有下列情形:" for index in "一二三四五六七")
    (one,) = [one for one in findings(text) if one.rule == "F05"]
    assert "全文共7处" in one.message
    assert len(findings("\n".join(f"第{index}条 有下列情形:" for index in "一二三四五"))) == 5


def statute(*lines: str) -> str:
    """A text in articles, with lines of its own."""
    return "\n".join((*(f"第{number}条　本法自有规定。" for number in "一二三四"), *lines))


def test_a_statute_words_its_sanctions_alike_but_not_one_after_the_other() -> None:
    said = "（一）阻碍投保人履行本法规定的如实告知义务，或者诱导其不履行本法规定的如实告知义务的；"
    assert findings(statute("第五条　有下列情形：", said, "（二）其他。", "第六条　有下列情形：", said)) == []
    assert "C21" in [one.rule for one in findings(statute("第五条　有下列情形：", said, said))]


def test_what_a_law_repeals_is_not_cited() -> None:
    text = "本法自2021年1月1日起施行。《中华人民共和国婚姻法》、《中华人民共和国继承法》、《中华人民共和国担保法》、《中华人民共和国物权法》同时废止。"
    assert [one for one in findings(text) if one.rule == "C71"] == []


def test_a_word_doubted_again_and_again_is_told_once() -> None:
    text = "纳税人按规定设置帐簿。\n纳税人应当保管帐簿。\n税务机关有权检查帐簿。"
    (one,) = [one for one in findings(text) if one.rule == "C18"]
    assert "全文共3处" in one.message
    assert len([one for one in findings(text.rpartition("\n")[0]) if one.rule == "C18"]) == 2


def test_an_annex_is_no_addressee() -> None:
    read = document("", [TextLine("关于印发方案的通知"), TextLine("附件3："), TextLine("正文。")])
    assert read.paragraphs[1].zone != "addressee"


def limits(paths: list[Path]) -> dict[str, int]:
    """Rules at error level that find more than one error in 100,000 characters, or any if they are of typography."""
    errors: Counter[tuple[str, str]] = Counter()
    characters = 0
    for path in paths:
        document = read_document(path)
        characters += sum(len(one.text) for one in document.paragraphs)
        errors.update((one.rule, one.gate) for one in proofread(document) if one.level in ("block", "error"))
    return {
        rule: count
        for (rule, gate), count in errors.items()
        if count > (0 if gate == "format" else characters / 100_000)
    }


def test_no_rule_is_over_its_limit_on_the_texts_of_the_project() -> None:
    assert limits(sorted(TEXTS.glob("*.txt"))) == {}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published texts are not here")
@pytest.mark.parametrize("folder", ["clean", "law"])
def test_no_rule_is_over_its_limit_on_published_texts(folder: str) -> None:
    assert limits(sorted((SHARED / folder).iterdir())) == {}


CASES = SHARED.parent / "cases" / "proof"


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")
@pytest.mark.parametrize("name", ["fp_error", "enum_sanshiyixie", "num_digit", "majors"])
def test_no_error_is_found_in_the_cases_that_have_none(name: str) -> None:
    assert [one for one in proofread(read_document(CASES / f"{name}.txt")) if one.level in ("block", "error")] == []


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")
@pytest.mark.parametrize(("name", "least"), [("misses", 13), ("kinds", 14)])
def test_lines_that_are_broken_are_found(name: str, least: int) -> None:
    found = [one for one in proofread(read_document(CASES / f"{name}.txt")) if one.level == "error"]
    assert len({(one.spot.paragraph, one.spot.start) for one in found}) >= least
    assert name == "kinds" or len({one.spot.paragraph for one in found} & set(range(2, 17))) >= least


def test_a_place_renamed_in_any_year_of_the_gazetteer_is_told_from_the_next_year_on() -> None:
    told = [one for one in findings("东江县2025年工作报告\n组织干部赴龙海市、万州区考察。") if one.rule == "C72"]
    assert [(one.text, "龙海区" in one.suggestion) for one in told] == [("龙海市", True)]
    assert [one for one in findings("东江县2021年工作报告\n组织干部赴龙海市考察。") if one.rule == "C72"] == []
    assert [one.rule for one in findings("东江县2022年工作报告\n组织干部赴龙海市考察。")] == ["C72"]


def test_a_law_taken_into_a_code_may_be_cited_in_the_year_of_the_change() -> None:
    cited = "依据《中华人民共和国大气污染防治法》开展检查。"
    assert [one for one in findings(f"东江县2026年工作报告\n{cited}") if one.rule == "C71"] == []
    assert [one.rule for one in findings(f"东江县2027年工作报告\n{cited}")] == ["C71"]
