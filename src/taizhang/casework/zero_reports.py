"""Reports of zero: a named person says that a month passed without any matter of a ledger (零报告)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.figures.value import Ask
from taizhang.intake.identities import identity
from taizhang.matters.entry import RECORD, Entry, Head, Intention
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.scope import Scope
from taizhang.terms.sentence import sentence

LEDGER = "zero_report"
# Chosen: as many numbers of matters as one sentence names.
MOST = 5


@dataclass(frozen=True, slots=True)
class ZeroReport:
    """Who says that nothing happened, of what, in which month and unit.

    about: a ledger's name, or that of a figure over rows (失泄密事件 of a ledger that keeps checks as well). unit: ''
    means the whole body.
    """

    about: str
    month: Period
    person: str
    unit: str = ""


def report_zero(site: Site, given: ZeroReport, *, actor: str, on: date) -> Entry:
    """Records a report of zero. Refused (CMD-060) with everything that stands against it."""
    if found := objections(site, given, on):
        raise Refused(*found)
    unit = given.unit or site.catalogue.body.name
    facts = {
        "about": title_of(site.catalogue, given.about),
        "month": given.month.end.isoformat(),
        "unit": unit,
        "person": given.person.strip(),
        "opened": on.isoformat(),
    }
    key = (facts["about"], facts["month"], unit)
    matter = identity(LEDGER, key)
    intention = Intention(
        actor, f"zero:{matter}", LEDGER, RECORD, on, matter, number="/".join(key), unit=unit, facts=facts
    )
    (entry,) = site.journal.append((intention,))
    return entry


def title_of(catalogue: Catalogue, about: str) -> str:
    """The title of the ledger or figure over rows of that name; '' when there is none."""
    if about in catalogue.ledgers:
        return catalogue.ledgers[about].title
    figure = catalogue.figures.get(about)
    return figure.title if figure is not None and not figure.composed else ""


def objections(site: Site, given: ZeroReport, on: date) -> tuple[Problem, ...]:
    """Everything that stands against a report of zero."""
    title = title_of(site.catalogue, given.about)
    if not title:
        known = "、".join(site.catalogue.ledgers)
        message = sentence("没有名为“{about}”的台账或计数指标。", about=given.about)
        return (Problem("CMD-060", message, hint=sentence("可用的台账有：{known}。", known=known)),)
    found = []
    if not given.person.strip():
        found.append(Problem("CMD-060", "零报告没有写明报告人。", hint="请写明姓名或岗位。"))
    if given.unit and given.unit not in site.organisation().units:
        found.append(
            Problem(
                "CMD-060",
                sentence("没有名为“{unit}”的单位。", unit=given.unit),
                hint="请用单位名录里的全称，或不写单位。",
            )
        )
    if on < given.month.end:
        message = sentence("{month}还没有过完，不能作零报告。", month=given.month.key)
        found.append(Problem("CMD-060", message, hint="请在这个月的最后一日或以后报告。"))
    if rows := happened(site, given):
        told = "、".join(rows[:MOST]) + (f"等{len(rows)}条" if len(rows) > MOST else "")
        message = sentence(
            "“{title}”在{month}有{count}条记录，不能报零：{told}。",
            title=title,
            month=given.month.key,
            count=len(rows),
            told=told,
        )
        found.append(Problem("CMD-060", message, hint="请先核对这些记录。"))
    return tuple(found)


def happened(site: Site, given: ZeroReport) -> list[str]:
    """The numbers of the matters a report of zero would deny."""
    scope = Scope(given.unit)
    if given.about in site.catalogue.figures:
        rows = site.trace(Ask(given.about, given.month, scope=scope)).rows
        return [row.number or "（无编号）" for row in rows]
    within = site.organisation().subtree(given.unit) if given.unit else None
    ledger = site.catalogue.ledgers[given.about]
    return [
        head.number or "（无编号）"
        for head in site.journal.heads(ledger.name)
        if given.month.start.isoformat() <= day_of(ledger, head) <= given.month.end.isoformat()
        and (within is None or head.unit in within)
    ]


def day_of(ledger: Ledger, head: Head) -> str:
    """The day a matter counts from, ISO: when it was opened, else the first day its ledger requires; '' for none."""
    fields = ledger.declared.field
    name = "opened" if "opened" in fields else next((key for key, one in fields.items() if one.type == "date"), "")
    return str(head.facts.get(name) or "") if name else ""
