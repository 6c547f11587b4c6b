"""Forty places in reports and twenty mechanisms, drawn by seed, followed from workbook row to sentence and back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copy
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree

from taizhang.catalogue.dated import in_force
from taizhang.catalogue.predicate import holds, parse
from taizhang.catalogue.values import row_of
from taizhang.figures.value import Ask, Trace
from taizhang.matters.entry import Head
from taizhang.papers.report import Report, report
from taizhang.rendering.controls import tag_of, words_in_control
from taizhang.rendering.elements import name as tagged
from taizhang.reports.coverage import Fitted, Server
from taizhang.reports.dated import built_in_text
from taizhang.reports.paper import Claim, Number
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import errors
from taizhang_samples.bodies.generate import Wanted, generate
from taizhang_samples.bodies.spec import BODIES, spec_of

REPORTS = {"bureau": "R1-", "city": "R2-", "office": "R3-"}
PLACES = {"bureau": 18, "city": 15, "office": 7}
MECHANISMS = {"bureau": 8, "city": 8, "office": 4}
YEAR = Period.year(2026)
COMMANDS = frozenset({"report", "appraise", "library add", "library search", "library zip", "library sync"})
SEED = 2026


@dataclass(frozen=True)
class Year:
    """A body's site with its workbooks read and its report drafted; words of the Word document by tag, and all of them."""

    body: str
    site: Site
    books: Path
    made: Report
    tags: dict[str, list[str]]
    text: str

    def row(self, head: Head) -> str:
        """The words of the workbook row a matter was read from."""
        source = head.source
        path = self.books / source.file
        if path.suffix == ".csv":
            lines = list(csv.reader(path.read_text(encoding="gb18030").splitlines()))
            return "|".join(lines[source.row - 1])
        sheet = openpyxl.load_workbook(path)[source.sheet]
        return "|".join(str(cell.value) for cell in sheet[source.row])

    def heads(self, ledger: str) -> list[Head]:
        """The ledger's matters that were read from a row."""
        return [head for head in self.site.journal.heads(ledger) if head.source.row]


@pytest.fixture(scope="module", params=BODIES)
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """Each body at a tenth of its size."""
    body: str = request.param
    home = tmp_path_factory.mktemp(body) / "site"
    books = home.parent / "books"
    generate(books, Wanted(body, scale=12, tidy=True))
    Site.create(home, spec_of(body).name, body).close()
    copy(books / "body.toml", home / "catalogue" / "body.toml")
    with Site(home) as site:
        files = sorted(path for path in books.iterdir() if path.suffix in (".xlsx", ".csv"))
        assert not errors(site.import_files(files, today=YEAR.end, actor="演示").obstacles)
        made = report(site, body, YEAR)
        assert not errors(made.problems)
        tags, text = controls(made.docx)
        yield Year(body, site, books, made, tags, text)


def controls(path: Path) -> tuple[dict[str, list[str]], str]:
    """The words in the document's controls by their tag, and the whole text."""
    with ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    found: dict[str, list[str]] = {}
    for control in body.iter(tagged("sdt")):
        tag = control.find(f"{tagged('sdtPr')}/{tagged('tag')}")
        words = "".join(one.text or "" for one in control.iter(tagged("t")))
        if tag is not None:
            found.setdefault(str(tag.get(tagged("val"))), []).append(words)
    return found, "".join(one.text or "" for one in body.iter(tagged("t")))


def leaves(trace: Trace) -> Iterator[Trace]:
    """The traces that stand on rows."""
    if not trace.parts:
        yield trace
    for _, part in trace.parts:
        yield from leaves(part)


def follow(year: Year, trace: Trace) -> int:
    """Follow rows of a trace to their cells: the matter's number stands in the row; give how many were followed."""
    followed = 0
    for leaf in leaves(trace):
        for row in leaf.rows[:2]:
            head = year.site.journal.head(row.matter)
            assert head is not None
            words = year.row(head)
            assert any(part in words for part in head.number.split("/")), (head.number, words)
            followed += 1
    return followed


def fitted(year: Year) -> Fitted:
    """What serves and fills in the body's catalogue."""
    return Fitted(year.site.catalogue, COMMANDS)


@pytest.mark.nightly
@pytest.mark.timeout(1200)
def test_places_of_the_report_lead_to_rows_and_rows_to_the_sentence(year: Year) -> None:
    catalogue = fitted(year)
    bound = {slot: [one for one in names if one in catalogue.printed] for slot, names in catalogue.bound.items()}
    slots = sorted(slot for slot, names in bound.items() if names and slot.startswith(REPORTS[year.body]))
    followed = 0
    for slot in Random(f"{SEED}/{year.body}").sample(slots, PLACES[year.body]):
        name = bound[slot][0]
        if name.startswith("text:"):
            short = name.removeprefix("text:")
            dated = in_force(year.site.catalogue.texts[short].value, YEAR.end)
            words = built_in_text(short, year.site.catalogue, YEAR) or (dated.text if dated else "")
            assert words, slot
            assert words in year.text, slot
            continue
        runs = [run for _, run in year.made.paper.runs() if isinstance(run, Number | Claim)]
        ours = [run for run in runs if year.made.paper.cells[run.cell].value.figure.name == name]
        assert ours, slot
        for run in ours:
            assert words_in_control(run) in year.tags[tag_of(run)], slot
            followed += follow(year, year.made.paper.cells[run.cell].trace)
    assert followed > PLACES[year.body]


@pytest.mark.nightly
@pytest.mark.timeout(1200)
def test_mechanisms_run_from_a_row_of_a_workbook_to_a_figure(year: Year) -> None:
    servers = fitted(year).servers
    for mechanism in Random(f"{SEED}/{year.body}/m").sample(sorted(servers), MECHANISMS[year.body]):
        assert any(runs_here(year, server) for server in servers[mechanism]), (mechanism, servers[mechanism])


def _ask(figure: str) -> Ask:
    return Ask(figure, YEAR)


def runs_here(year: Year, server: Server) -> bool:
    """Whether what serves is seen to work in the body's year."""
    catalogue = year.site.catalogue
    match server.kind:
        case "台账":
            return ledger_runs(year, server)
        case "指标":
            value = year.site.compute([_ask(server.name)]).value(_ask(server.name))
            return value.amount is not None or bool(value.words)
        case "恒等式":
            return not any(server.name in str(problem) for problem in year.made.problems)
        case "模板":
            return year.made.paper.title != ""
    return server.name in {**catalogue.clocks, **catalogue.texts, **catalogue.rules, **catalogue.features}


def ledger_runs(year: Year, server: Server) -> bool:
    """Whether a matter of the mechanism was read from a row and a figure of its ledger counts that matter."""
    catalogue = year.site.catalogue
    ledger = catalogue.ledgers[server.name]
    met = [
        head
        for head in year.heads(server.name)
        if not server.where
        or holds(parse(server.where), row_of(ledger, dict(head.facts)), {"start": YEAR.start, "end": YEAR.end})
    ]
    figures = [one.name for one in catalogue.figures.values() if one.ledger == server.name and not one.composed]
    if not met or not figures:
        return bool(met)
    words = year.row(met[0])
    assert any(part in words for part in met[0].number.split("/")), (met[0].number, words)
    ours = {head.matter for head in met}
    return any(ours & {row.matter for row in year.site.trace(_ask(name)).rows} for name in figures)
