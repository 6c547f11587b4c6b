"""Notes what leaves no entry in the journal, for the auditor: sign-ins, refusals, reads of confidential matters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from taizhang_site.accounts.models import Access

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "sign_in": "登录",
        "wrong_password": "登录失败",
        "refused": "被拒绝",
        "read": "查阅敏感事项",
        "export": "导出",
        "recovered": "用恢复代码登录",
        "factor_on": "启用第二因素",
        "factor_off": "去掉第二因素",
        "password": "修改密码",
        "copied_key": "通行密钥疑被复制",
    }
)


def address_of(request: Any) -> str:
    """Where the request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def note(request: Any, what: str, place: str = "", who: str = "") -> None:
    """Adds one line; ``who`` when nobody is signed in yet."""
    desk = getattr(request, "desk", None)
    name = who or (desk.actor.name if desk else "")
    Access.objects.create(who=name[:60], what=what, place=(place or request.path)[:200], address=address_of(request))
