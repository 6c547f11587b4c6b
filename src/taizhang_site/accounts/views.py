"""Signing in and out, the second factor, one's own account, the first administrator."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth import login as begin
from django.contrib.auth import logout as end
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.policy.posts import Post
from taizhang.terms.problem import Place, Problem
from taizhang_site.accounts import totp
from taizhang_site.accounts.access import note
from taizhang_site.accounts.models import Account
from taizhang_site.accounts.signing import (
    cleared,
    delay,
    failed,
    first_code_fits,
    first_code_path,
    signed_in,
    waiting,
    weaknesses,
)
from taizhang_site.house import site, today
from taizhang_site.rendering.language import COOKIE, LANGUAGES

PENDING = "pending"


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"


def home(request: Any) -> HttpResponse:
    """The first page a person has use for."""
    roles = request.desk.actor.roles
    if "security_admin" in roles:
        return redirect("people")
    if "audit_admin" in roles:
        return redirect("trail")
    if roles & {"leader", "assessor", "reader"}:
        return redirect("board")
    return redirect("mine" if roles - {"system_admin"} else "account")


def health(request: HttpRequest) -> HttpResponse:
    """Whether the site answers; nothing else."""
    return JsonResponse({"ok": site().journal.size >= 0})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the chosen language."""
    response = redirect(_next(request))
    chosen = request.POST.get("language", "zh")
    if chosen in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=365 * 86400, httponly=True, samesite="Strict")
    return response


@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Name and password; then the code, for those who set one up."""
    if request.user.is_authenticated:
        return redirect("/")
    if not Account.objects.exists():
        return redirect("first")
    problems: list[Problem] = []
    name = request.POST.get("name", "").strip()
    if request.method == "POST":
        found = signed_in(request, name, request.POST.get("password", ""))
        if isinstance(found, Account):
            if found.totp:
                request.session[PENDING] = [found.pk, time.time()]
                return render(request, "accounts/token.html", {"next": _next(request)})
            return _welcome(request, found)
        problems.append(found)
        # What was typed for an unknown name may be a password that slipped into the wrong field.
        note(request, "wrong_password", who=name if Account.objects.filter(name=name).exists() else "?")
    context = {"problems": problems, "name": name, "next": _next(request)}
    return render(request, "accounts/login.html", context, status=403 if problems else 200)


def _welcome(request: HttpRequest, account: Account) -> HttpResponse:
    cleared(account)
    note(request, "sign_in", who=account.name)
    begin(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_next(request))


@require_http_methods(["GET", "POST"])
def token(request: HttpRequest) -> HttpResponse:
    """The second step: a code from the authenticator program, within five minutes of the first."""
    pk, since = request.session.get(PENDING, (None, 0))
    account = Account.objects.filter(pk=pk, active=True).first() if time.time() - since < 300 else None
    if account is None:
        return redirect("login")
    problems = []
    if request.method == "POST":
        if wait := delay(account, time.time()):
            problems.append(waiting(wait))
        elif step := totp.step_of(account.totp, request.POST.get("code", ""), time.time(), account.totp_step):
            account.totp_step = step
            account.save(update_fields=["totp_step"])
            del request.session[PENDING]
            return _welcome(request, account)
        else:
            failed(account)
            note(request, "wrong_password", who=account.name)
            problems.append(Problem("ACC-005", "动态口令不对或已用过。", hint="请等下一个口令出现后再输入。"))
    context = {"problems": problems, "next": _next(request)}
    return render(request, "accounts/token.html", context, status=403 if problems else 200)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Ends the session and has the browser forget it."""
    end(request)
    response = redirect("login")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """The first security administrator, made with the one-time code the server printed."""
    if Account.objects.exists():
        return redirect("login")
    problems: list[Problem] = []
    name = request.POST.get("name", "").strip()
    if request.method == "POST":
        if not first_code_fits(request.POST.get("code", "")):
            hint = "请抄录启动 taizhang serve 时终端里显示的一次性代码。"
            problems.append(Problem("ACC-006", "一次性代码不对。", Place(key="code"), hint))
        if not name:
            problems.append(Problem("ACC-007", "没有填写姓名。", Place(key="name"), "请填写真实姓名。"))
        password = request.POST.get("password", "")
        problems += weaknesses(password, request.POST.get("again", ""), name)
        if not problems:
            account = Account.objects.create(name=name, password=password, must_change=False)
            site().appoint(Post(name, site().catalogue.body.name, "security_admin"), name, today())
            first_code_path().unlink(missing_ok=True)
            return _welcome(request, account)
    context = {"problems": problems, "name": name}
    return render(request, "accounts/first.html", context, status=400 if problems else 200)


def account(request: Any) -> HttpResponse:
    """One's own posts, password, second factor and sessions."""
    return render(request, "accounts/account.html", {"posts": request.desk.actor.posts})


@require_http_methods(["GET", "POST"])
def password(request: Any) -> HttpResponse:
    """A new password; the old one is asked for."""
    problems: list[Problem] = []
    if request.method == "POST":
        new = request.POST.get("password", "")
        problems += weaknesses(new, request.POST.get("again", ""), request.user.name)
        if not request.user.check_password(request.POST.get("old", "")):
            problems.append(Problem("ACC-008", "原密码不对。", Place(key="old"), "请输入现在使用的密码。"))
        if not problems:
            request.user.set_password(new)
            request.user.must_change = False
            request.user.save()
            update_session_auth_hash(request, request.user)
            return redirect("home")
    return render(request, "accounts/password.html", {"problems": problems}, status=400 if problems else 200)


@require_http_methods(["GET", "POST"])
def token_setup(request: Any) -> HttpResponse:
    """Sets up the second factor: the secret is kept once a code made from it came back."""
    problems: list[Problem] = []
    if request.method == "POST":
        secret = request.session.get("totp", "")
        step = totp.step_of(secret, request.POST.get("code", ""), time.time(), 0) if secret else None
        if step:
            request.user.totp, request.user.totp_step = secret, step
            request.user.save(update_fields=["totp", "totp_step"])
            del request.session["totp"]
            return redirect("account")
        problems.append(Problem("ACC-005", "动态口令不对或已用过。", hint="请核对手机时间，输入当前显示的六位数。"))
    secret = request.session.setdefault("totp", totp.new_secret())
    address = totp.address(secret, request.user.name, site().catalogue.body.name)
    context = {"secret": secret, "address": address, "problems": problems}
    return render(request, "accounts/token_setup.html", context, status=400 if problems else 200)


@require_POST
def sessions_end(request: Any) -> HttpResponse:
    """Ends one's sessions on all other machines."""
    mine = str(request.user.pk)
    for session in Session.objects.exclude(session_key=request.session.session_key):
        if session.get_decoded().get("_auth_user_id") == mine:
            session.delete()
    return redirect("account")
