"""A document handed in, what each gate finds in it, and what a person decides on each finding."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.papers.gates.subject import of_file
from taizhang.papers.gates.titles import title_of
from taizhang.papers.gates.walk import GateReview, Noted, own_profile, run_gates
from taizhang.proof.basis.shelf import load_shelf
from taizhang.proof.dispositions import Decision, decide, is_teachable, remember, teach
from taizhang.proof.files.word_marking import mark_word
from taizhang.proof.model import GATE_NAMES, GATES, LEVEL_NAMES, Document, Gate
from taizhang.proof.telling import place
from taizhang.terms.problem import Problem, Refused
from taizhang_site.house import site, today
from taizhang_site.proofing.beside import show_text
from taizhang_site.rendering.downloads import WORD, download
from taizhang_site.request import SiteRequest
from taizhang_site.uploads import receive, require_files

SUFFIXES = (".docx", ".pdf", ".txt", ".md", ".html", ".htm")
# Chosen: half a line on either side of a finding, and as many findings as a browser shows at once.
AROUND, MOST_SHOWN = 16, 500
# What the button of a kind says before the code of its rule.
ALL_RIGHT = "right:"


@require_http_methods(["GET", "POST"])
def proof(request: SiteRequest) -> HttpResponse:
    """Takes one document and opens its walk."""
    problems: list[Problem] = []
    if request.method == "POST":
        kept = receive(request, SUFFIXES)
        problems = list(kept.problems)
        if not problems:
            return redirect("walk", token=kept.token)
    return render(request, "proofing/proof.html", {"problems": problems}, status=400 if problems else 200)


@require_http_methods(["GET", "POST"])
def walk(request: SiteRequest, token: str) -> HttpResponse:
    """What each gate finds; a decision on some of it is remembered and the walk shown anew."""
    path = require_files(request, token)[0]
    problems: list[Problem] = []
    found: GateReview | None = None
    try:
        found = _run_gates(path)
        if request.method == "POST":
            _decide(request, found)
            return HttpResponse(status=204) if request.headers.get("X-By-Key") else redirect("walk", token=token)
    except Refused as refused:
        problems = list(refused.problems)
    context = {
        "token": token,
        "name": path.name,
        "problems": problems,
        "word": path.suffix.lower() == ".docx",
        "gates": [_gate(found, gate) for gate in GATES] if found else [],
        "walk": found,
        "paper": show_text(found) if found else None,
        "keys": request.POST.getlist("key"),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "proofing/walk.html", context, status=400 if problems else 200)


@require_safe
def download_marked(request: SiteRequest, token: str) -> HttpResponse:
    """A copy of the Word file with what was found as comments, certain replacements as tracked changes."""
    path = require_files(request, token)[0]
    if path.suffix.lower() != ".docx":
        raise Http404
    try:
        findings = [one.finding for one in _run_gates(path).noted if not one.waived]
        copy = mark_word(path, findings, datetime.now(UTC))
    except Refused as refused:
        return render(request, "proofing/proof.html", {"problems": refused.problems}, status=400)
    return download(copy, f"{path.stem}-标注.docx", WORD)


def _run_gates(path: Path) -> GateReview:
    home = site().home
    return run_gates(of_file(path, home), load_shelf(home / "basis"), today(), own_profile(home))


def _decide(request: SiteRequest, found: GateReview) -> None:
    """Keeps what the person says of the findings ticked, or of all of a kind. Raises Refused."""
    said, reason = request.POST.get("do", ""), request.POST.get("reason", "")
    if said.startswith(ALL_RIGHT):
        kind = [one.finding for one in found.noted if one.finding.rule == said.removeprefix(ALL_RIGHT)]
        teach(found.subject.folder, kind, request.desk.actor.name, reason.strip() or "同类都对", today())
        return
    decision: Decision = "waived" if said == "waive" else "accepted"
    known = {one.key: one.finding for one in found.noted}
    decided = decide(
        known,
        request.POST.getlist("key"),
        found.subject.name,
        decision=decision,
        by=request.desk.actor.name,
        reason=reason,
        on=today(),
    )
    remember(found.subject.folder, decided)


def _gate(found: GateReview, gate: Gate) -> dict[str, object]:
    noted = found.at(gate)
    kinds: dict[str, list[Noted]] = {}
    for one in islice(noted, MOST_SHOWN):
        kinds.setdefault(one.finding.rule, []).append(one)
    return {
        "name": GATE_NAMES[gate],
        "open": not any(one.blocks for one in noted),
        "count": len(noted),
        "blocking": sum(one.blocks for one in noted),
        "kinds": [_kind(rule, alike, found.subject.document) for rule, alike in kinds.items()],
    }


def _kind(rule: str, alike: list[Noted], document: Document) -> dict[str, object]:
    """Findings of one rule: how many, whether all may be called right at once, and each."""
    return {
        "rule": rule,
        "title": title_of(rule),
        "right": f"{ALL_RIGHT}{rule}",
        "teachable": any(is_teachable(one.finding) and not one.decided for one in alike),
        "findings": [_finding_values(one, document) for one in alike],
    }


def _finding_values(one: Noted, document: Document) -> dict[str, object]:
    """A finding with the words around it."""
    finding, spot = one.finding, one.finding.spot
    text = document.paragraphs[spot.paragraph - 1].text if 0 < spot.paragraph <= len(document.paragraphs) else ""
    return {
        "key": one.key,
        "finding": finding,
        "level": LEVEL_NAMES[finding.level],
        "place": place(spot),
        "before": text[max(0, spot.start - AROUND) : spot.start],
        "words": text[spot.start : spot.end][:80],
        "after": text[spot.end : spot.end + AROUND],
        "decided": one.decided,
        "waived": one.waived,
        "blocks": one.blocks,
    }
