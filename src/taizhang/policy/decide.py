"""The two questions: may somebody do an act on a matter, and what may somebody see; and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from taizhang.catalogue.resolved import Ledger
from taizhang.library.model import Level, ReadableLevels
from taizhang.lists.query import Grant, ListRow, Party, Role, Sight, Turn, sees
from taizhang.matters.conditions import (
    ASKED,
    ASKED_BACK,
    CHOSEN_CHECKER,
    LINKED,
    NO_OBJECTION,
    NOT_ANSWERED,
    NOT_ASKER,
    NOT_CLOSER,
    NOT_DESIGNATED,
    NOT_HANDLER,
    NOT_OBJECTOR,
    NOT_RECUSED_YET,
    NOT_REGISTRAR,
    NOT_REPORTER,
    NOT_RETURNER,
    NOT_VERIFIER,
    NOTHING_ASKED,
    OBJECTED,
    ActCase,
)
from taizhang.matters.entry import Head, Intention
from taizhang.matters.lifecycles import LIFECYCLES, Transition
from taizhang.matters.transition import fits
from taizhang.matters.words import LEVELS
from taizhang.policy.naming import WAITING
from taizhang.policy.posts import ROLES, Actor, Post
from taizhang.policy.rights import (
    INTAKE,
    LEADER,
    LEADING,
    NEXT,
    PENDING,
    READERS,
    SUPERVISOR,
    UNSEEN,
    key_of,
    readable,
    roles_for,
    tells_of_persons,
)
from taizhang.terms.scope import Organisation

Ledgers = Mapping[str, Ledger]
_OTHERS = {NOT_ASKER, NOT_CLOSER, NOT_HANDLER, NOT_OBJECTOR, NOT_REGISTRAR, NOT_REPORTER, NOT_RETURNER, NOT_VERIFIER}
_KNOWN = {
    *_OTHERS,
    ASKED,
    ASKED_BACK,
    CHOSEN_CHECKER,
    LINKED,
    NO_OBJECTION,
    NOT_ANSWERED,
    NOT_DESIGNATED,
    NOT_RECUSED_YET,
    NOTHING_ASKED,
    OBJECTED,
}


def visible(actor: Actor, ledgers: Ledgers, units: Organisation) -> Sight:
    """What the actor may see: every list, count, export and search starts from it.

    Whoever a matter is about never sees it, in whatever post: not the person, not the unit, not those below it. Where
    nobody has matched a name yet, it may be about anybody: only who matches names, and who took part, sees it.
    """
    grants = []
    blind = {actor.name}
    for post in actor.posts:
        names = frozenset(
            name for name, ledger in ledgers.items() if name not in UNSEEN and readable(post.role, ledger)
        )
        if names:
            grants.append(Grant(names, reach(post, units)))
        blind |= {post.unit, *units.above(post.unit)}
    # Where no ledger says whom a matter is about, everybody of the same posts sees the same, and answers are shared.
    told = any(map(tells_of_persons, ledgers.values()))
    if not told:
        return Sight(tuple(dict.fromkeys(grants)))
    unclear = frozenset() if matches_names(actor) else frozenset({WAITING})
    return Sight(tuple(dict.fromkeys(grants)), frozenset(blind - {""}), unclear, actor.name)


def matches_names(actor: Actor) -> bool:
    """Whether it is the person's to say whom names mean that the roll does not know: the intake officer, the machine."""
    return any(post.role == INTAKE or post.whole for post in actor.posts)


def reach(post: Post, units: Organisation) -> frozenset[str] | None:
    """The units of a post: its own and all below it; None for the whole body, so that no list of names is needed."""
    return None if post.whole or units.roots <= {post.unit} else units.subtree(post.unit)


def may(actor: Actor, act: str, row: ListRow, ledgers: Ledgers, units: Organisation) -> bool:
    """Whether the actor's posts allow the act on the matter; what its state and persons say is the lifecycle's."""
    return (
        row.ledger in ledgers
        and sees(visible(actor, ledgers, units), row)
        and has_post(actor, act, row, ledgers, units)
    )


