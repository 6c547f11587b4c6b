"""Days of a row that cannot be: out of their order, a review skipped, a period turned round, a year mistyped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from taizhang.catalogue.predicate import Row
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.roles import Span, role_of
from taizhang.matters.soundness.flaw import Flaw
from taizhang.terms.workdays import shipped_calendar

# A matter that is dealt with and an event are not older than ten years; in a register that lasts a century is a slip.
_UNITS = {"workday": "个工作日", "day": "日", "month": "个月", "year": "年", "hour": "小时", "minute": "分钟"}
# Chosen: a year mistyped in one digit is off by ten or more; a due date may lie in a far plan.
SHORT_YEARS, LONG_YEARS, YEARS_AHEAD, DUE_YEARS = 10, 99, 1, 30
# Chosen: a five-year plan ahead; papers of thirty years' retention (the longest fixed term of 档案保管期限) behind.
PLANNED_YEARS, YEARS_KEPT = 5, 30


def day_of(row: Row, name: str) -> date | None:
    """The day a column holds."""
    value = row.get(name) if name else None
    return value if isinstance(value, date) else None


def days_follow_their_order(ledger: Ledger, row: Row) -> Iterator[Flaw]:
    """A day earlier than one that must come before it; a time limit before the beginning."""
    roles, fields = ledger.roles, ledger.declared.field
    filled = [(name, day) for name in roles.chain if (day := day_of(row, name))]
    for (before, one), (after, two) in pairwise(filled):
        if two < one:
            ends = before == roles.opened and after in (roles.closed, "done")
            because = f"“{fields[after].title}”（{two}）早于“{fields[before].title}”（{one}），步骤次序颠倒"
            yield Flaw("order", after, because, before, "error" if ends else "warning")
    opened = day_of(row, roles.opened)
    for name in roles.due:
        if opened and (due := day_of(row, name)) and due < opened:
            because = f"“{fields[name].title}”（{due}）早于“{fields[roles.opened].title}”（{opened}）"
            yield Flaw("order", name, because, roles.opened)


def reviews_are_not_skipped(ledger: Ledger, row: Row) -> Iterator[Flaw]:
    """Closed without any review, a later review without the one before it, or closed before it was said to be done."""
    roles, fields = ledger.roles, ledger.declared.field
    if not day_of(row, roles.closed):
        return
    for name in (name for name in roles.chain if not day_of(row, name) and role_of(name, fields[name]) == "done"):
        yield Flaw("skipped", roles.closed, f"没有“{fields[name].title}”就填了“{fields[roles.closed].title}”", name)
    held = [name for name in roles.reviews if day_of(row, name)]
    if roles.reviews and not held:
        missing = "、".join(f"“{fields[name].title}”" for name in roles.reviews)
        yield Flaw("skipped", roles.closed, f"没有{missing}就填了“{fields[roles.closed].title}”", roles.reviews[0])
    for name in roles.reviews[: roles.reviews.index(held[-1])] if held else ():
        if name not in held:
            yield Flaw("skipped", held[-1], f"没有“{fields[name].title}”就填了“{fields[held[-1]].title}”", name)


def periods_run_forward_and_long_enough(ledger: Ledger, row: Row) -> Iterator[Flaw]:
    """An end before its start, a period shorter than its rule, more days of it than there are."""
    fields = ledger.declared.field
    for span in ledger.roles.spans:
        start, end = day_of(row, span.start), day_of(row, span.end)
        if start is None or end is None:
            continue
        if end < start:
            because = f"“{fields[span.end].title}”（{end}）早于“{fields[span.start].title}”（{start}），起止倒置"
            yield Flaw("period", span.end, because, span.start, "error")
            continue
        yield from _too_short(ledger, span, start, end)
        yield from _more_days(ledger, row, span, (end - start).days + 1)


def _too_short(ledger: Ledger, span: Span, start: date, end: date) -> Iterator[Flaw]:
    """Both the first and the last day count: five workdays from a Monday are over on Friday."""
    clock = ledger.clocks.get(span.clock)
    if clock is None:
        return
    fields, calendar = ledger.declared.field, shipped_calendar()
    before = start - timedelta(days=1)
    if clock.unit == "workday":
        lasted = calendar.between(before, end)
        if lasted >= clock.amount:
            return
        told = f"只有{lasted}个工作日"
    elif end >= calendar.due(before, clock.amount, clock.unit).raw:
        return
    else:
        told = f"自{start}至{end}"
    least = f"{clock.amount}{_UNITS[clock.unit]}"
    title = f"“{fields[span.start].title}”至“{fields[span.end].title}”"
    yield Flaw("period", span.end, f"{title}{told}，短于“{clock.title}”规定的{least}", span.start)


def _more_days(ledger: Ledger, row: Row, span: Span, most: int) -> Iterator[Flaw]:
    for name in ledger.roles.days:
        number = row.get(name)
        if number is not None and not isinstance(number, str | date | bool) and number > most:
            title = ledger.declared.field[name].title
            yield Flaw("period", name, f"“{title}”为{number}天，而起止日期之间只有{most}天", span.end)


def days_lie_in_a_plausible_span(ledger: Ledger, row: Row) -> Iterator[Flaw]:
    """A year typed wrong: far before or after the year of the row's own days."""
    roles, fields = ledger.roles, ledger.declared.field
    held = [(name, day) for name in dict.fromkeys((*roles.facts, *roles.due)) if (day := day_of(row, name))]
    stated = [day.year for name, day in held] + [
        day.year for name, field in fields.items() if field.type == "year" and (day := day_of(row, name))
    ]
    if not stated:
        return
    year = sorted(stated)[len(stated) // 2]
    lasts, back = _lasts(ledger), years_back(ledger)
    for name, day in held:
        ahead = DUE_YEARS if name in roles.due or lasts else YEARS_AHEAD + back
        if day.year < year - back or day.year > year + ahead:
            yield Flaw("span", name, f"“{fields[name].title}”写作{day}，与这一行其他日期相差太远")


def mistyped(ledger: Ledger, row: Row, year: int, today: date) -> Iterator[Flaw]:
    """Days of what has happened that lie in years to come, or in another century than the ledger's year."""
    roles, fields = ledger.roles, ledger.declared.field
    last = date(max(year, today.year), 12, 31)
    back = years_back(ledger)
    for name in roles.facts:
        day = day_of(row, name)
        if day is None:
            continue
        if day > last:
            yield Flaw("span", name, f"“{fields[name].title}”写作{day}，还没有到这一天")
        elif day.year < year - back:
            yield Flaw("span", name, f"“{fields[name].title}”写作{day}，早于台账年度{year}年太多")
    for name in roles.due:
        day = day_of(row, name)
        if day is not None and not year - back <= day.year <= last.year + DUE_YEARS:
            yield Flaw("span", name, f"“{fields[name].title}”写作{day}，与台账年度{year}年相差太远")
    for name in roles.years:
        told = row.get(name)
        stated = told.year if isinstance(told, date) else int(told) if isinstance(told, Decimal) else None
        if stated is not None and not year - YEARS_KEPT <= stated <= last.year + PLANNED_YEARS:
            yield Flaw("span", name, f"“{fields[name].title}”写作{stated}年，与台账年度{year}年相差太远")


def _lasts(ledger: Ledger) -> bool:
    """Whether its matters go on for decades: a register of what has a beginning and an end, and is no case."""
    roles = ledger.roles
    return ledger.declared.lifecycle != "closed_loop" and (bool(roles.closed) or not roles.opened)


def years_back(ledger: Ledger) -> int:
    """How many years before its own year a day of the ledger may lie."""
    return ledger.declared.span or (LONG_YEARS if _lasts(ledger) else SHORT_YEARS)


def the_word_of_the_state_agrees_with_its_day(ledger: Ledger, row: Row) -> Iterator[Flaw]:
    """Finished by its word without the day it was, or the other way round."""
    roles, fields, status = ledger.roles, ledger.declared.field, ledger.declared.status
    if not roles.finished or not roles.closed or not status or row.get(status) is None:
        return
    word, day = row[status], day_of(row, roles.closed)
    if isinstance(word, bool):
        return
    if word in roles.finished and day is None:
        yield Flaw("status", roles.closed, f"状态为“{word}”而“{fields[roles.closed].title}”为空", status)
    if word not in roles.finished and day is not None:
        yield Flaw("status", status, f"状态为“{word}”而填了“{fields[roles.closed].title}”（{day}）", roles.closed)
