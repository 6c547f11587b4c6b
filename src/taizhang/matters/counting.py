"""Which matters count: the one rule of figures, boards and lists."""

from __future__ import annotations

from functools import cache

from taizhang.catalogue.resolved import Ledger
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.words import DONE, FINISHED, POINTERS, UNREVIEWED


def uncounted(ledger: Ledger) -> tuple[str, ...]:
    """The states whose matters do not count by themselves: one merged or split is counted in those that stand for it,
    and where its ledger says so one that nobody has approved yet does not count.
    """
    return (*POINTERS, *UNREVIEWED) if ledger.declared.registration.counts == "reviewed" else POINTERS


@cache
def closed_states(lifecycle: str) -> tuple[str, ...]:
    """The states whose matters count as closed (计入办结数).

    Where matters are struck off, that is what closes them: until then one that was found done (已办结) is still open, as it
    is in figures, which ask for the day of striking off.
    """
    struck = any(row.act == "strike_off" for row in LIFECYCLES[lifecycle].rows)
    return tuple(state for state in DONE if not (struck and state == "closed"))


def is_open(ledger: Ledger | None, state: str) -> bool:
    """Whether a matter in the state is still open, as lists, boards and figures tell it."""
    if ledger is not None and state in DONE:
        return state not in closed_states(ledger.declared.lifecycle)
    return state not in FINISHED
