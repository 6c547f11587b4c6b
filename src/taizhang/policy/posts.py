"""Posts: who holds which role in which unit from day to day, followed in the journal like everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations
from threading import Lock
from types import MappingProxyType
from typing import Protocol

from taizhang.catalogue.values import Stored
from taizhang.journal.entry import CORRECT, RECORD, Head, Intention
from taizhang.terms.problem import Place, Problem
from taizhang.terms.scope import Organisation, Unit

POSTS = "post"
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "supervisor": "督查员",
        "handler": "承办人",
        "unit_head": "单位负责人",
        "leader": "分管领导",
        "drafter": "撰写人",
        "approver": "审核人",
        "assessor": "考核组",
        "reader": "查阅人",
        "system_admin": "系统管理员",
        "security_admin": "安全管理员",
        "audit_admin": "审计管理员",
    }
)
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


@dataclass(frozen=True, slots=True)
class Post:
    """A person's role in a unit, from a day to a day; ``until`` is the last day, None while it lasts."""

    person: str
    unit: str
    role: str
    since: date | None = None
    until: date | None = None
    matter: str = ""

    def held_on(self, day: date) -> bool:
        """Whether the person holds it on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the posts held today. Without posts there is nothing to see or do."""

    name: str
    posts: tuple[Post, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        """All roles held."""
        return frozenset(post.role for post in self.posts)


class Heads(Protocol):
    """What is read of a journal: its size, and heads of a ledger changed since an entry."""

    @property
    def size(self) -> int:
        """How many entries there are."""

    def heads(self, ledger: str | None = None, since: int = 0) -> Iterable[Head]:
        """Heads by seq."""


class Roll:
    """Units and posts as the journal has them, each read once and then only what changed."""

    def __init__(self, journal: Heads) -> None:
        self._journal = journal
        self._lock = Lock()
        self._size = -1
        self._cursors = {"unit": 0, POSTS: 0}
        self._units: dict[str, Unit] = {}
        self._posts: dict[str, Post] = {}
        self._organisation = Organisation()

    def now(self) -> tuple[Organisation, tuple[Post, ...]]:
        """The units registered so far, and every post ever held; one look at the journal when nothing changed."""
        with self._lock:
            size = self._journal.size
            if size != self._size:
                self._follow()
                self._size = size
            return self._organisation, tuple(self._posts.values())

    def organisation(self) -> Organisation:
        """The units registered so far."""
        return self.now()[0]

    def posts(self) -> tuple[Post, ...]:
        """Every post ever held, ended ones too."""
        return self.now()[1]

    def actor(self, person: str, day: date) -> Actor:
        """The person with the posts of that day."""
        return acting(person, self.posts(), day)

    def _follow(self) -> None:
        changed = self._changed("unit")
        self._units |= {head.matter: unit_of(head.facts) for head in changed}
        if changed:
            self._organisation = Organisation(self._units.values())
        self._posts |= {head.matter: _post_of(head) for head in self._changed(POSTS)}

    def _changed(self, ledger: str) -> list[Head]:
        heads = list(self._journal.heads(ledger, self._cursors[ledger]))
        if heads:
            self._cursors[ledger] = heads[-1].seq
        return heads


def acting(person: str, posts: Iterable[Post], day: date) -> Actor:
    """The person with those of the posts that are held on that day."""
    return Actor(person, tuple(post for post in posts if post.person == person and post.held_on(day)))


def unit_of(facts: Mapping[str, Stored]) -> Unit:
    """The unit a head of the ledger ``unit`` tells of."""
    aliases = tuple(part for part in str(facts.get("aliases") or "").replace("，", "、").split("、") if part)
    parent, kind = str(facts.get("parent") or ""), str(facts.get("kind") or "")
    return Unit(str(facts["name"]), parent, kind, aliases, _day(facts, "since"), _day(facts, "until"))


def _post_of(head: Head) -> Post:
    person, unit, role = (str(head.facts.get(name) or "") for name in ("person", "unit", "role"))
    return Post(person, unit, role, _day(head.facts, "since"), _day(head.facts, "until"), head.matter)


def _day(facts: Mapping[str, Stored], name: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(str(facts.get(name) or ""))
    return None


def appointment(post: Post, by: str, on: date) -> Intention:
    """The entry that gives a post; the same post given twice happens once."""
    parts = (post.person, post.unit, post.role, str(post.since))
    key = sha256("\x1f".join(parts).encode()).hexdigest()[:32]
    facts: dict[str, Stored] = {"person": post.person, "unit": post.unit, "role": post.role}
    facts["since"] = (post.since or on).isoformat()
    if post.until:
        facts["until"] = post.until.isoformat()
    return Intention(
        by, f"post:{key}", POSTS, RECORD, on, f"post-{key}", number=post.person, unit=post.unit, facts=facts
    )


def dismissal(post: Post, by: str, on: date, idem: str) -> Intention:
    """The entry that ends a post at once: the day before ``on`` is its last."""
    facts: dict[str, Stored] = {"until": (on - timedelta(days=1)).isoformat()}
    return Intention(by, idem, POSTS, CORRECT, on, post.matter, facts=facts, note="离任")


def conflicts(post: Post, held: Iterable[Post], units: Organisation) -> tuple[Problem, ...]:
    """What stands against giving the post: an unknown role or unit, and the separation of the three administrators.

    GB/T 22239-2019: system, security and audit administrators are different people, and none of them does business.
    """
    found = []
    place = Place(key=post.person)
    if post.role not in ROLES:
        found.append(Problem("POL-003", f"没有名为“{post.role}”的岗位。", place, "请从列出的岗位中选择。"))
    if units.units and post.unit not in units.units and post.unit not in {unit.parent for unit in units.units.values()}:
        found.append(Problem("POL-004", f"单位“{post.unit}”没有登记。", place, "请先在单位名录中登记该单位。"))
    roles = {post.role, *(one.role for one in held if one.person == post.person)}
    for one, other in combinations(sorted(roles), 2):
        if one in ADMINISTRATORS or other in ADMINISTRATORS:
            says = f"{post.person}不能同时担任{ROLES.get(one, one)}和{ROLES.get(other, other)}。"
            found.append(Problem("POL-002", says, place, "三类管理员须由不同的人担任，也不兼任业务岗位。"))
    return tuple(found)
