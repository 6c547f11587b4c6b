"""Figures: all of them for a period, and one with its definition, its neighbours and the very rows behind it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from taizhang.boards.finding import Found, FoundGroup, find
from taizhang.boards.whole import ledgers_of, narrow, visible_figures
from taizhang.catalogue.resolved import Figure
from taizhang.figures.trace import retell
from taizhang.figures.value import Ask, Trace, Value
from taizhang.figures.words import define
from taizhang.lists.query import Filter
from taizhang.site.desk import Desk
from taizhang.site.legible import Legible
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem
from taizhang.terms.scope import Scope
from taizhang_site.house import figures_lock, site
from taizhang_site.request import SiteRequest

# Chosen: what is still scrolled through; the list behind the number has all of them by pages.
MOST_ROWS = 200


def period_of(request: SiteRequest) -> tuple[Period, list[Problem]]:
    """The period in the address as it is asked for today, this year when there is none or it cannot be read."""
    usual = Period.year(request.desk.today.year).as_of(request.desk.today)
    written = request.GET.get("period", "").strip()
    if not written:
        return usual, []
    try:
        return Period.parse(written).as_of(request.desk.today), []
    except ValueError as error:
        return usual, [Problem("WEB-008", error.args[0], Place(key="period"), "下面按今年计算。")]


def figures(request: SiteRequest) -> HttpResponse:
    """All figures of the chosen ledger for the period; those that fit the words, with groups of matters, when there are any."""
    desk: Desk = request.desk
    period, problems = period_of(request)
    if question := request.GET.get("q", "").strip():
        return _found(request, question, period, problems)
    known = visible_figures(desk)
    chosen = request.GET.get("ledger") or fullest(desk)
    mine = {name: found for name, found in known.items() if chosen in ledgers_of(site().catalogue, found[0])}
    asks = [Ask(name, period, scope=scope) for name, (_, scope) in mine.items()]
    with figures_lock:
        answers = desk.site.compute(asks)
        legible = Legible(desk.site)
        values: list[Value] = [legible.value(answers.value(ask)) for ask in asks]
    context = {
        "values": values,
        "period": period,
        "problems": problems,
        "ledgers": desk.in_use.values(),
        "chosen": chosen,
        "written": request.GET.get("period", "") or period.key,
    }
    return render(request, "boards/figures.html", context)


def _found(request: SiteRequest, question: str, period: Period, problems: list[Problem]) -> HttpResponse:
    with figures_lock:
        found = find(request.desk, question, period)
    context = {
        "found": found,
        "groups": groups_shown(found),
        "q": question,
        "period": period,
        "problems": problems,
        "ledgers": request.desk.in_use.values(),
        "chosen": request.GET.get("ledger", ""),
        "written": request.GET.get("period", "") or period.key,
    }
    return render(request, "boards/figures.html", context)


def groups_shown(found: Found) -> list[tuple[FoundGroup, str]]:
    """Groups with the address of the list that holds their matters."""
    return [(one, address_of(one.filter)) for one in found.groups]


def address_of(asked: Filter) -> str:
    """The address of a list narrowed so, without its path: what ``finding`` narrows by, and no more."""
    pairs = [("ledger", name) for name in asked.ledgers] + [("unit", name) for name in asked.units]
    pairs += [(f"f-{one.name}", value) for one in asked.fields for value in one.values]
    pairs += [("live", "1" if asked.live else "0")] if asked.live is not None else []
    days = (("opened_from", asked.opened_from), ("opened_to", asked.opened_to))
    return urlencode([*pairs, *((name, day.isoformat()) for name, day in days if day)])


def fullest(desk: Desk) -> str:
    """The ledger with the most matters in sight, '' when there is none."""
    counted = desk.counts(desk.query(), "ledger")
    found = max(counted.items(), key=lambda one: (one[1], one[0]), default=((next(iter(desk.ledgers), ""),), 0))
    return found[0][0]


def figure(request: SiteRequest, name: str) -> HttpResponse:
    """One figure: definition, value, last year's, and the rows."""
    desk: Desk = request.desk
    declared, scope = figure_or_404(request, name)
    period, problems = period_of(request)
    ask = Ask(name, period, scope=scope)
    before = replace(ask, period=period.last_year())
    with figures_lock:
        answers = desk.site.compute([ask, before])
        value, earlier = answers.value(ask), answers.value(before)
        traced, legible = desk.site.trace(ask), Legible(desk.site)
        shown, before_shown = legible.trace(traced, MOST_ROWS), legible.value(earlier)
    same = False
    with suppress(ArithmeticError):
        same = retell(traced).amount == value.amount
    context = {
        "figure": declared,
        "value": shown.value,
        "earlier": before_shown,
        "period": period,
        "problems": problems,
        "definition": define(site().catalogue, declared),
        "parts": [*parts(declared.title, shown)],
        "same": same,
        "scope": scope.unit or site().catalogue.body.name,
        "most": MOST_ROWS,
        "written": request.GET.get("period", "") or period.key,
        "unit": request.GET.get("unit", ""),
    }
    return render(request, "boards/figure.html", context)


def figure_or_404(request: SiteRequest, name: str) -> tuple[Figure, Scope]:
    """A figure the person sees, and its scope there narrowed to the unit in the address. Raises Http404 when out of sight."""
    found = visible_figures(request.desk).get(name)
    scope = narrow(request.desk, found[1], request.GET.get("unit", "")) if found else None
    if found is None or scope is None:
        raise Http404
    return found[0], scope


def parts(title: str, traced: Trace) -> list[dict[str, object]]:
    """Every group of rows with its own number: the figure's own, or those of the figures it is made of."""
    rows = traced.rows[:MOST_ROWS]
    found: list[dict[str, object]] = []
    if traced.rows or not traced.parts:
        found.append({"title": title, "value": traced.value, "rows": rows, "count": len(traced.rows)})
    for name, part in traced.parts:
        found += parts(site().catalogue.figures[name].title if name in site().catalogue.figures else name, part)
    return found
