"""Totals of a list, each a link: to the list's matters, to one part of them, or to the figure with its rows."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from taizhang.boards.whole import ledgers_of, visible_figures
from taizhang.casework.totals import STATE, UNIT, Total, Totals, numbers_of, possible_parts, totals
from taizhang.catalogue.resolved import Figure, Ledger
from taizhang.figures.value import Ask, Value
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.site.desk import Desk
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.quantity import format_plain
from taizhang_site.house import figures_lock, site
from taizhang_site.matters.asked import drop_empty, ledger_of, parse_query
from taizhang_site.matters.fields import NOTHING
from taizhang_site.rendering.language import translate
from taizhang_site.request import SiteRequest

# Chosen: a page of figures, and of parts as many as there are units in a county.
MOST_FIGURES, MOST_PARTS = 24, 200
ASIDE = {"ledger", "order", "column", "start", "by", "f-opened-from", "f-opened-to"}
"""What of an address does not keep the ledger's figures from being told: they know periods."""


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """A line of the totals: what it stands for, the list it opens, and each number with the list in its order."""

    label: str
    href: str
    count: int
    sums: tuple[tuple[str, str], ...]


def list_totals(request: SiteRequest) -> HttpResponse:
    """The totals of a list; inside the list's page when asked from there."""
    desk: Desk = request.desk
    address = drop_empty(request.GET)
    ledger = ledger_of(desk, address)
    if ledger is None:
        raise Http404
    by = address.get("by", "")
    parts, problems, found = possible_parts(desk, ledger), list[Problem](), None
    try:
        found = totals(desk, ledger, parse_query(desk, address), by if by in parts else "")
    except Refused as refused:
        problems = list(refused.problems)
    context = {
        "ledger": ledger,
        "problems": problems,
        "columns": numbers_of(ledger).values(),
        "pairs": [(name, value) for name, values in address.lists() for value in values if name not in ("by", "start")],
        "whole": _line(ledger, address, translate("合计", request.language), found.whole) if found else None,
        "parts": _parts(ledger, address, found, request.language) if found else [],
        "by": by,
        "choices": [(name, translate(title, request.language)) for name, title in parts.items()],
        "values": _figures(desk, ledger, address),
        "back": f"{reverse('matters')}?{_without(address, 'by')}",
        "figures_told": set(address) <= ASIDE,
    }
    inside = request.headers.get("HX-Request") == "true"
    return render(request, f"matters/{'totals_part' if inside else 'totals'}.html", context)


def _without(address: QueryDict, *names: str) -> str:
    kept = address.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


def _list(address: QueryDict, **changed: str) -> str:
    """The list with some conditions changed."""
    kept = address.copy()
    for name in ("by", "start", "order"):
        kept.pop(name, None)
    for name, value in changed.items():
        kept[name] = value
    return f"{reverse('matters')}?{kept.urlencode()}"


def _line(ledger: Ledger, address: QueryDict, label: str, total: Total, **part: str) -> TotalsRow:
    sums = []
    for name in numbers_of(ledger):
        text = format_plain(total.sums[name]) if name in total.sums else ""
        kept = address.copy()
        kept.setlist("column", ["number", "title", f"f-{name}"])
        sums.append((text, _list(kept, order=f"-f-{name}", **part)))
    return TotalsRow(label, _list(address, **part), total.count, tuple(sums))


def _parts(ledger: Ledger, address: QueryDict, found: Totals, language: str) -> list[TotalsRow]:
    key = found.by if found.by in (UNIT, STATE) else f"f-{found.by}"
    labels = LIFECYCLES[ledger.declared.lifecycle]
    lines = []
    for value, total in list(found.parts.items())[:MOST_PARTS]:
        label = translate(labels.label(value), language) if found.by == STATE else value
        part = {key: value or NOTHING}
        lines.append(_line(ledger, address, label or translate("（空）", language), total, **part))
    return lines


def _figures(desk: Desk, ledger: Ledger, address: QueryDict) -> list[Value]:
    """The ledger's figures for the list's period; none when the list asks what they do not know."""
    if not set(address) <= ASIDE:
        return []
    mine = [one for one in visible_figures(desk).values() if ledgers_of(site().catalogue, one[0]) == {ledger.name}][
        :MOST_FIGURES
    ]
    period = _period(desk.today, address)
    asks = [Ask(figure.name, period, scope=scope) for figure, scope in mine if _tells(figure)]
    with figures_lock:
        answers = desk.site.compute(asks)
        return [value for ask in asks if (value := answers.value(ask)).text]


def _tells(figure: Figure) -> bool:
    return figure.kind in ("flow", "cohort", "stock", "ratio", "sum", "cumulative", "distinct", "average")


def _period(today: date, address: QueryDict) -> Period:
    """The days of registration the list is narrowed to, when both are given; else this year."""
    first, last = address.get("f-opened-from", ""), address.get("f-opened-to", "")
    with suppress(ValueError):
        return Period.parse(f"{first}..{last}").as_of(today)
    return Period.year(today.year).as_of(today)
