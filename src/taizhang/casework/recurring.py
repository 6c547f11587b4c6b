"""What must come again and again, and how often it came, over the ledgers a person may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.model import ClockDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import row_of
from taizhang.matters.recurring import Recurrence, recurrences
from taizhang.matters.soundness.twins import standing
from taizhang.site.site import Site


@dataclass(frozen=True, slots=True)
class Recurring:
    """A rule of so many in every period, the ledger it counts in, and how often it was kept.

    empty: whether the ledger has no matter at all, so that nothing tells whether any was held.
    """

    clock: ClockDeclaration
    ledger: Ledger
    kept: tuple[Recurrence, ...]
    empty: bool

    @property
    def lacking(self) -> tuple[Recurrence, ...]:
        """The periods in which some are missing."""
        return tuple(one for one in self.kept if one.missing)

    @property
    def overdue(self) -> int:
        """In how many periods that are over some are missing."""
        return sum(one.over for one in self.lacking)


def recurring(site: Site, on: date) -> Iterator[Recurring]:
    """Every rule of so many in every period as it was kept until the day, in the order of the catalogue; matters merged or
    cancelled do not count."""
    for clock in site.catalogue.clocks.values():
        for name in clock.ledgers if clock.every else ():
            ledger = site.catalogue.ledgers.get(name)
            if ledger is not None:
                rows = [row_of(ledger, head.facts) for head in site.journal.heads(name) if standing(head)]
                yield Recurring(clock, ledger, recurrences(clock, rows, on), not rows)
