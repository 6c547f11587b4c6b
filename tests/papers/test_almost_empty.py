"""Reports of sites that hold nothing: nothing is told as true, no sentence asserts what nobody bears out, in any period."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from taizhang.papers.report import draft_text
from taizhang.reports.paper import Claim, Paragraph
from taizhang.site.site import Site
from taizhang.terms.period import Period

PERIODS = {
    "2026": "全年",
    "2026Q1": "一季度",
    "2026H1": "上半年",
    "2026-03": "本月",
    "2026-01-01..2026-11-20": "今年以来",
}


@pytest.fixture(scope="module", params=["bureau", "city", "office"])
def body(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Site]]:
    name = str(request.param)
    with Site.create(tmp_path_factory.mktemp(name) / "site", "沄翀县某单位", name) as site:
        yield name, site


@pytest.mark.parametrize("written", PERIODS)
def test_an_empty_site_proves_nothing_and_speaks_of_its_own_period(body: tuple[str, Site], written: str) -> None:
    name, site = body
    paper, problems = draft_text(site, site.catalogue.templates[name], Period.parse(written), f"{name}.md")
    text = "".join(block.text for block in paper.blocks if isinstance(block, Paragraph))
    assert [str(one) for one in problems if one.code == "RPT-033"] == []
    assert [run.text for _, run in paper.runs() if isinstance(run, Claim)] == []
    assert PERIODS[written] in text
    others = "|".join(word for word in PERIODS.values() if word != PERIODS[written])
    assert re.findall(others, text) == []
    assert ("年度述职" in paper.title) == (written == "2026")


def test_a_draft_dated_before_its_period_ends_says_so_and_ends_there(body: tuple[str, Site]) -> None:
    name, site = body
    dated = site.catalogue.templates[name].replace('date = "as_of"', 'date = "2026-11-30"', 1)
    paper, _ = draft_text(site, dated, Period.year(2026), f"{name}.md")
    text = "".join(block.text for block in paper.blocks if isinstance(block, Paragraph))
    assert paper.period == Period.parse("2026-01-01..2026-11-30")
    assert "2026年11月30日" in text
    assert "截至11月底" in text
    assert "全年" not in text


def test_a_draft_dated_on_the_last_day_or_later_keeps_its_period(body: tuple[str, Site]) -> None:
    name, site = body
    for day in ("2026-12-31", "2027-01-15"):
        dated = site.catalogue.templates[name].replace('date = "as_of"', f'date = "{day}"', 1)
        assert draft_text(site, dated, Period.year(2026), f"{name}.md")[0].period == Period.year(2026)
