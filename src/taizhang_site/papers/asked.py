"""Which paper an address means, and the paper drawn once for everyone who looks at the same text."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from django.http import Http404

from taizhang.desk_papers import Papers
from taizhang.reports.paper import Paper
from taizhang.savings import Draft
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem
from taizhang_site.house import figures_lock

KEPT = 4
Drawn = tuple[Paper, tuple[Problem, ...]]
_drawn: OrderedDict[tuple[str, ...], Drawn] = OrderedDict()


def papers_of(request: Any) -> Papers:
    """The papers as the person may work on them; 404 for whoever sees only some units."""
    found = Papers(request.desk)
    if not found.open:
        raise Http404
    return found


def asked(request: Any, name: str, period: str) -> tuple[Papers, Period]:
    """The papers and the period of an address; 404 when there is no such paper or the period cannot be read."""
    found = papers_of(request)
    if name not in found.names and name not in found.companions:
        raise Http404
    try:
        return found, Period.parse(period)
    except ValueError as error:
        raise Http404 from error


def draft_of(papers: Papers, name: str, period: Period) -> Draft:
    """The draft of a paper; the text of a companion is counted anew."""
    if name not in papers.companions:
        return papers.draft(name, period)
    with figures_lock:
        return papers.draft(name, period)


def drawn(papers: Papers, name: str, period: Period, text: str) -> Drawn:
    """The paper of a text; the last few are kept while journal and catalogue stand still."""
    site = papers.site
    key = (name, period.key, text, str(site.journal.size), site.catalogue.revision, str(site.home))
    with figures_lock:
        if key not in _drawn:
            _drawn[key] = papers.drawn(name, period, text)
            while len(_drawn) > KEPT:
                _drawn.popitem(last=False)
        _drawn.move_to_end(key)
        return _drawn[key]
