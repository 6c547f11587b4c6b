"""The tables themselves: complete, connected, and keeping what no closed loop may skip."""

from __future__ import annotations

import pytest

from taizhang.matters.conditions import EVIDENCE, EVIDENCE_ON_FILE, NOT_CLOSER, NOT_REPORTER, NOT_VERIFIER, NOTE
from taizhang.matters.entry import CORRECT, RECORD
from taizhang.matters.lifecycles import CLOSED_LOOP, GIVEN, LEVELS, LIFECYCLES, Lifecycle, Transition
from taizhang.matters.words import ACTS, FINISHED, NEW, POINTERS, STATES, act_label, state_label

ALL = list(LIFECYCLES.values())
NAMED = pytest.mark.parametrize("lifecycle", ALL, ids=lambda one: one.name)
ENDS = {"archived", "declined", "merged", "split", "cancelled", "transferred"}


def steps(lifecycle: Lifecycle) -> list[Transition]:
    """The rows that lead from one state to another."""
    return [row for row in lifecycle.rows if row.to != GIVEN]


def reachable(lifecycle: Lifecycle, start: str) -> set[str]:
    """The states that can be reached from a state."""
    reached, todo = {start}, [start]
    while todo:
        state = todo.pop()
        for row in steps(lifecycle):
            if row.state == state and row.to not in reached:
                reached.add(row.to)
                todo.append(row.to)
    return reached


@NAMED
def test_every_state_and_act_has_a_chinese_name(lifecycle: Lifecycle) -> None:
    assert {row.act for row in lifecycle.rows} <= ACTS.keys()
    assert set(lifecycle.states) <= STATES.keys() - {NEW}
    assert lifecycle.labels.keys() <= set(lifecycle.states)
    assert lifecycle.recorded in lifecycle.states


def test_every_named_act_and_state_stands_in_some_table() -> None:
    assert {row.act for one in ALL for row in one.rows} == set(ACTS)
    assert {state for one in ALL for state in one.states} == STATES.keys() - {NEW}
    assert act_label("no_such") == "no_such"
    assert state_label("no_such") == "no_such"


@NAMED
def test_from_every_state_there_is_a_way_to_an_end(lifecycle: Lifecycle) -> None:
    for state in (NEW, *lifecycle.states):
        assert reachable(lifecycle, state) & ENDS, state


@NAMED
def test_every_state_is_reached_from_registration(lifecycle: Lifecycle) -> None:
    assert set(lifecycle.states) <= reachable(lifecycle, NEW)


@NAMED
def test_one_row_at_most_fits_a_state_an_act_and_a_level(lifecycle: Lifecycle) -> None:
    keys = [(row.state, row.act, row.level) for row in lifecycle.rows]
    assert len(set(keys)) == len(keys)
    mixed = {(row.state, row.act) for row in lifecycle.rows if row.level is None} & {
        (row.state, row.act) for row in lifecycle.rows if row.level is not None
    }
    assert not mixed


@NAMED
def test_a_matter_is_recorded_only_as_its_first_entry_and_corrected_in_every_state(lifecycle: Lifecycle) -> None:
    assert [row.state for row in lifecycle.rows if row.act == RECORD] == [NEW]
    assert sorted(row.state for row in lifecycle.rows if row.act == CORRECT) == sorted(lifecycle.states)


@NAMED
def test_ends_are_left_by_nothing_but_reopening_and_a_double_by_merging(lifecycle: Lifecycle) -> None:
    leaving = {(row.state, row.act) for row in steps(lifecycle) if row.state in FINISHED and row.to != row.state}
    assert {act for state, act in leaving if state in ENDS} == set()
    assert {act for state, act in leaving if state == "struck_off"} <= {"reopen", "archive", "merge"}


def test_work_is_never_closed_or_struck_off_without_report_and_review() -> None:
    moving = [row for row in steps(CLOSED_LOOP) if row.act == "verify" or row.to != row.state]
    into = {to: {row.state for row in moving if row.to == to} for to in CLOSED_LOOP.states}
    assert into["closed"] == {"in_review"}
    assert into["struck_off"] == {"closed", "standing"}
    assert into["standing"] == {"closed"}
    assert into["in_review"] == {"reported", "in_review"}
    assert into["reported"] == {"in_progress"}


def test_closing_needs_three_verifications_by_other_persons() -> None:
    verify = [row for row in CLOSED_LOOP.rows if row.act == "verify"]
    assert [row.level for row in verify] == [0, 1, 2]
    assert [row.title for row in verify] == list(LEVELS)
    for row in (*verify, *(row for row in CLOSED_LOOP.rows if row.act in ("close", "strike_off"))):
        assert {NOT_REPORTER, NOT_VERIFIER} <= set(row.needs)
    assert [row.level for row in CLOSED_LOOP.rows if row.act == "close"] == [3]
    assert all(NOT_CLOSER in row.needs for row in CLOSED_LOOP.rows if row.act == "strike_off")


def test_pressing_rechecking_and_objecting_leave_a_matter_where_it_is() -> None:
    for row in steps(CLOSED_LOOP):
        if row.act in ("remind", "chase", "warn", "recheck", "object", "settle"):
            assert row.to == row.state
            assert row.due == "keep"
            assert NOTE in row.needs


def test_striking_off_needs_evidence_and_cancelling_a_written_decision() -> None:
    for row in CLOSED_LOOP.rows:
        if row.act == "strike_off":
            assert {EVIDENCE, EVIDENCE_ON_FILE} & set(row.needs)
        if row.act in ("cancel", "transfer", "report"):
            assert {NOTE, EVIDENCE} <= set(row.needs)
        if row.act == "cancel":
            assert row.state not in ("struck_off", "archived")


@NAMED
def test_the_due_date_moves_only_by_extending_resuming_and_assigning_anew(lifecycle: Lifecycle) -> None:
    moving = {row.act for row in lifecycle.rows if row.due == "move"}
    assert moving <= {"extend", "resume", "reassign", "reopen", "absorb"}
    assert {row.act for row in lifecycle.rows if row.due == "free"} == {RECORD, CORRECT}
    assert {row.act for row in lifecycle.rows if row.due == "fill"} <= {"register", "branch", "approve", "assign"}


def test_pointers_are_finished_so_nothing_is_counted_twice() -> None:
    assert set(POINTERS) <= set(FINISHED)
    assert {row.to for row in CLOSED_LOOP.rows if row.act in ("merge", "split")} == set(POINTERS)


@NAMED
def test_labels_are_the_lifecycles_own_where_it_has_them(lifecycle: Lifecycle) -> None:
    for state in lifecycle.states:
        assert lifecycle.label(state) == lifecycle.labels.get(state, STATES[state])
    assert LIFECYCLES["activity"].label("registered") == "已登记"
    assert CLOSED_LOOP.label("registered") == "待立项"
