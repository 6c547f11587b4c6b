"""What goes through the gates: a file an office has, or a paper drafted here, whose numbers know their cells."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from taizhang.papers.left_out import LEFT_OUT
from taizhang.papers.report import Report, report
from taizhang.proof.content.rule import OfficeSettings
from taizhang.proof.dispositions import folder_for
from taizhang.proof.files.read import read_document
from taizhang.proof.model import Document, Finding, Gate, Level, Spot
from taizhang.proof.slips.learning import recall_learned
from taizhang.reports.paper import Paper, PaperTable, Quoted
from taizhang.reports.paper import Paragraph as Block
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence

_PAGE = re.compile(r"第\s*\d+\s*[页条]|[Pp]\.?\s*\d+")
_SOURCED = "依据关：文稿中的每个数都要能追到数格，或写明引自何处、第几页，或由具名的人说明是修辞"
# What drafting found about sources; a number without one is rule B03, a sentence without one keeps its code.
_UNSOURCED = frozenset({"RPT-030", "RPT-031", "RPT-032", "RPT-033", LEFT_OUT, "RPT-035"})


@dataclass(frozen=True, slots=True)
class Subject:
    """One document on its walk.

    folder: where decisions and approvals on it are kept. docx: its Word file, None when it has none. given:
    what its maker already found. setting: what the text rules are told about it.
    """

    name: str
    folder: Path
    document: Document
    docx: Path | None
    given: tuple[Finding, ...] = ()
    setting: OfficeSettings = field(default_factory=OfficeSettings)
    external: bool = False

    @property
    def digest(self) -> str:
        """SHA-256, hex, of all words as a reader sees them; neither look nor page numbers count."""
        return hashlib.sha256("\0".join(self.paragraphs).encode()).hexdigest()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """A digest of each paragraph, to tell which were changed."""
        return tuple(
            hashlib.sha256("".join(one.text.split()).encode()).hexdigest()[:16]
            for one in self.document.paragraphs
            if one.zone != "footer"
        )


def of_file(path: Path, home: Path) -> Subject:
    """A file on its walk. Raises Refused when it cannot be read."""
    docx = path if path.suffix.lower() == ".docx" else None
    folder = folder_for(path, home)
    return Subject(path.name, folder, read_document(path), docx, setting=OfficeSettings(learned=recall_learned(folder)))


def of_paper(site: Site, name: str, period: Period) -> Subject:
    """A paper drafted from the site. Raises Refused when there is no such template."""
    return of_report(report(site, name, period), f"{name}-{period.key}", site.home / "proof", setting_of(site, period))


def setting_of(site: Site, period: Period) -> OfficeSettings:
    """What the text rules are told about a paper of the site."""
    return OfficeSettings(as_of=period.end, units=tuple(unit.name for unit in site.organisation().units.values()))


def of_report(made: Report, name: str, folder: Path, setting: OfficeSettings) -> Subject:
    """A drafted report on its walk: the very words of its Word file, what drafting found, quotations without a page."""
    document, places = read_document(made.docx), _places(made.paper)
    given = (*_draft_findings(made.problems, document, places), *_unpaged(made.paper, document, places))
    return Subject(name, folder, document, made.docx, given, setting, bool(made.paper.addressee.strip()))


def _places(paper: Paper) -> dict[int, int]:
    """For each block of the paper, counted from 1, the paragraph of its Word file it begins at."""
    places: dict[int, int] = {}
    at = 1 + bool(paper.title.strip()) + bool(paper.addressee.strip())
    for number, block in enumerate(paper.blocks, 1):
        places[number] = at
        texts = [block.text] if isinstance(block, Block) else list(_cells(block))
        at += sum(bool(text.strip()) for text in texts)
    return places


def _cells(table: PaperTable) -> Iterator[str]:
    yield table.caption
    yield from table.heading
    for cells in table.rows:
        yield from ("".join(run.text for run in runs) for runs in cells)


def _draft_findings(problems: Iterable[Problem], document: Document, places: dict[int, int]) -> Iterator[Finding]:
    """What drafting found, as findings: numbers without a cell belong to the basis gate."""
    for problem in problems:
        sourced = problem.code in _UNSOURCED
        gate: Gate = "basis" if sourced else "content"
        level: Level = "error" if problem.level == "error" else "warn"
        spot = _spot(problem, document, places)
        text = document.paragraphs[spot.paragraph - 1].text[spot.start : spot.end] if spot.paragraph else ""
        source = _SOURCED if sourced else f"起草时的核对（{problem.code}）"
        rule = "B03" if problem.code == "RPT-030" else problem.code
        yield Finding(rule, gate, level, spot, text, problem.message, source, problem.hint)


def _spot(problem: Problem, document: Document, places: dict[int, int]) -> Spot:
    """Where a problem of a block stands; of a table, the whole first cell."""
    number = places.get(problem.place.paragraph, 0)
    if not 0 < number <= len(document.paragraphs):
        return Spot()
    one = document.paragraphs[number - 1]
    start, end = problem.place.span or (0, len(one.text))
    inside = one.zone != "table" and end <= len(one.text)
    return Spot(number, start, end) if inside else Spot(number, 0, len(one.text))


def _unpaged(paper: Paper, document: Document, places: dict[int, int]) -> Iterator[Finding]:
    """B04: a quoted number says on which page of its source it stands."""
    for number, block in enumerate(paper.blocks, 1):
        for run in block.runs if isinstance(block, Block) else ():
            if isinstance(run, Quoted) and not _PAGE.search(run.source):
                text = document.paragraphs[places[number] - 1].text
                start = max(0, text.find(run.text))
                message = sentence("引自“{source}”的“{run}”没有写明第几页。", source=run.source, run=run.text)
                yield Finding(
                    "B04",
                    "basis",
                    "warn",
                    Spot(places[number], start, start + len(run.text)),
                    run.text,
                    message,
                    _SOURCED,
                    "在出处里补上页码。",
                )
