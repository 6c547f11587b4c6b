"""The leader's page: lamps by unit and ledger, what is overdue, the trend by month; every number opens its rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from taizhang.charts.chart import Chart
from taizhang.desk import Desk
from taizhang.journal.listing import Counts
from taizhang.terms.period import Period
from taizhang_site.boards.charts import monthly

LAMPS = ("red", "yellow", "blue", "green", "grey")
MOST_UNITS = 30


@dataclass(frozen=True, slots=True)
class Count:
    """A number and the list it opens."""

    number: int
    href: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One unit or ledger with its lamps."""

    label: str
    counts: tuple[Count, ...]
    total: Count


def address(**parts: str) -> str:
    """The list with these filters; of closed loops alone when no ledger is named."""
    if not parts.get("ledger"):
        parts["loop"] = "1"
    return f"/matters?{urlencode({name: value for name, value in parts.items() if value})}"


def board(request: Any) -> HttpResponse:
    """The page, in four grouped counts whatever the number of matters.

    Without a chosen ledger it tells of closed loops only: a month's report or a meeting is never closed late.
    """
    desk: Desk = request.desk
    ledger = request.GET.get("ledger", "")
    loops = desk.loops
    chosen = (ledger,) if ledger in desk.ledgers else tuple(loops)
    open_ = desk.counts(desk.query(ledgers=chosen, live=True), "ledger", "unit", "lamp")
    every = {name: count for (name,), count in desk.counts(desk.query(ledgers=(*loops, *chosen)), "ledger").items()}
    since = Period.year(desk.today.year).shifted(-1).start
    by_month = desk.counts(desk.query(ledgers=chosen, opened_from=since), "opened_month")
    lamps = _sums(open_, 2)
    total, live = sum(every.get(name, 0) for name in chosen), sum(open_.values())
    finished = total - live
    context = {
        "tiles": [Count(lamps.get((lamp,), 0), address(ledger=ledger, lamp=lamp, live="1"), lamp) for lamp in LAMPS],
        "total": Count(total, address(ledger=ledger)),
        "live": Count(live, address(ledger=ledger, live="1")),
        "finished": Count(finished, address(ledger=ledger, live="0")),
        "rate": f"{finished * 100 / total:.1f}" if total else "",
        "ledgers": _lines(open_, 0, {name: one.title for name, one in desk.ledgers.items()}, "ledger", {}),
        "units": _lines(open_, 1, None, "unit", {"ledger": ledger})[:MOST_UNITS],
        "overdue": desk.page(desk.query(ledgers=chosen, lamps=("red",), size=10)).heads,
        "trend": _trend(by_month, desk, ledger), "choices": [desk.ledgers[name] for name in loops if every.get(name)], "chosen": ledger,
        "today": desk.today, "lamps": LAMPS,
    }  # fmt: skip
    context["overdue"] = [(head, desk.site.journal.row(head), desk.lamp(head)) for head in context["overdue"]]
    return render(request, "boards/board.html", context)


def _sums(counts: Counts, part: int) -> dict[tuple[str, ...], int]:
    sums: dict[tuple[str, ...], int] = defaultdict(int)
    for group, count in counts.items():
        sums[(group[part],)] += count
    return sums


def _lines(counts: Counts, part: int, labels: dict[str, str] | None, name: str, also: dict[str, str]) -> list[Line]:
    """One line a group, those with the most red first."""
    groups: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for group, count in counts.items():
        groups[group[part]][group[2]] += count
    lines = []
    for key, lamps in groups.items():
        if key:
            cells = tuple(
                Count(lamps.get(lamp, 0), address(**{name: key, "lamp": lamp, "live": "1", **also}), lamp)
                for lamp in LAMPS
            )
            whole = Count(sum(lamps.values()), address(**{name: key, "live": "1", **also}))
            lines.append(Line(labels.get(key, key) if labels else key, cells, whole))
    return sorted(lines, key=lambda line: (-line.counts[0].number, -line.total.number, line.label))


def _trend(by_month: Counts, desk: Desk, ledger: str) -> Chart:
    """Matters opened in each month of this year and of the last."""
    months = {month: count for (month,), count in by_month.items() if month}

    def opens(key: str) -> str:
        period = Period.parse(key)
        return address(ledger=ledger, opened_from=period.start.isoformat(), opened_to=period.end.isoformat())

    return monthly(months, desk.today, opens)
