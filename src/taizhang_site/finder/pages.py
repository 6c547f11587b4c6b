"""Past documents found, opened at the passage, compared, fetched and handed in, within what the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import get_args

from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.library.library import Library
from taizhang.library.model import LEVELS, STATUSES, Facet, Filters, Level, Status
from taizhang.terms.problem import Problem, Refused
from taizhang_site.house import now, site, today
from taizhang_site.jobs.asking import create_job, describe_files
from taizhang_site.rendering.downloads import stream_file
from taizhang_site.rendering.parameters import is_whole_number, whole_number
from taizhang_site.request import SiteRequest
from taizhang_site.uploads import drop, receive

SUFFIXES = (".docx", ".doc", ".wps", ".pdf", ".txt", ".md", ".html", ".htm", ".xlsx", ".zip")
# Chosen: results with their passages on two screens; the commonest values; paragraphs of a long paper; papers of one
# kind and year.
PAGE, MOST_FACETS, MOST_REUSED, MOST_LOOKED = 10, 8, 60, 2000
FACETS = {"kind": "种类", "issuer": "发文单位", "year": "年份", "status": "效力", "level": "密级"}


@cache
def library() -> Library:
    """The site's library, opened once."""
    return Library(site().home / "library")


@dataclass(frozen=True, slots=True)
class HighlightedText:
    """A piece of text, marked or not."""

    text: str
    marked: bool


def pieces(text: str, marks: Iterable[tuple[int, int]]) -> list[HighlightedText]:
    """The text cut at its marks."""
    cut, at = [], 0
    for start, end in marks:
        cut += [HighlightedText(text[at:start], False), HighlightedText(text[start:end], True)]
        at = end
    return [piece for piece in [*cut, HighlightedText(text[at:], False)] if piece.text]


@require_safe
def find(request: SiteRequest) -> HttpResponse:
    """What answers the words asked for, with passages and narrowings that stand in the address."""
    asked, start = request.GET.get("q", "").strip(), _number(request.GET.get("start"))
    context: dict[str, object] = {"q": asked, "start": start}
    allowed = request.desk.shelf
    if asked:
        found = library().search(
            asked, allowed=allowed, today=today(), filters=_filters(request.GET), limit=PAGE, offset=start
        )
        context |= {
            "found": found,
            "problems": found.problems,
            "facets": _facets(request.GET, found.facets),
            "hits": [(hit, [(one, pieces(one.text, one.marks)) for one in hit.passages[:3]]) for hit in found.hits],
            "earlier": _address(request.GET, start=max(0, start - PAGE)) if start else "",
            "later": _address(request.GET, start=start + PAGE) if start + PAGE < found.count else "",
            "last": min(start + PAGE, found.count),
        }
    else:
        context |= {
            "total": len(library().documents(allowed=allowed)),
            "shelves": library().shelves.names(allowed=allowed).items(),
        }
    return render(request, "finder/find.html", context)


@require_safe
def document(request: SiteRequest, pk: int) -> HttpResponse:
    """A document opened at what was asked for, its versions, and where its paragraphs stood before."""
    allowed, asked = request.desk.shelf, request.GET.get("q", "")
    view = library().view(pk, asked, allowed=allowed, today=today()) if asked else None
    opened = view.document if view else library().document(pk, allowed=allowed)
    if opened is None:
        raise Http404
    reused = library().reuse(pk, allowed=allowed)[:MOST_REUSED] if request.GET.get("reuse") else None
    context = {
        "document": opened,
        "q": asked,
        "level": LEVELS[opened.meta.level],
        "status": STATUSES[opened.meta.status],
        "paragraphs": _paragraphs(opened.text, view.marks if view else ()),
        "first": view.first if view else -1,
        "kin": [one for one in library().group(pk, allowed=allowed) if one.id != pk],
        "related": library().links(pk, allowed=allowed),
        "reused": reused,
        "file": library().original(pk, allowed=allowed) is not None,
        "drafts": "drafter" in request.desk.actor.roles,
        "keeps": bool({"drafter", "supervisor"} & request.desk.actor.roles),
    }
    return render(request, "finder/document.html", context)


@require_safe
def compare(request: SiteRequest, pk: int, other: int) -> HttpResponse:
    """Two documents side by side."""
    try:
        found = library().compare(pk, other, allowed=request.desk.shelf)
    except Refused as refused:
        raise Http404 from refused
    old, new = found.old.paragraphs, found.new.paragraphs
    rows = [
        (
            row.kind,
            pieces(old[row.old], row.cut) if row.old is not None else [],
            pieces(new[row.new], row.put) if row.new is not None else [],
        )
        for row in found.rows
    ]
    return render(request, "finder/compare.html", {"found": found, "rows": rows})


