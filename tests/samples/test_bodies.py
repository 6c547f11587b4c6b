"""The sample years of the three bodies: the same each time, read back whole, and reported without a problem."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from shutil import copy

import pytest

from taizhang.figures.value import Ask, Trace
from taizhang.papers.gates.subject import of_paper
from taizhang.papers.gates.walk import run_gates
from taizhang.papers.report import report
from taizhang.proof.basis.shelf import Shelf
from taizhang.site.site import Imported, Site
from taizhang.terms.period import Period
from taizhang.terms.problem import errors
from taizhang_samples.bodies.contradict import Contradiction, planted
from taizhang_samples.bodies.generate import Wanted, generate
from taizhang_samples.bodies.history import write_history
from taizhang_samples.bodies.spec import BODIES, spec_of
from taizhang_samples.county.book import Book

SMALL = 3
CONTRADICTORY = Wanted("office", scale=SMALL, tidy=True, contradict=True)
COUNTS = ("flow", "cohort", "stock", "cumulative")


def aggregate(trace: Trace) -> Decimal | None:
    """The number the rows behind a count or a sum add up to; None of other kinds and where rows are withheld."""
    figure = trace.value.figure
    if trace.withheld or trace.value.amount is None or figure.composed:
        return None
    if figure.kind in COUNTS:
        return Decimal(len(trace.rows))
    if figure.kind != "sum":
        return None
    return sum((row.measure for row in trace.rows if isinstance(row.measure, Decimal)), Decimal(0))


def site_of(home: Path, body: str) -> Site:
    """A new site with the body's own declarations."""
    spec = spec_of(body)
    Site.create(home, spec.name, spec.profile).close()
    copy(home.parent / "books" / "body.toml", home / "catalogue" / "body.toml")
    return Site(home)


def imported(site: Site, folder: Path) -> Imported:
    """What the site makes of the workbooks in a folder."""
    files = sorted(path for path in folder.iterdir() if path.suffix in (".xlsx", ".csv"))
    return site.import_files(files, today=date(2026, 12, 31), actor="演示", accept_refused=True)


def refused(got: Imported) -> set[tuple[str, object, object]]:
    """The cells that were refused."""
    return {(one.at.file, one.at.sheet or None, one.at.cell) for one in got.changes.refused}


def faults(books: list[Book]) -> set[tuple[str, object, object]]:
    """The cells in which a fault was planted."""
    return {(book.file, entry["sheet"], entry["cell"]) for book in books for entry in book.rejected}


@pytest.mark.nightly
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("body", BODIES)
def test_a_body_of_twenty_thousand_matters_reports_two_years_without_a_problem(body: str, tmp_path: Path) -> None:
    books = generate(tmp_path / "books", Wanted(body))
    assert 18_000 <= sum(len(book.records) for book in books) <= 26_000
    with site_of(tmp_path / "site", body) as site:
        got = imported(site, tmp_path / "books")
        assert refused(got) == faults(books)
        assert len({change.matter for change in got.changes.new}) >= sum(len(book.records) for book in books)
        assert not errors(got.obstacles)
        for year in (2025, 2026):
            made = report(site, body, Period.year(year))
            assert not made.problems
            assert len(made.paper.cells) > 80
            for cell in made.paper.cells.values():
                added = aggregate(cell.trace)
                assert added is None or added == cell.value.amount, cell.id


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small office whose workbooks, contradictions among them, were imported."""
    home = tmp_path_factory.mktemp("office") / "site"
    generate(home.parent / "books", CONTRADICTORY)
    with site_of(home, "office") as site:
        assert not imported(site, home.parent / "books").changes.refused
    return home


def test_the_report_names_each_planted_contradiction_and_nothing_else(office: Path) -> None:
    with Site(office) as site:
        made = report(site, "office", Period.year(2026))
    said = [str(problem) for problem in made.problems]
    slips = spec_of("office").contradictions
    for slip in slips:
        assert [text for text in said if slip.named in text], slip.title
    assert not [text for text in said if not any(slip.named in text or "十不准" in text for slip in slips)]


def test_contradictions_keep_the_report_from_approval(office: Path) -> None:
    with Site(office) as site:
        walk = run_gates(of_paper(site, "office", Period.year(2026)), Shelf(), date(2026, 12, 31))
    blocking = " ".join(one.finding.message for one in walk.blocking)
    assert walk.standing == "blocked"
    assert "建议提案：两类之和等于总数" in blocking
    assert "未发生差错" in blocking
    assert "十不准" in blocking


def answers(site: Site) -> dict[str, tuple[Decimal | None, tuple[str, ...]]]:
    """Every figure of two years."""
    asks = [Ask(name, Period.year(year)) for name in site.catalogue.figures for year in (2025, 2026)]
    found = site.compute(asks)
    return {value.id: (value.amount, value.words) for value in map(found.value, asks)}


def test_figures_of_the_years_as_acts_equal_those_of_the_workbooks(office: Path, tmp_path: Path) -> None:
    Site.create(tmp_path / "site", "某某", "office").close()
    entries = write_history(tmp_path / "site", tmp_path / "books", CONTRADICTORY)
    with Site(office) as site, Site(tmp_path / "site") as acted:
        assert entries > 3 * len(list(site.journal.heads()))
        assert answers(acted) == answers(site)
        people = {entry.intention.actor for entry in islice(acted.journal.entries(), 5000)}
    assert len(people) > 10


@pytest.mark.nightly
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("body", BODIES)
def test_twenty_thousand_matters_as_acts_give_the_figures_of_the_workbooks(body: str, tmp_path: Path) -> None:
    wanted = Wanted(body, tidy=True)
    generate(tmp_path / "books", wanted)
    Site.create(tmp_path / "acted", "某某", body).close()
    assert write_history(tmp_path / "acted", tmp_path / "tables", wanted) > 60_000
    with site_of(tmp_path / "site", body) as site, Site(tmp_path / "acted") as acted:
        imported(site, tmp_path / "books")
        assert answers(acted) == answers(site)


def test_a_contradiction_that_finds_no_record_is_an_error() -> None:
    slip = Contradiction("漏列", "目标", "target", 2027, {"indicator": "没有"}, 1)
    with pytest.raises(ValueError, match="nothing to plant"):
        planted([{"opened": date(2027, 1, 1), "indicator": "公路投资"}], [slip])


def test_the_same_seed_draws_the_same_workbooks(tmp_path: Path) -> None:
    one, other = (generate(tmp_path / name, Wanted("office", seed=3, scale=SMALL)) for name in ("one", "other"))
    assert [book.records for book in one] == [book.records for book in other]
    assert [grid.rows for book in one for grid in book.grids] == [grid.rows for book in other for grid in book.grids]
