"""Browsers that somebody has signed in with before: what strangers try from the same address does not keep them out.

An office stands behind one address. Were wrong attempts counted for it alone, whoever sits there, or whoever sends
through it, could lock out everybody (OWASP, device cookies). So a browser that has signed in keeps a signed word of
whose it is, and is counted by that instead.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from taizhang_site.accounts.models import Account

COOKIE = "__Host-device" if settings.HTTPS else "device"
# Seconds: ninety days, chosen as the time after which an account counts as idle (see ``review``).
SALT, KEPT = "taizhang.device", 90 * 86400


def remember_device(response: HttpResponse, account: Account) -> None:
    """Has the browser keep whose it is for ninety days; it opens nothing by itself."""
    response.set_signed_cookie(
        COOKIE,
        str(account.pk),
        salt=SALT,
        max_age=KEPT,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def owner_of(request: HttpRequest) -> int | None:
    """Key of the account that has signed in with this browser; None for a browser nobody knows, or a forged word."""
    said = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=KEPT)
    return int(said) if said.isascii() and said.isdigit() else None
