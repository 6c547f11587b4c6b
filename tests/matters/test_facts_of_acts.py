"""What acts set, a correction does not: in every ledger, by the part a field plays and the state acts have reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored
from taizhang.matters.entry import CORRECT, NO_SOURCE, Course, Head, Intention, Relations, Source
from taizhang.matters.facts_of_acts import REACHED, refuse_against_state, set_by_acts
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.transition import decide, govern
from taizhang.matters.words import act_label
from taizhang.shipped import CATALOGUE

TODAY = date(2026, 6, 1)
CATALOGUE_READ = load(CATALOGUE)
WORKED = [
    one
    for one in CATALOGUE_READ.ledgers.values()
    if one.declared.lifecycle == "closed_loop" and not one.declared.registration.house
]
FIELDS = [(one, name) for one in WORKED for name in set_by_acts(one)]


def head(ledger: Ledger, state: str, facts: dict[str, Stored] | None = None, *, recorded: bool = False) -> Head:
    return Head("m", ledger.name, "1", "甲镇", state, 2, 2, facts or {}, course=Course(recorded=recorded))


def correction(ledger: Ledger, facts: Mapping[str, Stored], source: Source = NO_SOURCE) -> Intention:
    return Intention("某人", "i", ledger.name, CORRECT, TODAY, "m", 2, facts=facts, note="核对", source=source)


def told(ledger: Ledger, name: str) -> Stored:
    """A value that tells that the field's act was done."""
    values = set_by_acts(ledger)[name].values
    flag = ledger.declared.field[name].type == "flag"
    return True if flag else sorted(map(str, values))[0] if values else "2026-05-01"


def test_every_closed_loop_says_by_which_act_it_closes() -> None:
    assert len(WORKED) > 20
    for ledger in WORKED:
        by = set_by_acts(ledger)
        assert ledger.roles.closed in by or not ledger.roles.closed, ledger.name
        assert ledger.declared.status in by or not ledger.declared.status, ledger.name
        assert all("due" not in name for name in by), ledger.name


@pytest.mark.parametrize(("ledger", "name"), FIELDS, ids=lambda one: one if isinstance(one, str) else one.name)
def test_a_correction_goes_neither_before_nor_behind_the_acts(ledger: Ledger, name: str) -> None:
    done, act = told(ledger, name), set_by_acts(ledger)[name].act
    for state in LIFECYCLES[ledger.declared.lifecycle].states:
        filled = list(refuse_against_state(ledger, head(ledger, state), correction(ledger, {name: done})))
        cleared = list(
            refuse_against_state(ledger, head(ledger, state, {name: done}), correction(ledger, {name: None}))
        )
        kept = refuse_against_state(ledger, head(ledger, state, {name: done}), correction(ledger, {name: done}))
        assert (bool(filled), bool(cleared)) == (state not in REACHED[act], state in REACHED[act]), state
        assert not list(kept)
        for one in filled:
            assert (one.code, one.place.key) == ("JRN-042", name)
            assert act_label(act) in one.hint


def test_a_day_may_be_put_right_and_other_fields_changed() -> None:
    hazard = CATALOGUE_READ.ledgers["hazard"]
    for facts in ({"closed": "2026-05-02"}, {"text": "改字"}, {"closed": "2026-05-02", "text": "改字"}):
        stands = head(hazard, "struck_off", {"closed": "2026-05-01"})
        assert not list(refuse_against_state(hazard, stands, correction(hazard, facts)))


@pytest.mark.parametrize(("recorded", "source"), [(True, NO_SOURCE), (False, Source("ab", "甲.xlsx", "表", 3, "A3"))])
def test_what_was_taken_over_and_what_an_import_says_stay_as_they_are(recorded: bool, source: Source) -> None:
    for ledger, name in FIELDS:
        stands = head(ledger, "registered", recorded=recorded)
        assert not list(refuse_against_state(ledger, stands, correction(ledger, {name: told(ledger, name)}, source)))


def test_one_whose_source_was_answered_is_closed() -> None:
    hazard = CATALOGUE_READ.ledgers["hazard"]
    for answered in (None, TODAY):
        stands = Head("m", "hazard", "1", "甲镇", "merged", 2, 2, {}, relations=Relations(answered=answered))
        refused = list(refuse_against_state(hazard, stands, correction(hazard, {"closed": "2026-05-01"})))
        assert bool(refused) is (answered is None)


def test_the_hint_names_the_act_that_opens_it_again() -> None:
    hazard = CATALOGUE_READ.ledgers["hazard"]
    stands = head(hazard, "struck_off", {"closed": "2026-05-01"})
    (one,) = refuse_against_state(hazard, stands, correction(hazard, {"closed": None}))
    assert act_label("reopen") in one.hint


def test_ledgers_whose_lifecycle_has_no_such_act_are_corrected_freely() -> None:
    for ledger in CATALOGUE_READ.ledgers.values():
        acts = {row.act for row in LIFECYCLES[ledger.declared.lifecycle].rows}
        if not acts & set(REACHED):
            assert not set_by_acts(ledger), ledger.name


def test_the_journal_refuses_it() -> None:
    governed = govern(CATALOGUE_READ.ledgers)
    for name, state in product(("hazard", "supervision", "petition"), ("registered", "in_progress")):
        ledger = CATALOGUE_READ.ledgers[name]
        asked = correction(ledger, {"closed": "2026-05-01"})
        found = decide(governed[name], head(ledger, state), asked, TODAY)
        assert "JRN-042" in {one.code for one in found.problems}, name
