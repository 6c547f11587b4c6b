"""The leader's page, its parts that take longer, and the board as a picture and as Word."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from taizhang.boards import charts
from taizhang.boards.board import LAMPS, Choice, board
from taizhang.boards.movement import latest, movement
from taizhang.boards.targets import Pace, goals
from taizhang.charts.chart import Chart
from taizhang.charts.drawing import svg
from taizhang.charts.picture import png
from taizhang.desk import Desk
from taizhang.desk_papers import Papers
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang_site.boards.asked import choice_of, periods_of, units_of
from taizhang_site.boards.ways import WAYS
from taizhang_site.house import figures_lock
from taizhang_site.permissions import PERMISSIONS, admits
from taizhang_site.rendering.language import translate

DRAWN = {"trend": charts.trend, "rates": charts.rates, "lamps": charts.lamps}


def show(request: Any) -> HttpResponse:
    """The page: its counts at once, targets and movement fetched into it afterwards."""
    desk: Desk = request.desk
    choice, problems = choice_of(request)
    counted = board(desk, choice, WAYS)
    context = {
        "board": counted, "problems": problems, "trend": charts.trend(counted), "rates": charts.rates(counted),
        "lamps_chart": charts.lamps(counted), "lamps": LAMPS, "today": desk.today, "chosen": choice,
        "choices": [desk.ledgers[name] for name in counted.choices], "units": units_of(desk),
        "periods": periods_of(desk.today, choice.period), "address": address(choice), "told": tells(desk),
    }  # fmt: skip
    return render(request, "boards/board.html", context)


def address(choice: Choice) -> str:
    """The choice as it stands in an address."""
    parts = {"ledger": choice.ledger, "unit": choice.unit, "period": choice.period.key}
    return urlencode({name: value for name, value in parts.items() if value})


def tells(desk: Desk) -> bool:
    """Whether the person may read what past reports told."""
    return admits(PERMISSIONS["board_movement"], desk.actor) and Papers(desk).open


def targets(request: Any) -> HttpResponse:
    """Targets against the pace of the year, as a page or as the part of one."""
    desk: Desk = request.desk
    choice, problems = choice_of(request)
    year = choice.period.end.year
    with figures_lock:
        found = goals(desk, year, WAYS)
    pace = Pace.on(desk.today, year)
    context = {
        "goals": found, "pace": pace, "chart": charts.goals(found, pace), "year": year, "problems": problems,
        "address": address(choice),
    }  # fmt: skip
    return render(request, "boards/targets_part.html" if request.htmx else "boards/targets.html", context)


def moved(request: Any) -> HttpResponse:
    """What moved since the last frozen report, as a page or as the part of one."""
    desk: Desk = request.desk
    if not tells(desk):
        raise Http404
    choice, problems = choice_of(request)
    last, told = latest(desk), None
    if last is not None:
        try:
            with figures_lock:
                told = movement(desk, last, Period.year(choice.period.end.year), WAYS)
        except Refused as refused:
            problems = [*problems, *refused.problems]
    context = {"movement": told, "problems": problems, "address": address(choice)}
    return render(request, "boards/movement_part.html" if request.htmx else "boards/movement.html", context)


def chart(request: Any, name: str, kind: str) -> HttpResponse:
    """One chart of the board as a picture, for pages without JavaScript and for keeping."""
    if name not in DRAWN or kind not in ("svg", "png"):
        raise Http404
    choice, _ = choice_of(request)
    drawn = _spoken(request, DRAWN[name](board(request.desk, choice, WAYS)))
    try:
        if kind == "svg":
            return HttpResponse(svg(drawn), content_type="image/svg+xml")
        return HttpResponse(png(drawn), content_type="image/png")
    except Refused as refused:
        return _undrawn(request, refused.problems)


def _spoken(request: Any, drawn: Chart) -> Chart:
    language = request.language
    return drawn.spoken(lambda text: translate(text, language)) if language == "en" else drawn


def _undrawn(request: Any, problems: tuple[Problem, ...]) -> HttpResponse:
    """Why there is no picture."""
    return render(request, "boards/undrawn.html", {"problems": problems}, status=503)
