"""What a profile leaves of the declarations: the ledgers a body needs and everything that stands on them alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from taizhang.catalogue.expand import figures_of
from taizhang.catalogue.fronts import front_of
from taizhang.catalogue.model import Declarations, FigureDeclaration


def is_on(profiles: Collection[str], profile: str) -> bool:
    """Whether something declared for these profiles is on; for none means for all, '' switches everything on."""
    return not profile or not profiles or profile in profiles


def switch_on(
    declared: Declarations, templates: Mapping[str, str], profile: str
) -> tuple[Declarations, dict[str, str]]:
    """The declarations and templates that are on.

    A figure of a ledger that is off is off, and so is every ratio, comparison and identity made with it.
    """
    if not profile:
        return declared, dict(templates)
    ledgers = {name: one for name, one in declared.ledger.items() if is_on(one.profiles, profile)}
    candidates = {
        name: figure
        for name, figure in declared.figure.items()
        if is_on(figure.profiles, profile) and (not figure.ledger or figure.ledger in ledgers)
    }
    reduced = declared.model_copy(update={"ledger": ledgers, "figure": candidates})
    figures = _complete_figures(reduced)
    names = {item.name for item in figures_of(reduced)} - (candidates.keys() - figures.keys())
    update = {
        "figure": figures,
        "identity": {
            key: one
            for key, one in declared.identity.items()
            if is_on(one.profiles, profile)
            and names.issuperset(one.figures)
            and (not one.of_rows or one.ledger in ledgers)
        },
        "text": {key: one for key, one in declared.text.items() if is_on(one.profiles, profile)},
        "rule": {key: one for key, one in declared.rule.items() if is_on(one.profiles, profile)},
    }
    kept = {name: text for name, text in templates.items() if is_on(front_of(text).profiles, profile)}
    return reduced.model_copy(update=update), kept


def _complete_figures(reduced: Declarations) -> dict[str, FigureDeclaration]:
    """The figures all of whose parts are there, and the parts of those, to the last."""
    figures = dict(reduced.figure)
    families = {item.name for item in figures_of(reduced.model_copy(update={"figure": {}}))}
    while True:
        known = families | figures.keys()
        standing = {name: one for name, one in figures.items() if known.issuperset(one.made_of)}
        if len(standing) == len(figures):
            return figures
        figures = standing
