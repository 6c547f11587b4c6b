"""Makes a planted row one that can be: what was not asked for follows from what was, by the parts the fields play."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.roles import Span
from taizhang.terms.workdays import shipped_calendar

Cellar = str | int | float | date
Given = dict[str, Cellar | None]
FULL = 100


def mend(catalogue: Catalogue, ledger: Ledger, row: Given, kept: Collection[str]) -> None:
    """Puts the row right in place; kept: the fields whose values stay as they are."""
    _years(ledger, row, kept)
    _state(catalogue, ledger, row, kept)
    _order(ledger.roles.chain, row, kept)
    for span in ledger.roles.spans:
        _last(ledger, span, row, kept)
    _numbers(ledger, row, kept)


def _years(ledger: Ledger, row: Given, kept: Collection[str]) -> None:
    """A year a row says is the one it was opened in."""
    opened = row.get(ledger.roles.opened)
    for name in ledger.roles.years:
        if isinstance(opened, date) and name not in kept and row.get(name) is not None:
            row[name] = opened.year


def _state(catalogue: Catalogue, ledger: Ledger, row: Given, kept: Collection[str]) -> None:
    """The word of the state and the day of the end say one thing; the day yields where the word was asked for."""
    roles, status = ledger.roles, ledger.declared.status
    if not roles.finished or not roles.closed or row.get(status) is None:
        return
    finished, ended = row[status] in roles.finished, row.get(roles.closed) is not None
    if finished == ended:
        return
    if status not in kept:
        words = catalogue.vocabularies[ledger.declared.field[status].choices].values
        row[status] = next(word for word in words if (word in roles.finished) == ended)
    elif roles.closed not in kept and not finished:
        row[roles.closed] = None


def _order(chain: Iterable[str], row: Given, kept: Collection[str]) -> None:
    """No step before the one that comes before it."""
    filled = [name for name in chain if isinstance(row.get(name), date)]
    for names, choose in ((filled, max), (filled[::-1], min)):
        limit: date | None = None
        for name in names:
            day = row[name]
            assert isinstance(day, date)
            if limit is not None and name not in kept:
                row[name] = day = choose(day, limit)
            limit = day


def _last(ledger: Ledger, span: Span, row: Given, kept: Collection[str]) -> None:
    """A period runs forward and lasts as long as its rule says."""
    start, end = row.get(span.start), row.get(span.end)
    if not isinstance(start, date) or not isinstance(end, date):
        return
    clock = ledger.clocks.get(span.clock)
    least = shipped_calendar().due(start - timedelta(days=1), clock.amount, clock.unit).raw if clock else start
    if span.end not in kept:
        row[span.end] = end = max(end, least)
    for name in ledger.roles.days:
        if name not in kept and row.get(name) is not None:
            row[name] = (end - start).days + 1


def _numbers(ledger: Ledger, row: Given, kept: Collection[str]) -> None:
    """A part is no greater than its whole, persons no more than their attendances, and what is finished is done in full."""
    roles = ledger.roles
    pairs = [(one.part, one.whole) for one in roles.parts]
    pairs += [(persons, times) for persons in roles.persons for times in roles.times]
    for less, more in pairs:
        part, whole = row.get(less), row.get(more)
        if isinstance(part, int | float) and isinstance(whole, int | float) and part > whole:
            row[more if less in kept else less] = part if less in kept else whole
    if row.get(roles.closed) is None and row.get(ledger.declared.status) not in roles.finished:
        return
    for name in roles.progress:
        if name not in kept and row.get(name) is not None:
            row[name] = FULL
    for name, goal in (*roles.fulfils, *roles.completes):
        done, wanted = row.get(name), row.get(goal)
        if isinstance(done, int | float) and isinstance(wanted, int | float) and done < wanted:
            row[goal if name in kept else name] = done if name in kept else wanted
    for name in roles.rests:
        if row.get(name) is not None and name not in kept:
            row[name] = 0
