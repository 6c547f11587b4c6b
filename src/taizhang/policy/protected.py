"""What asks for more care: posts that need a second factor, and posts that two persons give and end."""

from __future__ import annotations

from collections.abc import Mapping

from taizhang.catalogue.resolved import Ledger
from taizhang.policy.posts import ADMINISTRATORS, Actor
from taizhang.policy.rights import LEADER, SUPERVISOR, readable

_TWO = frozenset({*ADMINISTRATORS, SUPERVISOR, LEADER, "approver"})


def reads_confidential(role: str, ledgers: Mapping[str, Ledger]) -> bool:
    """Whether the role reads the rows of a confidential ledger that this body keeps."""
    return any(one.declared.level == "confidential" and readable(role, one) for one in ledgers.values())


def needs_second_factor(actor: Actor, ledgers: Mapping[str, Ledger]) -> bool:
    """Whether a post of the person administers the system or reads rows of a guarded ledger (GB/T 22239 level 3)."""
    guarded = [one for one in ledgers.values() if one.declared.guarded]
    return any(role in ADMINISTRATORS or any(readable(role, one) for one in guarded) for role in actor.roles)


def needs_two(role: str, ledgers: Mapping[str, Ledger]) -> bool:
    """Whether giving or ending a post of the role takes two persons."""
    return role in _TWO or reads_confidential(role, ledgers)
