"""Splits a matter: a form of parts, each with what it is about, its unit and its due date."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.casework.relations import FEWEST_PARTS, MOST_PARTS, SplitPart, split_matter
from taizhang.matters.acts import Particulars
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence
from taizhang_site.matters.acts import STALE, step_seen
from taizhang_site.matters.pages import matter_page, open_or_404
from taizhang_site.rendering.parameters import day_of, whole_number
from taizhang_site.request import SiteRequest


@dataclass(frozen=True, slots=True)
class TypedPart:
    """A part as it was typed."""

    n: int
    text: str = ""
    unit: str = ""
    due: str = ""


@require_http_methods(["GET", "POST"])
def split_page(request: SiteRequest, matter: str) -> HttpResponse:
    """The form, with one more line when asked for, and the split."""
    opened = open_or_404(request, matter)
    if "split" not in {one.act for one in opened.acts} and request.method == "GET":
        raise Http404
    lines = _lines(request)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and "more" not in request.POST:
        parts, wrong = _parts(lines)
        problems = tuple(wrong)
        if not wrong:
            try:
                idem = request.POST.get("idem") or str(uuid.uuid4())
                given = Particulars(note=request.POST.get("note", "").strip())
                seen = opened.as_seen(step_seen(request.POST.get("expect", "")))
                split_matter(request.desk, seen.head, parts, idem, given)
                return redirect("matter", matter=matter)
            except Refused as refused:
                problems = refused.problems
        if any(one.code == STALE for one in problems):
            return matter_page(request, open_or_404(request, matter), problems, 409)
    context = {
        "opened": opened,
        "head": opened.head,
        "lines": lines,
        "problems": problems,
        "typed": request.POST,
        "idem": request.POST.get("idem") or str(uuid.uuid4()),
        "units": sorted(request.desk.units.units),
        "usual_due": opened.lamp.due.day.isoformat() if opened.lamp.due else "",
        "full": len(lines) >= MOST_PARTS,
    }
    return render(request, "matters/split.html", context, status=400 if problems else 200)


def _lines(request: SiteRequest) -> list[TypedPart]:
    """What was typed line by line, and empty lines up to the fewest parts or one more when asked for."""
    typed = request.POST
    count = whole_number(typed.get("count"))
    count = min(max(count + ("more" in typed), FEWEST_PARTS), MOST_PARTS)
    return [
        TypedPart(n, typed.get(f"text-{n}", ""), typed.get(f"unit-{n}", ""), typed.get(f"due-{n}", ""))
        for n in range(1, count + 1)
    ]


def _parts(lines: list[TypedPart]) -> tuple[list[SplitPart], list[Problem]]:
    """The lines that say something as parts; those left empty at the end are none."""
    parts, problems = [], []
    for line in lines:
        if not (line.text.strip() or line.unit):
            continue
        due = day_of(line.due)
        if line.due and due is None:
            says = sentence("日期“{text}”写法不对。", text=line.due[:20])
            problems.append(Problem("WEB-001", says, Place(key=f"due-{line.n}"), "请写作 2026-03-05。"))
        parts.append(SplitPart(line.text, line.unit, due))
    return parts, problems
