"""Who may register what: by the roles of a lifecycle, and by the kinds of unit a ledger declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from taizhang.catalogue.registration import OWN
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored
from taizhang.lists.rows import parts
from taizhang.policy.decide import reach
from taizhang.policy.posts import Actor, Post
from taizhang.policy.rights import SUPERVISOR, readable, roles_for
from taizhang.terms.scope import Organisation, unit_kind


def may_open(actor: Actor, ledger: Ledger, units: Organisation) -> bool:
    """Whether the actor may register a new matter in the ledger by its form."""
    return bool(opening(actor, ledger, units))


def opening(actor: Actor, ledger: Ledger, units: Organisation) -> tuple[Post, ...]:
    """The posts from which the actor may register a matter: of roles the lifecycle names that reach the whole body or
    follow up its units' matters, and of roles and kinds of unit the ledger declares.
    """
    registration = ledger.declared.registration
    if registration.house:
        return ()
    roles = roles_for(ledger, "register")
    return tuple(
        post
        for post in actor.posts
        if readable(post.role, ledger)
        and (
            kind_of(post, units) in registration.by.get(post.role, ())
            or (post.role in roles and (post.role == SUPERVISOR or reach(post, units) is None))
        )
    )


def kind_of(post: Post, units: Organisation) -> str:
    """The kind of the post's unit: 本级 for the body itself, else that of the list of units, 乡镇 or 部门."""
    if reach(post, units) is None:
        return OWN
    unit = units.units.get(post.unit)
    return unit.kind if unit and unit.kind else unit_kind(post.unit)


def registered_for(
    posts: Sequence[Post], ledger: Ledger, facts: Mapping[str, Stored], unit: str, units: Organisation
) -> str | None:
    """The unit a new matter belongs to; None when it names none that the posts reach.

    unit: as the form says it. A ledger without units belongs to the unit of whoever registers in it.
    """
    reaches = [reach(post, units) for post in posts]
    if None in reaches:
        return unit
    if not unit:
        return posts[0].unit
    fields = [name for name, one in ledger.declared.field.items() if one.type in ("unit", "units") and not one.about]
    named = {unit, *(part for name in fields for part in parts(facts.get(name)))}
    return unit if any(within and named & within for within in reaches) else None
