"""The demonstration's workbooks as their office has them on the day it is run: no row and no date lies ahead of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from taizhang.catalogue.resolved import Catalogue
from taizhang.commands.importing import show
from taizhang.commands.terminal import progress, say
from taizhang.intake.changes import ChangeSet, MatterChange
from taizhang.matters.past import OPENED, day_end, days_ahead, without_days
from taizhang.papers.left_out import Acceptance, accept, missing_from
from taizhang.papers.report import Report, paper_of, report
from taizhang.site.registering import initial_status
from taizhang.site.site import Imported, Site
from taizhang.terms.period import Period

IMPORTER = "演示"
PLANTED = "样例里故意写错的行，不影响演示"
WRITTEN = date(2026, 12, 31)
"""The day the sample workbooks were written up to."""


def import_until(site: Site, files: Sequence[Path], today: date) -> None:
    """Imports what the sample workbooks tell of days up to ``today``, refused rows left out, and prints it."""
    with progress() as told:
        # Rows are held against the day they were written up to; what lies ahead of today is cut afterwards.
        with Site(site.home, clock=lambda: day_end(WRITTEN)) as then:
            found = then.change_set(files, site.acting(IMPORTER, today), accept_refused=True, progress=told)
        changes = until(found.changes, site.catalogue, today)
        count = 0
        if not found.obstacles:
            count = site.admit(site.plan_intentions(changes, IMPORTER, today), files, told)
    show(site, Imported(changes, found.obstacles, count), dry_run=False)
    left = len(found.changes.new) - len(changes.new)
    if left:
        say(f"样例写到年底：{today.isoformat()}以后的 {left} 行没有导入，那以后的办理日期没有计入。")


def draft_accepted(site: Site, name: str, period: Period, today: date) -> Report:
    """The report, drafted once somebody answers for the rows that were planted to be refused; prints who and why."""
    paper = paper_of(site, name, period)
    if not (rows := missing_from(site, paper)):
        return report(site, name, period)
    accept(site, paper, rows, Acceptance(IMPORTER, today.isoformat(), PLANTED), actor=IMPORTER)
    say(
        f"报告用到的台账有 {len(rows)} 行没有计入，已由“{IMPORTER}”具名接受：{PLANTED}（平时由本单位的人接受：taizhang editions accept）"
    )
    return report(site, name, period)


def until(changes: ChangeSet, catalogue: Catalogue, day: date) -> ChangeSet:
    """The change set without rows that begin after the day, and without what the others tell of later days."""
    kept = (_as_of(one, catalogue, day) for one in changes.new)
    return replace(changes, new=tuple(one for one in kept if one is not None))


def _as_of(change: MatterChange, catalogue: Catalogue, day: date) -> MatterChange | None:
    """The row as it read that day; None when there was none yet: it was opened later, or its period had not ended."""
    draft, ledger = change.draft, catalogue.ledgers[change.draft.ledger]
    ahead = days_ahead(ledger, draft.facts, day)
    if not ahead:
        return change
    if OPENED in ahead or not draft.facts.get(OPENED):
        return None
    facts, state = without_days(ledger, draft.facts, ahead)
    if state != draft.state:
        facts = {**facts, **initial_status(catalogue, ledger)}
    return replace(change, draft=replace(draft, facts=facts, state=state))
