"""Which matters count: the one rule of figures, boards and lists."""

from __future__ import annotations

from taizhang.catalogue.resolved import Ledger
from taizhang.matters.words import POINTERS, UNREVIEWED


def uncounted(ledger: Ledger) -> tuple[str, ...]:
    """The states whose matters do not count by themselves: one merged or split is counted in those that stand for it,
    and where its ledger says so one that nobody has approved yet does not count.
    """
    return (*POINTERS, *UNREVIEWED) if ledger.declared.registration.counts == "reviewed" else POINTERS
