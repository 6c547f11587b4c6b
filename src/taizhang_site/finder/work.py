"""The long jobs of the library: many documents taken in, and papers of different units set side by side."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from taizhang.library.library import Library
from taizhang.library.model import Filters, LibraryDocument
from taizhang.library.reuse import SimilarDocuments
from taizhang.site.desk import Desk
from taizhang.terms.problem import Problem
from taizhang.terms.progress import Cancelled
from taizhang_site.finder.pages import library
from taizhang_site.jobs.kind import JobOrder, Kind
from taizhang_site.jobs.models import Job
from taizhang_site.jobs.queue import Outcome
from taizhang_site.request import SiteRequest
from taizhang_site.uploads import files_of

# Chosen: what somebody looks through; the most alike come first.
MOST_PAIRS, MOST_PASSAGES = 100, 20


def take_in(order: JobOrder) -> Outcome:
    """Takes the documents in. Begun again, it finds those it took in before and tells of all of them.

    Called off, it keeps what was taken in so far: each document stands for itself.
    """
    at, allowed = datetime.fromisoformat(order.args["at"]), order.desk.shelf
    with Library(order.desk.site.home / "library") as shelves:
        try:
            taken = shelves.admit(
                files_of(order.upload),
                at=at,
                level=order.args["level"],
                unit=order.desk.site.catalogue.body.name,
                allowed=allowed,
                progress=lambda done, total: order.progress("读取文件", done, total),
            )
        except Cancelled:
            shelves.sync()
            raise
        before = shelves.register.documents(list(taken.known), allowed)
    mine = {one.id: one.name for one in before if one.admitted == order.args["at"]}
    problems = tuple(one for one in taken.problems if not _repeats(one, set(mine.values())))
    known = [one for one in taken.known if one not in mine]
    return Outcome({"admitted": [*mine, *taken.admitted], "known": known}, problems=problems, consumed=True)


def _repeats(problem: Problem, names: set[str]) -> bool:
    """Whether it only says that a file is here which this very job took in."""
    return problem.code == "LIB-019" and problem.place.file in names


def show_taken_in(request: SiteRequest, job: Job) -> HttpResponse:
    """The only document, or how many were taken in and what was not."""
    if len(job.told["admitted"]) == 1 and not job.problems:
        return redirect("library_document", pk=job.told["admitted"][0])
    return render(request, "finder/added.html", {"taken": job.told, "problems": job.found})


def compare_all(order: JobOrder) -> Outcome:
    """Which papers of different units repeat each other, with the passages."""
    args = order.args
    with Library(order.desk.site.home / "library") as shelves:
        found = shelves.alike(
            allowed=order.desk.shelf,
            filters=Filters(kinds=tuple(args["kinds"]), years=tuple(args["years"])),
            progress=lambda done, total: order.progress("逐篇比对", done, total),
        )
    shown = found[:MOST_PAIRS]
    ids = sorted({one.id for pair in shown for one in (pair.left, pair.right)})
    return Outcome({"count": len(found), "pairs": [_pair(one) for one in shown], "documents": ids})


def _pair(one: SimilarDocuments) -> dict[str, Any]:
    passages = [
        {"left": reused.text, "right": source.text, "likeness": round(source.likeness)}
        for reused, source in one.pairs[:MOST_PASSAGES]
    ]
    return {
        "left": _document_values(one.left),
        "right": _document_values(one.right),
        "share": round(one.share),
        "count": len(one.pairs),
        "passages": passages,
    }


def _document_values(document: LibraryDocument) -> dict[str, Any]:
    told = asdict(document.meta)
    return {"id": document.id, "title": told["title"] or document.name, "unit": told["unit"]}


def show_compared(request: SiteRequest, job: Job) -> HttpResponse:
    """The pairs, most alike first."""
    return render(request, "finder/alike_found.html", {**job.told, "subject": job.subject})


def may_still_see(desk: Desk, job: Job) -> bool:
    """Whether every document quoted may still be seen."""
    return set(job.told["documents"]) <= set(library().documents(allowed=desk.shelf))


TAKE_IN = Kind("存入资料库", "library_add", take_in, show_taken_in, leaves="已收存的留在资料库，其余没有收。")
COMPARE_ALL = Kind("雷同比对", "library_alike", compare_all, show_compared, may_still_see)
