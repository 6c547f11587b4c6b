"""Why a figure changed: its contributions between two periods, each with its rows."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from taizhang.boards.changes import NAMES, draft_sentence, explain_change, signed, way_titles
from taizhang.figures.split import Split
from taizhang.figures.value import Ask
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem
from taizhang_site.boards.figures import figure_or_404, period_of
from taizhang_site.house import figures_lock, site
from taizhang_site.request import SiteRequest

# Chosen: one screen for each part; its number tells of the rest.
MOST_ROWS = 20


def why(request: SiteRequest, name: str) -> HttpResponse:
    """The change of a figure in sight, split the way asked for."""
    desk = request.desk
    declared, scope = figure_or_404(request, name)
    period, problems = period_of(request)
    against, wrong = _against(request, period)
    asked = Ask(name, against, scope=scope), Ask(name, period, scope=scope)
    try:
        with figures_lock:
            split, redefined = explain_change(desk.site, asked, request.GET.get("by", ""))
    except KeyError as error:
        raise Http404 from error
    titles = way_titles(site(), split.now.ask.figure)
    context = {
        "figure": declared,
        "split": split,
        "change": "" if split.change is None else signed(split.change),
        "parts": _parts(split),
        "redefined": redefined and {"then": redefined.then, "amount": signed(redefined.amount)},
        "ways": [(one, titles.get(one, one), one in NAMES) for one in split.ways],
        "sentence": draft_sentence(split),
        "period": period,
        "against": against,
        "problems": [*problems, *wrong],
        "scope": scope.unit or site().catalogue.body.name,
        "unit": request.GET.get("unit", ""),
        "most": MOST_ROWS,
    }
    return render(request, "boards/why.html", context)


def _against(request: SiteRequest, period: Period) -> tuple[Period, list[Problem]]:
    """The period compared with: the year before unless another can be read."""
    written = request.GET.get("against", "").strip()
    if not written:
        return period.last_year(), []
    try:
        return Period.parse(written).as_of(request.desk.today), []
    except ValueError as error:
        return period.last_year(), [Problem("WEB-008", error.args[0], Place(key="against"), "下面与上年同期比。")]


def _parts(split: Split) -> list[dict[str, object]]:
    return [
        {
            "part": one.part,
            "before": one.before,
            "now": one.now,
            "amount": signed(one.amount),
            "mix": "" if one.mix is None else signed(one.mix),
            "rate": "" if one.rate is None else signed(one.rate),
            "gone": len(one.gone),
            "come": len(one.come),
            "stayed": one.stayed,
            "rows": [*((row, True) for row in one.come[:MOST_ROWS]), *((row, False) for row in one.gone[:MOST_ROWS])],
            "more": len(one.come) > MOST_ROWS or len(one.gone) > MOST_ROWS,
        }
        for one in split.contributions
    ]
