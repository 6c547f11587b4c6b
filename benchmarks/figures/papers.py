"""A unit's report of 200 numbers as .docx and as a page whose numbers open, and those of many units in one go.

Beside it docxtpl, which is handed the numbers ready and writes the .docx alone.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from docx import Document
from docxtpl import DocxTemplate

from benchmarks.figures.many import PERIODS, SHIPPED, Yard
from benchmarks.measure import timed
from benchmarks.results import Aim, Given, Table
from taizhang.figures.value import Ask
from taizhang.rendering.page import write_html
from taizhang.rendering.word import write_docx
from taizhang.reports.counting import counting
from taizhang.reports.draft import Ground, draft
from taizhang.terms.scope import Scope

NUMBERS, MANY, TENTH = 200, 50, 9
"""Numbers of a report, and reports written in one go; a province's thousand are twenty times as many. One alone is of the tenth largest unit."""


class Desk:
    """Writes reports of units from a yard's replica."""

    def __init__(self, yard: Yard, folder: Path) -> None:
        self.yard, self.folder = yard, folder
        asks = [Ask(one.figure, one.period) for one in yard.asks if one.period == PERIODS[1]][:NUMBERS]
        self.text, self.blank = template(asks), skeleton(folder / "blank.docx", asks)
        yard.all_units()

    def written(self, unit: str) -> None:
        """The .docx and the page of a unit, its numbers counted before."""
        count = counting(self.yard.warehouse, self.yard.organisation)
        paper, problems = draft(SHIPPED, self.text, PERIODS[1], count, ground=Ground(scope=Scope(unit)))
        assert len(paper.cells) + len(problems) >= NUMBERS, "a number is neither in the paper nor said to be missing"
        write_docx(paper, self.folder / "ours.docx")
        write_html(paper, self.folder / "ours.html", SHIPPED)

    def filled(self) -> None:
        """docxtpl: ready numbers into its template."""
        document = DocxTemplate(self.blank)
        document.render({f"n{place}": place for place in range(NUMBERS)})
        document.save(self.folder / "theirs.docx")


def run(given: Given) -> tuple[Table, ...]:
    """One unit's report, and many in one go."""
    with tempfile.TemporaryDirectory() as folder:
        yard = Yard(Path(folder), given)
        yard.project()
        desk, many = Desk(yard, Path(folder)), yard.journal.units[:MANY]
        theirs = timed("docxtpl, ready numbers, .docx alone", desk.filled, given.rounds, ours=False, amount=1)
        ours = timed(
            "taizhang, numbers and the rows behind them, .docx and .html",
            lambda: desk.written(many[TENTH]),
            given.rounds,
            ours=True,
            amount=1,
        )
        go = (
            timed(
                "docxtpl, ready numbers, .docx alone",
                lambda: [desk.filled() for _ in many],
                1,
                ours=False,
                amount=len(many),
            ),
            timed(
                "taizhang, .docx and .html", lambda: [desk.written(one) for one in many], 1, ours=True, amount=len(many)
            ),
        )
        yard.warehouse.close()
    aims = (
        Aim("one report", ours.median, 0.3, "s", REASON),
        Aim("of docxtpl", ours.median / theirs.median, 1.0, "×", REASON),
    )
    return (
        Table(f"A report of {NUMBERS} numbers of one unit", "reports", theirs.name, (theirs, ours), aims),
        Table(f"Reports of the {len(many)} largest units in one go", "reports", go[0].name, go),
    )


REASON = "The page holds every row behind every number; docxtpl writes numbers it is given and knows nothing of them."


def template(asks: list[Ask]) -> str:
    """The text of a report with a slot for every ask, twenty a paragraph."""
    slots = [
        f"{SHIPPED.figures[ask.figure].title}{{{{figure:{ask.figure}|period:{ask.period.key}|unit}}}}" for ask in asks
    ]
    lines = ["，".join(slots[start : start + 20]) + "。" for start in range(0, len(slots), 20)]
    return '+++\ntitle = "年度报告"\n+++\n\n' + "\n\n".join(lines) + "\n"


def skeleton(path: Path, asks: list[Ask]) -> Path:
    """The same text as a docxtpl template."""
    document = Document()
    document.add_heading("年度报告")
    for start in range(0, len(asks), 20):
        words = [
            f"{SHIPPED.figures[ask.figure].title}{{{{ n{start + place} }}}}{SHIPPED.figures[ask.figure].unit}"
            for place, ask in enumerate(asks[start : start + 20])
        ]
        document.add_paragraph("，".join(words) + "。")
    document.save(str(path))
    return path
