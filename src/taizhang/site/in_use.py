"""Which ledgers a body uses: chosen on a page, kept as an entry, and always those that hold matters or were declared by itself."""

from __future__ import annotations

import json
from collections.abc import Collection

from taizhang.matters.entry import RECORD, Intention
from taizhang.site.site import Site
from taizhang.terms.problem import Problem, Refused

LEDGER, CHOICE = "redefinition", "ledgers_in_use"


def chosen_ledgers(site: Site) -> frozenset[str] | None:
    """The ledgers chosen last; None while nobody has chosen, so that all are in use."""
    if LEDGER not in site.catalogue.ledgers:
        return None
    found = None
    for head in site.journal.heads(LEDGER):
        if head.facts.get("figure") == CHOICE:
            found = frozenset(map(str, json.loads(str(head.facts["after"]))))
    return found


def choose_ledgers(site: Site, names: Collection[str], actor: str, idem: str) -> None:
    """Puts these ledgers in use, and takes the others out of sight while they hold nothing. Raises Refused without any (FIG-066).

    The same ``idem`` chooses once. Nothing of what a ledger holds is touched.
    """
    known = site.catalogue.ledgers
    wanted = sorted(name for name in names if name in known and not known[name].declared.registration.house)
    if not wanted:
        raise Refused(Problem("FIG-066", "一类台账也没有选。", hint="请至少选一类，或放一张工作簿进来让系统认。"))
    before = chosen_ledgers(site)
    facts = {
        "no": f"{CHOICE}/{idem}",
        "figure": CHOICE,
        "title": "在用台账",
        "before": json.dumps(sorted(before or ())),
        "after": json.dumps(wanted),
        "effect": "只改变清单、菜单和看板里列出哪些台账，现有各数不变",
        "reason": "选定在用台账",
        "since": site.day.isoformat(),
        "proposer": actor,
        "opened": site.day.isoformat(),
        "outcome": "chosen",
    }
    asked = Intention(actor, f"choose:{idem}", LEDGER, RECORD, site.day, number=f"{CHOICE}/{idem}", facts=facts)
    site.journal.append((asked,))
