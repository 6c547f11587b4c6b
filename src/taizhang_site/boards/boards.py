"""The leader's page, its parts that take longer, and the board as a picture and as Word."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from taizhang.boards import charts
from taizhang.boards.board import LAMPS, BoardChoice, board
from taizhang.boards.drawn import board_png
from taizhang.boards.movement import Movement, latest, movement
from taizhang.boards.remembered import Remembered
from taizhang.boards.sheet import BoardSheet, sheet
from taizhang.boards.targets import Goal, Pace, goals
from taizhang.boards.word import board_docx
from taizhang.charts.chart import Chart
from taizhang.charts.drawing import svg
from taizhang.charts.picture import png
from taizhang.papers.editions import Edition
from taizhang.papers.workbench import Papers
from taizhang.site.desk import Desk
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence
from taizhang_site.accounts.access import record_request
from taizhang_site.boards.asked import choice_of, periods_of, units_of
from taizhang_site.boards.ways import SiteWays
from taizhang_site.house import figures_lock
from taizhang_site.past_day import carried
from taizhang_site.permissions import PERMISSIONS, admits
from taizhang_site.rendering.downloads import download
from taizhang_site.rendering.language import translate
from taizhang_site.request import SiteRequest

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
}
KEPT = Remembered()
DRAWN = {"trend": charts.trend, "rates": charts.rates, "lamps": charts.lamps}


def render_board(request: SiteRequest) -> HttpResponse:
    """The page: its counts at once, targets and movement fetched into it afterwards."""
    desk: Desk = request.desk
    choice, problems = choice_of(request)
    counted = board(desk, choice, SiteWays(desk))
    context = {
        "board": counted,
        "problems": problems,
        "trend": charts.trend(counted),
        "rates": charts.rates(counted),
        "lamps_chart": charts.lamps(counted),
        "lamps": LAMPS,
        "today": desk.today,
        "chosen": choice,
        "choices": [desk.ledgers[name] for name in counted.choices],
        "units": units_of(desk),
        "periods": periods_of(desk.today, choice.period),
        "address": urlencode(carried(desk)) + "&" * bool(carried(desk)) + address(choice),
        "told": may_tell(desk) and not request.day.asked,
    }
    return render(request, "boards/board.html", context)


def address(choice: BoardChoice) -> str:
    """The choice as it stands in an address."""
    parts = {"ledger": choice.ledger, "unit": choice.unit, "period": choice.period.key}
    return urlencode({name: value for name, value in parts.items() if value})


def may_tell(desk: Desk) -> bool:
    """Whether the person may read what past reports told."""
    return admits(PERMISSIONS["board_movement"], desk.actor) and Papers(desk).open


def targets(request: SiteRequest) -> HttpResponse:
    """Targets against the pace of the year, as a page or as the part of one."""
    desk: Desk = request.desk
    choice, problems = choice_of(request)
    year = choice.period.end.year
    found = _goals(desk, choice)
    pace = Pace.on(desk.today, year)
    context = {
        "goals": found,
        "pace": pace,
        "chart": charts.goals(found, pace),
        "year": year,
        "problems": problems,
        "address": address(choice),
    }
    return render(request, "boards/targets_part.html" if request.htmx else "boards/targets.html", context)


def movement_page(request: SiteRequest) -> HttpResponse:
    """What moved since the last frozen report, as a page or as the part of one."""
    desk: Desk = request.desk
    if not may_tell(desk):
        raise Http404
    choice, problems = choice_of(request)
    last, told = latest(desk), None
    if last is not None:
        try:
            told = _movement(desk, last, choice)
        except Refused as refused:
            problems = [*problems, *refused.problems]
    context = {"movement": told, "whole": bool(choice.unit), "problems": problems, "address": address(choice)}
    return render(request, "boards/movement_part.html" if request.htmx else "boards/movement.html", context)


def file(request: SiteRequest, kind: str) -> HttpResponse:
    """The board on one A4 page, as Word or as a picture, without what may not leave the house."""
    desk: Desk = request.desk
    choice, _ = choice_of(request, leaving=True)
    if kind not in KINDS:
        raise Http404
    if choice.ledger and desk.ledgers[choice.ledger].declared.level == "confidential":
        says = sentence("“{ledgers}”依法保密，看板不能带出。", ledgers=desk.ledgers[choice.ledger].title)
        return _refuse(request, (Problem("WEB-040", says, hint="请在页面上查看，或选其他台账再导出。"),), 403)
    told = _sheet(desk, choice)
    try:
        content = board_docx(told, choice.period) if kind == "docx" else board_png(told)
    except Refused as refused:
        return _refuse(request, refused.problems, 503)
    record_request(request, "export", f"board {choice.period.key} {kind}")
    return download(content, f"{told.title}-{desk.today.isoformat()}.{kind}", KINDS[kind])


def _sheet(desk: Desk, choice: BoardChoice) -> BoardSheet:
    """One sheet of the board with its targets and, for whom past reports are open, its movement."""
    counted = board(desk, choice, SiteWays(desk))
    told = None
    if may_tell(desk) and (last := latest(desk)):
        with suppress(Refused):
            told = _movement(desk, last, choice)
    return sheet(desk, counted, _goals(desk, choice), told)


def _goals(desk: Desk, choice: BoardChoice) -> tuple[Goal, ...]:
    def make() -> tuple[Goal, ...]:
        with figures_lock:
            return goals(desk, choice, SiteWays(desk))

    return KEPT.get(desk, ("targets", choice), make)


def _movement(desk: Desk, edition: Edition, choice: BoardChoice) -> Movement:
    """The report told of every unit, so the answer is the same whichever is chosen."""
    asked = replace(choice, unit="")

    def make() -> Movement:
        with figures_lock:
            return movement(desk, edition, asked, SiteWays(desk))

    return KEPT.get(desk, ("movement", edition.digest, asked), make)


def chart(request: SiteRequest, name: str, kind: str) -> HttpResponse:
    """One chart of the board as a picture, for pages without JavaScript and for keeping."""
    if name not in DRAWN or kind not in ("svg", "png"):
        raise Http404
    choice, _ = choice_of(request)
    drawn = _translate_chart(request, DRAWN[name](board(request.desk, choice, SiteWays(request.desk))))
    try:
        if kind == "svg":
            return HttpResponse(svg(drawn), content_type="image/svg+xml")
        return HttpResponse(png(drawn), content_type="image/png")
    except Refused as refused:
        return _refuse(request, refused.problems, 503)


def _translate_chart(request: SiteRequest, drawn: Chart) -> Chart:
    language = request.language
    return drawn.translate(lambda text: translate(text, language)) if language == "en" else drawn


def _refuse(request: SiteRequest, problems: tuple[Problem, ...], status: int) -> HttpResponse:
    """Why there is no file."""
    return render(request, "boards/undrawn.html", {"problems": problems}, status=status)
