"""“核对”: what does not agree in a period, both sides open, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from taizhang.boards.whole import visible_figures
from taizhang.catalogue.model import IdentityDeclaration
from taizhang.definitions.review import Definitions
from taizhang.figures.compute import Answers
from taizhang.figures.dictionary import ledgers_of
from taizhang.figures.identities import Waiver, asks, describe_identity, untold
from taizhang.papers.identities import contradictions, waive
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused
from taizhang_site.boards.figures import period_of
from taizhang_site.house import figures_lock
from taizhang_site.permissions import WAIVERS, admits
from taizhang_site.request import SiteRequest

PREFIX = "identity."


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An identity that does not hold: what it says, the figures on both sides, and whether somebody may answer for it."""

    key: str
    problem: Problem
    asks: str
    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An identity the period says nothing of: names and titles of the figures without a number, of the ledgers without a
    row. A figure without a page for the person has no name."""

    key: str
    title: str
    figures: tuple[tuple[str, str], ...]
    ledgers: tuple[tuple[str, str], ...]


@require_http_methods(["GET", "POST"])
def checks(request: SiteRequest) -> HttpResponse:
    """What does not agree, of what the person sees whole; sent with a reason, he answers for it by name."""
    desk = Definitions(request.desk)
    period, problems = period_of(request)
    answers = admits(WAIVERS, request.desk.actor)
    with figures_lock:
        computed = desk.site.compute(asks(desk.site.catalogue, period))
        found = list(_disagreements(desk, period, computed))
        broken = {one.key for one in found}
        left = [one for one in _unsettled(desk, period, computed) if one.key not in broken]
        if request.method == "POST":
            try:
                _answer(desk, found, period, request, answers=answers)
                return redirect(f"{reverse('checks')}?period={period.key}")
            except Refused as refused:
                problems = [*problems, *refused.problems]
    seen = sum(_sees(desk, one) for one in desk.site.catalogue.identities.values())
    context = {
        "found": found,
        "broken": len(broken),
        "holding": seen - len(broken) - len(left),
        "left": left,
        "period": period,
        "written": request.GET.get("period", "") or period.key,
        "problems": problems,
        "answers": answers,
        "proposes": desk.proposes,
        "typed": request.POST,
    }
    return render(request, "definitions/checks.html", context, status=400 if request.method == "POST" else 200)


def _answer(
    desk: Definitions, found: list[Disagreement], period: Period, request: SiteRequest, *, answers: bool
) -> None:
    """Records that the person answers for one of those found."""
    key = request.POST.get("key", "")
    if not answers or key not in {one.key for one in found}:
        says, hint = "您不能对这一条作说明。", "请由撰写人、审核人、督查员或分管领导说明。"
        raise Refused(Problem("FIG-039", says, Place(key=key), hint))
    given = Waiver(desk.desk.actor.name, request.POST.get("reason", "").strip())
    waive(desk.site, key, period, given, actor=desk.desk.actor.name, on=desk.site.day)


def _disagreements(desk: Definitions, period: Period, answers: Answers) -> Iterator[Disagreement]:
    catalogue = desk.site.catalogue
    for one in contradictions(desk.site, period, answers):
        key = one.place.key.removeprefix(PREFIX)
        identity = catalogue.identities.get(key) if one.place.key.startswith(PREFIX) else None
        if identity is None or not _sees(desk, identity):
            continue
        named = tuple((name, catalogue.figures[name].title) for name in identity.figures)
        asks = describe_identity(catalogue, identity) if identity.left else identity.title
        yield Disagreement(key, one, asks, named)


def _unsettled(desk: Definitions, period: Period, answers: Answers) -> Iterator[Unsettled]:
    catalogue, known = desk.site.catalogue, visible_figures(desk.desk)
    for one in untold(catalogue, desk.site.refresh(), period, desk.site.compute, answers):
        identity = catalogue.identities[one.key]
        if _sees(desk, identity):
            figures = tuple((name if name in known else "", catalogue.figures[name].title) for name in one.figures)
            ledgers = tuple((name, catalogue.ledgers[name].title) for name in one.ledgers)
            yield Unsettled(one.key, identity.title, figures, ledgers)


def _sees(desk: Definitions, identity: IdentityDeclaration) -> bool:
    """Whether every matter an identity is about is in the person's sight."""
    catalogue = desk.site.catalogue
    ledgers = {ledger for name in identity.figures for ledger in ledgers_of(catalogue, name)}
    ledgers |= {identity.ledger} if identity.ledger else set()
    return all(map(desk.desk.whole, ledgers))
