"""What figures are counted on: the embedded replica, or a cluster over exported files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from taizhang.warehouse.kept import KeptCounts
from taizhang.warehouse.sql import Bound


class Engine(Protocol):
    """Answers queries over one typed table a ledger, written in the one dialect of ``Printer`` and the kinds."""

    kept: KeptCounts
    """What was counted over the tables."""

    def rows(self, sql: str, bound: Sequence[Bound] = ()) -> list[tuple[object, ...]]:
        """All rows of a query; decimals and dates come back exact."""
        ...
