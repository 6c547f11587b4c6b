"""What stands against an act: the state, the persons, the papers and the dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from taizhang.catalogue.resolved import Ledger
from taizhang.journal.journal import Journal
from taizhang.matters.entry import Head
from taizhang.matters.transition import due_fields
from tests.matters.acts import PAPER, WAY, against, brought_to, codes, does, wants


def head(journal: Journal, matter: str) -> Head:
    """The head of a matter that is there."""
    found = journal.head(matter)
    assert found is not None
    return found


def test_a_matter_goes_the_whole_way(journal: Journal) -> None:
    matter = brought_to(journal, len(WAY))
    states = [entry.state for entry in journal.history(matter)]
    assert states[:5] == ["registered", "approved", "assigned", "in_progress", "reported"]
    assert states[5:] == ["in_review"] * 4 + ["closed", "struck_off", "archived"]
    assert head(journal, matter).round.verifiers == ("周初核", "吴复核", "郑终核")


@pytest.mark.parametrize("steps", range(1, len(WAY) - 1))
def test_no_step_of_the_way_can_be_left_out(journal: Journal, steps: int) -> None:
    matter = brought_to(journal, steps)
    later = [act for act, _ in WAY[steps + 1 :] if act != WAY[steps][0]]
    for act in later:
        if (act, steps) == ("archive", len(WAY) - 2):
            continue
        said = {"retention": "永久"} if act == "archive" else {}
        found = codes(journal, wants(act, matter, actor="不相干", evidence=(PAPER,), unit="甲", said=said))
        assert found in (["JRN-001"], ["JRN-021"]), act


@pytest.mark.parametrize(
    ("steps", "act", "person"),
    [
        (1, "approve", "王登记"),
        (4, "extend", "钱承办"),
        (5, "start_review", "孙科长"),
        (5, "start_review", "钱承办"),
        (6, "verify", "孙科长"),
        (6, "return_work", "孙科长"),
        (7, "verify", "周初核"),
        (8, "verify", "吴复核"),
        (8, "verify", "周初核"),
        (9, "close", "孙科长"),
        (9, "close", "郑终核"),
        (10, "strike_off", "孙科长"),
        (10, "strike_off", "周初核"),
        (10, "strike_off", "钱承办"),
        (10, "strike_off", "冯办结"),
    ],
)
def test_whoever_did_one_part_does_not_do_the_part_that_checks_it(
    journal: Journal, steps: int, act: str, person: str
) -> None:
    matter = brought_to(journal, steps, facts={"due": "2026-11-30"})
    more: dict[str, Any] = {"facts": {"due": "2026-12-30"}} if act == "extend" else {}
    found = against(journal, wants(act, matter, actor=person, **more))
    assert {problem.code for problem in found} == {"JRN-020"}
    assert person in found[0].message
    assert codes(journal, wants(act, matter, actor="另一人", **more)) == []


def test_closing_before_three_verifications_says_which_is_missing(journal: Journal) -> None:
    matter = brought_to(journal, 8)
    problem = against(journal, wants("close", matter, actor="冯办结"))[0]
    assert problem.code == "JRN-021"
    assert "已核验2级" in problem.message
    assert "三级核验" in problem.hint
    matter = brought_to(journal, 9)
    assert codes(journal, wants("verify", matter, actor="又一人")) == ["JRN-021"]


@pytest.mark.parametrize(
    ("steps", "act", "said", "code"),
    [
        (0, "register", {"note": ""}, "JRN-012"),
        (1, "decline", {"note": " "}, "JRN-010"),
        (2, "assign", {"unit": ""}, None),
        (4, "report", {"evidence": ()}, "JRN-011"),
        (4, "reassign", {"unit": ""}, "JRN-013"),
        (4, "merge", {}, "JRN-014"),
        (4, "merge", {"related": ("nowhere",)}, "JRN-014"),
        (4, "cancel", {}, "JRN-011"),
        (10, "keep_standing", {"evidence": (PAPER,)}, "JRN-015"),
        (10, "keep_standing", {"evidence": (PAPER,), "review": date(2026, 11, 24)}, "JRN-015"),
        (10, "keep_standing", {"evidence": (PAPER,), "review": date(2027, 5, 24)}, None),
        (4, "report_progress", {"on": date(2026, 11, 25)}, "JRN-033"),
        (4, "report_progress", {"on": date(2026, 11, 23)}, "JRN-034"),
        (4, "report_progress", {"state": "closed"}, "JRN-041"),
        (4, "report_progress", {"facts": {"nothing": "1"}}, "JRN-016"),
        (4, "report_progress", {"facts": {"opened": "去年"}}, "JRN-016"),
        (4, "report_progress", {"facts": {"amount": "三万"}}, "JRN-016"),
        (4, "report_progress", {"ledger": "order"}, "JRN-008"),
        (4, "register", {}, "JRN-007"),
        (4, "record", {}, "JRN-007"),
        (4, "no_such_act", {}, "JRN-001"),
    ],
)
def test_an_act_brings_what_its_row_asks(
    journal: Journal, steps: int, act: str, said: dict[str, Any], code: str | None
) -> None:
    matter = brought_to(journal, steps) if steps else ""
    given = {"actor": "另一人", **said}
    assert codes(journal, wants(act, matter, **given)) == ([code] if code else [])


def test_everything_missing_is_named_at_once(journal: Journal) -> None:
    matter = brought_to(journal, 4)
    found = codes(journal, wants("report", matter, note="", evidence=(), on=date(2027, 1, 1)))
    assert found == ["JRN-010", "JRN-011", "JRN-033"]


def test_a_merged_matter_points_to_one_that_is_there(journal: Journal) -> None:
    survivor, matter = brought_to(journal, 3), brought_to(journal, 4)
    assert codes(journal, wants("merge", matter, related=(matter,))) == ["JRN-014"]
    does(journal, "merge", matter, related=(survivor,))
    assert head(journal, matter).relations.related == (survivor,)
    assert head(journal, matter).state == "merged"


def test_a_due_date_is_filled_once_and_then_moves_only_by_extension(journal: Journal) -> None:
    matter = brought_to(journal, 1)
    does(journal, "approve", matter, actor="李分管", facts={"due": "2026-11-30"})
    assert codes(journal, wants("assign", matter, unit="甲", facts={"due": "2026-12-30"})) == ["JRN-030"]
    does(journal, "assign", matter, unit="甲", facts={"due": "2026-11-30"})
    does(journal, "accept", matter, actor="钱承办")
    assert codes(journal, wants("report_progress", matter, facts={"due": None})) == ["JRN-030"]
    assert codes(journal, wants("extend", matter)) == ["JRN-032"]
    assert codes(journal, wants("extend", matter, facts={"due": "2026-11-29"})) == ["JRN-032"]
    does(journal, "extend", matter, facts={"due": "2026-12-30"})
    assert head(journal, matter).course.extended == 1
    assert codes(journal, wants("correct", matter, facts={"due": "2027-01-30"})) == ["JRN-030"]


def test_an_extension_is_asked_for_before_the_due_date(journal: Journal) -> None:
    matter = brought_to(journal, 4, facts={"due": "2026-11-23"})
    found = against(journal, wants("extend", matter, facts={"due": "2026-12-30"}))
    assert [problem.code for problem in found] == ["JRN-031"]
    assert "2026-11-23" in found[0].message
    punctual = brought_to(journal, 4, facts={"due": "2026-11-24"})
    assert codes(journal, wants("extend", punctual, facts={"due": "2026-12-30"})) == []


def test_acting_past_the_due_date_is_remembered_for_ever(journal: Journal) -> None:
    matter = brought_to(journal, 4, facts={"due": "2026-11-23"})
    assert not journal.history(matter)[0].late
    does(journal, "report", matter, evidence=(PAPER,))
    assert journal.history(matter)[-1].late
    does(journal, "start_review", matter, actor="赵督查")
    assert not journal.history(matter)[-1].late
    assert head(journal, matter).course.late


def test_resuming_never_shortens_the_time(journal: Journal) -> None:
    matter = brought_to(journal, 4, facts={"due": "2026-11-30"})
    does(journal, "suspend", matter, evidence=(PAPER,))
    assert head(journal, matter).course.suspended == date(2026, 11, 24)
    assert codes(journal, wants("resume", matter, facts={"due": "2026-11-29"})) == ["JRN-032"]
    does(journal, "resume", matter, facts={"due": "2026-12-02"})
    assert head(journal, matter).round.pauses == ((date(2026, 11, 24), date(2026, 11, 24)),)
    assert head(journal, matter).course.suspended is None


def test_a_returned_matter_is_verified_anew(journal: Journal) -> None:
    matter = brought_to(journal, 8)
    does(journal, "return_work", matter, actor="郑终核")
    assert (head(journal, matter).course.returned, head(journal, matter).round.verifiers) == (1, ())
    does(journal, "report", matter, actor="孙科长", evidence=(PAPER,))
    does(journal, "start_review", matter, actor="赵督查")
    assert codes(journal, wants("close", matter, actor="冯办结")) == ["JRN-021"]
    does(journal, "verify", matter, actor="周初核")


def test_reopening_begins_a_round_and_leaves_the_old_closure(journal: Journal) -> None:
    matter = brought_to(journal, 11)
    before = journal.history(matter)
    does(journal, "reopen", matter, note="回头看不合格")
    after = head(journal, matter)
    assert (after.round.number, after.state, after.round.reporter, after.round.verifiers, after.round.closer) == (
        2,
        "in_progress",
        "",
        (),
        "",
    )
    assert after.round.evidence == 0
    assert journal.history(matter)[:-1] == before


def test_a_taken_over_matter_may_be_corrected_until_it_is_acted_on(journal: Journal) -> None:
    matter = does(journal, "record", "a", state="in_progress", facts={"due": "2026-11-30"})
    does(journal, "correct", matter, state="struck_off", facts={"closed": "2026-11-20", "due": "2026-11-20"})
    does(journal, "correct", matter, state="in_progress", facts={"closed": None})
    does(journal, "report_progress", matter)
    does(journal, "correct", matter, state="in_progress", facts={"text": "错字"})
    does(journal, "report", matter, evidence=(PAPER,))
    found = against(journal, wants("correct", matter, state="struck_off"))
    assert [problem.code for problem in found] == ["JRN-040"]
    does(journal, "correct", matter, facts={"text": "改字"})
    does(journal, "correct", matter, state="reported", facts={"text": "再改"})
    assert head(journal, matter).facts["text"] == "再改"


def test_a_state_the_lifecycle_does_not_have_is_refused(journal: Journal) -> None:
    assert codes(journal, wants("record", "a", ledger="meeting", state="in_review")) == ["JRN-041"]
    assert codes(journal, wants("record", "a", state="完成")) == ["JRN-041"]


@pytest.mark.parametrize(
    ("ledger", "state"),
    [("matter", "in_progress"), ("meeting", "registered"), ("road", "in_progress"), ("paper", "registered")],
)
def test_a_matter_taken_over_without_a_state_gets_its_lifecycles_own(journal: Journal, ledger: str, state: str) -> None:
    does(journal, "record", "a", ledger=ledger)
    assert head(journal, "a").state == state


def test_without_a_declared_ledger_matters_are_recorded_and_corrected_only() -> None:
    journal = Journal.in_memory()
    does(journal, "record", "a", ledger="unknown")
    assert head(journal, "a").state == "registered"
    does(journal, "correct", "a", ledger="unknown", state="struck_off")
    assert codes(journal, wants("reopen", "a", ledger="unknown")) == ["JRN-004"]
    assert codes(journal, wants("record", "b", ledger="unknown", state="完成")) == ["JRN-041"]


def test_the_due_fields_are_those_behind_the_column_due(ledgers: dict[str, Ledger]) -> None:
    assert due_fields(ledgers["matter"]) == ("due",)
    assert due_fields(ledgers["order"]) == ("extended_to", "first_due")
    assert due_fields(ledgers["meeting"]) == ()


@pytest.mark.parametrize(
    ("ledger", "way"),
    [
        ("meeting", ("register", "report_progress", "archive")),
        ("road", ("register", "report_progress", "suspend", "resume", "close", "reopen", "close", "archive")),
        ("paper", ("register", "assign", "hand_back", "reassign", "accept", "report_progress", "close", "archive")),
    ],
)
def test_the_other_lifecycles_run_their_way(journal: Journal, ledger: str, way: tuple[str, ...]) -> None:
    matter = ""
    for n, act in enumerate(way):
        matter = does(journal, act, matter, ledger=ledger, actor=f"人{n}", unit="甲科", evidence=(PAPER,))
    assert head(journal, matter).state == "archived"


@pytest.mark.parametrize("act", ["remind", "chase", "warn"])
def test_letters_press_a_matter_and_are_counted_for_the_round(journal: Journal, act: str) -> None:
    matter = brought_to(journal, 4)
    does(journal, act, matter, actor="赵督查")
    assert (head(journal, matter).state, head(journal, matter).pressing.slips) == ("in_progress", 1)
    assert codes(journal, wants(act, matter, actor="钱承办")) == ["JRN-020"]
    assert codes(journal, wants(act, brought_to(journal, 11), actor="赵督查")) == ["JRN-001"]


def test_a_closed_matter_is_looked_at_again_by_somebody_else_and_reopened_when_it_has_come_back(
    journal: Journal,
) -> None:
    matter = brought_to(journal, 11)
    assert codes(journal, wants("recheck", matter, actor="周初核", evidence=(PAPER,))) == ["JRN-020"]
    does(journal, "recheck", matter, actor="何抽查", evidence=(PAPER,))
    assert head(journal, matter).course.rechecked == date(2026, 11, 24)
    assert head(journal, matter).state == "struck_off"
    does(journal, "reopen", matter, actor="何抽查")
    assert (head(journal, matter).state, head(journal, matter).round.number) == ("in_progress", 2)


def test_an_objection_holds_up_striking_off_until_somebody_without_part_in_it_settles_it(journal: Journal) -> None:
    matter = brought_to(journal, 10)
    ruling = {"ruling": "维持"}
    assert codes(journal, wants("settle", matter, actor="何抽查", said=ruling)) == ["JRN-022"]
    does(journal, "object", matter, actor="孙科长")
    assert codes(journal, wants("object", matter, actor="钱承办")) == ["JRN-022"]
    assert codes(journal, wants("strike_off", matter, actor="李分管")) == ["JRN-022"]
    for involved in ("孙科长", "周初核", "冯办结", "钱承办"):
        assert "JRN-020" in codes(journal, wants("settle", matter, actor=involved))
    assert codes(journal, wants("settle", matter, actor="何抽查")) == ["JRN-017"]
    does(journal, "settle", matter, actor="何抽查", said=ruling)
    assert head(journal, matter).application.objected is None
    does(journal, "strike_off", matter, actor="李分管")


def test_a_preview_judges_each_by_itself_and_keeps_nothing(journal: Journal) -> None:
    ready, early = brought_to(journal, 10), brought_to(journal, 3)
    size = journal.size
    wanted = [wants("strike_off", matter, actor="李分管") for matter in (ready, early)]
    assert [[one.code for one in found] for found in journal.preview(wanted)] == [[], ["JRN-001"]]
    assert journal.size == size
    assert head(journal, ready).state == "closed"
