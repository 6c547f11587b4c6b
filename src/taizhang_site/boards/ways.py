"""The addresses at which the numbers of a board open."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from taizhang.site.desk import Desk
from taizhang.terms.period import Period
from taizhang_site.past_day import carried, of_the_day


class SiteWays:
    """Numbers open lists, matters and figures of this site, on the day of the desk they were counted at."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def matters(self, **parts: str | tuple[str, ...]) -> str:
        """The list with these filters; of closed loops alone when no ledger is named."""
        if not parts.get("ledger"):
            parts["loop"] = "1"
        named = [(name, value) for name, value in parts.items() if isinstance(value, str) and value]
        named += [(name, one) for name, value in parts.items() if isinstance(value, tuple) for one in value]
        return f"{reverse('matters')}?{urlencode([*named, *carried(self._desk).items()])}"

    def matter(self, matter: str) -> str:
        """The page of one matter."""
        return of_the_day(self._desk, reverse("matter", args=[matter]))

    def figure(self, name: str, period: Period, unit: str = "") -> str:
        """The page of a figure with its rows; of a unit when one is named."""
        narrowed = {"unit": unit} if unit else {}
        return f"{reverse('figure', args=[name])}?{urlencode({'period': period.key, **narrowed})}"

    def why(self, name: str, period: Period, against: Period) -> str:
        """The page that tells why a figure changed against another period."""
        return f"{reverse('why', args=[name])}?{urlencode({'period': period.key, 'against': against.key})}"
