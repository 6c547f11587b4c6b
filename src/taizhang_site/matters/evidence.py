"""Evidence: files kept by digest as they are uploaded, and shown only to those who see the matter."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from taizhang.matters.entry import Entry
from taizhang.terms.file_names import fit_file_name
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence
from taizhang.viewing.plain_text import Preview, kind_of, preview, secret
from taizhang.viewing.thumbnails import NO_PICTURE, THUMB, WHOLE, WORDS, Picture, Previews
from taizhang_site.accounts.access import record_request
from taizhang_site.accounts.limits import count_attempts, require_within_limit
from taizhang_site.accounts.models import Upload
from taizhang_site.house import site
from taizhang_site.rendering.downloads import stream_file
from taizhang_site.rendering.parameters import whole_number
from taizhang_site.request import SiteRequest

# Chosen: what a look at a paper needs; whoever wants all of it fetches the file.
MOST_PAGES = 20
# Bytes. Chosen: a scanned file of some hundred pages; films belong elsewhere.
LARGEST = 50 * 1024 * 1024
_SLACK = timedelta(seconds=1)
"""The database's clock may stand a little behind the journal's."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
PICTURES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}


@dataclass(slots=True)
class KeptUploads:
    """What an upload left: digests in order, and files that were refused."""

    digests: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def keep_uploads(request: SiteRequest, ledgers: Iterable[str]) -> KeptUploads:
    """Keeps the files of a form for matters of these ledgers, with those kept by an earlier attempt at the same form."""
    if given := len(request.FILES.getlist("evidence")):
        require_within_limit(request, "upload")
        count_attempts(request, "upload", given)
    kept_for = tuple(ledgers)
    found = KeptUploads([one for one in request.POST.getlist("kept") if _DIGEST.fullmatch(one) and _mine(request, one)])
    for upload in request.FILES.getlist("evidence"):
        name = fit_file_name(upload.name or "")
        if upload.size > LARGEST:
            says = sentence(
                "“{name}”有{number}MB，超过上限{number2}MB。",
                name=name,
                number=upload.size // 1024 // 1024,
                number2=LARGEST // 1024 // 1024,
            )
            found.problems.append(Problem("WEB-003", says, Place(file=name), "请压缩图片或分开上传。"))
            continue
        with tempfile.NamedTemporaryFile(suffix=".upload") as copy:
            for chunk in upload.chunks():
                copy.write(chunk)
            copy.flush()
            kind = kind_of(Path(copy.name), name)
            wrong = _why_unwanted(Path(copy.name), name, kind)
            if wrong:
                found.problems.append(wrong)
                continue
            digest = site().keep_file(Path(copy.name), kept_for)
        Upload.objects.create(digest=digest, name=name, kind=kind, size=upload.size, by=request.desk.actor.name)
        found.digests.append(digest)
    return found


def _why_unwanted(path: Path, name: str, kind: str) -> Problem | None:
    """Why a file may not be kept: it is not what it says, or it is marked a state secret."""
    place = Place(file=name)
    if kind == "":
        says = sentence("“{name}”不是可以收的材料，或内容与扩展名不符。", name=name)
        return Problem("WEB-004", says, place, "可以收图片、PDF、Word、Excel、WPS 表格和文本。")
    if secret(path, kind):
        says = sentence("“{name}”标有国家秘密标志，本系统不得存储，没有保存。", name=name)
        return Problem("WEB-010", says, place, "请按保密规定处理原件，并报告保密员。")
    return None


def _mine(request: SiteRequest, digest: str) -> bool:
    return Upload.objects.filter(digest=digest, by=request.desk.actor.name).exists()


def uploads_of_refused_form(digests: Iterable[str]) -> list[Upload]:
    """Uploads of a form that was refused, so that they need not be uploaded again."""
    by_digest = {one.digest: one for one in Upload.objects.filter(digest__in=list(digests))}
    return list(by_digest.values())


@contextmanager
def _open_paper(request: SiteRequest, matter: str, digest: str) -> Iterator[tuple[Path, Upload]]:
    """A file that an entry of a visible matter names, at hand for as long as it is shown."""
    head = request.desk.head(matter)
    if not _DIGEST.fullmatch(digest) or head is None:
        record_request(request, "refused")
        raise Http404
    if site().catalogue.ledgers[head.ledger].declared.guarded:
        record_request(request, "read")
    history = site().journal.history(matter)
    if not any(digest in entry.intention.evidence for entry in history) or not site().blobs.has(digest):
        raise Http404
    entry = next(one for one in history if digest in one.intention.evidence)
    with site().blobs.at_hand(digest) as path:
        if path is None:  # destroyed, or the site's key is not here
            raise Http404
        yield path, uploads_of([entry])[digest, entry.seq]


