"""The review of posts: who holds today, or will hold, what one person must not hold together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from taizhang.policy.posts import ROLES, Post, clashes
from taizhang.terms.problem import Place, Problem


def standing_clashes(posts: Iterable[Post], day: date) -> Iterator[Problem]:
    """Every clash of posts of one person that stands on the day or will stand later."""
    held: dict[str, list[Post]] = {}
    for post in posts:
        if post.until is None or post.until >= day:
            held.setdefault(post.person, []).append(post)
    for person, theirs in sorted(held.items()):
        for one, other in combinations(theirs, 2):
            if one.meets(other) and clashes((one.role, other.role)):
                says = (
                    f"{person}同时担任{ROLES.get(one.role, one.role)}和{ROLES.get(other.role, other.role)}，相互冲突。"
                )
                hint = "两个岗位都已暂停效力；请安全管理员结束其中一个。"
                yield Problem("POL-002", says, Place(key=person), hint)
