"""Rows that wait until somebody says what their words mean: which there are, and how many of each ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from taizhang.intake.waiting import LEDGERS, HeldRow, held_from
from taizhang.site.site import Site


def held_rows(site: Site) -> Iterator[HeldRow]:
    """Every row that waits, in the order they were last kept; one whose content cannot be opened is not among them."""
    for ledger in LEDGERS:
        for head in site.journal.heads(ledger) if ledger in site.catalogue.ledgers else ():
            if held := held_from(head, site.catalogue.ledgers):
                yield held


def count_waiting(site: Site) -> Mapping[str, int]:
    """How many rows wait, by the ledger they are of: they are in no figure. Known also where the keys are not at hand."""
    heads = (head for name in LEDGERS if name in site.catalogue.ledgers for head in site.journal.heads(name))
    return Counter(str(head.facts["ledger"]) for head in heads if head.facts.get("outcome") == "waiting")
