"""The page of destroyed content: a person who sees the matter asks, another approves, and the tombstones stay."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.lists.query import Filter
from taizhang.policy.posts import Actor
from taizhang.site.erasure import LEDGER, ask_of, ask_person, decide, erasures
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence
from taizhang_site.accounts.access import record_request
from taizhang_site.house import site, today
from taizhang_site.request import SiteRequest

ASKERS = frozenset({"supervisor", "leader"})
APPROVERS = frozenset({"leader", "security_admin"})


def may_ask(actor: Actor) -> bool:
    """Whether the person sees guarded matters and may ask that one be destroyed."""
    return bool(actor.roles & ASKERS)


def may_approve(actor: Actor) -> bool:
    """Whether the person may approve what another asked."""
    return bool(actor.roles & APPROVERS)


@require_http_methods(["GET", "POST"])
def erasures_page(request: SiteRequest) -> HttpResponse:
    """What waits for a second person, what was destroyed, and the form to ask."""
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            _do(request, request.POST.get("do", ""))
            return redirect("erasures")
        except Refused as refused:
            problems = list(refused.problems)
    actor, vault = request.desk.actor, site().vault
    every = [(one, _title(one.ledger)) for one in erasures(site())]
    seen = request.desk.among({one.target for one, _ in every if one.open and one.target})
    context = {
        "problems": [*problems, *([vault.problem] if vault.problem else [])],
        "asks": may_ask(actor),
        "ledgers": [one for one in request.desk.ledgers.values() if one.declared.guarded and one.name != LEDGER],
        "typed": request.POST,
        "waiting": [
            (one, title, seen.get(one.target), may_approve(actor) and one.asker != actor.name)
            for one, title in every
            if one.open
        ],
        "past": [(one, title) for one, title in every if not one.open],
    }
    return render(request, "matters/erasures.html", context, status=400 if problems else 200)


def _title(ledger: str) -> str:
    declared = site().catalogue.ledgers.get(ledger)
    return declared.title if declared else ""


def _do(request: SiteRequest, what: str) -> None:
    """Asks, approves or rejects."""
    actor = request.desk.actor
    if what == "ask" and may_ask(actor):
        _ask(request)
    elif what in ("approve", "reject") and may_approve(actor):
        number = request.POST.get("number", "")
        if what == "approve" and request.POST.get("checked") != "yes":
            says = "没有勾选“我已核对，知道不能撤回”，没有销毁。"
            raise Refused(Problem("KEY-019", says, Place(key="checked"), "请核对要销毁的内容，勾选后再批准。"))
        decide(site(), number, approve=what == "approve", actor=actor.name, today=today())
        record_request(request, "decided", number)
    else:
        says = "您的岗位不能做这一步。"
        raise Refused(Problem("KEY-016", says, hint="申请由督查员或分管领导提出，批准由分管领导或安全管理员作出。"))


def _ask(request: SiteRequest) -> None:
    """Asks about one matter the person sees, or a name."""
    desk, reason = request.desk, request.POST.get("reason", "")
    ledger, number, name = (request.POST.get(one, "").strip() for one in ("ledger", "number", "person"))
    if bool(name) == bool(ledger or number) or bool(ledger) != bool(number):
        says, hint = "没有写清要销毁什么。", "一件事项请选台账并填编号，一个人只填姓名；两样不能一起申请。"
        raise Refused(Problem("KEY-017", says, hint=hint))
    if name:
        ask_person(site(), name, reason=reason, actor=desk.actor.name, today=today())
        return
    found = desk.page(desk.query(Filter(ledgers=(ledger,), numbers=(number,)))).heads
    if len(found) != 1:
        says = sentence("“{ledger}”里没有编号“{number}”的事项，或不止一件。", ledger=_title(ledger), number=number)
        raise Refused(Problem("KEY-010", says, hint="请核对台账和编号。"))
    ask_of(site(), found[0], reason=reason, actor=desk.actor.name, today=today())
