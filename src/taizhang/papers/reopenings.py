"""What a period's figures would have said at its end of matters that were reopened since: nothing of it in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import row_of
from taizhang.matters.counting import uncounted
from taizhang.matters.entry import Head
from taizhang.matters.past import head_on
from taizhang.papers.kept_rows import MOST_NAMED
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence


def reopened_since(site: Site, period: Period) -> Iterator[Problem]:
    """The matters closed at the period's end and reopened after it, one problem a ledger (FIG-011).

    Figures tell what is known now: such a matter is open in them. What held at the end is folded from what had happened
    by then, and told beside them.
    """
    for ledger in site.catalogue.ledgers.values():
        if not {"opened", "closed"} <= ledger.columns.keys():
            continue
        then = [
            (head, day)
            for head in site.journal.heads(ledger.name)
            if head.course.reopened and head.course.reopened > period.last and head.state not in uncounted(ledger)
            if (day := closed_then(site, ledger, head, period.last))
        ]
        if then:
            yield _told(ledger, period, [head.number or head.matter for head, _ in then], [day for _, day in then])


def closed_then(site: Site, ledger: Ledger, head: Head, end: date) -> date | None:
    """The day on which the matter was closed, as it stood at the end of that day; None when it was open, or is closed so still."""
    before = head_on(site.journal.history(head.matter), ledger, end)
    then, now = (row_of(ledger, one.facts)["closed"] if one else None for one in (before, head))
    if not isinstance(then, date) or then > end or (isinstance(now, date) and now <= end):
        return None
    return then


def _told(ledger: Ledger, period: Period, numbers: list[str], days: list[date]) -> Problem:
    within = sum(day >= period.start for day in days)
    says = sentence(
        "{ledger}有{count}件到{end}时已办结，以后恢复办理（{named}）：指标按现在所知计为未办结；当时的期末未办结少{count}件，当期办结多{within}件。",
        ledger=ledger.title,
        count=len(numbers),
        end=period.last,
        named="、".join(numbers[:MOST_NAMED]) + ("等" if len(numbers) > MOST_NAMED else ""),
        within=within,
    )
    hint = "已经报出的数不因恢复办理而错；重新报这一期时，请写明哪些是以后恢复的。"
    return Problem("FIG-011", says, Place(key=f"ledger.{ledger.name}"), hint, "warning")
