"""Rows that cannot be: what a row contradicts itself in, by the parts its fields play, in every ledger alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from taizhang.catalogue.predicate import Row
from taizhang.catalogue.resolved import Ledger
from taizhang.matters.soundness.amounts import (
    finished_matters_fulfil_their_measure,
    parts_do_not_exceed_their_whole,
    persons_do_not_exceed_person_times,
    rows_keep_their_identities,
    time_limits_keep_to_their_rule,
    whole_things_have_no_fraction,
)
from taizhang.matters.soundness.days import (
    days_follow_their_order,
    days_lie_in_a_plausible_span,
    periods_run_forward_and_long_enough,
    reviews_are_not_skipped,
    the_word_of_the_state_agrees_with_its_day,
)
from taizhang.matters.soundness.flaw import Flaw

RULES: tuple[Callable[[Ledger, Row], Iterator[Flaw]], ...] = (
    days_follow_their_order,
    reviews_are_not_skipped,
    periods_run_forward_and_long_enough,
    days_lie_in_a_plausible_span,
    the_word_of_the_state_agrees_with_its_day,
    finished_matters_fulfil_their_measure,
    parts_do_not_exceed_their_whole,
    persons_do_not_exceed_person_times,
    time_limits_keep_to_their_rule,
    whole_things_have_no_fraction,
)


def flaws(ledger: Ledger, row: Row) -> tuple[Flaw, ...]:
    """Everything a row of typed columns contradicts itself in, each at the grade the ledger gives its kind."""
    if not ledger.roles.plays and not ledger.identities:
        return ()
    found = [one for rule in RULES for one in rule(ledger, row)]
    told = {one.cell for one in found}
    found += [one for one in rows_keep_their_identities(ledger, row) if one.cell not in told]
    graded = ((one, ledger.declared.severity.get(one.kind, one.level)) for one in found)
    return tuple(one.graded(level) for one, level in graded if level != "none")
