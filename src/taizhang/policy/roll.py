"""The roll: units, posts and proposed changes as the journal has them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from threading import Lock
from typing import Protocol

from taizhang.matters.entry import Head
from taizhang.policy.posts import POSTS, Actor, Post, actor_of, post_of, unit_of
from taizhang.policy.proposals import PROPOSALS, PostProposal, proposal_of
from taizhang.terms.scope import Organisation, Unit


class HeadReader(Protocol):
    """What is read of a journal: its size, and heads of a ledger changed since an entry."""

    @property
    def size(self) -> int:
        """How many entries there are."""

    def heads(self, ledger: str | None = None, since: int = 0) -> Iterable[Head]:
        """Heads by seq."""


class Roll:
    """Units and posts as the journal has them, each read once and then only what changed."""

    def __init__(self, journal: HeadReader) -> None:
        self._journal = journal
        self._lock = Lock()
        self._size = -1
        self._cursors = {"unit": 0, POSTS: 0, PROPOSALS: 0}
        self._units: dict[str, Unit] = {}
        self._posts: dict[str, Post] = {}
        self._proposals: dict[str, PostProposal] = {}
        self._organisation = Organisation()

    def now(self) -> tuple[Organisation, tuple[Post, ...]]:
        """The units registered so far, and every post ever held; one look at the journal when nothing changed."""
        with self._lock:
            size = self._journal.size
            if size != self._size:
                self._follow()
                self._size = size
            return self._organisation, tuple(self._posts.values())

    @property
    def size(self) -> int:
        """The journal's size when it was last looked at."""
        return self._size

    def organisation(self) -> Organisation:
        """The units registered so far."""
        return self.now()[0]

    def posts(self) -> tuple[Post, ...]:
        """Every post ever held, ended ones too."""
        return self.now()[1]

    def proposals(self) -> tuple[PostProposal, ...]:
        """Every change of posts that was proposed, the latest first."""
        self.now()
        return tuple(reversed(self._proposals.values()))

    def actor(self, person: str, day: date) -> Actor:
        """The person with the posts of that day."""
        return actor_of(person, self.posts(), day)

    def _follow(self) -> None:
        changed = self._take_changed("unit")
        self._units |= {head.matter: unit_of(head.facts) for head in changed}
        if changed:
            self._organisation = Organisation(self._units.values())
        self._posts |= {head.matter: post_of(head) for head in self._take_changed(POSTS)}
        self._proposals |= {head.matter: proposal_of(head) for head in self._take_changed(PROPOSALS)}

    def _take_changed(self, ledger: str) -> list[Head]:
        heads = list(self._journal.heads(ledger, self._cursors[ledger]))
        if heads:
            self._cursors[ledger] = heads[-1].seq
        return heads
