"""The shipped report of a highway bureau's Party committee, from workbook rows to sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from taizhang.catalogue.predicate import holds, parse
from taizhang.catalogue.values import row_of
from taizhang.figures import naive
from taizhang.figures.value import Ask
from taizhang.papers.identities import contradictions
from taizhang.reports.counting import counting
from taizhang.reports.coverage import Fitted
from taizhang.reports.draft import draft
from taizhang.reports.lineage import unsourced_problems
from taizhang.reports.paper import Paper, Paragraph
from taizhang.site.site import Imported, Site
from taizhang.terms.characters import is_han
from taizhang.terms.period import Period
from tests.reports import bureau

YEAR = Period.year(2026)
COUNTS_ONLY = ("lead", "disposition", "offence")
WINDOW = {"start": YEAR.start, "end": YEAR.end}
PLANTED = {
    "lead_ways": ("信访举报 | 6 | 5 |", "信访举报 | 6 | 4 |"),
    "settlement_balance": ("| 3120.5 | 3000.2 | 120.3 |", "| 3120.5 | 3000.2 | 130.3 |"),
    "talk_warning_times": ("L001 | 2026.5.1 | 1\n", "L001 | 2026.5.1 | 0\n"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Imported]]:
    with_rows, imported = bureau.site(tmp_path_factory.mktemp("bureau"))
    with with_rows:
        yield with_rows, imported


@pytest.fixture(scope="module")
def site(made: tuple[Site, Imported]) -> Site:
    return made[0]


@pytest.fixture(scope="module")
def paper(site: Site) -> Paper:
    numbers = counting(site.refresh(), site.organisation())
    filled, problems = draft(site.catalogue, site.catalogue.templates["bureau"], YEAR, numbers, file="bureau.md")
    assert problems == ()
    return filled


def printed(paper: Paper) -> str:
    return "\n".join(block.text for block in paper.blocks if isinstance(block, Paragraph))


def test_every_sheet_is_read_as_its_ledger_and_no_row_is_refused(made: tuple[Site, Imported]) -> None:
    changes = made[1].changes
    read = {one.sheet.rpartition("-")[0]: one.map.ledger.name if one.map else "" for one in changes.sheets}
    assert read == {ledger: ledger for ledger in read}
    assert changes.refused == ()


def test_every_ledger_of_a_bureau_has_rows_here(site: Site) -> None:
    given = {ledger for ledger, _, _ in bureau.sheets(bureau.ROWS.read_text(encoding="utf-8"))}
    own = {
        name
        for name, ledger in site.catalogue.ledgers.items()
        if "bureau" in ledger.declared.profiles and any(one.headings for one in ledger.declared.field.values())
    }
    assert own <= given


def test_every_number_and_claim_has_a_source(paper: Paper) -> None:
    assert unsourced_problems(paper, "bureau.md") == ()


def test_every_place_of_this_report_is_filled(site: Site) -> None:
    fitted = Fitted(site.catalogue, ())
    wanted = [id_ for id_ in site.catalogue.measure.slots if id_.startswith("R1-")]
    assert len(wanted) == 168
    assert {id_: why for id_ in wanted if (why := fitted.lacking(id_, fitted.catalogue.measure.slots[id_]))} == {}


def test_every_mechanism_a_ledger_serves_has_matters(site: Site) -> None:
    empty = []
    for name, ledger in site.catalogue.ledgers.items():
        rows = [row_of(ledger, head.facts) for head in site.journal.heads(name)]
        for id_, where in ledger.declared.serves.items():
            shown_by = site.catalogue.measure.mechanisms[id_].reports
            if "R1" in shown_by and not any(holds(parse(where), row, WINDOW) for row in rows):
                empty.append(id_)
    assert empty == []


def test_every_figure_is_the_same_by_query_and_by_plain_fold(site: Site) -> None:
    wanted = [Ask(name, period) for name in site.catalogue.figures for period in (YEAR, Period.month(2026, 6))]
    answers, organisation = site.compute(wanted), site.organisation()
    heads = [head for ledger in site.catalogue.ledgers for head in site.journal.heads(ledger)]
    folded = [naive.answer(site.catalogue, heads, ask, organisation) for ask in wanted]
    assert [answers.value(ask) for ask in wanted] == folded


def test_all_identities_hold(site: Site) -> None:
    assert list(contradictions(site, YEAR)) == []


def test_its_parts_and_its_length_are_those_of_a_committee_report(paper: Paper) -> None:
    levels = [block.level for block in paper.blocks if isinstance(block, Paragraph)]
    parts = (3, 3, 1 + 5, 4, 4, 1 + 3 + 1, 1 + 4 + 1)
    assert levels.count(1) == len(parts)
    assert sum(level in (0, 2) for level in levels) == 1 + sum(parts)
    assert 6000 <= sum(not char.isspace() for char in printed(paper)) <= 8000
    assert sum(is_han(char) for char in printed(paper)) > 5000


@pytest.mark.parametrize(
    "words",
    [
        "召开党委会议2次、行政办公会议1次",
        "讲授3场次",
        "领题覆盖率为100%",
        "销号率为66.67%",
        "推行“双联双促工作法”",
        "云岭公路局、白河公路局召开现场推进会2次",
        "在第二届活动中",
        "完成公路投资20.2亿元",
        "占年度任务的101.0%",
        "首次开展边坡技术状况评定",
        "总体形象进度95.0%",
        "占年度任务的103.5%",
        "未发生生产安全事故",
        "归还农村公路和扶贫公路贷款4.52亿元",
        "自查复核，发现问题2起，清退款项1.38万元",
        "受教育196人，覆盖率为98.00%",
        "第十二届党委第三巡视组",
        "审减120.3万元",
        "查处酒驾醉驾3起，其中离退休人员2起",
        "到位率为35.0%，最高的一年为40.0%",
        "力争建成80公里",
    ],
)
def test_a_sentence_says_what_the_rows_say(paper: Paper, words: str) -> None:
    assert words in printed(paper)


def test_counts_only_ledgers_have_no_place_for_content(site: Site) -> None:
    for name in COUNTS_ONLY:
        ledger = site.catalogue.ledgers[name].declared
        texts = [key for key, one in ledger.field.items() if one.type in ("text", "unit", "units")]
        assert (texts, ledger.level, ledger.unit) == (["approval_no"], "confidential", "")


def test_planted_contradictions_are_named(tmp_path: Path) -> None:
    text = bureau.ROWS.read_text(encoding="utf-8")
    for old, new in PLANTED.values():
        assert text.count(old) == 1
        text = text.replace(old, new)
    with bureau.site(tmp_path, text)[0] as site:
        found = list(contradictions(site, YEAR))
    named = {one.place.key.removeprefix("identity.") for one in found}
    assert named == {*PLANTED, "lead_row", "settlement_row", "talk_row"}


def test_the_guide_names_every_ledger_and_text_of_the_report(site: Site) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "bureau-guide.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", guide))
    given = {ledger for ledger, _, _ in bureau.sheets(bureau.ROWS.read_text(encoding="utf-8"))}
    assert given - {"duty", "performance"} <= named
    assert bureau.TEXTS.keys() <= named
    assert named <= {*site.catalogue.ledgers, *bureau.TEXTS}
