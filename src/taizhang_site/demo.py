"""People for trying the site out: one of each role at the sample county, each with a random one-time password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery
from taizhang.policy.posts import Post
from taizhang.site.site import Site
from taizhang_site.accounts.models import Account
from taizhang_site.accounts.signing import new_password
from taizhang_site.scenes import Stage
from taizhang_site.tour.cast import begin

CAST = (
    ("赵督查", "supervisor", ""),
    ("孙督查", "supervisor", ""),
    ("李{}", "leader", ""),
    ("周副{}", "leader", ""),
    ("钱承办", "handler", "乡镇"),
    ("郑{}", "unit_head", "乡镇"),
    ("何承办", "handler", "另一乡镇"),
    ("吴撰稿", "drafter", ""),
    ("许审核", "approver", ""),
    ("冯考核", "assessor", ""),
    ("陈查阅", "reader", ""),
    ("林受理", "intake", ""),
    ("安全员", "security_admin", ""),
    ("审计员", "audit_admin", ""),
    ("系统员", "system_admin", ""),
)
"""Name, role and place; ``{}`` is the title of whoever heads that place."""

_SEAT = re.compile("人民政府(办公室)?$")
_TITLES = (
    ("镇", "镇长"),
    ("乡", "乡长"),
    ("县", "县长"),
    ("区", "区长"),
    ("市", "市长"),
    ("局", "局长"),
    ("处", "处长"),
    ("科", "科长"),
)


def title_of(unit: str) -> str:
    """What the head of a unit is called: of a government's office the head of the government, of most others 主任."""
    seat = _SEAT.sub("", unit)
    return next((title for ending, title in _TITLES if seat.endswith(ending)), "主任")


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the demonstration."""

    name: str
    role: str
    unit: str
    password: str


def enlist(site: Site, today: date) -> list[Member]:
    """Makes the people; those who have an account already are left alone."""
    body = site.catalogue.body.name
    query = HeadQuery(EVERYTHING_SEEN, today, Filter(ledgers=("hazard",), live=True))
    busiest = sorted(site.journal.counts(query, "unit").items(), key=lambda one: (-one[1], one[0]))
    towns = [name for (name,), _ in busiest if name] or [body]
    units = {"": body, "乡镇": towns[0], "另一乡镇": towns[-1]}
    members = []
    for called, role, where in CAST:
        name = called.format(title_of(units[where]))
        if Account.objects.filter(name=name).exists():
            continue
        password = new_password()
        site.appoint(Post(name, units[where], role, today), "安全员", today)
        Account.objects.create(name=name, password=password, must_change=False)
        members.append(Member(name, role, units[where], password))
    begin(member.name for member in members)
    if members:
        Stage(site, today, _parts(members)).play()
    return members


def _parts(members: list[Member]) -> dict[str, str]:
    """Part → who plays it: the first and the second of each role."""
    parts: dict[str, str] = {}
    for member in members:
        parts["other " + member.role if member.role in parts else member.role] = member.name
    return parts
