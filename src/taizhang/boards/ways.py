"""The ways the numbers of a board open."""

from __future__ import annotations

from typing import Protocol

from taizhang.terms.period import Period


class Ways(Protocol):
    """The addresses at which numbers open; whoever shows the board knows them."""

    def matters(self, **parts: str | tuple[str, ...]) -> str:
        """The list with these filters; of closed loops alone when no ledger is named."""

    def matter(self, matter: str) -> str:
        """The page of one matter."""

    def figure(self, name: str, period: Period, unit: str = "") -> str:
        """The page of a figure with its rows; of a unit when one is named."""

    def why(self, name: str, period: Period, against: Period) -> str:
        """The page that tells why a figure changed against another period."""
