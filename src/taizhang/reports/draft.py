"""Drafts a paper from a template's text: asks for all figures in one batch, then fills every slot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from taizhang.catalogue.resolved import Catalogue
from taizhang.reports.asking import SlotAsks, want, with_changes
from taizhang.reports.dated import Spelling
from taizhang.reports.filling import Filler
from taizhang.reports.numbers import Counting
from taizhang.reports.paper import Paper
from taizhang.reports.slots import QuoteSlot, TextSlot
from taizhang.reports.support import asks_about, with_populations
from taizhang.reports.template import Template, read_template
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class Ground:
    """What the numbers stand on, as ``Paper`` keeps it; scope: the units the report is about."""

    scope: Scope = EVERYTHING
    entries: int = 0
    root: str = ""
    sources: dict[str, str] = field(default_factory=dict)


NO_GROUND = Ground()


def draft(
    catalogue: Catalogue,
    text: str,
    period: Period | None,
    count: Counting,
    *,
    file: str = "",
    ground: Ground = NO_GROUND,
    progress: Progress = quiet,
) -> tuple[Paper, tuple[Problem, ...]]:
    """The paper of a template's text for a period (None: the template's own), and everything wrong with it.

    A slot that cannot be filled and a claim its figure contradicts become Unresolved runs; each has its
    problem (RPT-020 to RPT-025, RPT-029) with file, line and paragraph. Raises Refused (RPT-026) when neither the
    call nor the template says which period.
    """
    template, problems = read_template(text, file)
    window = period or template.period
    if window is None:
        raise Refused(*problems, _no_period(file))
    window = _until(window, template.date)
    filler = _ask_all(catalogue, template, window, count, (file, ground.scope))
    blocks = filler.blocks(template.blocks, progress)
    spell = Spelling(catalogue, window, file)
    paper = Paper(
        name=template.name,
        title=spell(template.title),
        period=window,
        blocks=blocks,
        addressee=spell(template.addressee),
        signature=tuple(spell(line) for line in template.signature),
        signed_on=window.last if template.date == "as_of" else _day(template.date),
        cells=dict(filler.cells),
        revision=catalogue.revision,
        entries=ground.entries,
        root=ground.root,
        sources=dict(ground.sources),
    )
    return paper, (*problems, *spell.problems, *filler.problems)


def _until(window: Period, written: str) -> Period:
    """The window up to the day the paper is dated, when it is dated before the window's end: nothing later has happened."""
    dated = _day(written) if written != "as_of" else None
    cut = dated and window.start <= dated < window.end
    return Period(window.start, dated).as_of(window.until) if dated and cut else window


def _no_period(file: str) -> Problem:
    place = Place(file=file, line=1, key="period")
    return Problem("RPT-026", "没有给出报告期间，模板里也没有写 period。", place, "请给出期间，如 2026。")


def _ask_all(
    catalogue: Catalogue, template: Template, period: Period, count: Counting, where: tuple[str, Scope]
) -> Filler:
    """A filler that has the answers to every ask of the template."""
    file, scope = where
    counted = [slot for slot in template.slots() if not isinstance(slot, QuoteSlot | TextSlot)]
    extended = with_populations(with_changes(catalogue, counted), counted)
    wanted = {slot: want(extended, slot, period, scope, file) for slot in counted}
    asked = [ask for one in wanted.values() if isinstance(one, SlotAsks) for ask in one.asks]
    asks = dict.fromkeys((*asked, *(also for ask in asked for also in asks_about(extended, ask))))
    return Filler(extended, period, wanted, count(extended, tuple(asks)), file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
