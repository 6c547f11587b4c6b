"""The people of a demonstration, whom the tour can act as. Anywhere but in a demonstration there are none.

Four locks: the process was started as a demonstration, the folder lists the demonstration's own accounts, the browser
runs on the same machine, and nothing stands between.
"""

from __future__ import annotations

import ipaddress
import json
import os
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest

from taizhang.policy.posts import actor_of
from taizhang_site.accounts.models import Account
from taizhang_site.house import DEMONSTRATION, cast_list, is_demonstration, site, today

OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_PASSED_ON = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)
"""What proxies add to a request they pass on (RFC 7239, RFC 9110 §7.6.3, and the names before them)."""


def begin(names: Iterable[str]) -> None:
    """Makes this process, and those it starts, a demonstration with these accounts besides those listed before."""
    os.environ[DEMONSTRATION] = "1"
    cast_list().write_text(json.dumps(sorted({*listed_names(), *names}), ensure_ascii=False), encoding="utf-8")


def listed_names() -> list[str]:
    """Names of the demonstration's accounts."""
    return list(json.loads(cast_list().read_text(encoding="utf-8"))) if cast_list().exists() else []


def cast(request: HttpRequest) -> dict[str, Account]:
    """Role → the account that plays it, for a browser on this machine; empty outside a demonstration."""
    if not is_demonstration() or not _near(request):
        return {}
    _, posts = site().roll.now()
    found: dict[str, Account] = {}
    for account in Account.objects.filter(name__in=listed_names(), active=True).order_by("pk"):
        for role in actor_of(account.name, posts, today()).roles:
            found.setdefault(role, account)
    return found


def _near(request: HttpRequest) -> bool:
    """Whether the browser asks this machine itself, by its own name, with no proxy between that would look as near."""
    if settings.PROXIES or settings.HTTPS or any(name in request.META for name in _PASSED_ON):
        return False
    if request.get_host().rpartition(":")[0].strip("[]") not in OWN_NAMES and request.get_host() not in OWN_NAMES:
        return False
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
