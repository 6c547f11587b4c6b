"""The journal over each store: appended together, once, in order, by one writer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from taizhang.journal.admission import LARGEST_ENTRY
from taizhang.journal.identifiers import new_matter
from taizhang.journal.journal import MANY, TRIES, Journal
from taizhang.lists.query import ListRow
from taizhang.lists.rows import Lister
from taizhang.matters.entry import NO_SOURCE, Head, Source
from taizhang.terms.problem import Refused
from taizhang.terms.progress import Cancelled
from tests.journals import NOW, Clock
from tests.matters.acts import PAPER, against, codes, does, wants


def test_entries_are_numbered_from_one_over_the_journal_and_within_the_matter(journal: Journal) -> None:
    one, other, again = journal.append(
        [wants("record", "a", number="甲1"), wants("record", "b"), wants("correct", "a", facts={"no": "甲1"})]
    )
    assert [(e.seq, e.matter, e.mseq) for e in (one, other, again)] == [(1, "a", 1), (2, "b", 1), (3, "a", 2)]
    assert journal.size == 3
    assert journal.history("a") == (one, again)
    assert list(journal.entries(2)) == [other, again]


def test_a_new_matter_gets_an_identifier(journal: Journal) -> None:
    entry = journal.append([wants("register", unit="城建科")])[0]
    assert entry.matter == entry.intention.matter == "m1"


def test_identifiers_are_random_and_of_128_bits() -> None:
    some = {new_matter() for _ in range(100)}
    assert len(some) == 100
    assert {len(one) for one in some} == {26}
    assert all(one[0] in "01234567" for one in some)


def test_everything_said_comes_back(journal: Journal) -> None:
    source = Source("cd" * 32, "台账.xlsx", "一季度", 7, "B7")
    facts = {"no": "甲1", "text": "路灯\n不亮\u2028“坏”\t\\", "struck": True, "amount": "12.50"}
    said = wants("record", "a", number="甲1", unit="城建科", facts=facts, source=source, evidence=(PAPER,), expect=0)
    entry = journal.append([said])[0]
    assert entry.intention == said
    assert journal.history("a") == (entry,)
    head = journal.head("a")
    assert head is not None
    assert (head.facts, head.source, head.number, head.unit, head.round.evidence) == (facts, source, "甲1", "城建科", 1)


def test_a_fact_set_to_nothing_is_cleared(journal: Journal) -> None:
    does(journal, "record", "a", facts={"no": "甲1", "text": "漏水", "closed": None})
    does(journal, "correct", "a", facts={"text": None, "closed": "2026-11-20"})
    head = journal.head("a")
    assert head is not None
    assert head.facts == {"no": "甲1", "closed": "2026-11-20"}


def test_one_refused_intention_keeps_all_others_out(journal: Journal) -> None:
    does(journal, "record", "a")
    before = (journal.size, journal.root)
    found = against(
        journal,
        wants("record", "b", number="乙1"),
        wants("verify", "a", number="甲1"),
        wants("record", "c", state="no_such", source=Source(file="表.xlsx", sheet="一", cell="C3")),
    )
    assert [(p.code, p.place.matter) for p in found] == [("JRN-001", "甲1"), ("JRN-041", "c")]
    assert found[1].place.cell == "C3"
    assert (journal.size, journal.root) == before
    assert journal.head("b") is None


def test_later_acts_of_a_refused_matter_are_not_complained_of_too(journal: Journal) -> None:
    found = codes(journal, wants("verify", "x"), wants("strike_off", "x"), wants("verify", "y"))
    assert found == ["JRN-006", "JRN-006"]


def test_the_same_intention_sent_twice_happens_once(journal: Journal) -> None:
    new, act = wants("register", unit="城建科"), wants("record", "b", facts={"no": "乙"})
    first = journal.append([new, act])
    assert journal.append([new, act]) == first
    assert journal.append([act]) == first[1:]
    assert journal.size == 2


def test_the_same_intention_twice_in_one_call_happens_once(journal: Journal) -> None:
    act = wants("record", "b")
    one, other = journal.append([act, act])
    assert one == other
    assert journal.size == 1


def test_an_identifier_used_for_something_else_is_refused(journal: Journal) -> None:
    act = wants("record", "b", facts={"no": "乙"})
    journal.append([act])
    changed = replace(act, facts={"no": "丙"})
    assert codes(journal, changed) == ["JRN-003"]
    assert codes(journal, replace(act, matter="c")) == ["JRN-003"]
    assert codes(journal, replace(changed, actor="另一人", act="correct", note="改")) == []


def test_who_acted_since_is_named_to_whoever_looked_before(journal: Journal, clock: Clock) -> None:
    does(journal, "record", "a")
    clock.now = NOW + timedelta(hours=1)
    does(journal, "correct", "a", actor="李四", expect=1)
    problem = against(journal, wants("correct", "a", actor="王五", expect=1))[0]
    assert problem.code == "JRN-002"
    assert "第1步" in problem.message
    assert "李四已于2026-11-24 11:30作“更正”" in problem.message


def test_who_acted_earlier_in_the_same_call_is_named_too(journal: Journal) -> None:
    does(journal, "record", "a")
    found = against(journal, wants("correct", "a", actor="李四", expect=1), wants("correct", "a", expect=1))
    assert [p.code for p in found] == ["JRN-002"]
    assert "李四" in found[0].message


def test_nothing_asked_is_nothing_done(journal: Journal) -> None:
    assert journal.append([]) == ()
    assert journal.size == 0
    assert journal.head("a") is None
    assert journal.history("a") == ()
    assert list(journal.heads()) == []


def test_heads_come_by_their_last_entry_and_only_once(journal: Journal) -> None:
    for matter in "abc":
        does(journal, "record", matter, ledger="matter" if matter != "b" else "meeting")
    does(journal, "correct", "a")
    assert [(h.matter, h.seq) for h in journal.heads()] == [("b", 2), ("c", 3), ("a", 4)]
    assert [h.matter for h in journal.heads(since=2)] == ["c", "a"]
    assert [h.matter for h in journal.heads("matter", since=3)] == ["a"]
    assert [h.matter for h in journal.heads("meeting")] == ["b"]


def test_matters_are_found_by_ledger_and_number(journal: Journal) -> None:
    does(journal, "record", "a", number="甲1")
    does(journal, "record", "b", number="甲1", ledger="meeting")
    does(journal, "record", "c", number="甲1")
    assert [h.matter for h in journal.find("matter", "甲1")] == ["a", "c"]
    assert journal.find("matter", "甲2") == ()


def test_a_number_is_registered_once(journal: Journal) -> None:
    does(journal, "record", "a", number="甲1")
    assert codes(journal, wants("register", number="甲1")) == ["JRN-009"]
    assert codes(journal, wants("register", number="甲2"), wants("register", number="甲2")) == ["JRN-009"]


def test_server_time_never_goes_back(journal: Journal, clock: Clock) -> None:
    does(journal, "record", "a")
    clock.now = NOW - timedelta(minutes=4)
    assert journal.append([wants("record", "b")])[0].at == NOW
    clock.now = NOW - timedelta(minutes=6)
    with pytest.raises(Refused) as refused:
        journal.append([wants("record", "c")])
    assert [p.code for p in refused.value.problems] == ["JRN-060"]
    clock.now = NOW + timedelta(days=3650)
    assert journal.append([wants("record", "c")])[0].at == clock.now


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"note": "长" * 20_001}, "JRN-050"),
        ({"facts": {"text": "长" * 20_001}}, "JRN-050"),
        ({"number": "9" * 201}, "JRN-050"),
        ({"evidence": (PAPER,) * 201}, "JRN-050"),
        ({"facts": {"no": ["单位" * 9_000] * 10}}, "JRN-051"),
        ({"note": "响\x07铃"}, "JRN-052"),
        ({"note": "半个\ud800"}, "JRN-052"),
        ({"facts": {"no": 2**53}}, "JRN-052"),
        ({"facts": {"no": 1.5}}, "JRN-052"),
        ({"actor": ""}, "JRN-053"),
        ({"idem": "x" * 201}, "JRN-053"),
        ({"matter": "大写"}, "JRN-053"),
        ({"matter": "a" * 41}, "JRN-053"),
        ({"ledger": 'a","x":"'}, "JRN-053"),
        ({"evidence": ("../etc",)}, "JRN-053"),
    ],
)
def test_what_has_no_place_in_an_entry_is_refused(journal: Journal, said: dict[str, Any], code: str) -> None:
    given = {"matter": "a", **said}
    assert codes(journal, wants("record", **given)) == [code]
    assert journal.size == 0


def test_the_longest_allowed_is_kept(journal: Journal) -> None:
    facts = {"no": ["字" * 4_000] * 21, "text": "长" * 20_000}
    does(journal, "record", "a", facts={**facts, "no": "甲"}, note="长" * 20_000)
    assert LARGEST_ENTRY > 120_000
    assert len(journal.history("a")[0].intention.note) == 20_000


def test_the_source_left_out_is_no_source(journal: Journal) -> None:
    does(journal, "record", "a")
    head = journal.head("a")
    assert head is not None
    assert head.source == NO_SOURCE


def many(start: int = 0) -> list[Any]:
    """As many recordings as are judged before the lock is taken."""
    return [wants("record", f"n{number}", number=f"丙{number}") for number in range(start, start + MANY)]


def test_others_write_while_many_are_judged_and_the_tree_stays_whole(journal: Journal) -> None:
    told: list[int] = []

    def progress(stage: str, done: int, total: int) -> None:
        told.append(done)
        if told == [0]:
            does(journal, "record", "other")

    entries = journal.append(many(), progress)
    assert [one.seq for one in entries] == list(range(2, MANY + 2))
    assert told.count(0) == 2
    assert journal.fsck().ok


def test_many_are_judged_once_when_nobody_writes_meanwhile(journal: Journal) -> None:
    told: list[int] = []
    journal.append(many(), lambda stage, done, total: told.append(done))
    assert told == [0, 200, 400, MANY]
    assert journal.fsck().ok


@pytest.mark.parametrize("others", [TRIES - 1, TRIES])
def test_many_are_judged_under_the_lock_when_somebody_always_writes_first(journal: Journal, others: int) -> None:
    begun: list[int] = []

    def progress(stage: str, done: int, total: int) -> None:
        if done == 0:
            begun.append(len(begun))
            if len(begun) <= others:
                does(journal, "record", f"other{len(begun)}")

    entries = journal.append(many(), progress)
    assert len(begun) == others + 1
    assert [one.seq for one in entries] == list(range(others + 1, MANY + others + 1))
    assert journal.fsck().ok


def test_rows_for_lists_of_many_are_made_while_others_may_write(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, made = [False], list[bool]()
    write, of = journal._store.write, Lister.of

    @contextmanager
    def watched() -> Iterator[None]:
        with write():
            locked[0] = True
            yield
        locked[0] = False

    def watch(self: Lister, head: Head) -> ListRow:
        made.append(locked[0])
        return of(self, head)

    monkeypatch.setattr(journal._store, "write", watched)
    monkeypatch.setattr(Lister, "of", watch)
    journal.append(many())
    assert made == [False] * MANY


def test_what_others_wrote_meanwhile_can_stand_against_many(journal: Journal) -> None:
    does(journal, "record", "n0")
    wanted = [wants("correct", "n0", expect=1, facts={"text": "漏水"}), *many(1)]

    def progress(stage: str, done: int, total: int) -> None:
        if done == 0 and journal.size == 1:
            does(journal, "correct", "n0", facts={"text": "断路"})

    with pytest.raises(Refused) as refused:
        journal.append(wanted, progress)
    assert [problem.code for problem in refused.value.problems] == ["JRN-002"]
    assert journal.size == 2


@pytest.mark.parametrize("count", [1, 600])
def test_work_that_is_called_off_leaves_nothing(journal: Journal, count: int) -> None:
    def ready() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        journal.append(many()[:count] + many(1000)[: max(0, count - MANY)], ready=ready)
    assert journal.size == 0
    does(journal, "record", "a")
    assert journal.size == 1
