"""Every line of the standard closed loop: from which state to which, by what act, and what it is refused without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from taizhang.journal.journal import Journal
from taizhang.journal.memory import MemoryStore
from tests.journals import Clock
from tests.matters.acts import PAPER, WAY, brought_to, codes, does, wants

STEPS = {
    "registered": 1,
    "approved": 2,
    "assigned": 3,
    "in_progress": 4,
    "reported": 5,
    "in_review": 6,
    "closed": 10,
    "struck_off": 11,
    "archived": 12,
}
FILE = {"evidence": (PAPER,)}
LEFT_OUT: Mapping[str, Any] = {
    "note": "",
    "unit": "",
    "review": None,
    "said": {},
    "facts": {},
    "evidence": (),
    "related": (),
}
DUE = {"facts": {"due": "2026-12-30"}}


@dataclass(frozen=True)
class Line:
    """A line: from, act, to, what the act is given, who may not do it, and the codes when something is left out."""

    state: str
    act: str
    to: str
    given: Mapping[str, Any] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    lacks: Mapping[str, str] = field(default_factory=dict)


OTHERS = ("孙科长", "钱承办", "周初核", "吴复核", "郑终核")
NOTE = {"note": "JRN-010"}
PAPERS = {"note": "JRN-010", "evidence": "JRN-011"}
TABLE = (
    Line("", "register", "registered", {}, (), {"note": "JRN-012"}),
    Line("registered", "approve", "approved", {"said": {"criterion": "现场见缝补"}}, ("王登记",), NOTE),
    Line("registered", "decline", "declined", {}, (), NOTE),
    Line("approved", "assign", "assigned", {"unit": "城建科", "said": {"slip": "交办〔2026〕1号"}}),
    Line("assigned", "accept", "in_progress"),
    Line("assigned", "ask_back", "assigned", {"said": {"owner": "水务科"}}, (), {**NOTE, "said": "JRN-017"}),
    Line("in_progress", "ask_back", "in_progress", {"said": {"owner": "水务科"}}, (), {**NOTE, "said": "JRN-017"}),
    Line("asked:ask_back", "hand_back", "handed_back", {}, ("钱承办", "韩申请"), NOTE),
    Line("asked:ask_back", "refuse", "in_progress", {}, ("韩申请",), NOTE),
    Line("handed_back", "reassign", "assigned", {"unit": "水务科"}, (), {**NOTE, "unit": "JRN-013"}),
    Line("in_progress", "report_progress", "in_progress", {}, (), NOTE),
    Line("in_progress", "ask_extension", "in_progress", {"said": {"until": "2026-12-30"}}, (), {"said": "JRN-017"}),
    Line("asked:ask_extension", "extend", "in_progress", DUE, ("钱承办", "韩申请"), {**NOTE, "facts": "JRN-032"}),
    Line("asked:ask_extension", "refuse", "in_progress", {}, ("韩申请",), NOTE),
    Line("in_progress", "suspend", "suspended", FILE, (), PAPERS),
    Line("suspended", "resume", "in_progress", DUE, (), NOTE),
    Line("in_progress", "report", "reported", FILE, (), PAPERS),
    Line("reported", "start_review", "in_review", {}, ("孙科长", "钱承办")),
    Line("in_review", "return_work", "in_progress", {"said": {"flaw": "问题未解决"}}, ("孙科长", "钱承办"), NOTE),
    Line("in_review", "verify", "in_review", {}, ("孙科长", "钱承办"), NOTE),
    Line("verified", "close", "closed", {}, OTHERS),
    Line("closed", "reopen", "in_progress", {**FILE, "said": {"cause": "领导有新批示"}}, (), PAPERS),
    Line("closed", "strike_off", "struck_off", {}, (*OTHERS, "冯办结"), NOTE),
    Line("closed", "keep_standing", "standing", {**FILE, "review": "2027-05-01"}, (), {**PAPERS, "review": "JRN-015"}),
    Line("standing", "keep_standing", "standing", {**FILE, "review": "2027-11-01"}, (), {"review": "JRN-015"}),
    Line("standing", "strike_off", "struck_off", FILE, (*OTHERS, "冯办结"), PAPERS),
    Line("struck_off", "reopen", "in_progress", {"said": {"cause": "反弹"}}, (), NOTE),
    Line(
        "closed",
        "archive",
        "archived",
        {**FILE, "said": {"retention": "30年"}},
        (),
        {"evidence": "JRN-011", "said": "JRN-017"},
    ),
    Line("struck_off", "archive", "archived", {**FILE, "said": {"retention": "永久"}}, (), {"said": "JRN-017"}),
    Line("in_progress", "merge", "merged", {"related": True}, (), {**NOTE, "related": "JRN-014"}),
    Line("in_progress", "split", "split", {"related": True}, (), {**NOTE, "related": "JRN-014"}),
    Line("merged", "answer", "merged", FILE, (), PAPERS),
    Line("split", "answer", "split", FILE, (), PAPERS),
    Line("in_progress", "cancel", "cancelled", FILE, (), PAPERS),
    Line("closed", "cancel", "cancelled", FILE, (), PAPERS),
    Line(
        "in_progress",
        "transfer",
        "transferred",
        {**FILE, "said": {"procedure": "仲裁"}},
        (),
        {**PAPERS, "said": "JRN-017"},
    ),
    Line(
        "struck_off", "sample", "struck_off", {"said": {"checker": "何抽查", "draw": "种子1"}}, (), {"said": "JRN-017"}
    ),
    Line("struck_off", "recheck", "struck_off", FILE, (*OTHERS, "冯办结"), PAPERS),
    Line("closed", "object", "closed", {}, (), NOTE),
    Line(
        "objected", "settle", "closed", {"said": {"ruling": "维持"}}, (*OTHERS, "冯办结", "韩申请"), {"said": "JRN-017"}
    ),
    Line("in_progress", "recuse", "in_progress", {}, (), NOTE),
    Line("in_progress", "link", "in_progress", {"related": True}, (), {"related": "JRN-014"}),
    Line("linked", "unlink", "in_progress", {"related": True}, (), {"related": "JRN-014"}),
)


@pytest.fixture
def memory(ledgers: Any, clock: Clock) -> Journal:
    """A journal in memory: the stores are compared elsewhere."""
    numbers = count(1)
    return Journal(MemoryStore("taizhang/test"), ledgers, clock, lambda: f"m{next(numbers)}")


def standing(journal: Journal, state: str, other: str) -> str:
    """A matter in the state of a line, with the same people in the same parts."""
    if state in STEPS:
        return brought_to(journal, STEPS[state], facts={"due": "2026-12-20"})
    if state.startswith("asked:"):
        matter, act = standing(journal, "in_progress", other), state[6:]
        said = {"owner": "水务科"} if act == "ask_back" else {"until": "2026-12-30"}
        return does(journal, act, matter, actor="韩申请", said=said)
    ways: dict[str, tuple[str, str, dict[str, Any]]] = {
        "verified": ("", "", {}),
        "handed_back": ("asked:ask_back", "hand_back", {}),
        "suspended": ("in_progress", "suspend", FILE),
        "standing": ("closed", "keep_standing", {**FILE, "review": "2027-01-01"}),
        "merged": ("in_progress", "merge", {"related": (other,)}),
        "split": ("in_progress", "split", {"related": (other,)}),
        "objected": ("closed", "object", {"actor": "韩申请"}),
        "linked": ("in_progress", "link", {"related": (other,)}),
    }
    start, act, more = ways[state]
    if state == "verified":
        return brought_to(journal, 9, facts={"due": "2026-12-20"})
    return does(journal, act, standing(journal, start, other), **dated({"actor": "赵督查", **more}))


def dated(given: dict[str, Any]) -> dict[str, Any]:
    """What is given, its review day as a date."""
    return {name: date.fromisoformat(value) if name == "review" else value for name, value in given.items()}


def given(line: Line, other: str) -> dict[str, Any]:
    """What the line's act is given, with the other matter where it points to one."""
    return dated({name: (other,) if name == "related" else value for name, value in line.given.items()})


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line.state or 'new'}-{line.act}")
def test_each_line_leads_where_it_says_and_is_refused_to_whom_and_without_what_it_says(
    memory: Journal, line: Line
) -> None:
    other = brought_to(memory, 10)
    matter = standing(memory, line.state, other) if line.state else ""
    whole = given(line, other)
    for person in line.never:
        assert codes(memory, wants(line.act, matter, actor=person, **whole)) == ["JRN-020"], person
    for left, code in line.lacks.items():
        less = {**whole, left: LEFT_OUT[left]}
        assert set(codes(memory, wants(line.act, matter, actor="另一人", **less))) == {code}, left
    done = does(memory, line.act, matter, actor="另一人", **whole)
    head = memory.head(done)
    assert head is not None
    assert head.state == line.to


