"""The security administrator's pages: people, their accounts and their posts."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.policy.posts import ROLES, Post
from taizhang.policy.proposals import KINDS, PostProposal
from taizhang.policy.protected import needs_two
from taizhang.site.posts import Staffing
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence
from taizhang_site.accounts import second
from taizhang_site.accounts.access import record_request
from taizhang_site.accounts.elsewhere import elsewhere
from taizhang_site.accounts.models import Account
from taizhang_site.accounts.sessions import end_sessions
from taizhang_site.accounts.signing import reset_password
from taizhang_site.house import site, today
from taizhang_site.rendering.parameters import day_of
from taizhang_site.request import SiteRequest


def staffing(request: SiteRequest) -> Staffing:
    """What the person at the desk can change."""
    return Staffing(site(), request.desk.actor, today())


def people(request: SiteRequest) -> HttpResponse:
    """Everybody with an account, and the posts of today."""
    posts: dict[str, list[Post]] = {}
    for post in site().roll.posts():
        if post.held_on(today()):
            posts.setdefault(post.person, []).append(post)
    held = second.holders()
    rows = [(one, posts.get(one.name, []), one.pk in held) for one in Account.objects.order_by("name")]
    waiting = staffing(request).waiting()
    return render(request, "accounts/people.html", {"rows": rows, "waiting": waiting})


@require_http_methods(["GET", "POST"])
def person_new(request: SiteRequest) -> HttpResponse:
    """A new account with a first post; its password is shown once."""
    problems: list[Problem] = []
    name = request.POST.get("name", "").strip()
    if request.method == "POST":
        if not name:
            problems.append(Problem("ACC-007", "没有填写姓名。", Place(key="name"), "请填写真实姓名。"))
        if Account.objects.filter(name=name).exists():
            hint = "同名的人请在姓名后加单位简称以区别。"
            problems.append(
                Problem("ACC-009", sentence("已有名为“{name}”的账户。", name=name), Place(key="name"), hint)
            )
        if not problems:
            try:
                asked = _propose_post(request, name)
                return _issue_password(request, Account(name=name), asked)
            except Refused as refused:
                problems = list(refused.problems)
    context = {"problems": problems, "name": name, **_choices(request)}
    return render(request, "accounts/person_new.html", context, status=400 if problems else 200)


def _choices(request: SiteRequest) -> dict[str, object]:
    units = [site().catalogue.body.name, *sorted(site().organisation().units)]
    return {"roles": ROLES, "units": list(dict.fromkeys(units)), "typed": request.POST}


def _propose_post(request: SiteRequest, name: str) -> PostProposal | None:
    """Gives the post that the form names, or proposes it."""
    since, until = day_of(request.POST.get("since", "")) or today(), day_of(request.POST.get("until", ""))
    post = Post(name, request.POST.get("unit", ""), request.POST.get("role", ""), since, until)
    if until and until < since:
        says = sentence("任期止于{until}，早于起始的{since}。", until=until, since=since)
        raise Refused(Problem("ACC-017", says, Place(key="until"), "请改正任期的起止日期。"))
    return _record_change(
        request, staffing(request).grant(post), f"授予岗位 {name} {post.unit} {ROLES.get(post.role, '')}"
    )


def _record_change(request: SiteRequest, asked: PostProposal | None, what: str) -> PostProposal | None:
    """Notes a change for the auditor, with an alarm where nobody else could be asked."""
    if asked is None:
        record_request(request, "posts", what)
    elif asked.alone:
        record_request(request, "alarm", f"一人生效 {what}")
    else:
        record_request(request, "proposed", what)
    return asked


@require_http_methods(["GET", "POST"])
def person(request: SiteRequest, pk: int) -> HttpResponse:
    """One person: posts past and present, a further post, the end of one, a new password, closing the account."""
    account = Account.objects.filter(pk=pk).first()
    if account is None:
        raise Http404
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            return _ACTS.get(request.POST.get("do", ""), _nothing)(request, account)
        except Refused as refused:
            problems = list(refused.problems)
    posts = [post for post in site().roll.posts() if post.person == account.name]
    asked = [one for one in staffing(request).waiting() if one.post.person == account.name]
    context = {
        "account": account,
        "posts": posts,
        "today": today(),
        "problems": problems,
        "asked": asked,
        "second": second.has_second_factor(account),
        "elsewhere": elsewhere(),
        **_choices(request),
    }
    return render(request, "accounts/person.html", context, status=400 if problems else 200)


def _nothing(request: SiteRequest, account: Account) -> HttpResponse:
    return redirect("person", pk=account.pk)


def _appoint(request: SiteRequest, account: Account) -> HttpResponse:
    _propose_post(request, account.name)
    return _nothing(request, account)


def _dismiss(request: SiteRequest, account: Account) -> HttpResponse:
    for post in site().roll.posts():
        if post.matter == request.POST.get("post") and post.person == account.name:
            asked = staffing(request).end(post, str(uuid.uuid4()))
            _record_change(request, asked, f"结束岗位 {account.name} {post.unit} {ROLES.get(post.role, '')}")
            if asked is None or asked.alone:
                end_sessions(account)
    return _nothing(request, account)


def _issue_password(request: SiteRequest, account: Account, asked: PostProposal | None = None) -> HttpResponse:
    """A new one-time password, shown once."""
    account.outside = ""
    password = reset_password(account)
    end_sessions(account)
    record_request(request, "account", f"一次性密码 {account.name}")
    context = {"account": account, "password": password, "asked": asked}
    return render(request, "accounts/password_once.html", context)


def _reset_second(request: SiteRequest, account: Account) -> HttpResponse:
    """Asks for the end of the second factor; at once only where nobody else can be asked."""
    asked = staffing(request).reset(account.name)
    _record_change(request, asked, f"{KINDS['reset']} {account.name}")
    if asked.alone:
        second.revoke_second_factors(account)
    return _nothing(request, account)


def _set_active(request: SiteRequest, account: Account) -> HttpResponse:
    """Closes or opens an account, at once: whoever may be an intruder must be out now."""
    if account == request.user:
        raise Refused(Problem("ACC-010", "不能停用自己的账户。", hint="请由另一位安全管理员操作。"))
    account.active = request.POST["do"] == "open"
    account.save(update_fields=["active"])
    end_sessions(account)
    record_request(request, "account", f"{'恢复' if account.active else '停用'} {account.name}")
    return _nothing(request, account)


def _link_identity(request: SiteRequest, account: Account) -> HttpResponse:
    """Writes down who the person is elsewhere; that vouches from now on, and a password kept here no longer does."""
    name = request.POST.get("outside", "").strip()[:200]
    if name and Account.objects.filter(outside=name).exclude(pk=account.pk).exists():
        says = sentence("统一认证标识“{name}”已属于另一个账户。", name=name)
        raise Refused(Problem("ACC-035", says, Place(key="outside"), "一个标识只对应一个账户，请核对。"))
    account.outside = name
    if name:
        account.set_unusable_password()
        account.must_change = False
    account.save()
    end_sessions(account)
    roles = (post.role for post in site().roll.posts() if post.person == account.name and post.held_on(today()))
    power = any(needs_two(role, site().catalogue.ledgers) for role in roles)
    record_request(request, "alarm" if power else "account", f"统一认证标识 {account.name}: {name or '（清空）'}")
    return _nothing(request, account)


_ACTS = {
    "appoint": _appoint,
    "dismiss": _dismiss,
    "reset": _issue_password,
    "second": _reset_second,
    "link": _link_identity,
    "open": _set_active,
    "close": _set_active,
}
