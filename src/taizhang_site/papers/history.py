"""Every saving of a draft: who, when, any two set side by side, an earlier one made the draft again."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from taizhang.library.compare import compare
from taizhang.papers.drafts import ASIDE, Saved
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang_site.papers.asked import papers_and_period
from taizhang_site.papers.reading import side_by_side
from taizhang_site.rendering.parameters import whole_number
from taizhang_site.request import SiteRequest


@require_safe
def history(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """The savings, and two of them side by side: the last two unless others are chosen."""
    _, window = papers_and_period(request, name, period)
    return _page(request, name, window)


@require_POST
def restore(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """Makes an earlier text the draft again, as one more saving."""
    papers, window = papers_and_period(request, name, period)
    try:
        papers.restore(name, window, _number(request.POST.get("number")), request.POST.get("seen", ""))
    except Refused as refused:
        return _page(request, name, window, refused.problems)
    return redirect("paper", name=name, period=window.key)


def _page(request: SiteRequest, name: str, period: Period, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    papers, _ = papers_and_period(request, name, period.key)
    if name not in papers.names:
        raise Http404
    draft = papers.draft(name, period)
    usual = [one.number for one in draft.history if one.how != ASIDE][-2:]
    old, new = (
        _number(request.GET.get(key)) or default
        for key, default in (("old", usual[0] if usual else 0), ("new", usual[-1] if usual else 0))
    )
    rows: list[dict[str, object]] = []
    try:
        if old and new:
            left, right = (papers.saving_text(name, period, one).split("\n") for one in (old, new))
            rows = [side_by_side(left, right, row) for row in compare(left, right)]
    except Refused as refused:
        problems = (*problems, *refused.problems)
    saved: list[Saved] = list(draft.history[::-1])
    context = {
        "name": name,
        "period": period,
        "draft": draft,
        "saved": saved,
        "old": old,
        "new": new,
        "problems": problems,
        "rows": [row for row in rows if row["kind"] != "same"],
        "same": not any(row["kind"] != "same" for row in rows),
        "editable": "drafter" in papers.desk.actor.roles,
        "title": papers.title(name, period),
    }
    return render(request, "papers/history.html", context, status=409 if problems else 200)


def _number(text: str | None) -> int:
    return whole_number(text)