def test_the_way_used_here_is_the_whole_way() -> None:
    assert [act for act, _ in WAY][-1] == "archive"
    assert len(WAY) == STEPS["archived"]


def test_who_declared_an_interest_takes_no_further_part(memory: Journal) -> None:
    matter = brought_to(memory, 5)
    does(memory, "recuse", matter, actor="赵督查")
    assert codes(memory, wants("start_review", matter, actor="赵督查")) == ["JRN-028"]
    assert codes(memory, wants("recuse", matter, actor="赵督查")) == ["JRN-027"]
    assert codes(memory, wants("start_review", matter, actor="孙督查")) == []


def test_a_unit_once_designated_does_not_ask_again(memory: Journal) -> None:
    matter = brought_to(memory, 4)
    owner = {"owner": "水务科"}
    assert codes(memory, wants("hand_back", matter, actor="赵督查")) == ["JRN-023"]
    does(memory, "ask_back", matter, said=owner)
    assert codes(memory, wants("ask_extension", matter, said={"until": "2026-12-30"})) == ["JRN-023"]
    does(memory, "refuse", matter, actor="赵督查")
    assert codes(memory, wants("ask_back", matter, said=owner)) == ["JRN-024"]


def test_an_extension_asked_for_in_time_may_be_granted_after_the_due_date(memory: Journal, clock: Clock) -> None:
    matter = brought_to(memory, 4, facts={"due": "2026-11-24"})
    does(memory, "ask_extension", matter, actor="韩申请", said={"until": "2026-12-30"})
    clock.now += timedelta(days=1)
    late = {"on": date(2026, 11, 25), "facts": {"due": "2026-12-30"}}
    does(memory, "extend", matter, actor="李分管", **late)
    head = memory.head(matter)
    assert head is not None
    assert (head.facts["due"], head.application.act, head.course.extended) == ("2026-12-30", "", 1)


