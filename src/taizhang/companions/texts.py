"""Which companions there are, and the text of each."""

from __future__ import annotations

from taizhang.companions.cycle import NAMES, cycle
from taizhang.companions.year_end import problems, targets
from taizhang.site import Site
from taizhang.terms.period import Period

COMPANIONS = (*NAMES, "problems", "targets")


def text_of(site: Site, name: str, period: Period) -> str:
    """The template text of a companion for a period, written anew from the journal."""
    if name in NAMES:
        return cycle(site, name, period)
    return problems(site, period) if name == "problems" else targets(site, period)
