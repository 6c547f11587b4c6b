"""The people of a demonstration, whom the tour can act as. Anywhere but in a demonstration there are none.

Three locks: the process was started as a demonstration, the folder lists the demonstration's own accounts, and the
browser runs on the same machine.
"""

from __future__ import annotations

import ipaddress
import json
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from taizhang.policy.posts import actor_of
from taizhang_site.accounts.models import Account
from taizhang_site.house import site, today

VARIABLE = "TAIZHANG_DEMONSTRATION"


def begin(names: Iterable[str]) -> None:
    """Makes this process, and those it starts, a demonstration with these accounts besides those listed before."""
    os.environ[VARIABLE] = "1"
    listing().write_text(json.dumps(sorted({*listed_names(), *names}), ensure_ascii=False), encoding="utf-8")


def listing() -> Path:
    """Where the names of the demonstration's accounts stand."""
    return Path(settings.HOME) / "demonstration.json"


def listed_names() -> list[str]:
    """Names of the demonstration's accounts."""
    return list(json.loads(listing().read_text(encoding="utf-8"))) if listing().exists() else []


def cast(request: HttpRequest) -> dict[str, Account]:
    """Role → the account that plays it, for a browser on this machine; empty outside a demonstration."""
    if os.environ.get(VARIABLE) != "1" or not _near(request):
        return {}
    _, posts = site().roll.now()
    found: dict[str, Account] = {}
    for account in Account.objects.filter(name__in=listed_names(), active=True).order_by("pk"):
        for role in actor_of(account.name, posts, today()).roles:
            found.setdefault(role, account)
    return found


def _near(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
