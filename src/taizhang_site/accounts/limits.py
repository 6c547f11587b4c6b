"""How often one address may try something: counted in the database, so that all processes count together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import MappingProxyType

from django.db import transaction
from django.db.models import F

from taizhang_site.accounts.access import address_of, record_request
from taizhang_site.accounts.devices import owner_of
from taizhang_site.accounts.models import Attempts
from taizhang_site.request import SiteRequest

LIMITS: Mapping[str, tuple[int, int]] = MappingProxyType({"login": (60, 300), "first": (10, 600), "upload": (300, 600)})
"""What → how many within how many seconds. An office behind one address shares them, so they are wide."""


class TooMany(Exception):
    """An address tried too often; ``seconds`` until it may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def _key(what: str, request: SiteRequest) -> str:
    """Whose attempts are counted: the person's, signed in or known by the browser; a stranger's by the address."""
    user = getattr(request, "user", None)
    known = user.pk if user is not None and user.is_authenticated else owner_of(request)
    return f"{what}:account {known}" if known is not None else f"{what}:{address_of(request)}"


def require_within_limit(request: SiteRequest, what: str) -> None:
    """Raises TooMany when the address has used up its attempts."""
    most, span = LIMITS[what]
    row = Attempts.objects.filter(pk=_key(what, request)).first()
    if row and row.count >= most and (left := row.since + span - int(time.time())) > 0:
        raise TooMany(left)


def count_attempts(request: SiteRequest, what: str, times: int = 1) -> None:
    """Counts attempts of the address; the one that uses them up is noted for the auditor."""
    most, span = LIMITS[what]
    now, key = int(time.time()), _key(what, request)
    with transaction.atomic():
        Attempts.objects.get_or_create(pk=key, defaults={"since": now})
        Attempts.objects.filter(pk=key, since__lte=now - span).update(since=now, count=0)
        Attempts.objects.filter(pk=key).update(count=F("count") + times)
        count = Attempts.objects.values_list("count", flat=True).get(pk=key)
    if count >= most > count - times:
        record_request(request, "limited", f"{what} {count}")


def spend_once(key: str) -> bool:
    """Whether something that serves once was not spent before; it is now. It is remembered longer than it is good."""
    return Attempts.objects.get_or_create(pk=key, defaults={"since": int(time.time())})[1]


def forget_counts() -> None:
    """Removes counts that no longer matter."""
    longest = max(span for _, span in LIMITS.values())
    Attempts.objects.filter(since__lt=int(time.time()) - longest).delete()
