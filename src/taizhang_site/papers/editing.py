"""The drafter's page: the text, the pages it gives, what is wrong with it, and the figures that can be put in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from taizhang.boards.finding import rank_figures
from taizhang.boards.whole import visible_figures
from taizhang.catalogue.fronts import part_front
from taizhang.figures.value import Ask
from taizhang.papers.drafts import PaperDraft
from taizhang.papers.workbench import ATTESTERS, Papers
from taizhang.rendering.title import break_title
from taizhang.reports.merging import Merged
from taizhang.reports.period_words import ahead_of
from taizhang.reports.sentences import shares
from taizhang.site.desk import Desk
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang_site.house import figures_lock
from taizhang_site.jobs.asking import create_job
from taizhang_site.papers.asked import draft_of, draw_once, papers_and_period
from taizhang_site.papers.sheets import lay_out
from taizhang_site.request import SiteRequest

# Chosen: what a list that drops down shows without scrolling.
MOST_OFFERED = 12
PLACE = "{{}}"


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure that can be put in, with the slot that does it; value: what it says of the paper's period, '' out of sight."""

    name: str
    title: str
    unit: str
    slot: str
    value: str = ""


@require_safe
def paper(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """Text on the left, pages on the right; looking writes nothing. Figures found by name come alone to htmx."""
    papers, window = papers_and_period(request, name, period)
    if request.htmx and "q" in request.GET:
        return render(
            request,
            "papers/offers.html",
            {
                "offers": offers(request.desk, request.GET["q"], window),
                "q": request.GET["q"],
                "preview": reverse("paper_preview", kwargs={"name": name, "period": window.key}),
            },
        )
    return _page(request, papers, name, window)


@require_POST
def save(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """Starts the draft, or saves the text as it was seen; refused, everything typed stays."""
    papers, window = papers_and_period(request, name, period)
    try:
        if "text" in request.POST:
            papers.save(name, window, _typed(request, papers, name, window), request.POST.get("seen", ""))
        else:
            return create_job(request, "paper_draft", papers.title(name, window), {"name": name, "period": window.key})
    except Refused as refused:
        return _page(request, papers, name, window, refused.problems)
    return redirect("paper", name=name, period=window.key)


@require_POST
def preview(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """The pages of a text that is not saved: alone to htmx, else the whole page with the text as typed."""
    papers, window = papers_and_period(request, name, period)
    if not request.htmx:
        return _page(request, papers, name, window)
    return render(request, "papers/preview.html", _draw(papers, name, window, _typed(request, papers, name, window)))


@require_POST
def attest(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """Answers by name for a sentence that stands on nothing; refused, the paper says why."""
    papers, window = papers_and_period(request, name, period)
    try:
        papers.attest(request.POST.get("words", ""), window, request.POST.get("note", ""))
    except Refused as refused:
        return _page(request, papers, name, window, refused.problems)
    return redirect("paper", name=name, period=window.key)


def offers(desk: Desk, words: str, period: Period) -> list[Offer]:
    """Figures that fit the words people have for them, or whose name begins so, with what they say now."""
    figures = desk.site.catalogue.figures
    if not words.strip():
        return []
    named = [name for name in figures if len(words) > 1 and name.startswith(words.strip().lower())]
    names = list(dict.fromkeys([*rank_figures(desk, figures, words), *named]))[:MOST_OFFERED]
    seen = {name for name, (_, scope) in visible_figures(desk).items() if not scope.unit}
    with figures_lock:
        answers = desk.site.compute([Ask(name, period) for name in names if name in seen])
        values = {name: answers.value(Ask(name, period)).text for name in names if name in seen}
    return [
        Offer(name, one.title, one.unit, f"{{{{figure:{name}{'|unit' if one.unit else ''}}}}}", values.get(name, ""))
        for name, one in ((name, figures[name]) for name in names)
    ]


def _page(
    request: SiteRequest, papers: Papers, name: str, period: Period, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    try:
        draft = draft_of(papers, name, period)
    except Refused as refused:
        draft, problems = PaperDraft(name, period, "", False, ()), (*problems, *refused.problems)
    text = _join(request, draft.text) if "text" in request.POST else draft.text
    typed = _with_slot(text, request.POST.get("add", ""))
    front, prose = part_front(typed)
    words = request.GET.get("q", "")
    stale = any(one.code == "RPT-055" for one in problems)
    context = {
        "draft": draft,
        "ahead": ahead_of(period, papers.desk.today),
        "front": front,
        "prose": prose,
        "problems": (*problems, *draft.problems),
        "companion": name in papers.companions,
        "seen": draft.seen if problems else request.POST.get("seen", draft.seen),
        "editable": "drafter" in papers.desk.actor.roles and name in papers.names,
        "editions": papers.editions(name, period),
        "q": words,
        "history": draft.history[::-1][:1],
        "preview": reverse("paper_preview", kwargs={"name": name, "period": period.key}),
        "offers": offers(request.desk, words, period),
        "merged": _merge(request, papers, draft) if stale else None,
        **_draw(papers, name, period, typed),
    }
    return render(request, "papers/paper.html", context, status=409 if problems else 200)


def _typed(request: SiteRequest, papers: Papers, name: str, period: Period) -> str:
    """The whole text of what was sent; the draft is read only where the settings above it were not sent with it."""
    settled = "front" in request.POST or part_front(_plain(request.POST.get("text", "")))[0]
    return _join(request, "" if settled else draft_of(papers, name, period).text)


def _join(request: SiteRequest, kept: str) -> str:
    """The settings and the text of the form as one; a text that brings settings of its own is whole, one sent without
    any keeps those of the draft.
    """
    text = _plain(request.POST.get("text", ""))
    if part_front(text)[0]:
        return text
    front = _plain(request.POST["front"]) if "front" in request.POST else part_front(kept)[0]
    return f"{front}\n{text}" if front and not front.endswith("\n") else front + text


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")


def _with_slot(text: str, slot: str) -> str:
    """The text with a number put in where its writer left a place for one, else at the end."""
    if not slot:
        return text
    return text.replace(PLACE, slot, 1) if PLACE in text else f"{text.rstrip()}{slot}\n"


def _merge(request: SiteRequest, papers: Papers, draft: PaperDraft) -> Merged | None:
    """What was typed set beside what somebody else saved; None when the text it was made from is not known."""
    try:
        return papers.merge(draft.name, draft.period, request.POST.get("seen", ""), _join(request, draft.text))
    except Refused:
        return None


def _draw(papers: Papers, name: str, period: Period, text: str) -> dict[str, object]:
    """The pages of a text for templates; a text that gives no paper has only its problems."""
    try:
        paper, found = draw_once(papers, name, period, text)
    except Refused as refused:
        return {"name": name, "period": period, "layout": None, "general": refused.problems}
    address = reverse("paper_number", kwargs={"name": name, "period": period.key})
    layout = lay_out(paper, found, address)
    return {
        "name": name,
        "period": period,
        "paper": paper,
        "layout": layout,
        "general": layout.general,
        "title": break_title(paper.title),
        "count": len(found),
        "withheld": papers.withheld(paper),
        "shares": shares(paper),
        "attests": not papers.desk.actor.roles.isdisjoint(ATTESTERS),
    }
