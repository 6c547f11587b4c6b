"""Notes what leaves no entry in the journal, for the auditor: sign-ins, refusals, reads of confidential matters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from taizhang_site.accounts.models import Access

KINDS: Mapping[str, str] = MappingProxyType(
    {"sign_in": "登录", "wrong_password": "登录失败", "refused": "被拒绝", "read": "查阅敏感事项", "export": "导出"}
)


def note(request: Any, what: str, place: str = "", who: str = "") -> None:
    """Adds one line; ``who`` when nobody is signed in yet."""
    desk = getattr(request, "desk", None)
    name = who or (desk.actor.name if desk else "")
    Access.objects.create(
        who=name[:60], what=what, place=(place or request.path)[:200], address=request.META.get("REMOTE_ADDR", "")
    )
