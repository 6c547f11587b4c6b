"""A masked copy of a paper for release: what was hidden, what may still give something away, and the files."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from taizhang.masking.rules import SHORTEST
from taizhang.terms.problem import Problem, Refused
from taizhang_site.house import figures_lock
from taizhang_site.papers.asked import papers_and_period
from taizhang_site.papers.reading import KINDS
from taizhang_site.rendering.downloads import download
from taizhang_site.request import SiteRequest


@require_http_methods(["GET", "POST"])
def release(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """The form; sent, what the copy hides; sent for a file, the file."""
    papers, window = papers_and_period(request, name, period)
    typed, kind = request.POST.get("words", ""), request.POST.get("do", "look")
    words = [one.strip() for one in typed.split("\n") if len(one.strip()) >= SHORTEST]
    copy, problems = None, tuple[Problem, ...]()
    if request.method == "POST":
        try:
            with figures_lock:
                copy = papers.release(name, window, words)
        except Refused as refused:
            problems = refused.problems
    if copy and kind in KINDS:
        path = copy.docx if kind == "docx" else copy.html
        return download(path.read_bytes(), path.name, KINDS[kind])
    context = {
        "name": name,
        "period": window,
        "problems": problems,
        "copy": copy,
        "typed": typed,
        "replaced": [one for one in copy.replaced if one.kind != "数字"] if copy else (),
        "figures": sum(one.count for one in copy.replaced if one.kind == "数字") if copy else 0,
    }
    return render(request, "papers/release.html", context, status=400 if problems else 200)
