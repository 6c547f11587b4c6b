"""Stands before every page: asks the permission table, keeps sessions short, and puts the desk on the request."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from taizhang_site.accounts.access import record_request
from taizhang_site.accounts.limits import TooMany
from taizhang_site.accounts.second import is_forced
from taizhang_site.accounts.sessions import ABSOLUTE
from taizhang_site.house import desk_of
from taizhang_site.past_day import OF_A_DAY, look_back
from taizhang_site.permissions import ANYONE, PERMISSIONS, admits
from taizhang_site.request import SiteRequest

# Seconds: half an hour. GB/T 22239 asks that idle sessions end and leaves the time open.
IDLE = 30 * 60
# What pages are asked by; ASVS 5.0.0 V13.4.4 wants no TRACE, V4.1.4 nothing unused.
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_WITH_A_ONE_TIME_PASSWORD = frozenset({"password", "logout", "language"})
_WITHOUT_A_SECOND_FACTOR = frozenset(
    {*_WITH_A_ONE_TIME_PASSWORD, "second", "token_setup", "passkeys", "recovery", "login"}
)


class Gatekeeper:
    """Not visible looks like not there: a page nobody may ask for answers 404, as a missing one does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Whatever leaves as a file is an export; a view that says more about it has noted it already.
        leaves = response.headers.get("Content-Disposition", "").startswith("attachment")
        if leaves and getattr(request, "desk", None) and "export" not in getattr(request, "noted", ()):
            record_request(request, "export")
        return response

    def process_view(
        self,
        request: SiteRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        """None lets the view answer."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        name = request.resolver_match.view_name
        need = PERMISSIONS.get(name)
        if need is None:
            raise Http404
        if request.user.is_authenticated and not self._keep_alive(request):
            logout(request)
        if not request.user.is_authenticated:
            if need == ANYONE:
                return None
            return redirect(f"/login?{urlencode({'next': request.get_full_path()})}")
        desk = desk_of(request.user)
        if not admits(need, desk.actor):
            record_request(request, "refused", who=desk.actor.name)
            raise Http404
        if request.user.must_change and name not in _WITH_A_ONE_TIME_PASSWORD:
            return redirect("password")
        request.confined = not request.session.get("second") and is_forced(desk.actor)
        if request.confined and name not in _WITHOUT_A_SECOND_FACTOR:
            return redirect("second")
        request.present = desk
        request.desk = look_back(request, desk) if name in OF_A_DAY else desk
        return None

    def process_exception(self, request: SiteRequest, exception: Exception) -> HttpResponse | None:
        """Too many attempts from one address: a page that says how long to wait."""
        if not isinstance(exception, TooMany):
            return None
        minutes = -(-exception.seconds // 60)
        response = render(request, "failures/too_many.html", {"minutes": minutes}, status=429)
        response.headers["Retry-After"] = str(exception.seconds)
        return response

    def _keep_alive(self, request: HttpRequest) -> bool:
        """Whether the session began within twelve hours and was used within the last half hour.

        It is marked used at most once a minute.
        """
        now, last = int(time.time()), request.session.get("used", 0)
        if now - last > IDLE or now - request.session.setdefault("since", now) > ABSOLUTE:
            return False
        if now - last > 60:
            request.session["used"] = now
        return True
