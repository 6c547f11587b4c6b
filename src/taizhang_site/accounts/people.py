"""The security administrator's pages: people, their accounts and their posts; the auditor's: the trail."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.policy.posts import ROLES, Post, dismissal
from taizhang.terms.problem import Place, Problem, Refused
from taizhang_site.accounts.access import KINDS
from taizhang_site.accounts.models import Access, Account
from taizhang_site.accounts.sessions import end_sessions
from taizhang_site.accounts.signing import new_password
from taizhang_site.house import site, today

TRAIL = 200


def people(request: Any) -> HttpResponse:
    """Everybody with an account, and the posts of today."""
    posts: dict[str, list[Post]] = {}
    for post in site().roll.posts():
        if post.held_on(today()):
            posts.setdefault(post.person, []).append(post)
    rows = [(account, posts.get(account.name, [])) for account in Account.objects.order_by("name")]
    return render(request, "accounts/people.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def person_new(request: Any) -> HttpResponse:
    """A new account with a first post; its password is shown once."""
    problems: list[Problem] = []
    name = request.POST.get("name", "").strip()
    if request.method == "POST":
        if not name:
            problems.append(Problem("ACC-007", "没有填写姓名。", Place(key="name"), "请填写真实姓名。"))
        if Account.objects.filter(name=name).exists():
            hint = "同名的人请在姓名后加单位简称以区别。"
            problems.append(Problem("ACC-009", f"已有名为“{name}”的账户。", Place(key="name"), hint))
        problems = problems or _appointed(request, name)
        if not problems:
            password = new_password()
            account = Account.objects.create(name=name, password=password)
            return render(request, "accounts/password_once.html", {"account": account, "password": password})
    context = {"problems": problems, "name": name, **_choices(request)}
    return render(request, "accounts/person_new.html", context, status=400 if problems else 200)


def _choices(request: Any) -> dict[str, object]:
    units = [site().catalogue.body.name, *sorted(site().organisation().units)]
    return {"roles": ROLES, "units": list(dict.fromkeys(units)), "typed": request.POST}


def _appointed(request: Any, name: str) -> list[Problem]:
    """Gives the post that the form names; what stands against it."""
    until: date | None = None
    with suppress(ValueError):
        until = date.fromisoformat(request.POST.get("until") or "")
    post = Post(name, request.POST.get("unit", ""), request.POST.get("role", ""), today(), until)
    try:
        site().appoint(post, request.desk.actor.name, today())
    except Refused as refused:
        return list(refused.problems)
    return []


@require_http_methods(["GET", "POST"])
def person(request: Any, pk: int) -> HttpResponse:
    """One person: posts past and present, a further post, the end of one, a new password, closing the account."""
    account = Account.objects.filter(pk=pk).first()
    if account is None:
        raise Http404
    problems: list[Problem] = []
    if request.method == "POST":
        done = request.POST.get("do", "")
        if done == "reset":
            password = new_password()
            account.set_password(password)
            account.must_change = True
            account.save()
            end_sessions(account)
            return render(request, "accounts/password_once.html", {"account": account, "password": password})
        problems = _changed(request, account, done)
        if not problems:
            return redirect("person", pk=pk)
    posts = [post for post in site().roll.posts() if post.person == account.name]
    context = {"account": account, "posts": posts, "today": today(), "problems": problems, **_choices(request)}
    return render(request, "accounts/person.html", context, status=400 if problems else 200)


def _changed(request: Any, account: Account, done: str) -> list[Problem]:
    if done == "appoint":
        return _appointed(request, account.name)
    if done == "dismiss":
        for post in site().roll.posts():
            if post.matter == request.POST.get("post") and post.person == account.name:
                ended = dismissal(post, request.desk.actor.name, today(), str(uuid.uuid4()))
                site().journal.append([ended])
                end_sessions(account)
    if done in ("open", "close"):
        if account == request.user:
            return [Problem("ACC-010", "不能停用自己的账户。", hint="请由另一位安全管理员操作。")]
        account.active = done == "open"
        account.save(update_fields=["active"])
        end_sessions(account)
    return []


def trail(request: Any) -> HttpResponse:
    """For the auditor: the last entries of the journal and the last accesses, without business text."""
    journal = site().journal
    first = max(1, journal.size - TRAIL + 1)
    context = {
        "entries": list(islice(journal.entries(first), TRAIL))[::-1], "size": journal.size, "root": journal.root.hex(),
        "accesses": [(one, KINDS.get(one.what, one.what)) for one in Access.objects.order_by("-id")[:TRAIL]],
    }  # fmt: skip
    return render(request, "accounts/trail.html", context)
