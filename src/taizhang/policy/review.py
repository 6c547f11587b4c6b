"""The review of posts: who holds today, or will hold, what one person must not hold together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from taizhang.policy.posts import ROLES, Post, clashes
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence


def standing_clashes(posts: Iterable[Post], day: date) -> Iterator[Problem]:
    """Every clash of posts of one person that stands on the day or will stand later."""
    held: dict[str, list[Post]] = {}
    for post in posts:
        if post.until is None or post.until >= day:
            held.setdefault(post.person, []).append(post)
    for person, theirs in sorted(held.items()):
        for one, other in combinations(theirs, 2):
            if one.meets(other) and clashes((one.role, other.role)):
                says = sentence(
                    "{person}同时担任{roles}和{roles2}，相互冲突。",
                    person=person,
                    roles=ROLES.get(one.role, one.role),
                    roles2=ROLES.get(other.role, other.role),
                )
                hint = "两个岗位都已暂停效力；请安全管理员结束其中一个。"
                yield Problem("POL-002", says, Place(key=person), hint)
