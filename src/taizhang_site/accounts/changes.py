"""The waiting list of changes that take two persons: seen by those who may decide and by the auditor."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.policy.posts import ROLES
from taizhang.policy.proposals import CONFIRMED, KINDS, PATIENCE, RESET, STATES, WAITING, PostProposal
from taizhang.terms.problem import Problem, Refused
from taizhang_site.accounts import second
from taizhang_site.accounts.access import record_request
from taizhang_site.accounts.models import Account
from taizhang_site.accounts.people import staffing
from taizhang_site.accounts.sessions import end_sessions
from taizhang_site.accounts.signing import reset_password
from taizhang_site.house import today
from taizhang_site.request import SiteRequest

# Chosen: what is decided of and looked back at in one page; the trail holds all.
SHOWN = 100


@require_http_methods(["GET", "POST"])
def changes(request: SiteRequest) -> HttpResponse:
    """What waits for a second person, and what was decided lately."""
    problems: list[Problem] = []
    staff = staffing(request)
    if request.method == "POST":
        try:
            _decide(request, request.POST.get("do", ""), request.POST.get("change", ""))
            return redirect("changes")
        except Refused as refused:
            problems = list(refused.problems)
    every = [(one, one.state_on(today()), KINDS[one.kind]) for one in staff.site.roll.proposals()[:SHOWN]]
    context = {
        "problems": problems,
        "days": PATIENCE.days,
        "waiting": [
            (one, kind, staff.decidable(one), one.by == request.desk.actor.name, one.on + PATIENCE)
            for one, state, kind in every
            if state == WAITING
        ],
        "past": [(one, kind, STATES[state]) for one, state, kind in every if state != WAITING],
    }
    return render(request, "accounts/changes.html", context, status=400 if problems else 200)


def _decide(request: SiteRequest, what: str, matter: str) -> None:
    """Confirms, declines or withdraws one."""
    staff, said = staffing(request), request.POST.get("note", "").strip()
    if what == "withdraw":
        done = staff.withdraw(matter)
    elif what == "decline":
        if not said:
            raise Refused(Problem("ACC-018", "没有写明不同意的理由。", hint="请写一句理由，提出人会看到。"))
        done = staff.decline(matter, said)
    else:
        done = staff.confirm(matter, said)
        take_effect(done)
    words = (
        f"{STATES[done.state]} {KINDS[done.kind]} {done.post.person} {done.post.unit} {ROLES.get(done.post.role, '')}"
    )
    record_request(request, "decided", words.strip())


def take_effect(done: PostProposal, *, new: bool = False) -> str:
    """What a confirmed change means for the account: sessions end, and a reset takes the second factor away.

    new: gives a new one-time password besides, and answers it.
    """
    account = Account.objects.filter(name=done.post.person).first()
    if account is None or done.state != CONFIRMED:
        return ""
    password = ""
    if done.kind == RESET:
        second.revoke_second_factors(account)
        password = reset_password(account) if new else ""
    end_sessions(account)
    return password
