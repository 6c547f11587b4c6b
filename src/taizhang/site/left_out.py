"""Rows that imports left out and nobody brought in since, of the ledgers they would stand in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from taizhang.intake.changes import ChangeSet
from taizhang.intake.left_out import LEDGERS, LeavingOut, left_out_rows
from taizhang.matters.entry import Head, Intention, Source
from taizhang.site.waiting import waiting_heads

if TYPE_CHECKING:
    from taizhang.site.site import Site

WAITS = "用语待认定"
"""Why a row that waits is counted nowhere."""


@dataclass(frozen=True, slots=True)
class RowLeftOut:
    """A row that is counted nowhere. ledger: it would stand in. known: by which identity; digests of it are stable."""

    known: str
    ledger: str
    because: str
    source: Source
    opened: str


def leaving_out(site: Site, changes: ChangeSet, by: str, on: date) -> Iterator[Intention]:
    """What an import asks of the journal beside its rows: what it leaves out, and what it brings in at last."""
    if LEDGERS[0] not in site.catalogue.ledgers:
        return
    known = {head.matter: head for name in LEDGERS for head in site.journal.heads(name)}
    there = site.journal.known([one.matter for one in left_out_rows(changes, by) if one.matter])
    yield from LeavingOut(site.catalogue, changes, known, there, by, on).intentions()


def rows_left_out(site: Site, ledgers: Collection[str] | None = None) -> tuple[RowLeftOut, ...]:
    """The rows left out of those ledgers, of all without, in the order they were told; those taken in since are gone.

    Rows that wait until somebody places their words are among them. A row is in when an import took it, or when its matter, which was not there then, is there now: somebody registered it.
    """
    open_ = [
        head
        for name in LEDGERS
        if name in site.catalogue.ledgers
        for head in site.journal.heads(name)
        if not head.facts.get("taken") and (ledgers is None or head.facts.get("about") in ledgers)
    ]
    there = site.journal.known([matter for one in open_ if (matter := _awaited(one))])
    waiting = [
        RowLeftOut(head.matter, str(head.facts["ledger"]), WAITS, head.source, str(head.facts["opened"]))
        for head in waiting_heads(site)
        if ledgers is None or head.facts["ledger"] in ledgers
    ]
    return (*(_row(one) for one in open_ if _awaited(one) not in there), *waiting)


def _awaited(head: Head) -> str:
    """The matter that was not there when its row was left out; '' where it was, or cannot be told."""
    return str(head.facts.get("matter") or "") if head.facts.get("lacking") else ""


def _row(head: Head) -> RowLeftOut:
    facts = {name: str(value or "") for name, value in head.facts.items()}
    return RowLeftOut(head.matter, facts["about"], facts["because"], head.source, facts["opened"])
