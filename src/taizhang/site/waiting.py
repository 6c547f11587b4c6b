"""Rows that wait until somebody says what their words mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from taizhang.intake.waiting import LEDGERS, WAITING, HeldRow, held_from
from taizhang.matters.entry import Head

if TYPE_CHECKING:
    from taizhang.site.site import Site


def waiting_heads(site: Site) -> Iterator[Head]:
    """What is kept of every row that waits, in the order they were last kept; known also where the keys are not at hand."""
    for ledger in LEDGERS:
        for head in site.journal.heads(ledger) if ledger in site.catalogue.ledgers else ():
            if head.facts.get("outcome") == WAITING:
                yield head


def held_rows(site: Site) -> Iterator[HeldRow]:
    """Every row that waits; one whose content cannot be opened is not among them."""
    for head in waiting_heads(site):
        if held := held_from(head, site.catalogue.ledgers):
            yield held
