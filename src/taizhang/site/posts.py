"""Who holds which post: given and ended at once, or by two persons where a post gives power over others or secrets."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from taizhang.matters.entry import Intention
from taizhang.policy.posts import ROLES, Actor, Post, appointment, conflicts, dismissal
from taizhang.policy.proposals import (
    CONFIRMED,
    DECLINED,
    END,
    GRANT,
    KINDS,
    RESET,
    STATES,
    WAITING,
    WITHDRAWN,
    PostProposal,
    decide,
    deciders,
    propose,
)
from taizhang.policy.protected import needs_two
from taizhang.site.site import Site
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

MACHINE = "服务器终端"
"""Who acts at the machine itself in an emergency, where no account can."""


def _new() -> str:
    return f"proposal-{uuid.uuid4().hex[:24]}"


@dataclass(frozen=True, slots=True)
class Staffing:
    """Changes of posts and second factors at ``site`` by ``actor`` on the day ``today``.

    identifier: names for new proposals.
    """

    site: Site
    actor: Actor
    today: date
    identifier: Callable[[], str] = _new

    def waiting(self) -> tuple[PostProposal, ...]:
        """The proposals nobody has decided on and that have not expired, the latest first."""
        return tuple(one for one in self.site.roll.proposals() if one.state_on(self.today) == WAITING)

    def decidable(self, one: PostProposal) -> bool:
        """Whether the actor may be the second person: never the proposer, never the person concerned."""
        return one.state_on(self.today) == WAITING and self.actor.name in self._deciders(*one.concerned)

    def grant(self, post: Post) -> PostProposal | None:
        """Gives a post; the proposal when it takes two. Refused with everything that stands against it."""
        self._administers()
        self._fits(post)
        if needs_two(post.role, self.site.catalogue.ledgers):
            return self._propose(GRANT, post)
        self.site.journal.append([self._grant(post, self.identifier())])
        return None

    def end(self, post: Post, idem: str) -> PostProposal | None:
        """Ends a post at once; the proposal when it takes two."""
        self._administers()
        if needs_two(post.role, self.site.catalogue.ledgers) and post.held_on(self.today):
            return self._propose(END, post)
        self.site.journal.append([dismissal(post, self.actor.name, self.today, idem)])
        return None

    def reset(self, person: str, operator: str = "") -> PostProposal:
        """Asks that a person's second factor be taken away; whoever keeps it does so once it is confirmed.

        operator: who asks for it at the machine itself; nobody is ever alone there.
        """
        self._administers()
        return self._propose(RESET, Post(person, "", ""), operator.strip())

    def confirm(self, matter: str, note: str = "") -> PostProposal:
        """Puts a proposal in force as the second person."""
        one = self._find(matter)
        if not self.decidable(one):
            raise Refused(self._not_yours(one))
        return self._confirm(one, note)

    def confirm_at_the_machine(self, matter: str, operator: str) -> PostProposal:
        """Puts a proposal in force where no second person can sign in: the operator at the machine is the second one."""
        one = self._find(matter)
        second = operator.strip()
        if one.state_on(self.today) != WAITING or not second or second in one.concerned:
            raise Refused(self._not_yours(one))
        return self._confirm(one, f"应急：{second}在{MACHINE}确认")

    def decline(self, matter: str, note: str) -> PostProposal:
        """Turns a proposal down."""
        one = self._find(matter)
        if not self.decidable(one):
            raise Refused(self._not_yours(one))
        return self._decide(one, DECLINED, note)

    def withdraw(self, matter: str) -> PostProposal:
        """Takes one's own proposal back."""
        one = self._find(matter)
        if one.by != self.actor.name or one.state_on(self.today) != WAITING:
            raise Refused(self._not_yours(one))
        return self._decide(one, WITHDRAWN, "")

    def _confirm(self, one: PostProposal, note: str) -> PostProposal:
        if one.kind == GRANT:
            self._fits(one.post)
        return self._decide(one, CONFIRMED, note, *self._effect(one))

    def _propose(self, kind: str, post: Post, operator: str = "") -> PostProposal:
        """Keeps the proposal; in force at once, and marked so, while there is nobody else to ask."""
        person = post.person
        for other in self.waiting():
            if (other.kind, other.post.person, other.post.unit, other.post.role) == (
                kind,
                person,
                post.unit,
                post.role,
            ):
                says = sentence("对{person}的“{kinds}”已经提出，正等待确认。", person=person, kinds=KINDS[kind])
                raise Refused(Problem("POL-017", says, Place(key=person), "请等第二个人确认，或先撤回那一条。"))
        one = PostProposal(self.identifier(), kind, post, self.actor.name, self.today, operator=operator)
        if operator or self._deciders(self.actor.name):
            self.site.journal.append([propose(one)])
            return one
        alone = replace(one, state=CONFIRMED, alone=True, decided=self.actor.name)
        self.site.journal.append([propose(alone), *self._effect(alone)])
        return alone

    def _effect(self, one: PostProposal) -> tuple[Intention, ...]:
        if one.kind == GRANT:
            return (self._grant(one.post, one.matter),)
        if one.kind == END:
            return (dismissal(one.post, self.actor.name, self.today, f"end:{one.matter}"),)
        return ()

    def _grant(self, post: Post, key: str) -> Intention:
        given = appointment(post, self.actor.name, self.today)
        return replace(given, idem=f"post:{key}", matter=f"post-{key.removeprefix('proposal-')}")

    def _decide(self, one: PostProposal, state: str, note: str, *more: Intention) -> PostProposal:
        self.site.journal.append([decide(one, state, self.actor.name, self.today, note), *more])
        return replace(one, state=state, decided=self.actor.name, note=note)

    def _deciders(self, *but: str) -> frozenset[str]:
        organisation, posts = self.site.roll.now()
        return deciders(posts, self.today, but, {self.site.catalogue.body.name, *organisation.roots})

    def _fits(self, post: Post) -> None:
        held = [one for one in self.site.roll.posts() if one.until is None or one.until >= self.today]
        found = [*conflicts(post, held, self.site.organisation())]
        same = (post.person, post.unit, post.role)
        if any((one.person, one.unit, one.role) == same and one.meets(post) for one in held):
            says = sentence(
                "{person}已经担任{unit}的{roles}。",
                person=post.person,
                unit=post.unit,
                roles=ROLES.get(post.role, post.role),
            )
            hint = "不必重复授予；要改任期，请先结束现在的岗位。"
            found.append(Problem("POL-016", says, Place(key=post.person), hint))
        if found:
            raise Refused(*found)

    def _administers(self) -> None:
        if "security_admin" not in self.actor.roles and self.actor.name != MACHINE:
            raise Refused(Problem("POL-018", "您现在的岗位不能改动别人的岗位。", hint="请由安全管理员提出。"))

    def _find(self, matter: str) -> PostProposal:
        for one in self.site.roll.proposals():
            if one.matter == matter:
                return one
        raise Refused(Problem("POL-019", "没有这一条待确认的改动。", hint="请刷新后再看。"))

    def _not_yours(self, one: PostProposal) -> Problem:
        state = STATES[one.state_on(self.today)]
        says = sentence(
            "对{person}的“{kinds}”{state}，您不能对它作这个决定。",
            person=one.post.person,
            kinds=KINDS[one.kind],
            state=state,
        )
        return Problem(
            "POL-019", says, Place(key=one.post.person), "提出人和当事人不能确认；请由另一位安全管理员或分管领导办理。"
        )
