"""The paper before its approver: what each gate says, and the approval that freezes it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from taizhang.desk_papers import Papers
from taizhang.proof.model import GATE_NAMES, GATES, LEVEL_NAMES
from taizhang.proof.telling import place
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang_site.house import figures_lock
from taizhang_site.papers.asked import asked


@require_safe
def gates(request: Any, name: str, period: str) -> HttpResponse:
    """What stands between the paper and its approval."""
    papers, window = asked(request, name, period)
    return _page(request, papers, name, window)


@require_POST
def approve(request: Any, name: str, period: str) -> HttpResponse:
    """Approves the words that were seen; refused with every reason."""
    papers, window = asked(request, name, period)
    try:
        with figures_lock:
            papers.approve(name, window, request.POST.get("seen", ""))
    except Refused as refused:
        return _page(request, papers, name, window, refused.problems)
    return redirect("paper_gates", name=name, period=window.key)


def _page(request: Any, papers: Papers, name: str, period: Period, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    walk = None
    try:
        with figures_lock:
            walk = papers.walk(name, period)
    except Refused as refused:
        problems = (*problems, *refused.problems)
    context = {
        "name": name, "period": period, "problems": problems, "walk": walk, "draft": papers.draft(name, period),
        "gates": [_gate(walk, gate) for gate in GATES] if walk else [],
        "editions": papers.editions(name, period), "approver": "approver" in papers.desk.actor.roles,
        "title": walk.subject.document.paragraphs[0].text if walk and walk.subject.document.paragraphs else name,
    }  # fmt: skip
    return render(request, "papers/gates.html", context, status=409 if problems else 200)


def _gate(walk: Any, gate: Any) -> dict[str, object]:
    noted = [one for one in walk.at(gate) if not one.waived]
    told = [(one, LEVEL_NAMES[one.finding.level], place(one.finding.spot)) for one in noted]
    return {"name": GATE_NAMES[gate], "blocking": sum(one.blocks for one in noted), "told": told}
