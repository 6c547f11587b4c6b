"""The job behind “用这张表新建台账”: declares the ledgers as a person put them right and imports their workbooks."""

from __future__ import annotations

from taizhang.definitions.ledgers import declare_ledger, import_declared, propose_ledgers
from taizhang.intake.admit import problem_of
from taizhang.terms.problem import Refused
from taizhang_site.jobs.kind import JobOrder, Kind
from taizhang_site.jobs.models import plain_problems
from taizhang_site.jobs.queue import Outcome
from taizhang_site.matters import new_ledger
from taizhang_site.uploads import files_of

# Chosen: what is put right by hand on one page; the workbook of refused rows has all.
MOST_WAITING = 100


def declare(order: JobOrder) -> Outcome:
    """Declares and imports; begun again after a crash it declares nothing twice and imports what is left."""
    site, actor, paths = order.desk.site, order.desk.actor.name, files_of(order.upload)
    decided = {int(n): new_ledger.decision_from(one) for n, one in order.args["decided"].items()}
    found = propose_ledgers(site, paths, decided)
    wanted = [(n, one) for n, one in enumerate(found.proposals, 1) if not (n in decided and decided[n].skip)]
    try:
        made = [(declare_ledger(site, one, actor, f"{order.upload}-{n}"), one) for n, one in wanted]
    except Refused as refused:
        return Outcome({"problems": plain_problems(refused.problems), "ledgers": [], "entries": 0, "waiting": []})
    done = import_declared(site, paths, made, actor, accept_refused=True, progress=order.progress)
    waiting = [problem_of(one) for one in done.changes.refused[:MOST_WAITING]]
    told = {
        "problems": plain_problems(done.obstacles),
        "ledgers": [[name, one.title, len(one.records)] for name, one in made],
        "entries": done.entries,
        "waiting": plain_problems(waiting),
        "waiting_count": len(done.changes.refused),
    }
    return Outcome(told, consumed=not done.obstacles)


LEDGER_NEW = Kind("新建台账", "new_ledger", declare, new_ledger.show_declared, back="import")
