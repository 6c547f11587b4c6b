"""Matters whose number is kept in another spelling than the one that identities are made of, and those meant by a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from taizhang.journal.journal import Journal
from taizhang.lists.query import SPELT, Filter, HeadQuery, Sight, sees
from taizhang.matters.entry import Head
from taizhang.terms.clock import current_day
from taizhang.terms.number_spelling import fold_number


def as_kept(matters: Mapping[str, tuple[str, str]], journal: Journal, sight: Sight) -> dict[str, str]:
    """Identity → that of the matter kept under the number in another spelling; '' where two are and neither is written so.

    matters: the identities numbers give, each with ledger and number. Only what the sight shows is told of.
    """
    found: dict[str, str] = {}
    there = journal.known(matters)
    kept = {ledger: _spelt(ledger, journal, sight) for ledger in {ledger for ledger, _ in matters.values()}}
    for usual, (ledger, number) in matters.items():
        others = [one for one in kept[ledger].get(fold_number(number), ()) if one.matter != usual]
        if others:
            own = [there[usual]] if usual in there else []
            written = [one for one in (*own, *others) if one.number == number]
            meant = written if len(written) == 1 else [*own, *others]
            found[usual] = meant[0].matter if len(meant) == 1 else ""
    return found


def _spelt(ledger: str, journal: Journal, sight: Sight) -> dict[str, list[Head]]:
    """The matters of a ledger whose number is not in the spelling of comparison, by it."""
    heads: Iterable[Head]
    if ledger in journal.guard.words:  # its numbers stand in no table
        heads = (head for head in journal.heads(ledger) if sees(sight, journal.row(head)))
    else:
        asked = Filter(ledgers=(ledger,), bound=(SPELT,))
        heads = journal.walk(HeadQuery(sight, current_day(), asked))
    found: dict[str, list[Head]] = {}
    for head in heads:
        if fold_number(head.number) != head.number:
            found.setdefault(fold_number(head.number), []).append(head)
    return found
