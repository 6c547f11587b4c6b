"""Posts: who holds which role in which unit from day to day, followed in the journal like everything else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations
from types import MappingProxyType

from taizhang.catalogue.values import Stored
from taizhang.matters.entry import CORRECT, RECORD, Head, Intention
from taizhang.terms.problem import Place, Problem
from taizhang.terms.scope import Organisation, Unit
from taizhang.terms.sentence import sentence

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
        "intake": "受理员",
        "system_admin": "系统管理员",
        "security_admin": "安全管理员",
        "audit_admin": "审计管理员",
    }
)
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


@dataclass(frozen=True, slots=True)
class Post:
    """A person's role in a unit, from a day to a day; ``until`` is the last day, None while it lasts.

    whole: it reaches the whole body, whatever units there are; only the machine's own post does, none of the roll.
    """

    person: str
    unit: str
    role: str
    since: date | None = None
    until: date | None = None
    matter: str = ""
    whole: bool = False

    def held_on(self, day: date) -> bool:
        """Whether the person holds it on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def meets(self, other: Post) -> bool:
        """Whether some day falls into both."""
        first = max(self.since or date.min, other.since or date.min)
        return first <= min(self.until or date.max, other.until or date.max)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the posts held today. Without posts there is nothing to see or do.

    clashing: posts that no one person may hold together; while they stand, none of the person's posts counts.
    """

    name: str
    posts: tuple[Post, ...] = ()
    clashing: tuple[Post, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        """All roles held."""
        return frozenset(post.role for post in self.posts)


def actor_of(person: str, posts: Iterable[Post], day: date) -> Actor:
    """The person with those of the posts that are held on that day; none where they must not be held together."""
    held = tuple(post for post in posts if post.person == person and post.held_on(day))
    return Actor(person, (), held) if clashes({post.role for post in held}) else Actor(person, held)


def at_the_machine(person: str) -> Actor:
    """Whoever works at the server itself and is not on the roll: the machine's post follows up the whole body.

    Who reaches the machine reaches its files; what the post adds is that the door is the same and the name stands in
    the journal.
    """
    return Actor(person, (Post(person, "", "supervisor", whole=True),))


def clashes(roles: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of roles that one person must not hold at once.

    GB/T 22239-2019: system, security and audit administrators are different people, and none of them does business.
    """
    pairs = combinations(sorted(set(roles)), 2)
    return tuple(pair for pair in pairs if pair[0] in ADMINISTRATORS or pair[1] in ADMINISTRATORS)


def unit_of(facts: Mapping[str, Stored]) -> Unit:
    """The unit a head of the ledger ``unit`` tells of."""
    aliases = tuple(part for part in str(facts.get("aliases") or "").replace("，", "、").split("、") if part)
    parent, kind = str(facts.get("parent") or ""), str(facts.get("kind") or "")
    successor = str(facts.get("successor") or "")
    since, until, met = day_of(facts, "since"), day_of(facts, "until"), bool(facts.get("met"))
    return Unit(str(facts["name"]), parent, kind, aliases, since, until, successor, met)


def post_of(head: Head) -> Post:
    """The post a head of the ledger ``post`` tells of."""
    person, unit, role = (str(head.facts.get(name) or "") for name in ("person", "unit", "role"))
    return Post(person, unit, role, day_of(head.facts, "since"), day_of(head.facts, "until"), head.matter)


def day_of(facts: Mapping[str, Stored], name: str) -> date | None:
    """A fact that is a day; None when it is none."""
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
    """What stands against giving the post: an unknown role or unit, the separation of administrators."""
    found = []
    place = Place(key=post.person)
    if post.role not in ROLES:
        found.append(
            Problem("POL-003", sentence("没有名为“{role}”的岗位。", role=post.role), place, "请从列出的岗位中选择。")
        )
    if units.units and post.unit not in units.units and post.unit not in {unit.parent for unit in units.units.values()}:
        found.append(
            Problem(
                "POL-004", sentence("单位“{unit}”没有登记。", unit=post.unit), place, "请先在单位名录中登记该单位。"
            )
        )
    others = [one for one in held if one.person == post.person and one.meets(post)]
    for one, other in clashes([post.role, *(one.role for one in others)]):
        says = sentence(
            "{person}不能同时担任{roles}和{roles2}。",
            person=post.person,
            roles=ROLES.get(one, one),
            roles2=ROLES.get(other, other),
        )
        found.append(Problem("POL-002", says, place, "三类管理员须由不同的人担任，也不兼任业务岗位。"))
    return tuple(found)