def uploads_of(entries: Iterable[Entry]) -> dict[tuple[str, int], Upload]:
    """The files that entries name, by digest and the entry's seq, each as its giver called it when he gave it here.

    The same bytes may have been given elsewhere under another name, which says nothing of this matter and must not
    be told in it. What its actor never gave is called by its digest.
    """
    wanted = [(digest, entry) for entry in entries for digest in entry.intention.evidence]
    given: dict[tuple[str, str], list[Upload]] = {}
    kinds: dict[str, Upload] = {}
    for one in Upload.objects.filter(digest__in={digest for digest, _ in wanted}).order_by("pk"):
        given.setdefault((one.digest, one.by), []).append(one)
        kinds[one.digest] = one
    found = {}
    for digest, entry in wanted:
        before = [one for one in given.get((digest, entry.intention.actor), ()) if one.at <= entry.at + _SLACK]
        found[digest, entry.seq] = before[-1] if before else _unnamed(digest, kinds.get(digest))
    return found


def _unnamed(digest: str, like: Upload | None) -> Upload:
    kind, size = (like.kind, like.size) if like else ("", 0)
    return Upload(digest=digest, name=digest[:12], kind=kind, size=size)


def evidence(request: SiteRequest, matter: str, digest: str) -> HttpResponse | FileResponse:
    """The file itself: a picture in place, everything else to be saved."""
    with _open_paper(request, matter, digest) as (path, found):
        if found.kind in PICTURES:
            response = FileResponse(path.open("rb"), content_type=PICTURES[found.kind])
        else:
            response = stream_file(path, found.name)
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


def evidence_thumb(request: SiteRequest, matter: str, digest: str) -> HttpResponse:
    """A small picture of a photograph, or of the first page of a PDF."""
    with _open_paper(request, matter, digest) as (path, found):
        if found.kind in PICTURES:
            return _send_preview(_previews(path).picture(path, digest, THUMB))
        return _send_preview(_previews(path).sheet(path, digest, 1, THUMB) if found.kind == "pdf" else NO_PICTURE)


def evidence_sheet(request: SiteRequest, matter: str, digest: str, page: int) -> HttpResponse:
    """One page as a picture: of a PDF, of a Word document printed as one, or a photograph, which has a single one."""
    with _open_paper(request, matter, digest) as (path, found):
        if found.kind in PICTURES:
            return _send_preview(_previews(path).picture(path, digest, WHOLE) if page == 1 else NO_PICTURE)
        printed = _previews(path).print_pdf(path, digest, found.kind) if found.kind in WORDS else path
        if printed is None or found.kind not in ("pdf", *WORDS) or page > MOST_PAGES:
            raise Http404
        return _send_preview(_previews(path).sheet(printed, digest, page))


def _previews(path: Path) -> Previews:
    """Pictures are remembered in the site's folder; of a decrypted file beside it, and they go with it."""
    home = site().home
    return Previews(home if path.is_relative_to(home) else path.parent)


def _send_preview(picture: Picture) -> HttpResponse:
    """A picture made here, never the file itself."""
    if not picture.content:
        raise Http404
    return HttpResponse(picture.content, content_type=picture.kind)


def evidence_page(request: SiteRequest, matter: str, digest: str) -> HttpResponse:
    """The file as pages or tables: a page of its own, or the part of one when asked for in place."""
    with _open_paper(request, matter, digest) as (path, found):
        context: dict[str, Any] = {"paper": found, "matter": matter, "preview": Preview(), "in_place": request.htmx}
        if found.kind in PICTURES:
            context["picture"] = _previews(path).picture(path, digest, WHOLE)
        else:
            context |= _preview_values(path, found, request.GET.get("sheet", ""))
        return render(request, "matters/evidence_part.html" if request.htmx else "matters/evidence.html", context)


def _preview_values(path: Path, found: Upload, sheet: str) -> dict[str, Any]:
    """What is shown of a document: its pages as pictures where they can be drawn, else its text or tables."""
    printed = _previews(path).print_pdf(path, found.digest, found.kind) if found.kind in WORDS else None
    told = preview(printed, "pdf") if printed else preview(path, found.kind)
    at = min(max(whole_number(sheet, 1), 1), max(len(told.tables), 1))
    return {
        "preview": told,
        "pages": range(1, min(told.pages, MOST_PAGES) + 1),
        "table": told.tables[at - 1 : at],
        "sheets": [(n, one.name, n == at) for n, one in enumerate(told.tables, 1)] if len(told.tables) > 1 else (),
        "cut": told.cut or told.pages > MOST_PAGES,
        "text_only": found.kind in WORDS and printed is None,
    }