def has_post(actor: Actor, act: str, row: ListRow, ledgers: Ledgers, units: Organisation) -> bool:
    """Whether a post allows the act on a matter known to be in sight: whoever asks of many acts looks for sight once."""
    roles = roles_for(ledgers[row.ledger], act, row.verified)
    lead = key_of(act, row.verified) in LEADING
    return any(post.role in roles and _covers(post, row, units, lead=lead) for post in actor.posts)


def documents(actor: Actor, units: Organisation) -> ReadableLevels:
    """Which past documents the actor may see: public ones, those of the units within reach, and sensitive ones of
    those when a post follows up matters there. A document that belongs to no unit is the body's own.
    """
    reaches = {post: reach(post, units) for post in actor.posts if post.role in READERS}
    if not reaches:
        return ReadableLevels({})
    open_to: dict[Level, frozenset[str] | None] = {"public": None, "internal": _join(reaches.values())}
    if follows := [one for post, one in reaches.items() if post.role in (SUPERVISOR, LEADER)]:
        open_to["sensitive"] = _join(follows)
    return ReadableLevels(open_to)


def _join(reaches: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All units of several reaches, None as soon as one of them is everywhere."""
    listed = list(reaches)
    return None if None in listed else frozenset().union(*(one for one in listed if one is not None))


def is_barred(actor: Actor, act: str, head: Head, ledger: Ledger) -> bool:
    """Whether the matter's history stands against the person's doing the act, whatever the posts say."""
    return actor.name in head.recused or bool(why_kept_away(actor, act, head, ledger))


def why_kept_away(actor: Actor, act: str, head: Head, ledger: Ledger) -> str:
    """The condition that stands against the act whatever is said with it: the person's own part in the matter, or
    something that must first be there or be gone; '' when none does.
    """
    asked = ActCase(Intention(actor.name, "-", ledger.name, act, date.min), head, None, None)
    for row in LIFECYCLES[ledger.declared.lifecycle].rows:
        if row.act == act and row.state == head.state and fits(row, head):
            return next((need.label for need in row.needs if need in _KNOWN and need.check(asked)), "")
    return ""


def able(
    act: str, head: Head, row: ListRow, ledgers: Ledgers, units: Organisation, *, posts: Iterable[Post]
) -> tuple[str, ...]:
    """The people who may do the act now, of those who hold the posts, in order of their names."""
    ledger = ledgers[row.ledger]
    roles, lead = roles_for(ledger, act, row.verified), key_of(act, row.verified) in LEADING
    near: dict[str, list[Post]] = {}
    for post in posts:
        if post.role in roles and _covers(post, row, units, lead=lead):
            near.setdefault(post.person, []).append(post)
    found = (Actor(name, tuple(held)) for name, held in near.items())
    return tuple(
        sorted(
            one.name for one in found if may(one, act, row, ledgers, units) and not is_barred(one, act, head, ledger)
        )
    )


def _covers(post: Post, row: ListRow, units: Organisation, *, lead: bool) -> bool:
    within = reach(post, units)
    if lead:
        return within is None or row.unit in within
    return within is None or any(role == "unit" and name in within for role, name in row.parties)


def turns(actor: Actor, ledgers: Ledgers, units: Organisation) -> tuple[Turn, ...]:
    """The matters that wait for the actor, as conditions for one query."""
    found: dict[Turn, None] = {}
    for ledger, names, posts in _alike(actor, ledgers):
        for row in _next_rows(ledger):
            roles = roles_for(ledger, row.act, row.level or 0)
            for post in posts:
                if post.role in roles:
                    turn = Turn(
                        names,
                        frozenset({row.state}),
                        reach(post, units),
                        row.level,
                        actor.name if set(row.needs) & _OTHERS else "",
                        _not_role(row),
                        key_of(row.act, row.level or 0) in LEADING,
                        _required_party(row.act, actor),
                    )
                    found[turn] = None
    return tuple(_together(found))


def _alike(actor: Actor, ledgers: Ledgers) -> Iterator[tuple[Ledger, frozenset[str], tuple[Post, ...]]]:
    """Ledgers in which the same acts wait for the actor in the same posts: one of them, the names of all, the posts.

    A hundred ledgers have a dozen lifecycles and levels: each is thought through once.
    """
    alike: dict[tuple[str, tuple[Post, ...]], list[str]] = {}
    for name, ledger in ledgers.items():
        posts = tuple(post for post in actor.posts if readable(post.role, ledger))
        if posts and name not in UNSEEN:
            alike.setdefault((ledger.declared.lifecycle, posts), []).append(name)
    for (_, posts), names in alike.items():
        yield ledgers[names[0]], frozenset(names), posts


def presses(actor: Actor, ledgers: Ledgers, units: Organisation) -> tuple[tuple[int, ...], tuple[Turn, ...]]:
    """The levels of letters the actor may issue, and to which matters, as conditions for one query."""
    levels: set[int] = set()
    found: dict[Turn, None] = {}
    lettered = {name: ledger for name, ledger in ledgers.items() if not ledger.letters.off}
    for ledger, names, posts in _alike(actor, lettered):
        rows = [row for row in LIFECYCLES[ledger.declared.lifecycle].rows if row.act in LEVELS]
        for row in rows:
            for post in posts:
                if post.role in roles_for(ledger, row.act):
                    levels.add(LEVELS[row.act])
                    found[Turn(names, frozenset({row.state}), reach(post, units))] = None
    return tuple(sorted(levels)), tuple(_together(found))


def _not_role(row: Transition) -> Role:
    """As what the actor must not stand in a matter for the row: exactly those its conditions keep away."""
    if NOT_REGISTRAR in row.needs:
        return "person"
    return "concerned" if row.act in PENDING and row.act != "recheck" else "acted"


def _required_party(act: str, actor: Actor) -> Party | None:
    """What must be bound to a matter before the act waits for anybody: an application, or the choice of a checker."""
    if act == "recheck":
        return Party("checker", actor.name)
    return Party("asks", act) if act in PENDING else None


def _next_rows(ledger: Ledger) -> Iterator[Transition]:
    lifecycle = ledger.declared.lifecycle
    acts = (*NEXT[lifecycle], *(PENDING if lifecycle == "closed_loop" else ()))
    for row in LIFECYCLES[lifecycle].rows:
        if row.act in acts and (row.act != "reassign" or row.state == "handed_back") and row.state != "standing":
            yield row


def _together(found: Mapping[Turn, None]) -> Iterator[Turn]:
    """Turns that differ only in ledgers, then only in states, made one: the query stays short."""
    by_ledger: dict[Turn, set[str]] = {}
    for turn in found:
        key = replace(turn, ledgers=frozenset())
        by_ledger.setdefault(key, set()).update(turn.ledgers)
    by_state: dict[Turn, set[str]] = {}
    for turn, ledgers in by_ledger.items():
        key = replace(turn, ledgers=frozenset(ledgers), states=frozenset())
        by_state.setdefault(key, set()).update(turn.states)
    for turn, states in by_state.items():
        yield replace(turn, states=frozenset(states))


def next_acts(ledger: Ledger, row: ListRow) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Which acts come next and the roles that may do each."""
    return tuple(
        (one.act, tuple(role for role in ROLES if role in roles_for(ledger, one.act, row.verified)))
        for one in _next_rows(ledger)
        if one.state == row.state and one.level in (None, row.verified) and _waits(one.act, row)
    )


def _waits(act: str, row: ListRow) -> bool:
    """Whether what the act decides on is there to be decided."""
    if act == "recheck":
        return any(party.role == "checker" for party in row.parties)
    return act not in PENDING or Party("asks", act) in row.parties
