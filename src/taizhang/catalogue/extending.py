"""A checked catalogue with additions taken over in memory, as it will read once they are declared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taizhang.catalogue.additions import Addition, extended
from taizhang.catalogue.expand import columns_of
from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.roles import roles_of


def with_additions(catalogue: Catalogue, additions: Sequence[Addition]) -> Catalogue:
    """The catalogue with everything the additions say; its revision stays that of what is declared."""
    if not additions:
        return catalogue
    ledgers, vocabularies = dict(catalogue.ledgers), dict(catalogue.vocabularies)
    for one in additions:
        ledger = ledgers[one.ledger]
        fields, words = extended(ledger.declared.field, vocabularies, one)
        vocabularies |= words
        declared = ledger.declared.model_copy(update={"field": fields})
        known = {
            name: frozenset(vocabularies[field.choices].values)
            for name, field in fields.items()
            if field.choices in vocabularies and vocabularies[field.choices].open
        }
        ledgers[one.ledger] = replace(
            ledger, declared=declared, columns=columns_of(declared), roles=roles_of(declared, vocabularies), known=known
        )
    return replace(catalogue, ledgers=ledgers, vocabularies=vocabularies)
