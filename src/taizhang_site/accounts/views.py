"""Signing in and out, the second step, the first administrator."""

from __future__ import annotations

import time

from django.contrib.auth import logout as end
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.policy.posts import Post
from taizhang.terms.problem import Place, Problem
from taizhang_site.accounts import passkeys, second, totp
from taizhang_site.accounts.access import record_request
from taizhang_site.accounts.devices import remember_device
from taizhang_site.accounts.elsewhere import elsewhere
from taizhang_site.accounts.limits import count_attempts, require_within_limit
from taizhang_site.accounts.models import Account
from taizhang_site.accounts.recovery import spend_code
from taizhang_site.accounts.signing import (
    authenticate_password,
    begin_session,
    clear_failures,
    count_failure,
    delay,
    first_code_fits,
    first_code_path,
    waiting_problem,
)
from taizhang_site.accounts.weak import weaknesses
from taizhang_site.house import site, today
from taizhang_site.rendering.language import COOKIE, LANGUAGES
from taizhang_site.request import SiteRequest

# Seconds: five minutes to fetch the telephone. Chosen.
PENDING, PATIENCE = "pending", 300


def next_of(request: HttpRequest) -> str:
    """Where the person wanted to go: an address of this site, never another one nor the name of a page."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    here = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if here else "/"


def home(request: SiteRequest) -> HttpResponse:
    """The first page a person has use for."""
    roles = request.desk.actor.roles
    if "security_admin" in roles:
        return redirect("people")
    if "audit_admin" in roles:
        return redirect("trail")
    if roles & {"leader", "assessor", "reader"}:
        return redirect("board")
    if "system_admin" in roles:
        return redirect("machine")
    return redirect("mine" if roles else "account")


def health(request: HttpRequest) -> HttpResponse:
    """Whether the site answers; nothing else."""
    return JsonResponse({"ok": site().journal.size >= 0})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the chosen language."""
    response = redirect(next_of(request))
    chosen = request.POST.get("language", "zh")
    if chosen in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=365 * 86400, httponly=True, samesite="Strict")
    return response


@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Name and password; then the second factor, for those who set one up."""
    if request.user.is_authenticated:
        return redirect("/")
    if not Account.objects.exists():
        return redirect("first")
    problems: list[Problem] = []
    name = request.POST.get("name", "").strip()
    if request.method == "POST":
        require_within_limit(request, "login")
        found = authenticate_password(request, name, request.POST.get("password", ""))
        if isinstance(found, Account):
            directory = elsewhere().directory
            vouched = bool(found.outside and directory and directory.second_factor)
            return sign_in(request, found, twice=True) if vouched else enter_after_first_step(request, found)
        problems.append(found)
        # What was typed for an unknown name may be a password that slipped into the wrong field.
        record_failure(request, name if Account.objects.filter(name=name).exists() else "?")
    return entrance(request, problems, name)


def record_failure(request: SiteRequest, who: str, what: str = "wrong_password") -> None:
    """Notes a failure and counts it for the address."""
    record_request(request, what, who=who)
    count_attempts(request, "login")


def entrance(request: SiteRequest, problems: list[Problem], name: str = "") -> HttpResponse:
    """The page with all ways in."""
    provider = elsewhere().provider
    context = {
        "problems": problems,
        "name": name,
        "next": next_of(request),
        "provider": provider.name if provider else "",
        "key": "" if passkeys.why_not_offered(request) else passkeys.authentication_options(request),
    }
    return render(request, "accounts/login.html", context, status=403 if problems else 200)


def enter_after_first_step(request: SiteRequest, account: Account) -> HttpResponse:
    """What follows the first step: the second one, or the way in where none was set up."""
    if second.has_second_factor(account):
        request.session[PENDING] = [account.pk, time.time()]
        return _second_step(request, account, [])
    return sign_in(request, account, twice=False)


def sign_in(request: SiteRequest, account: Account, *, twice: bool) -> HttpResponse:
    """Begins the session; ``twice`` says that a second factor was shown."""
    clear_failures(account)
    request.session.pop(PENDING, None)
    begin_session(request, account, twice=twice)
    response = redirect(next_of(request))
    remember_device(response, account)
    return response


def _pending(request: SiteRequest) -> Account | None:
    """Who has passed the first step within the last five minutes and not yet the second."""
    pk, since = request.session.get(PENDING, (None, 0))
    return Account.objects.filter(pk=pk, active=True).first() if time.time() - since < PATIENCE else None


def _second_step(request: SiteRequest, account: Account, problems: list[Problem]) -> HttpResponse:
    here = account.passkeys.filter(relying=passkeys.host_of(request)).exists()
    context = {
        "problems": problems,
        "next": next_of(request),
        "codes": bool(account.totp),
        "key": passkeys.authentication_options(request, account)
        if here and not passkeys.why_not_offered(request)
        else "",
    }
    return render(request, "accounts/token.html", context, status=403 if problems else 200)


@require_http_methods(["GET", "POST"])
def token(request: HttpRequest) -> HttpResponse:
    """The second step: a code from the authenticator program, or one kept for recovery."""
    account = _pending(request)
    if account is None:
        return redirect("login")
    problems = []
    if request.method == "POST":
        require_within_limit(request, "login")
        given = request.POST.get("code", "")
        if wait := delay(account, time.time()):
            problems.append(waiting_problem(wait))
        elif totp.spend_code(account, given, time.time()):
            return sign_in(request, account, twice=True)
        elif spend_code(account, given):
            record_request(request, "recovered", who=account.name)
            return sign_in(request, account, twice=True)
        else:
            count_failure(account)
            record_failure(request, account.name)
            problems.append(Problem("ACC-005", "动态口令不对或已用过。", hint="请等下一个口令出现后再输入。"))
    return _second_step(request, account, problems)


@require_POST
def sign_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey: in place of name, password and code, or as the second step after the password."""
    require_within_limit(request, "login")
    account = _pending(request)
    if account and (wait := delay(account, time.time())):
        return _second_step(request, account, [waiting_problem(wait)])
    found = passkeys.authenticate_passkey(request, account)
    if isinstance(found, passkeys.Used):
        return sign_in(request, found.account, twice=True)
    record_failure(
        request, account.name if account else "?", "copied_key" if found.code == "ACC-014" else "wrong_password"
    )
    if account is None:
        return entrance(request, [found])
    count_failure(account)
    return _second_step(request, account, [found])


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
        require_within_limit(request, "first")
        if not first_code_fits(request.POST.get("code", "")):
            count_attempts(request, "first")
            hint = "请抄录启动服务时终端里显示的一次性代码。"
            problems.append(Problem("ACC-006", "一次性代码不对。", Place(key="code"), hint))
        if not name:
            problems.append(Problem("ACC-007", "没有填写姓名。", Place(key="name"), "请填写真实姓名。"))
        password = request.POST.get("password", "")
        problems += weaknesses(password, request.POST.get("again", ""), name, site().catalogue.body.name)
        if not problems:
            account = Account.objects.create(name=name, password=password, must_change=False)
            site().appoint(Post(name, site().catalogue.body.name, "security_admin"), name, today())
            first_code_path().unlink(missing_ok=True)
            return sign_in(request, account, twice=False)
    context = {"problems": problems, "name": name}
    return render(request, "accounts/first.html", context, status=400 if problems else 200)