@require_safe
def original(request: SiteRequest, pk: int) -> HttpResponse | FileResponse:
    """The file as it was handed in; the fetching is recorded."""
    allowed = request.desk.shelf
    opened, path = library().document(pk, allowed=allowed), library().original(pk, allowed=allowed)
    if opened is None or path is None:
        raise Http404
    library().log.record([pk], who=request.desk.actor.name, act="下载", at=now())
    return stream_file(path, opened.name)


@require_http_methods(["GET", "POST"])
def add(request: SiteRequest) -> HttpResponse:
    """Documents handed in; their taking in is a job, because there may be thousands in a zip."""
    problems: list[Problem] = []
    if request.method == "POST":
        kept, level = receive(request, SUFFIXES), request.POST.get("level", "internal")
        problems = list(kept.problems)
        if not problems and level in get_args(Level):
            args = {"at": now().isoformat(timespec="seconds"), "level": level}
            return create_job(
                request, "library_add", describe_files([path.name for path in kept.paths]), args, kept.token
            )
        drop(kept.token)
    levels = [(key, LEVELS[key]) for key in LEVELS if key != "confidential"]
    context = {"problems": problems, "levels": levels}
    return render(request, "finder/add.html", context, status=400 if problems else 200)


@require_http_methods(["GET", "POST"])
def alike(request: SiteRequest) -> HttpResponse:
    """Which papers to set side by side: those of a kind and a year; the comparing is a job."""
    kind, year = request.POST.get("kind", ""), request.POST.get("year", "")
    if request.method == "POST":
        args = {
            "kinds": [kind] if kind else [],
            "years": [int(year)] if is_whole_number(year) and len(year) == 4 else [],
        }
        return create_job(request, "library_alike", " ".join(filter(None, (year, kind))), args)
    allowed = request.desk.shelf
    documents = library().register.documents(library().documents(allowed=allowed)[:MOST_LOOKED], allowed)
    kinds = sorted({one.meta.kind for one in documents if one.meta.kind})
    years = sorted({one.meta.day.year for one in documents if one.meta.day}, reverse=True)
    return render(request, "finder/alike.html", {"kinds": kinds, "years": years, "count": len(documents)})


def _paragraphs(text: str, marks: Iterable[tuple[int, int]]) -> list[list[HighlightedText]]:
    """Paragraph by paragraph, each cut at its marks."""
    cut, at = [], 0
    marked = list(marks)
    for paragraph in text.split("\n"):
        end = at + len(paragraph)
        cut.append(pieces(paragraph, [(a - at, min(b, end) - at) for a, b in marked if at <= a < end]))
        at = end + 1
    return cut


def _filters(asked: QueryDict) -> Filters:
    years = tuple(int(year) for year in asked.getlist("year") if is_whole_number(year))
    levels: tuple[Level, ...] = tuple(one for one in get_args(Level) if one in asked.getlist("level"))
    statuses: tuple[Status, ...] = tuple(one for one in get_args(Status) if one in asked.getlist("status"))
    return Filters(tuple(asked.getlist("kind")), tuple(asked.getlist("issuer")), years, levels, statuses)


def _facets(asked: QueryDict, facets: Iterable[Facet]) -> list[tuple[str, list[dict[str, object]]]]:
    """Narrowings by name: each value with its count, whether it is chosen, and the address that turns it over."""
    words = {
        "level": {str(key): word for key, word in LEVELS.items()},
        "status": {str(key): word for key, word in STATUSES.items()},
    }
    listed = []
    for name, label in FACETS.items():
        values: list[dict[str, object]] = []
        for one in [facet for facet in facets if facet.name == name][:MOST_FACETS]:
            chosen = one.value in asked.getlist(name)
            values.append(
                {
                    "label": words.get(name, {}).get(one.value, one.value),
                    "count": one.count,
                    "chosen": chosen,
                    "href": _page_address(asked, name, one.value),
                }
            )
        if values:
            listed.append((label, values))
    return listed


def _page_address(asked: QueryDict, name: str, value: str) -> str:
    other = asked.copy()
    values = [one for one in asked.getlist(name) if one != value]
    other.setlist(name, values if len(values) < len(asked.getlist(name)) else [*values, value])
    other.pop("start", None)
    return "?" + other.urlencode()


def _address(asked: QueryDict, **changes: int) -> str:
    other = asked.copy()
    for name, value in changes.items():
        other[name] = str(value)
    return "?" + other.urlencode()


def _number(text: str | None) -> int:
    return whole_number(text)
