"""Which figures a person may see: those whose rows he sees whole, in the body or in a unit of his."""

from __future__ import annotations

from collections.abc import Mapping

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.site.desk import Desk
from taizhang.terms.scope import EVERYTHING, Scope


def scope_of(desk: Desk, ledger: str) -> Scope | None:
    """The part of the body whose matters of a ledger the person sees whole; None when there is none.

    A figure over matters out of sight is not shown: somebody who sees some units gets the figures of one of them.
    A matter about himself is in none of his figures, so that neither a number nor a missing page tells of it.
    """
    for grant in desk.sight.grants:
        if grant.ledgers is not None and ledger in grant.ledgers and grant.units is None:
            return EVERYTHING
    for post in desk.actor.posts:
        if ledger in desk.ledgers and post.unit in desk.units.units:
            return Scope(post.unit)
    return None


def visible_figures(desk: Desk, *, ledger: str = "", leaving: bool = False) -> Mapping[str, tuple[Figure, Scope]]:
    """The figures of ledgers the person sees, each with its scope.

    ledger: only those that count rows of it. leaving: they go on paper or in a file, so those that count
    confidential rows stay out.
    """
    found = {}
    secret = {name for name, one in desk.ledgers.items() if leaving and one.declared.level == "confidential"}
    of = {ledger: scope_of(desk, ledger) for ledger in desk.ledgers}
    for name, figure in desk.site.catalogue.figures.items():
        ledgers = ledgers_of(desk.site.catalogue, figure)
        scopes = [of.get(ledger) for ledger in ledgers]
        if ledger and ledger not in ledgers:
            continue
        if ledgers and not ledgers & secret and all(scope is not None for scope in scopes):
            found[name] = (figure, next((one for one in scopes if one and one.unit), EVERYTHING))
    return found


def narrow(desk: Desk, scope: Scope, unit: str) -> Scope | None:
    """The scope narrowed to a unit inside it; as it is without one, None when the unit lies outside."""
    if not unit:
        return scope
    inside = desk.units.subtree(scope.unit) if scope.unit else desk.units.units
    return Scope(unit) if unit in inside else None


def ledgers_of(catalogue: Catalogue, figure: Figure) -> set[str]:
    """The ledgers whose rows a figure counts."""
    if not figure.composed:
        return {figure.ledger}
    parts = (*figure.declared.of, *figure.declared.over)
    return {ledger for part in parts for ledger in ledgers_of(catalogue, catalogue.figures[part])}
