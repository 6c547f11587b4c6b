"""Proves one step: the entry's place in the journal, its leaf, and the hashes that lead from it to the root."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from taizhang.casework.history import proof
from taizhang_site.matters.pages import open_or_404
from taizhang_site.request import SiteRequest


def step_proof(request: SiteRequest, matter: str, step: int) -> HttpResponse:
    """The proof as a page, or as a text file to be checked elsewhere."""
    opened = open_or_404(request, matter)
    if not 0 < step <= len(opened.history):
        raise Http404
    entry = opened.history[step - 1]
    found = proof(request.desk, entry)
    if request.GET.get("as") == "txt":
        response = HttpResponse(found.text, content_type="text/plain; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="proof-{entry.seq}.txt"'
        return response
    return render(
        request, "matters/proof.html", {"opened": opened, "head": opened.head, "entry": entry, "proof": found}
    )
