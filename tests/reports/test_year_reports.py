"""The reports of a city's leadership and of an office, drafted from workbooks in which every figure counts something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from taizhang.catalogue.predicate import Scalar, holds, parse
from taizhang.catalogue.values import row_of
from taizhang.figures.trace import retell, trace
from taizhang.papers.appraisals import Appraisal, appraise
from taizhang.papers.identities import contradictions
from taizhang.papers.report import Report, report
from taizhang.reports.paper import Paragraph, Unresolved
from taizhang.reports.slots import CountedSlot, TextSlot
from taizhang.reports.template import read_template
from taizhang.site.site import Site
from taizhang.terms.period import Period
from tests.reports import planted

YEAR = Period.year(2026)
TEXTS = {
    "study_frequency": "每周一次",
    "place": "泽川",
    "goal": "“富强美丽幸福新泽川”的奋斗目标",
    "village_pay": "村书记专业化管理",
    "community_pay": "社区工作者职业体系",
}
LEVELS = {
    "city": [0, 1, *[2] * 6, 1, *[2] * 3, 1, *[2] * 3, 0, 0, 0],
    "office": [0, 1, *[2] * 7, 1, *[2] * 3, 1, 0, *[2] * 4, 0, 0],
}
LENGTH = {"city": (6000, 8000), "office": (3000, 5000)}
SLOTS = {"city": ("R2-", 124), "office": ("R3-", 48)}


@dataclass(frozen=True, slots=True)
class Year:
    """One body's site and its report."""

    name: str
    site: Site
    made: Report


@pytest.fixture(scope="module", params=["city", "office"])
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    name = str(request.param)
    home, books = tmp_path_factory.mktemp(name) / "site", tmp_path_factory.mktemp("books")
    Site.create(home, "泽川市", name).close()
    texts = "".join(f'\n[[text.{key}.value]]\nsince = 2020-01-01\ntext = "{text}"\n' for key, text in TEXTS.items())
    (home / "catalogue" / "texts.toml").write_text(texts if name == "city" else "", encoding="utf-8")
    with Site(home) as site:
        paths = planted.write(site.catalogue, books, 2026)
        imported = site.import_files(paths, today=date(2026, 12, 31), actor="台账员", accept_refused=True)
        assert imported.applied, imported.obstacles[:3]
        made = report(site, name, YEAR)
        appraise(site, name, YEAR, Appraisal("省考核组", score=Decimal(92)), actor="台账员", on=date(2026, 12, 31))
        yield Year(name, site, made)


WITHOUT = ("FIG-010", "RPT-034", "RPT-035")
"""Planted workbooks break identities and lose rows on purpose."""


def test_no_slot_is_unresolved_and_no_number_without_a_source(year: Year) -> None:
    blocks = [block for block in year.made.paper.blocks if isinstance(block, Paragraph)]
    assert not [run for block in blocks for run in block.runs if isinstance(run, Unresolved)]
    assert [str(one) for one in year.made.problems if one.code not in WITHOUT] == []


def test_every_place_of_the_report_is_printed_by_a_figure_or_text_bound_to_it(year: Year) -> None:
    mark, total = SLOTS[year.name]
    slots = read_template(year.site.catalogue.templates[year.name], year.name)[0].slots()
    texts = {one.name for one in slots if isinstance(one, TextSlot)}
    named = {one.figure for one in slots if isinstance(one, CountedSlot)}
    figures = {
        name: one
        for name, one in year.site.catalogue.figures.items()
        if name in named or (one.kind == "year_on_year" and named & set(one.declared.of))
    }
    filled = {slot for one in figures.values() for slot in one.declared.slots}
    filled |= {slot for name, one in year.site.catalogue.texts.items() if name in texts for slot in one.slots}
    front = {"R2-001", "R3-001"}
    assert len({slot for slot in filled | front if slot.startswith(mark)}) == total


def test_every_number_is_told_again_by_the_rows_behind_it(year: Year) -> None:
    warehouse, organisation = year.site.refresh(), year.site.organisation()
    for cell in year.made.paper.cells.values():
        if cell.value.ask.figure not in year.site.catalogue.figures:
            continue
        found = trace(year.site.catalogue, warehouse, cell.value.ask, organisation)
        again = retell(found)
        assert (again.amount, again.words) == (found.value.amount, found.value.words), cell.id


def test_every_mechanism_has_matters_out_of_workbooks_or_written_by_the_program(year: Year) -> None:
    rows: dict[str, list[dict[str, Scalar]]] = {}
    for head in year.site.journal.heads():
        rows.setdefault(head.ledger, []).append(row_of(year.site.catalogue.ledgers[head.ledger], head.facts))
    served = [
        (name, *one) for name, ledger in year.site.catalogue.ledgers.items() for one in ledger.declared.serves.items()
    ]
    window = {"start": YEAR.start, "end": YEAR.end}
    assert [
        (name, mechanism)
        for name, mechanism, condition in served
        if not any(holds(parse(condition), row, window) for row in rows.get(name, []))
    ] == []


def test_it_has_the_parts_and_the_length_of_such_a_report(year: Year) -> None:
    blocks = [block for block in year.made.paper.blocks if isinstance(block, Paragraph)]
    assert [block.level for block in blocks] == LEVELS[year.name]
    least, most = LENGTH[year.name]
    assert least <= sum(len(block.text) for block in blocks) <= most


def test_each_part_a_city_announces_in_the_title_has_a_heading(year: Year) -> None:
    blocks = [block for block in year.made.paper.blocks if isinstance(block, Paragraph)]
    heads = ["".join(run.text for run in block.runs[: block.heading]) for block in blocks if block.level]
    wanted = "廉德法安" if year.name == "city" else "廉"
    assert [part for part in wanted if not any(part in head for head in heads)] == []


def test_more_detentions_than_filed_cases_are_named_as_a_contradiction(tmp_path: Path) -> None:
    book = tmp_path / "纪检案件.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet("2026年")
        heads = ["案件代码", "纪检案件类别", "审批单号", "立案（查处）日期", "结案日期", "涉及人数"]
        rows = [
            ["AJ-01", "留置", "审01", "2026-03-02", "", 1],
            ["AJ-02", "留置", "审02", "2026-04-02", "", 1],
            ["AJ-03", "立案审查", "审03", "2026-02-02", "", 1],
        ]
        for line, row in enumerate([heads, *rows]):
            sheet.write_row(line, 0, row)
    with Site.create(tmp_path / "site", "泽川市", "city") as site:
        assert site.import_files([book], today=date(2026, 12, 31), actor="台账员").applied
        found = [str(one) for one in contradictions(site, YEAR)]
    assert len(found) == 1
    assert all(words in found[0] for words in ("留置不多于立案", "采取留置措施案件2", "立案审查调查案件1"))
