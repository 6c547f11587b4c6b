"""Answers kept until the next entry: many people of the same posts look at the same board."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from threading import Lock
from typing import TypeVar

from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery, Page, Party, Sight
from taizhang.policy.naming import WAITING
from taizhang.site.desk import Desk

# Chosen: the boards of the posts of one body for the periods that are looked at; older ones are counted anew.
KEPT = 64
Answer = TypeVar("Answer")


def _sight(desk: Desk) -> Sight:
    """What is seen, for the key: who looks matters only while a name waits for being matched."""
    waiting = HeadQuery(EVERYTHING_SEEN, desk.today, Filter(bound=(Party("about", WAITING),)), page=Page(size=1))
    return desk.sight if desk.site.journal.page(waiting).total else replace(desk.sight, own="")


class Remembered:
    """The last answers, each under everything it depends on: the journal, the declarations, the day, what is seen."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def get(self, desk: Desk, asked: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer kept for what is asked at this desk, made when there is none."""
        site = desk.site
        posts = tuple((post.role, post.unit) for post in desk.actor.posts)
        key = (str(site.home), site.journal.size, site.catalogue.revision, desk.today, _sight(desk), posts, asked)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]  # type: ignore[return-value]
        made = make()
        with self._lock:
            self._answers[key] = made
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return made
