"""Sessions whose identifiers are kept by digest: a copy of the database opens no session."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as Plain
from django.db import router
from django.utils import timezone

from taizhang_site.accounts.models import Account, BrowserSession

ABSOLUTE: int = settings.SESSION_COOKIE_AGE
"""Seconds after which a session ends however busy it was."""

_PROGRAMS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def digest(key: str) -> str:
    """What is kept of a session's identifier: 160 bits of its SHA-256."""
    return sha256(key.encode()).hexdigest()[:40]


class SessionStore(Plain):
    """Django's sessions in the database with the identifier replaced by its digest at rest."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """The table."""
        return BrowserSession

    def _get_session_from_db(self) -> BrowserSession | None:
        key = digest(self.session_key) if self.session_key else ""
        found = self.model.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return self.model.objects.filter(session_key=digest(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """The row for the session, with whose it is beside it so that a person's sessions are one indexed query."""
        return self.model(
            session_key=digest(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account=int(data["_auth_user_id"]) if "_auth_user_id" in data else None,
            device=data.get("device", ""),
            address=data.get("address", ""),
            since=data.get("since", 0),
            used=data.get("used", 0),
        )

    def delete(self, session_key: str | None = None) -> None:
        """Ends a session, this one when no other is named."""
        key = session_key or self.session_key
        if key:
            using = router.db_for_write(self.model)
            self.model.objects.using(using).filter(session_key=digest(key)).delete()


def device_of(agent: str) -> str:
    """What a browser calls itself, in a few words; '' when it says nothing that is known."""
    found = [next((name for sign, name in table if sign in agent), "") for table in (_PROGRAMS, _SYSTEMS)]
    return " · ".join(name for name in found if name)


def sessions_of(account: Account) -> list[BrowserSession]:
    """The person's sessions that have not ended, the one used last first."""
    return list(BrowserSession.objects.filter(account=account.pk, expire_date__gt=timezone.now()).order_by("-used"))


def end_sessions(account: Account, but: str | None = None) -> None:
    """Ends every session of the person; ``but`` is the identifier of one that stays."""
    BrowserSession.objects.filter(account=account.pk).exclude(session_key=digest(but) if but else "").delete()
