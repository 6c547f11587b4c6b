"""The paper before its signers and its approver: what each gate says, waivers, signatures, and the approval that freezes it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from taizhang.papers.gates.titles import title_of
from taizhang.papers.gates.walk import GateReview
from taizhang.papers.issue import APPROVERS, SIGNERS, WAIVERS, Issue
from taizhang.proof.files.word_marking import mark_word
from taizhang.proof.model import GATE_NAMES, GATES, LEVEL_NAMES, Gate
from taizhang.proof.telling import place
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang_site.house import figures_lock, now
from taizhang_site.papers.asked import papers_and_period
from taizhang_site.rendering.downloads import WORD, download
from taizhang_site.request import SiteRequest


@require_safe
def gates(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """What stands between the paper and its approval."""
    _, window = papers_and_period(request, name, period)
    return _page(request, name, window)


@require_safe
def download_marked(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """The Word file with what the gates found as comments, certain replacements as tracked changes."""
    _, window = papers_and_period(request, name, period)
    try:
        with figures_lock:
            walk = Issue(request.desk, name, window).walk()
            docx = walk.subject.docx
            assert docx is not None
            copy = mark_word(docx, [one.finding for one in walk.noted if not one.waived], now())
    except Refused as refused:
        return _page(request, name, window, refused.problems)
    return download(copy, f"{name}-{window.key}-标注.docx", WORD)


@require_POST
def waive(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """Answers by name for the findings ticked; refused, the reason typed stays."""
    _, window = papers_and_period(request, name, period)
    try:
        with figures_lock:
            Issue(request.desk, name, window).waive(request.POST.getlist("key"), request.POST.get("reason", ""))
    except Refused as refused:
        return _page(request, name, window, refused.problems)
    return redirect("paper_gates", name=name, period=window.key)


@require_POST
def sign(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """Signs one gate of the words that were seen."""
    _, window = papers_and_period(request, name, period)
    gate = next((one for one in GATES if one == request.POST.get("gate")), None)
    try:
        with figures_lock:
            if gate:
                Issue(request.desk, name, window).sign(gate, request.POST.get("seen", ""))
    except Refused as refused:
        return _page(request, name, window, refused.problems)
    return redirect("paper_gates", name=name, period=window.key)


@require_POST
def approve(request: SiteRequest, name: str, period: str) -> HttpResponse:
    """Approves the words that were seen; refused with every reason."""
    _, window = papers_and_period(request, name, period)
    try:
        with figures_lock:
            Issue(request.desk, name, window).approve(request.POST.get("seen", ""))
    except Refused as refused:
        return _page(request, name, window, refused.problems)
    return redirect("paper_gates", name=name, period=window.key)


def _page(request: SiteRequest, name: str, period: Period, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    papers, _ = papers_and_period(request, name, period.key)
    issue = Issue(request.desk, name, period)
    walk, failed = None, bool(problems)
    try:
        with figures_lock:
            walk = issue.walk()
    except Refused as refused:
        problems = (*problems, *refused.problems)
    signs = issue.may(SIGNERS) and not issue.drafted
    context = {
        "name": name,
        "period": period,
        "problems": problems,
        "walk": walk,
        "gates": [_gate(request, walk, gate, signs=signs) for gate in GATES] if walk else [],
        "waived": [(one, title_of(one.finding.rule)) for one in walk.noted if one.waived] if walk else [],
        "editions": papers.editions(name, period),
        "approver": issue.may(APPROVERS) and not issue.drafted,
        "waiver": issue.may(WAIVERS),
        "keys": request.POST.getlist("key"),
        "reason": request.POST.get("reason", ""),
        "title": walk.subject.document.paragraphs[0].text if walk and walk.subject.document.paragraphs else name,
    }
    return render(request, "papers/gates.html", context, status=409 if failed else 200)


def _gate(request: SiteRequest, walk: GateReview, gate: Gate, *, signs: bool) -> dict[str, object]:
    """A gate with what it found, who signed it, and whether this person may sign it now."""
    noted = [one for one in walk.at(gate) if not one.waived]
    told = [(one, title_of(one.finding.rule), LEVEL_NAMES[one.finding.level], place(one.finding.spot)) for one in noted]
    blocking, signature = sum(one.blocks for one in noted), walk.signature(gate)
    mine = any(one.by == request.desk.actor.name for one in walk.signed)
    return {
        "key": gate,
        "name": GATE_NAMES[gate],
        "blocking": blocking,
        "told": told,
        "signature": signature,
        "signs": signs and not signature and not blocking and not (mine and walk.subject.external),
    }
