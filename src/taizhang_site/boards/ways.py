"""The addresses at which the numbers of a board open."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from taizhang.terms.period import Period


class SiteWays:
    """Numbers open lists, matters and figures of this site."""

    def matters(self, **parts: str | tuple[str, ...]) -> str:
        """The list with these filters; of closed loops alone when no ledger is named."""
        if not parts.get("ledger"):
            parts["loop"] = "1"
        named = [(name, value) for name, value in parts.items() if isinstance(value, str) and value]
        named += [(name, one) for name, value in parts.items() if isinstance(value, tuple) for one in value]
        return f"{reverse('matters')}?{urlencode(named)}"

    def matter(self, matter: str) -> str:
        """The page of one matter."""
        return reverse("matter", args=[matter])

    def figure(self, name: str, period: Period, unit: str = "") -> str:
        """The page of a figure with its rows; of a unit when one is named."""
        narrowed = {"unit": unit} if unit else {}
        return f"{reverse('figure', args=[name])}?{urlencode({'period': period.key, **narrowed})}"


WAYS = SiteWays()
