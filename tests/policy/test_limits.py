"""Posts and proposals on their first and last day, and one rule each way for what needs more care."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from taizhang.catalogue.load import load
from taizhang.lists.query import NEVER, ListRow, Party
from taizhang.matters.entry import Head
from taizhang.policy.decide import able, next_acts, presses, turns
from taizhang.policy.posts import Actor, Post, actor_of, clashes, unit_of
from taizhang.policy.proposals import EXPIRED, GRANT, PATIENCE, WAITING, PostProposal
from taizhang.policy.protected import needs_second_factor, needs_two, reads_confidential
from taizhang.policy.review import standing_clashes
from taizhang.shipped import CATALOGUE
from taizhang.terms.scope import Organisation, Unit

LEDGERS = load(CATALOGUE).ledgers
DAY, ONE = date(2026, 11, 24), timedelta(days=1)
BODY, TOWN = "某县", "某镇"
UNITS = Organisation((Unit(BODY), Unit(TOWN, BODY), Unit("别镇", BODY)))
NEAR = pytest.mark.parametrize("days", [-1, 0, 1])


@NEAR
def test_a_post_is_held_from_its_first_to_its_last_day(days: int) -> None:
    day = DAY + days * ONE
    assert Post("甲", BODY, "leader", since=DAY).held_on(day) == (days >= 0)
    assert Post("甲", BODY, "leader", until=DAY).held_on(day) == (days <= 0)
    assert Post("甲", BODY, "leader").held_on(day)
    ends = Post("甲", BODY, "leader", until=DAY)
    assert ends.meets(Post("甲", BODY, "leader", since=day)) == (days <= 0)
    assert Post("甲", BODY, "leader", since=day).meets(ends) == (days <= 0)


@NEAR
def test_a_proposal_waits_seven_days(days: int) -> None:
    one = PostProposal("p", GRANT, Post("甲", BODY, "leader"), "乙", DAY)
    assert one.state_on(DAY + PATIENCE + days * ONE) == (EXPIRED if days > 0 else WAITING)
    assert PATIENCE.days == 7


@NEAR
def test_posts_clash_while_they_stand_or_will(days: int) -> None:
    posts = [Post("甲", BODY, "security_admin", until=DAY + days * ONE), Post("甲", BODY, "handler")]
    assert len(list(standing_clashes(posts, DAY))) == (days >= 0)
    assert not list(standing_clashes([posts[0], Post("乙", BODY, "handler")], DAY))
    after = Post("甲", BODY, "handler", since=DAY + 2 * ONE)
    assert not list(standing_clashes([posts[0], after], DAY - 9 * ONE))


def test_three_posts_of_which_two_clash() -> None:
    roles = ("handler", "leader", "audit_admin")
    found = list(standing_clashes([Post("甲", BODY, role) for role in roles], DAY))
    assert len(found) == len(clashes(roles)) == 2
    assert clashes(("handler", "leader")) == ()
    acting = actor_of(
        "甲", [Post("甲", BODY, "handler"), Post("甲", BODY, "audit_admin"), Post("乙", BODY, "leader")], DAY
    )
    assert (acting.posts, len(acting.clashing)) == ((), 2)


def test_what_reads_confidential_ledgers_takes_two_and_a_second_factor() -> None:
    open_ones = {name: one for name, one in LEDGERS.items() if one.declared.level != "confidential"}
    assert len(open_ones) < len(LEDGERS)
    assert reads_confidential("leader", LEDGERS)
    assert not reads_confidential("leader", open_ones)
    assert not reads_confidential("handler", LEDGERS)
    for role, two in (("security_admin", True), ("supervisor", True), ("leader", True), ("handler", False)):
        assert needs_two(role, LEDGERS) == two, role
    assert needs_second_factor(Actor("甲", (Post("甲", BODY, "audit_admin"),)), open_ones)
    assert needs_second_factor(Actor("甲", (Post("甲", BODY, "handler"), Post("甲", BODY, "leader"))), LEDGERS)
    plain = {name: one for name, one in open_ones.items() if not one.declared.guarded}
    for role in ("leader", "handler"):  # either reads sensitive ledgers
        assert needs_second_factor(Actor("甲", (Post("甲", BODY, role),)), open_ones)
        assert not needs_second_factor(Actor("甲", (Post("甲", BODY, role),)), plain)
    assert not needs_second_factor(Actor("甲", (Post("甲", BODY, "reader"),)), LEDGERS)


def row(state: str, *more: Party, verified: int = 0, unit: str = TOWN) -> ListRow:
    parties, never = (Party("unit", unit), *more), (NEVER, NEVER, NEVER)
    return ListRow(
        "m", 1, "hazard", "甲1", unit, state, verified, "", "", "", 1, "green", (), NEVER, never, NEVER, 0, parties
    )


def acts(one: ListRow) -> list[str]:
    return [act for act, _ in next_acts(LEDGERS["hazard"], one)]


def test_what_comes_next_waits_for_its_application_and_its_checker() -> None:
    closed = acts(row("closed"))
    assert "recheck" not in closed
    assert "recheck" in acts(row("closed", Party("checker", "甲")))
    assert "settle" not in closed
    assert "settle" in acts(row("closed", Party("asks", "settle")))
    assert "settle" not in acts(row("closed", Party("asks", "extend")))
    assert acts(row("in_review", verified=2)).count("verify") == 1
    assert "close" in acts(row("in_review", verified=3))
    assert "close" not in acts(row("in_review", verified=2))


def test_turns_keep_away_whom_the_conditions_keep_away() -> None:
    found = turns(Actor("甲", (Post("甲", BODY, "supervisor"), Post("甲", BODY, "leader"))), LEDGERS, UNITS)
    mine = [one for one in found if "hazard" in one.ledgers]
    assert {one.not_role for one in mine if one.bound and one.bound.role == "asks"} == {"concerned"}
    assert {one.not_role for one in mine if one.bound and one.bound.role == "checker"} <= {"acted"}
    assert {one.not_by for one in mine} <= {"", "甲"}
    assert all(one.not_role in ("acted", "person", "concerned") for one in mine)
    assert any(one.not_role == "acted" and one.not_by for one in mine)


def test_only_posts_whose_role_and_reach_fit_do_the_act() -> None:
    head = Head("m", "hazard", "甲1", TOWN, "in_progress", 3, 3, {"no": "甲1"})
    posts = [
        Post("甲", TOWN, "handler"),
        Post("乙", "别镇", "handler"),
        Post("丙", TOWN, "reader"),
        Post("丁", BODY, "handler"),
    ]
    assert able("report_progress", head, row("in_progress"), LEDGERS, UNITS, posts=posts) == ("丁", "甲")


def test_letters_are_issued_to_the_matters_within_reach() -> None:
    levels, found = presses(Actor("甲", (Post("甲", TOWN, "supervisor"),)), LEDGERS, UNITS)
    assert levels == (1, 2, 3)
    assert all(one.units == frozenset({TOWN}) for one in found)
    assert "hazard" in frozenset().union(*(one.ledgers for one in found))
    assert presses(Actor("甲", (Post("甲", TOWN, "reader"),)), LEDGERS, UNITS) == ((), ())


def test_a_unit_is_read_with_what_is_said_of_it() -> None:
    facts = {"name": TOWN, "parent": BODY, "kind": "乡镇", "aliases": "镇，老镇、", "since": "2026-01-01", "until": "x"}
    one = unit_of(facts)
    assert (one.name, one.parent, one.kind, one.aliases) == (TOWN, BODY, "乡镇", ("镇", "老镇"))
    assert (one.since, one.until) == (date(2026, 1, 1), None)
    assert unit_of({"name": BODY}) == Unit(BODY)