def test_a_source_is_answered_when_all_its_parts_are_done_and_once(memory: Journal) -> None:
    one, two = brought_to(memory, 4), brought_to(memory, 10)
    whole = brought_to(memory, 4)
    does(memory, "split", whole, related=(one, two))
    found = codes(memory, wants("answer", whole, evidence=(PAPER,)))
    assert found == ["JRN-026"]
    for act, more in WAY[4:10]:
        does(memory, act, one, **more)
    does(memory, "answer", whole, evidence=(PAPER,))
    assert codes(memory, wants("answer", whole, evidence=(PAPER,))) == ["JRN-026"]


def test_the_survivor_of_a_merger_keeps_the_earliest_due_date(memory: Journal) -> None:
    survivor = brought_to(memory, 4, facts={"due": "2026-12-20"})
    other = brought_to(memory, 4)
    assert codes(memory, wants("absorb", survivor, related=(other,), facts={"due": "2026-12-30"})) == ["JRN-032"]
    does(memory, "absorb", survivor, related=(other,), facts={"due": "2026-12-01"})


def test_an_answer_from_no_list_or_to_nothing_asked_is_refused(memory: Journal) -> None:
    matter = brought_to(memory, 11)
    wrong = {"retention": "千年", "colour": "红"}
    assert sorted(codes(memory, wants("archive", matter, evidence=(PAPER,), said=wrong))) == ["JRN-018", "JRN-018"]
    part = brought_to(memory, 4)
    assert codes(memory, wants("ask_extension", part, said={"until": "年底"})) == ["JRN-018"]


def test_a_sample_is_checked_by_whom_it_was_given_to(memory: Journal) -> None:
    matter = brought_to(memory, 11)
    does(memory, "sample", matter, actor="李分管", said={"checker": "何抽查", "draw": "种子1"})
    assert codes(memory, wants("recheck", matter, actor="路过人", evidence=(PAPER,))) == ["JRN-025"]
    does(memory, "recheck", matter, actor="何抽查", evidence=(PAPER,))
    head = memory.head(matter)
    assert head is not None
    assert head.round.checker == ""
