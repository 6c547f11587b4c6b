"""One's own account: posts, password, ways of signing in, sessions on other machines."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps

from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.terms.problem import Place, Problem
from taizhang_site.accounts import passkeys, second, totp
from taizhang_site.accounts.access import record_request
from taizhang_site.accounts.models import BrowserSession, Passkey
from taizhang_site.accounts.recovery import renew_codes
from taizhang_site.accounts.sessions import digest, end_sessions, sessions_of
from taizhang_site.accounts.signing import (
    count_failure,
    delay,
    set_password,
    waiting_problem,
    was_used,
)
from taizhang_site.accounts.weak import weaknesses
from taizhang_site.house import site
from taizhang_site.rendering.parameters import whole_number
from taizhang_site.request import SiteRequest

# Seconds: the quarter of an hour within which one need not show again who one is. Chosen.
RECENT = 15 * 60
View = Callable[..., HttpResponse]


def account(request: SiteRequest) -> HttpResponse:
    """One's own posts, ways of signing in and sessions."""
    context = {
        "posts": request.desk.actor.posts,
        "second": second.has_second_factor(request.user),
        "wanted": second.is_wanted(request.desk.actor),
        "sessions": sessions_of(request.user),
        "here": digest(request.session.session_key),
    }
    return render(request, "accounts/account.html", context)


@require_http_methods(["GET", "POST"])
def password(request: SiteRequest) -> HttpResponse:
    """A new password; the old one is asked for."""
    problems: list[Problem] = []
    if request.method == "POST":
        new, now = request.POST.get("password", ""), time.time()
        if wait := delay(request.user, now):
            return _ask_password(request, [waiting_problem(wait)])
        problems += weaknesses(new, request.POST.get("again", ""), request.user.name, site().catalogue.body.name)
        if not request.user.check_password(request.POST.get("old", "")):
            count_failure(request.user)
            problems.append(Problem("ACC-008", "原密码不对。", Place(key="old"), "请输入现在使用的密码。"))
        elif was_used(request.user, new):
            says = "新密码与现在的或最近五次用过的相同。"
            problems.append(Problem("ACC-041", says, Place(key="password"), "请换一个没有用过的。"))
        if not problems:
            set_password(request.user, new)
            request.user.must_change, request.user.given_at, request.user.failures = False, 0, 0
            request.user.save()
            update_session_auth_hash(request, request.user)
            end_sessions(request.user, but=request.session.session_key)
            record_request(request, "password")
            return redirect("home")
    return _ask_password(request, problems)


def _ask_password(request: SiteRequest, problems: list[Problem]) -> HttpResponse:
    return render(request, "accounts/password.html", {"problems": problems}, status=400 if problems else 200)


@require_POST
def sessions_end(request: SiteRequest) -> HttpResponse:
    """Ends one of one's sessions, or all on other machines."""
    if one := request.POST.get("one", ""):
        BrowserSession.objects.filter(account=request.user.pk, session_key=one).delete()
    else:
        end_sessions(request.user, but=request.session.session_key)
    return redirect("account")


