"""Which companions there are, and the text of each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from taizhang.papers.companions.cycle import NAMES, cycle
from taizhang.papers.companions.year_end import problems, targets
from taizhang.site.site import Site
from taizhang.terms.period import Period

COMPANIONS: Mapping[str, str] = MappingProxyType({**NAMES, "problems": "问题清单", "targets": "来年目标表"})
"""Names of the companions with what each is called."""


def text_of(site: Site, name: str, period: Period) -> str:
    """The template text of a companion for a period, written anew from the journal."""
    if name in NAMES:
        return cycle(site, name, period)
    return problems(site, period) if name == "problems" else targets(site, period)
