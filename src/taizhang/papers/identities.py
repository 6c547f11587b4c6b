"""What contradicts itself in a site's figures and rows, and who answers for it."""

from __future__ import annotations

from datetime import date

from taizhang.figures.compute import Answers
from taizhang.figures.identities import Waiver, Waivers, asks, breaches, rows_that_break, told_twice, unkept
from taizhang.intake.identities import identity as identified
from taizhang.matters.entry import RECORD, Entry, Intention
from taizhang.papers.kept_rows import unsound_rows
from taizhang.papers.reopenings import reopened_since
from taizhang.policy.proposals import SHORTEST_REASON
from taizhang.site.legible import Legible
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.sentence import sentence

LEDGER = "waiver"


def contradictions(
    site: Site, period: Period, answers: Answers | None = None, progress: Progress = quiet
) -> tuple[Problem, ...]:
    """Every identity that does not hold in the period, between figures and within rows, what was reopened after it, and
    every row that cannot be.

    answers: those of ``figures.identities.asks``, when they were computed with others.
    """
    progress("核对恒等式", 0, 0)
    known = waivers(site)
    computed = answers or site.compute(asks(site.catalogue, period))
    warehouse = site.refresh()
    bare = unkept(site.catalogue, warehouse)
    between = breaches(site.catalogue, computed, period, look=site.trace, waivers=known, unkept=bare)
    within = rows_that_break(site.catalogue, warehouse, period, known)
    twice = told_twice(site.catalogue, warehouse, period, site.compute, known)
    legible = Legible(site)
    since = reopened_since(site, period)
    return (*map(legible.problem, (*between, *within, *twice, *since)), *unsound_rows(site))


def waivers(site: Site) -> Waivers:
    """Who answers for which identity in which period; the last one recorded counts."""
    if LEDGER not in site.catalogue.ledgers:
        return {}
    return {
        (str(head.facts.get("identity")), str(head.facts.get("period"))): Waiver(
            str(head.facts.get("person") or ""), str(head.facts.get("reason") or "")
        )
        for head in site.journal.heads(LEDGER)
    }


def waive(site: Site, identity: str, period: Period, given: Waiver, *, actor: str, on: date) -> Entry:
    """Records that a person answers for a breach; Refused without a reason, a person or a breach to answer for."""
    known = site.catalogue.identities.get(identity)
    if known is None:
        raise Refused(
            Problem(
                "CMD-030",
                sentence("没有名为“{identity}”的恒等式。", identity=identity),
                hint="请用 taizhang figures 提示里的名称。",
            )
        )
    if not given.person.strip() or len(given.reason.strip()) < SHORTEST_REASON:
        message = sentence("对“{known}”作说明，须写明姓名或岗位和原因（不少于四个字）。", known=known.title)
        raise Refused(Problem("CMD-031", message, hint="请写 --person 和 --reason。"))
    if not any(problem.place.key == f"identity.{identity}" for problem in contradictions(site, period)):
        message = sentence("{period}期间“{known}”成立，不需要说明。", period=period.key, known=known.title)
        raise Refused(Problem("CMD-032", message, hint="请核对期间。"))
    number = f"{identity}/{period.key}"
    matter = identified(LEDGER, (number, given.person, given.reason))
    facts = {
        "no": number,
        "identity": identity,
        "period": period.key,
        "person": given.person,
        "reason": given.reason,
        "opened": on.isoformat(),
    }
    (entry,) = site.journal.append(
        (Intention(actor, f"waive:{matter}", LEDGER, RECORD, on, matter, number=number, facts=facts),)
    )
    return entry
