"""Notes what leaves no entry in the journal, for the auditor: sign-ins, refusals, reads of confidential matters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from django.conf import settings

from taizhang.terms.clock import CHINA_TIME
from taizhang_site.accounts.chain import anchor, append_row
from taizhang_site.house import site, today
from taizhang_site.request import SiteRequest

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
        "posts": "岗位改动",
        "proposed": "提出改动",
        "decided": "决定改动",
        "matched": "认定姓名",
        "account": "账户改动",
        "alarm": "警报",
        "limited": "尝试过多",
        "copied_key": "通行密钥疑被复制",
    }
)


def address_of(request: SiteRequest) -> str:
    """Where the request comes from; what a proxy says counts only when there are said to be proxies.

    Each proxy appends the address it saw: with n of them in front, the n-th from the end is the browser's.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXIES:
        passed = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
        address = passed[-settings.PROXIES] if len(passed) >= settings.PROXIES else address
    return address[:45]


def record_request(request: SiteRequest, what: str, place: str = "", who: str = "") -> None:
    """Adds one line; ``who`` when nobody is signed in yet. The first one of a day anchors those before it."""
    desk = getattr(request, "desk", None)
    name = who or (desk.actor.name if desk else "")
    record_access(name, what, place or request.path, address_of(request))
    request.noted = {*getattr(request, "noted", ()), what}


def record_access(who: str, what: str, place: str, address: str = "") -> None:
    """Adds one line of what somebody did, in the browser or at the machine."""
    now = datetime.now(UTC)
    before = append_row(now, who[:60], what, place[:200], address)
    if before and before.astimezone(CHINA_TIME).date() != now.astimezone(CHINA_TIME).date():
        anchor(site(), today())
