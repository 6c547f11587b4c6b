"""A person's calendar at a secret address: made, renewed and taken back by the person, gone with the last post."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date, parse_etags
from django.views.decorators.http import require_GET, require_POST

from taizhang.notices.calendar import calendar as written
from taizhang.notices.inbox import calendar_events
from taizhang_site.house import desk_of, site
from taizhang_site.notices.models import Feed
from taizhang_site.request import SiteRequest


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


@require_POST
def feed(request: SiteRequest) -> HttpResponse:
    """Makes the person's address anew, which ends the one before, or takes it back."""
    if request.POST.get("end"):
        Feed.objects.filter(account=request.user).delete()
        return redirect(reverse("account") + "#calendar")
    token = secrets.token_urlsafe(32)
    Feed.objects.update_or_create(account=request.user, defaults={"digest": _digest(token)})
    address = request.build_absolute_uri(reverse("calendar", args=[token]))
    return render(request, "notices/feed.html", {"address": address})


@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind an address; 404 for an address that is none any more, and for a person without a post."""
    found = Feed.objects.select_related("account").filter(digest=_digest(token), account__active=True).first()
    desk = desk_of(found.account) if found else None
    if desk is None or not desk.actor.posts:
        raise Http404
    told = calendar_events(desk, lambda matter: request.build_absolute_uri(reverse("matter", args=[matter])))
    body = written(f"{desk.site.catalogue.body.name} {desk.actor.name}", told)
    mark = f'"{sha256(body).hexdigest()[:32]}"'
    same = mark in parse_etags(request.headers.get("If-None-Match", ""))
    response = HttpResponse(status=304) if same else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = mark
    response.headers["Last-Modified"] = http_date(_last().timestamp())
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _last() -> Any:
    journal = site().journal
    return next(journal.entries(max(journal.size, 1))).at
