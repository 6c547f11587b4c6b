"""A paper laid out as pages for the screen: numbers as chips, each problem beside the paragraph it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil
from urllib.parse import urlencode

from taizhang.charts.chart import Chart
from taizhang.rendering.layout import em
from taizhang.reports.graphs import chart_of
from taizhang.reports.left_out import beside
from taizhang.reports.paper import (
    Block,
    Claim,
    Number,
    Paper,
    Paragraph,
    Quoted,
    Run,
    SentenceStanding,
    Text,
    Unresolved,
)
from taizhang.reports.sentences import cut, lead_of, told_of
from taizhang.terms.problem import Problem

LINES, WIDE, LINE = 22, 28, 42
"""GB/T 9704-2012 5.2.3: a page has 22 lines of 28 characters; a chart as wide as the text has so many points a line."""


Opening = tuple[str, Mapping[str, int]]
"""The address that opens a number when its cell's name is added, and by cell how many rows its ledgers lost."""


@dataclass(frozen=True, slots=True)
class PageRun:
    """Words of a paragraph; ``href`` opens the number behind a chip, ``why`` tells a source or a gap.

    standing, source: of the sentence they belong to, '' where it only frames. left: what is said beside a number whose
    ledgers lost rows.
    """

    text: str
    kind: str = "text"
    href: str = ""
    why: str = ""
    standing: str = ""
    source: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """One block of the paper with its problems; a table has ``heading`` and ``rows`` instead of pieces.

    groundless: sentences that stand on nothing, as somebody can attest them. chart: what is drawn above a table that is drawn.
    """

    number: int
    level: int
    lead: tuple[PageRun, ...] = ()
    rest: tuple[PageRun, ...] = ()
    caption: str = ""
    heading: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[PageRun, ...], ...], ...] = ()
    problems: tuple[Problem, ...] = ()
    line: int = 0
    groundless: tuple[str, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One page, about as long as the printed one."""

    number: int
    strips: tuple[PaperBlock, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages, and the problems that belong to no paragraph."""

    sheets: tuple[PaperPage, ...]
    general: tuple[Problem, ...]
    sourced: int

    @property
    def marked(self) -> tuple[PaperBlock, ...]:
        """The blocks with a problem, to jump to."""
        return tuple(strip for sheet in self.sheets for strip in sheet.strips if strip.problems)


def lay_out(paper: Paper, problems: Iterable[Problem], address: str) -> Layout:
    """The paper as pages; ``address`` opens a number when the cell's name is added."""
    found = list(problems)
    count = len(paper.blocks)
    strips = [
        _strip(
            number,
            block,
            tuple(one for one in found if one.place.paragraph == number),
            (address, paper.left_out),
            told_of(paper, number),
        )
        for number, block in enumerate(paper.blocks, 1)
    ]
    general = tuple(one for one in found if not 0 < one.place.paragraph <= count)
    return Layout(tuple(_pages(strips)), general, paper.sourced)


def _pages(strips: Iterable[PaperBlock]) -> Iterable[PaperPage]:
    """Whole blocks on pages of so many lines; the first page holds title and addressee too."""
    page: list[PaperBlock] = []
    number, used = 1, 5
    for strip in strips:
        need = _lines(strip)
        if page and used + need > LINES:
            yield PaperPage(number, tuple(page))
            page, number, used = [], number + 1, 0
        page.append(strip)
        used += need
    yield PaperPage(number, tuple(page))


def _lines(strip: PaperBlock) -> int:
    text = "".join(piece.text for piece in (*strip.lead, *strip.rest))
    drawn = round(strip.chart.height / LINE) if strip.chart else 0
    return (
        drawn + len(strip.rows) + bool(strip.heading) + bool(strip.caption)
        if strip.rows
        else ceil((em(text) + 2) / WIDE)
    )


def _strip(
    number: int, block: Block, problems: tuple[Problem, ...], opening: Opening, told: tuple[SentenceStanding, ...]
) -> PaperBlock:
    if isinstance(block, Paragraph):
        heading = lead_of(block)
        lead = _pieces(block.runs[:heading], opening)
        before = len(list(cut(block.runs[:heading], ()))) if heading else 0
        rest = tuple(
            replace(piece, standing=one.standing, source=one.source) if one and one.standing != "framing" else piece
            for one, runs in cut(block.runs[heading:], told[before:])
            for piece in _pieces(runs, opening)
        )
        groundless = tuple(one.words for one in told if one.standing == "open" and one.lacking)
        return PaperBlock(number, block.level, lead, rest, problems=problems, line=block.line, groundless=groundless)
    rows = tuple(tuple(_pieces(cell, opening) for cell in row) for row in block.rows)
    return PaperBlock(
        number, 0, caption=block.caption, heading=block.heading, rows=rows, problems=problems, chart=chart_of(block)
    )


def _pieces(runs: Iterable[Run], opening: Opening) -> tuple[PageRun, ...]:
    return tuple(_piece(run, opening) for run in runs)


def _piece(run: Run, opening: Opening) -> PageRun:
    match run:
        case Text(text, bold):
            return PageRun(text, "bold" if bold else "text")
        case Number(text, cell):
            return _opens(PageRun(text, "number"), cell, opening)
        case Claim(text, cell):
            return _opens(PageRun(text, "claim"), cell, opening)
        case Quoted(text, source):
            return PageRun(text, "quoted", why=source)
        case Unresolved(text, reason):
            return PageRun(text, "gap", why=reason)


def _opens(piece: PageRun, cell: str, opening: Opening) -> PageRun:
    address, left = opening
    return replace(piece, href=f"{address}?{urlencode({'cell': cell})}", left=beside(left.get(cell, 0)))
