"""The shipped templates: no sentence asserts what nothing bears out, whatever is counted, and none knows its period."""

from __future__ import annotations

import re

import pytest

from taizhang.reports.template_standing import template_shares, template_standings
from taizhang.shipped import CATALOGUE

REPORTS = ("bureau", "city", "county", "office")


def text_of(name: str) -> str:
    return (CATALOGUE / "templates" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(one.stem for one in (CATALOGUE / "templates").glob("*.md")))
def test_no_sentence_of_a_shipped_report_stands_on_nothing(name: str) -> None:
    assert [one.words for one in template_standings(text_of(name), name) if one.standing == "open"] == []


@pytest.mark.parametrize("name", REPORTS)
def test_more_than_a_third_of_a_shipped_report_is_computed(name: str) -> None:
    told = {one.standing: one.percent for one in template_shares(text_of(name), name)}
    assert told["computed"] > 33
    assert set(told) <= {"computed", "claimed", "framing"}


@pytest.mark.parametrize("name", REPORTS)
def test_a_shipped_report_speaks_of_its_period_in_words_of_the_period(name: str) -> None:
    assert re.findall("全年|当年|年末|年内|一年来|本年", text_of(name)) == []


def test_a_sentence_put_into_a_template_is_seen() -> None:
    planted = text_of("office").replace("以上报告如有", "督查结果与年度考核挂钩。以上报告如有", 1)
    (one,) = (one for one in template_standings(planted, "office") if one.standing == "open")
    assert one.words == "督查结果与年度考核挂钩"
