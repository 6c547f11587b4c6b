"""An edition as it was told beside what its text would tell now, and its files, the bundle that verifies offline included."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taizhang.boards.changes import signed
from taizhang.papers.bundle import bundle
from taizhang.papers.contents import ROWS, matters_in
from taizhang.papers.editions import Edition, differences, form_of, forms_of, path_in, redefined_figures
from taizhang.papers.receivers import INSIDE, OUTSIDE
from taizhang.papers.restated import Restated, restate
from taizhang.papers.workbench import Papers
from taizhang.reports.edition import Manifest
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang_site.house import figures_lock, site
from taizhang_site.papers.asked import papers_and_period
from taizhang_site.papers.reading import KINDS
from taizhang_site.rendering.downloads import download
from taizhang_site.request import SiteRequest

BUNDLES = {"zip": INSIDE, **{receiver: receiver for receiver in OUTSIDE}}
"""Kinds of files that are bundles, and for whom they are."""
# Chosen: one screen for each number; its count tells of the rest.
MOST_MATTERS = 20


@require_safe
def edition(request: SiteRequest, name: str, period: str, version: int) -> HttpResponse:
    """Every number as it was told and as it would be told now by the definition of then."""
    papers, window, found = _edition_or_404(request, name, period, version)
    context: dict[str, object] = {"name": name, "period": window, "edition": found, "title": name}
    problems: list[Problem] = []
    try:
        with figures_lock:
            forms = forms_of(found)
            manifest = forms[INSIDE]
            changed = {one.place.key: one for one in differences(site(), found)}
            others = redefined_figures(site(), manifest)
            restated = {one.told.id: one for one in restate(site(), found)}
        context |= {
            "manifest": manifest,
            "title": manifest.title,
            "differing": sum(one.id in changed and papers.tells_now(one.figure) for one in manifest.cells),
            "files": manifest.outputs,
            "rows": _reads_rows(papers, found, manifest),
            "forms": [
                (kind, forms[receiver])
                for kind, receiver in BUNDLES.items()
                if receiver in forms and _reads_rows(papers, found, forms[receiver])
            ],
            "cells": [
                (
                    cell,
                    sum(map(len, cell.rows.values())),
                    changed.get(cell.id) if papers.tells_now(cell.figure) else None,
                    cell.figure in others,
                    _restated(papers, restated.get(cell.id)) if papers.tells_now(cell.figure) else {},
                    papers.tells_now(cell.figure),
                )
                for cell in manifest.cells
            ],
        }
    except Refused as refused:
        problems = list(refused.problems)
    return render(request, "papers/edition.html", {**context, "problems": problems})


def _restated(papers: Papers, one: Restated | None) -> dict[str, object]:
    """Effects of a number that is another one now, and those of its matters that are in sight."""
    if one is None:
        return {}
    effects = [(name, signed(amount)) for name, amount in one.effects]
    seen = papers.seen(each.matter for each in one.moved)
    moved = [each for each in one.moved if each.matter in seen]
    return {"effects": effects, "moved": moved[:MOST_MATTERS], "more": len(moved) - MOST_MATTERS}


@require_safe
def edition_file(request: SiteRequest, name: str, period: str, version: int, kind: str) -> HttpResponse:
    """A frozen file, or the bundle; what tells rows only to whoever sees all of them."""
    papers, _, found = _edition_or_404(request, name, period, version)
    try:
        manifest = form_of(found, BUNDLES.get(kind, INSIDE))
        if kind != "docx" and not _reads_rows(papers, found, manifest):
            raise Http404
        if kind in BUNDLES:
            name = name if BUNDLES[kind] == INSIDE else f"{name}-{kind}"
            content, sort, kind = bundle(site(), found, BUNDLES[kind]), "application/zip", "zip"
        else:
            file = next((one for one in manifest.outputs if one.endswith(f".{kind}")), None)
            if file is None or kind not in KINDS:
                raise Http404
            content, sort = (found.folder / file).read_bytes(), KINDS[kind]
    except Refused as refused:
        context = {"name": name, "period": Period.parse(period), "edition": found, "problems": refused.problems}
        return render(request, "papers/edition.html", context, status=409)
    return download(content, f"{name}-{period}-v{version}.{kind}", sort)


def _reads_rows(papers: Papers, found: Edition, form: Manifest) -> bool:
    """Whether the person sees every row that a form tells, counted in a number or not."""
    rows = path_in(found.folder, form.receiver or INSIDE, ROWS)
    return papers.reads(form.rows.keys() | matters_in(rows))


def _edition_or_404(request: SiteRequest, name: str, period: str, version: int) -> tuple[Papers, Period, Edition]:
    papers, window = papers_and_period(request, name, period)
    found = next((one for one in papers.editions(name, window) if one.version == version), None)
    if found is None:
        raise Http404
    return papers, window, found
