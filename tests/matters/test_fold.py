"""Where matters stood on a past day, and where the journal thought they stood."""

from __future__ import annotations

from datetime import date, timedelta

from taizhang.journal.journal import Journal
from taizhang.matters.entry import Head
from taizhang.matters.fold import fold_all
from taizhang.matters.past import head_on
from tests.journals import NOW, Clock
from tests.matters.acts import PAPER, brought_to, does


def on(day: int) -> date:
    """A day of November 2026."""
    return date(2026, 11, day)


def state(head: Head | None) -> str:
    """The head's state, '' when there is none."""
    return head.state if head else ""


def told(journal: Journal, clock: Clock) -> str:
    """A matter reported on the 10th, which the journal heard of on the 20th."""
    clock.now = NOW.replace(day=5)
    matter = does(journal, "record", "a", on=on(3), facts={"no": "甲"})
    clock.now = NOW.replace(day=20)
    does(journal, "report", matter, on=on(10), actor="孙科长", evidence=(PAPER,), facts={"done": "2026-11-10"})
    does(journal, "start_review", matter, on=on(12), actor="赵督查")
    return matter


def test_a_past_day_is_told_by_the_days_acts_took_effect(journal: Journal, clock: Clock) -> None:
    history = journal.history(told(journal, clock))
    days = {2: "", 3: "in_progress", 9: "in_progress", 10: "reported", 11: "reported", 12: "in_review", 30: "in_review"}
    assert {day: state(head_on(history, None, on(day))) for day in days} == days
    then = head_on(history, None, on(10))
    assert then is not None
    assert (then.facts, then.round.reporter, then.mseq) == ({"no": "甲", "done": "2026-11-10"}, "孙科长", 2)


def test_what_was_known_then_is_told_by_server_time(journal: Journal, clock: Clock) -> None:
    history = journal.history(told(journal, clock))
    moments = {4: "", 5: "in_progress", 19: "in_progress", 20: "in_review"}
    assert {day: state(head_on(history, None, date.max, NOW.replace(day=day))) for day in moments} == moments
    assert head_on(history, None, date.max, NOW.replace(day=20) - timedelta(microseconds=1)) == fold_all(history[:1])


def test_an_act_before_the_recording_that_came_first_takes_it_along(journal: Journal) -> None:
    matter = does(journal, "record", "a", on=on(24), facts={"no": "甲"})
    does(journal, "report_progress", matter, on=on(10))
    then = head_on(journal.history(matter), None, on(10))
    assert then is not None
    assert (then.mseq, then.facts) == (2, {"no": "甲"})
    assert head_on(journal.history(matter), None, on(9)) is None


def test_the_head_is_the_fold_of_the_history_at_every_step(journal: Journal) -> None:
    matter = brought_to(journal, 12)
    history = journal.history(matter)
    assert fold_all(history) == journal.head(matter)
    for mseq in range(1, 13):
        head = journal.head(matter, mseq)
        assert head is not None
        assert (head.mseq, head.state) == (mseq, history[mseq - 1].state)
    assert journal.head("nothing", 1) is None
    assert fold_all([]) is None
