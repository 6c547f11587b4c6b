"""Which paper an address means, and the paper drawn once for everyone who looks at the same text."""

from __future__ import annotations

from collections import OrderedDict

from django.http import Http404

from taizhang.papers.drafts import PaperDraft
from taizhang.papers.workbench import Papers
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.progress import Progress, quiet
from taizhang_site.house import figures_lock
from taizhang_site.papers.drawing import Drawn, find_drawn, keep_drawn, key_of
from taizhang_site.request import SiteRequest

# Chosen: the papers that are worked on at once; each holds all its rows in memory.
KEPT = 4
_drawn: OrderedDict[str, Drawn] = OrderedDict()


def papers_of(request: SiteRequest) -> Papers:
    """The papers as the person may work on them; 404 for whoever sees only some units."""
    found = Papers(request.desk)
    if not found.open:
        raise Http404
    return found


def papers_and_period(request: SiteRequest, name: str, period: str) -> tuple[Papers, Period]:
    """The papers and the period of an address; 404 when there is no such paper or the period cannot be read."""
    found = papers_of(request)
    if name not in found.names and name not in found.companions:
        raise Http404
    try:
        return found, Period.parse(period).as_of(request.desk.today)
    except ValueError as error:
        raise Http404 from error


def draft_of(papers: Papers, name: str, period: Period) -> PaperDraft:
    """The draft of a paper; the text of a companion is counted anew."""
    if name not in papers.companions:
        return papers.draft(name, period)
    with figures_lock:
        return papers.draft(name, period)


def draw_once(papers: Papers, name: str, period: Period, text: str, progress: Progress = quiet) -> Drawn:
    """The paper of a text, drawn once for all who see as much, by whichever process, while journal and catalogue stand
    still.
    """
    site = papers.site
    key = key_of(site, name, period, text, papers.guarded)
    with figures_lock:
        if key not in _drawn:
            _drawn[key] = find_drawn(site, key) or _draw_and_keep(site, key, papers.draw(name, period, text, progress))
            while len(_drawn) > KEPT:
                _drawn.popitem(last=False)
        _drawn.move_to_end(key)
        return _drawn[key]


def _draw_and_keep(site: Site, key: str, found: Drawn) -> Drawn:
    keep_drawn(site, key, found)
    return found
