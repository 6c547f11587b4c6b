"""Papers as readers have them: the list, a number opened, last year beside this year, and the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from taizhang.figures.trace import retell
from taizhang.figures.value import Trace, TracedRow
from taizhang.library.compare import AlignedRow, Span
from taizhang.reports.left_out import beside
from taizhang.site.legible import Legible
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem
from taizhang_site.boards.figures import period_of
from taizhang_site.house import figures_lock, site
from taizhang_site.jobs.asking import create_job
from taizhang_site.papers.asked import draft_of, draw_once, papers_and_period, papers_of
from taizhang_site.rendering.downloads import WORD
from taizhang_site.request import SiteRequest

# Chosen: one screen for each number; the list behind it has all.
MOST_ROWS = 20
KINDS = {"docx": WORD, "html": "text/html; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class TemplatePeriods:
    """A template with the period asked for and the periods for which something was written."""

    name: str
    title: str
    periods: tuple[Period, ...]
    edition: str


@require_safe
def papers(request: SiteRequest) -> HttpResponse:
    """Every template with its drafts; naming one and a period opens that paper."""
    found = papers_of(request)
    period, problems = period_of(request)
    if request.GET.get("name") in (*found.names, *found.companions) and not problems:
        return redirect("paper", name=request.GET["name"], period=period.key)
    listed = []
    for name in found.names:
        frozen = found.editions(name)
        told = f"{frozen[-1].period} v{frozen[-1].version} · {frozen[-1].approver}" if frozen else ""
        listed.append(TemplatePeriods(name, found.title(name, period), found.periods(name), told))
    context = {"papers": listed, "period": period, "problems": problems, "companions": found.companions.items()}
    return render(request, "papers/papers.html", context)


@require_safe
def number(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """One number of the paper: definition, value, last year's, and the rows when the person sees all of them."""
    found, window = papers_and_period(request, name, period)
    paper, _ = draw_once(found, name, window, draft_of(found, name, window).text)
    cell = paper.cells.get(request.GET.get("cell", ""))
    if cell is None:
        problem = Problem("WEB-011", "这个数在已保存的文稿里还没有。", hint="请先保存文稿，再打开这个数。")
        return render(request, _whole(request), {"problems": [problem], "name": name, "period": window})
    value, ask, legible = cell.value, cell.value.ask, Legible(found.site)
    rows = list(_rows(cell.trace)) if found.traceable(cell.trace) else None
    earlier, same = None, False
    with figures_lock:
        if ask.figure in site().catalogue.figures and found.tells_now(ask.figure):
            before = replace(ask, period=ask.period.last_year())
            earlier = found.site.compute([before]).value(before)
    if rows is not None and value.amount is not None:
        same = retell(cell.trace).amount == value.amount
    context = {
        "cell": cell,
        "value": value if rows is None else legible.value(value),
        "earlier": earlier,
        "same": same,
        "rows": rows and legible.rows(rows[:MOST_ROWS]),
        "left": beside(paper.left_out.get(cell.id, 0)),
        "count": len(rows or ()),
        "hidden": rows is None,
        "known": earlier is not None and not ask.by,
        "name": name,
        "period": window,
        "most": MOST_ROWS,
    }
    return render(request, _whole(request), context)


def _whole(request: SiteRequest) -> str:
    return "papers/number.html" if request.htmx else "papers/number_page.html"


def _rows(trace: Trace) -> list[TracedRow]:
    own = list(trace.rows)
    for _, part in trace.parts:
        own += _rows(part)
    return own


@require_safe
def compare(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """Last year's paper and this year's side by side, paragraph by paragraph."""
    found, window = papers_and_period(request, name, period)
    paper, _ = draw_once(found, name, window, draft_of(found, name, window).text)
    with figures_lock:
        beside = found.beside(name, window, paper)
    rows = [side_by_side(beside.old, beside.new, row) for row in beside.rows]
    context = {
        "name": name,
        "period": window,
        "source": beside.source,
        "rows": rows,
        "title": paper.title,
        "changes": sum(row.kind != "same" for row in beside.rows),
        "before": window.last_year(),
    }
    return render(request, "papers/compare.html", context)


def side_by_side(left: Sequence[str], right: Sequence[str], row: AlignedRow) -> dict[str, object]:
    """A row of two texts with what differs marked."""
    old = [] if row.old is None else _mark_differences(left[row.old], row.cut)
    new = [] if row.new is None else _mark_differences(right[row.new], row.put)
    return {"kind": row.kind, "old": old, "new": new}


def _mark_differences(text: str, spans: tuple[Span, ...]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is marked."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


@require_POST
def file(request: SiteRequest, name: str, period: str, kind: str) -> HttpResponse:
    """The paper as it may leave the body: Word, or one offline page."""
    found, window = papers_and_period(request, name, period)
    if kind not in KINDS:
        raise Http404
    title = found.companions.get(name) or found.title(name, window)
    args = {"name": name, "period": window.key, "kind": kind}
    return create_job(request, "paper_file", title.replace("\n", ""), args)