def require_recent_sign_in(view: View) -> View:
    """Lets a view change ways of signing in only within a quarter of an hour after signing in."""

    @wraps(view)
    def guarded(request: SiteRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and time.time() - request.session.get("since", 0) > RECENT:
            hint = "请退出后重新登录，再来改动；这样别人拿到开着的电脑也改不了。"
            return hub(request, [Problem("ACC-015", "登录已超过一刻钟，不能改动登录方式。", hint=hint)])
        return view(request, *args, **kwargs)

    return guarded


def hub(request: SiteRequest, problems: list[Problem] | None = None) -> HttpResponse:
    """The page of the second factor: what there is, and how to set up or take off each."""
    why_not = passkeys.why_not_offered(request)
    context = {
        "problems": problems or [],
        "forced": second.is_forced(request.desk.actor) and not request.session.get("second"),
        "wanted": second.is_wanted(request.desk.actor),
        "keys": request.user.passkeys.order_by("pk"),
        "left": request.user.recovery.count(),
        "why_not": why_not,
        "options": "" if why_not else passkeys.registration_options(request, request.user),
    }
    return render(request, "accounts/second.html", context, status=400 if problems else 200)


@require_http_methods(["GET", "POST"])
@require_recent_sign_in
def second_factor(request: SiteRequest) -> HttpResponse:
    """The second factor; a post takes off the code of the authenticator program."""
    if request.method == "POST":
        if _last_one(request, request.user.passkeys.count()):
            return hub(request, [_LAST])
        request.user.totp, request.user.totp_step = "", 0
        request.user.save(update_fields=["totp", "totp_step"])
        record_request(request, "factor_off", "动态口令")
        return redirect("second")
    return hub(request)


_LAST = Problem("ACC-016", "您的岗位须有第二因素，不能去掉最后一种。", hint="请先登记另一种，再去掉这一种。")


def _last_one(request: SiteRequest, left: int) -> bool:
    """Whether nothing would be left where something must be."""
    return not left and second.is_forced(request.desk.actor)


@require_http_methods(["GET", "POST"])
@require_recent_sign_in
def token_setup(request: SiteRequest) -> HttpResponse:
    """Sets up codes: the secret is kept once a code made from it came back."""
    problems: list[Problem] = []
    if request.method == "POST":
        secret = request.session.get("totp", "")
        step = totp.step_of(secret, request.POST.get("code", ""), time.time(), 0) if secret else None
        if step:
            request.user.totp, request.user.totp_step = secret, step
            request.user.save(update_fields=["totp", "totp_step"])
            del request.session["totp"]
            return _begin_second_factor(request, "动态口令")
        problems.append(Problem("ACC-005", "动态口令不对或已用过。", hint="请核对手机时间，输入当前显示的六位数。"))
    secret = request.session.setdefault("totp", totp.new_secret())
    address = totp.address(secret, request.user.name, site().catalogue.body.name)
    context = {
        "secret": secret,
        "address": address,
        "problems": problems,
        "picture": mark_safe(totp.picture(address)),
    }
    return render(request, "accounts/token_setup.html", context, status=400 if problems else 200)


def _begin_second_factor(request: SiteRequest, what: str) -> HttpResponse:
    """Counts this session as one with a second factor; the first factor leads on to recovery codes."""
    request.session["second"] = True
    record_request(request, "factor_on", what)
    return redirect("second" if request.user.recovery.exists() else "recovery")


@require_http_methods(["GET", "POST"])
@require_recent_sign_in
def recovery(request: SiteRequest) -> HttpResponse:
    """What recovery codes are for; a post makes new ones and shows them once."""
    if not second.has_second_factor(request.user):
        return redirect("second")
    codes = []
    if request.method == "POST":
        codes = renew_codes(request.user)
        record_request(request, "factor_on", "恢复代码")
    return render(request, "accounts/recovery.html", {"codes": codes})


@require_POST
@require_recent_sign_in
def passkeys_change(request: SiteRequest) -> HttpResponse:
    """A new passkey, a new name for one, or the end of one."""
    if request.POST.get("do") == "add":
        found = passkeys.register_passkey(request, request.user, request.POST.get("name", ""))
        return (
            _begin_second_factor(request, f"通行密钥 {found.name}")
            if isinstance(found, Passkey)
            else hub(request, [found])
        )
    key = request.user.passkeys.filter(pk=whole_number(request.POST.get("key"))).first()
    if key is None:
        raise Http404
    if request.POST.get("do") == "rename":
        key.name = request.POST.get("name", "").strip()[:60] or key.name
        key.save(update_fields=["name"])
    elif _last_one(request, request.user.passkeys.count() - 1 + bool(request.user.totp)):
        return hub(request, [_LAST])
    else:
        key.delete()
        record_request(request, "factor_off", f"通行密钥 {key.name}")
    return redirect("second")
