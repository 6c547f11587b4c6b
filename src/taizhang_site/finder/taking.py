"""What people take from the library: many originals in one zip, collections, a passage for a draft, a masked copy."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.library.insertion import Insertion, insertion
from taizhang.masking.rules import SHORTEST
from taizhang.papers.report import complete_rules, hiding
from taizhang.papers.workbench import Papers
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang_site.finder.pages import library
from taizhang_site.house import figures_lock, now, site
from taizhang_site.rendering.downloads import download
from taizhang_site.rendering.parameters import is_whole_number, whole_number
from taizhang_site.request import SiteRequest


@require_POST
def take_chosen(request: SiteRequest) -> HttpResponse:
    """The documents ticked: as one zip, put into a collection, or taken out of one. What is out of sight is refused."""
    ids = [int(one) for one in request.POST.getlist("pk") if is_whole_number(one)]
    name, allowed, problems = request.POST.get("shelf", "").strip(), request.desk.shelf, tuple[Problem, ...]()
    if not ids:
        problems = (Problem("WEB-007", "没有选择文件。", hint="请先在文件前打勾。"),)
    try:
        if ids and request.POST.get("do") == "zip":
            return _zip(request, ids)
        if ids and request.POST.get("do") == "put":
            library().shelves.put(name, ids, allowed=allowed)
        elif ids:
            library().shelves.take_out(name, ids, allowed=allowed)
    except Refused as refused:
        problems = refused.problems
    if problems:
        return render(request, "finder/shelf.html", {"problems": problems, "name": name}, status=400)
    return redirect(f"{reverse('library_shelf')}?{urlencode({'name': name})}")


def _zip(request: SiteRequest, ids: list[int]) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "files.zip"
        library().shelves.download(ids, path, allowed=request.desk.shelf, who=request.desk.actor.name, at=now())
        return download(path.read_bytes(), f"资料{len(ids)}份.zip", "application/zip")


@require_safe
def shelf(request: SiteRequest) -> HttpResponse:
    """The collections, or the documents of one."""
    name, allowed = request.GET.get("name", ""), request.desk.shelf
    context = {
        "name": name,
        "documents": library().shelves.on(name, allowed=allowed) if name else (),
        "shelves": library().shelves.names(allowed=allowed).items(),
    }
    return render(request, "finder/shelf.html", context)


@require_http_methods(["GET", "POST"])
def insert(request: SiteRequest, pk: int) -> HttpResponse:
    """A passage for a draft: seen with its numbers emptied, then put at the end of the draft chosen."""
    found = library().document(pk, allowed=request.desk.shelf)
    papers = Papers(request.desk)
    if found is None or not papers.open:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    first, last = _number(asked.get("first"), 1), _number(asked.get("last"), 0)
    problems: tuple[Problem, ...] = ()
    taken: Insertion | None = None
    try:
        taken = insertion(found, first - 1, max(first, last) - 1)
        if request.method == "POST":
            name, period = _target(papers, request.POST.get("into", ""))
            library().insertion(
                pk, first - 1, max(first, last) - 1, allowed=request.desk.shelf, who=request.desk.actor.name, at=now()
            )
            draft = papers.draft(name, period)
            papers.save(name, period, f"{draft.text.rstrip()}\n\n{taken.markdown}", draft.seen)
            return redirect("paper", name=name, period=period.key)
    except Refused as refused:
        problems = refused.problems
    with figures_lock:
        drafts = [(name, one, papers.title(name, one)) for name in papers.names for one in papers.periods(name)]
    context = {
        "document": found,
        "first": first,
        "last": max(first, last),
        "taken": taken,
        "problems": problems,
        "drafts": drafts,
    }
    return render(request, "finder/insert.html", context, status=400 if problems else 200)


def _target(papers: Papers, text: str) -> tuple[str, Period]:
    """The draft chosen. Raises Refused when it is none that was started."""
    name, _, key = text.partition("/")
    found = next((one for one in papers.periods(name) if one.key == key), None) if name in papers.names else None
    if found is None:
        raise Refused(Problem("WEB-041", "没有选择已经起草的文稿。", hint="请先在“文稿”里开始起草，再回来引用。"))
    return name, found


@require_http_methods(["GET", "POST"])
def release(request: SiteRequest, pk: int) -> HttpResponse:
    """A masked copy of a document's text: what is hidden first, then the text to take along; the making is recorded."""
    found = library().document(pk, allowed=request.desk.shelf)
    if found is None:
        raise Http404
    typed, copy, problems = request.POST.get("words", ""), None, tuple[Problem, ...]()
    if request.method == "POST":
        words = [one.strip() for one in typed.split("\n") if len(one.strip()) >= SHORTEST]
        try:
            copy = library().release(
                pk,
                complete_rules(site(), hiding(site(), words)),
                allowed=request.desk.shelf,
                who=request.desk.actor.name,
                at=now(),
            )
        except Refused as refused:
            problems = refused.problems
    if copy and request.POST.get("do") == "take":
        name = f"{found.meta.title or found.name}-公开样本.txt"
        return download(copy.text, name, "text/plain; charset=utf-8")
    context = {
        "document": found,
        "typed": typed,
        "copy": copy,
        "problems": problems,
        "replaced": [one for one in copy.replaced if one.kind != "数字"] if copy else (),
        "figures": sum(one.count for one in copy.replaced if one.kind == "数字") if copy else 0,
    }
    return render(request, "finder/release.html", context, status=400 if problems else 200)


def _number(text: str | None, usual: int) -> int:
    return whole_number(text, usual)
