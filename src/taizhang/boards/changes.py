"""Why a declared figure changed between two periods or units: contributions, a changed definition, a sentence for a draft."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from taizhang.figures.compute import compute
from taizhang.figures.explain import explain, printed
from taizhang.figures.split import FLOWS, PARTS, Split, compared
from taizhang.figures.value import Ask, Value
from taizhang.site.legible import Legible
from taizhang.site.site import Site
from taizhang.vault.vault import is_token

# Chosen: a sentence of a report names no more than three contributions; all of them stand on the page.
MOST_NAMED = 3
_WHOLE, _PART = "{title}为{now}，{earlier}为{before}", "{member}（由{before}变为{now}）"
_BECAUSE = "{whole}，{turned}的主要原因在{parts}"
NAMES = {FLOWS: "新立与办结", PARTS: "各组成指标"}


@dataclass(frozen=True, slots=True)
class Redefinition:
    """The earlier number by the definition in force at its period's end, and what defining it anew added."""

    then: Value
    amount: Decimal


def explain_change(site: Site, asked: tuple[Ask, Ask], way: str = "") -> tuple[Split, Redefinition | None]:
    """The change from the first ask to the second by today's definition, and apart from it the definition's own effect.

    way: a column's name or title, ``FLOWS`` or ``PARTS``; '' for the first possible. Raises KeyError for a figure the
    catalogue does not have or a way that is not possible.
    """
    before, now = (compared(site.catalogue, one) for one in asked)
    warehouse, organisation = site.refresh(), site.organisation()
    column = column_of(site, now.figure, way)
    split = Legible(site).split(explain(site.catalogue, warehouse, organisation, (before, now), column))
    past = site.catalogue_of(before.period.end, site.journal.size)
    figure = past.figures.get(before.figure)
    if figure is None or figure.hash == split.before.figure.hash:
        return split, None
    then = compute(past, warehouse, [before], organisation).value(before)
    if then.amount is None or split.before.amount is None:
        return split, None
    return split, Redefinition(then, printed(split.before) - printed(then))


def column_of(site: Site, figure: str, way: str) -> str:
    """The column called so by its title; what is written when there is none."""
    names = {title: name for name, title in way_titles(site, figure).items()}
    return names.get(way, way)


def way_titles(site: Site, figure: str) -> dict[str, str]:
    """A title for each column of the ledgers behind a figure, and for the ways that are no columns."""
    declared, titles = site.catalogue.figures[figure], dict(NAMES)
    for name in declared.declared.made_of if declared.composed else ():
        titles |= way_titles(site, name)
    if not declared.composed:
        titles |= {name: column.title for name, column in site.catalogue.ledgers[declared.ledger].columns.items()}
    return titles


def draft_sentence(split: Split) -> str:
    """A sentence for a draft that names the greatest contributions; every number in it is a slot, so it stays traceable.

    '' for what no slot can ask: units compared with each other, parts, rows.
    """
    before, now = split.before, split.now
    if split.change is None or split.way in (FLOWS, PARTS) or before.ask.scope != now.ask.scope:
        return ""
    figure, name = now.figure, now.ask.figure
    scope = f"|scope:{now.ask.scope.unit}" if now.ask.scope.unit else ""
    earlier = f"{scope}|period:{before.ask.period.key}"
    whole = _WHOLE.format(
        title=figure.title, now=_slot(name, scope), earlier=before.ask.period.key, before=_slot(name, earlier)
    )
    same = [one for one in split.contributions if one.amount * split.change > 0]
    named = [one for one in same if one.member and not is_token(one.member) and one.before and one.now][:MOST_NAMED]
    parts = "、".join(
        _PART.format(
            member=one.member,
            before=_slot(name, f"|by:{split.way}={one.member}{earlier}"),
            now=_slot(name, f"|by:{split.way}={one.member}{scope}"),
        )
        for one in named
    )
    turned = "上升" if split.change > 0 else "下降"
    return (_BECAUSE.format(whole=whole, turned=turned, parts=parts) if parts else whole) + "。"


def _slot(name: str, options: str) -> str:
    return f"{{{{figure:{name}{options}|unit}}}}"


def signed(amount: Decimal) -> str:
    """With its sign, at its own decimals."""
    return f"{amount:+f}" if amount else f"{amount:f}"
