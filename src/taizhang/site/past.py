"""A site as it stood at the end of a past day: its matters, lists and counts, to be read only."""

from __future__ import annotations

from collections import OrderedDict
from copy import copy
from functools import cached_property
from threading import RLock

from taizhang.catalogue.resolved import Ledger
from taizhang.matters.acts import Allowed
from taizhang.matters.past import PastDay
from taizhang.site.desk import Desk
from taizhang.site.opened import Opened
from taizhang.site.site import Site

KEPT = 4
"""Past days remembered by a process: each holds every matter of its day in memory."""


class _NoFigures:
    """Stands where the replica is: figures have their own cut-off and are never counted of a past site."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError("figures are not counted of a past day")


class PastSites:
    """The sites of past days asked for last, each good until an entry is added."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, PastDay, int], Site] = OrderedDict()
        self._lock = RLock()

    def of(self, site: Site, asked: PastDay) -> Site:
        """The site as it stood that day, under the definitions in force then."""
        key = (str(site.home), asked, site.journal.size)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = _as_of(site, asked)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]


def _as_of(site: Site, asked: PastDay) -> Site:
    _ = site.roll, site.blobs  # of today: who may look does not change with the day looked at
    catalogue = site.catalogue_of(asked.day, site.journal.size)
    other = copy(site)
    other.catalogue = catalogue
    other.__dict__["journal"] = site.journal.on(asked, catalogue.ledgers, catalogue.clocks)
    other.__dict__["_warehouse"] = _NoFigures()
    return other


class PastOpened(Opened):
    """A matter of a past day: what is past is not acted on."""

    @cached_property
    def acts(self) -> tuple[Allowed, ...]:
        """None."""
        return ()

    def _has_post(self, act: str) -> bool:
        return False


class PastDesk(Desk):
    """What a person sees of a past day: everything that is in his sight, and nothing to do."""

    def __init__(self, site: Site, desk: Desk, asked: PastDay) -> None:
        """site: of that day; desk: the same person's today."""
        super().__init__(site, desk.actor, asked.day, desk.units)
        self.asked = asked

    def open(self, matter: str) -> Opened | None:
        """The matter as it lay there, with nothing to do; None when it was not there yet or is out of sight."""
        opened = super().open(matter)
        return opened and PastOpened(
            opened.site, opened.actor, opened.today, opened.units, head=opened.head, row=opened.row
        )

    def openable(self) -> tuple[Ledger, ...]:
        """None."""
        return ()
