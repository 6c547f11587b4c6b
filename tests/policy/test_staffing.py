"""Posts that give power take two persons: proposed, confirmed by another, withdrawn, expired; the first days; emergencies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from taizhang.policy.posts import Actor, Post, actor_of
from taizhang.policy.proposals import CONFIRMED, DECLINED, EXPIRED, PATIENCE, WAITING, WITHDRAWN, PostProposal
from taizhang.site.posts import MACHINE, Staffing
from taizhang.site.site import Site
from taizhang.terms.problem import Refused

BODY, DAY = "某某县政府办公室", date(2026, 11, 2)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """An empty site."""
    with Site.create(tmp_path / "site", BODY) as made:
        yield made


def at(site: Site, name: str, day: date = DAY) -> Staffing:
    return Staffing(site, site.roll.actor(name, day), day)


def given(site: Site, *posts: tuple[str, str]) -> None:
    """Posts that stand from the beginning."""
    for name, role in posts:
        site.appoint(Post(name, BODY, role), "最初", DAY)


def roles(site: Site, name: str, day: date = DAY) -> set[str]:
    return set(site.roll.actor(name, day).roles)


def refused(problem: Refused) -> set[str]:
    return {one.code for one in problem.problems}


def test_an_ordinary_post_is_given_at_once(site: Site) -> None:
    given(site, ("甲安", "security_admin"), ("乙安", "security_admin"))
    assert at(site, "甲安").grant(Post("丙办", BODY, "handler", DAY)) is None
    assert roles(site, "丙办") == {"handler"}


@pytest.mark.parametrize("role", ["security_admin", "system_admin", "audit_admin", "supervisor", "leader", "approver"])
def test_a_post_of_power_takes_effect_when_another_confirms(site: Site, role: str) -> None:
    given(site, ("甲安", "security_admin"), ("乙安", "security_admin"), ("丁领", "leader"))
    one = at(site, "甲安").grant(Post("丙", BODY, role, DAY))
    assert one is not None
    assert one.state == WAITING
    assert roles(site, "丙") == set()
    for nobody in ("甲安", "丙", "丁领", "无关的人"):
        assert not at(site, nobody).decidable(one), nobody
        with pytest.raises(Refused) as caught:
            at(site, nobody).confirm(one.matter)
        assert refused(caught.value) == {"POL-019"}
    assert at(site, "乙安").confirm(one.matter).state == CONFIRMED
    assert roles(site, "丙") == {role}
    with pytest.raises(Refused):
        at(site, "乙安").confirm(one.matter)
    history = site.journal.history(one.matter)
    assert [entry.intention.actor for entry in history] == ["甲安", "乙安"]


def test_with_one_security_administrator_the_leader_is_the_second_person(site: Site) -> None:
    given(site, ("甲安", "security_admin"), ("丁领", "leader"))
    one = at(site, "甲安").grant(Post("丙督", BODY, "supervisor", DAY))
    assert one is not None
    at(site, "丁领").confirm(one.matter)
    assert roles(site, "丙督") == {"supervisor"}


def test_in_the_first_days_one_person_is_enough_and_it_is_marked(site: Site) -> None:
    given(site, ("甲安", "security_admin"))
    one = at(site, "甲安").grant(Post("丁领", BODY, "leader", DAY))
    assert one is not None
    assert one.alone
    assert roles(site, "丁领") == {"leader"}
    (kept,) = site.roll.proposals()
    assert (kept.state, kept.alone, kept.decided) == (CONFIRMED, True, "甲安")
    second = at(site, "甲安").grant(Post("乙安", BODY, "security_admin", DAY))
    assert second is not None
    assert not second.alone, "the leader is there to be asked"


def test_ending_the_only_other_person_is_no_way_to_be_alone(site: Site) -> None:
    given(site, ("甲安", "security_admin"), ("丁领", "leader"))
    post = next(one for one in site.roll.posts() if one.person == "丁领")
    one = at(site, "甲安").end(post, "x")
    assert one is not None
    assert not one.alone
    assert not at(site, "丁领").decidable(one), "nobody decides on himself"
    assert roles(site, "丁领") == {"leader"}
    machine = Staffing(site, Actor(MACHINE), DAY)
    with pytest.raises(Refused):
        machine.confirm_at_the_machine(one.matter, "甲安")
    machine.confirm_at_the_machine(one.matter, "机房值班员")
    assert roles(site, "丁领") == set()
    assert "机房值班员" in site.roll.proposals()[0].note


def test_a_proposal_is_withdrawn_by_its_proposer_declined_by_the_other_and_expires(site: Site) -> None:
    given(site, ("甲安", "security_admin"), ("乙安", "security_admin"))

    def ask() -> PostProposal:
        one = at(site, "甲安").grant(Post("丙督", BODY, "supervisor", DAY))
        assert one is not None
        return one

    one = ask()
    with pytest.raises(Refused) as caught:
        ask()
    assert refused(caught.value) == {"POL-017"}
    with pytest.raises(Refused):
        at(site, "乙安").withdraw(one.matter)
    assert at(site, "甲安").withdraw(one.matter).state == WITHDRAWN
    two = ask()
    assert at(site, "乙安").decline(two.matter, "编制未批").state == DECLINED
    three = ask()
    late = DAY + PATIENCE + timedelta(days=1)
    assert at(site, "乙安", DAY + PATIENCE).decidable(three)
    assert site.roll.proposals()[0].state_on(late) == EXPIRED
    with pytest.raises(Refused):
        at(site, "乙安", late).confirm(three.matter)
    assert roles(site, "丙督", late) == set()
    assert [one.state for one in site.roll.proposals()] == [WAITING, DECLINED, WITHDRAWN]


def test_two_that_decide_at_once_decide_once(site: Site) -> None:
    given(site, ("甲安", "security_admin"), ("乙安", "security_admin"), ("丙安", "security_admin"))
    one = at(site, "甲安").grant(Post("戊督", BODY, "supervisor", DAY))
    assert one is not None
    slow = at(site, "丙安")
    before = slow.site.roll.proposals()
    at(site, "乙安").decline(one.matter, "不同意")
    with pytest.raises(Refused):
        slow._confirm(before[0], "")
    assert roles(site, "戊督") == set()


def test_what_clashes_by_the_time_of_confirming_is_refused_then(site: Site) -> None:
    given(site, ("甲安", "security_admin"), ("乙安", "security_admin"))
    one = at(site, "甲安").grant(Post("丙", BODY, "audit_admin", DAY))
    assert one is not None
    given(site, ("丙", "handler"))
    with pytest.raises(Refused) as caught:
        at(site, "乙安").confirm(one.matter)
    assert refused(caught.value) == {"POL-002"}


def test_posts_at_different_times_do_not_clash_and_the_same_post_is_not_given_twice(site: Site) -> None:
    given(site, ("甲安", "security_admin"))
    first = Post("丙", BODY, "handler", DAY, DAY + timedelta(days=9))
    at(site, "甲安").grant(first)
    with pytest.raises(Refused) as caught:
        at(site, "甲安").grant(first)
    assert refused(caught.value) == {"POL-016"}
    at(site, "甲安").grant(Post("丙", BODY, "audit_admin", DAY + timedelta(days=10)))
    assert roles(site, "丙", DAY + timedelta(days=9)) == {"handler"}
    assert roles(site, "丙", DAY + timedelta(days=10)) == {"audit_admin"}


def test_a_post_ended_can_be_given_again_the_same_day(site: Site) -> None:
    given(site, ("甲安", "security_admin"))
    staff = at(site, "甲安")
    staff.grant(Post("丙", BODY, "handler", DAY))
    staff.end(next(one for one in site.roll.posts() if one.person == "丙"), "e1")
    assert roles(site, "丙") == set()
    staff.grant(Post("丙", BODY, "handler", DAY))
    assert roles(site, "丙") == {"handler"}


def test_posts_that_clash_all_the_same_count_for_nothing() -> None:
    posts = [Post("丙", BODY, "security_admin"), Post("丙", BODY, "leader")]
    actor = actor_of("丙", posts, DAY)
    assert actor.roles == frozenset()
    assert actor.clashing == tuple(posts)


def test_only_a_security_administrator_changes_posts(site: Site) -> None:
    given(site, ("甲安", "security_admin"), ("丁领", "leader"))
    leader = at(site, "丁领")
    calls: tuple[Callable[[], object], ...] = (
        lambda: leader.grant(Post("丙", BODY, "handler", DAY)),
        lambda: leader.reset("甲安"),
        lambda: leader.end(site.roll.posts()[0], "x"),
    )
    for call in calls:
        with pytest.raises(Refused) as caught:
            call()
        assert refused(caught.value) == {"POL-018"}


def test_a_second_factor_is_reset_by_two(site: Site) -> None:
    given(site, ("甲安", "security_admin"), ("丁领", "leader"), ("丙", "handler"))
    one = at(site, "甲安").reset("丙")
    assert one.state == WAITING
    assert at(site, "丁领").confirm(one.matter).kind == "reset"
    locked_out = Staffing(site, Actor(MACHINE), DAY).reset("甲安")
    assert at(site, "丁领").decidable(locked_out), "the leader helps the only security administrator"


@pytest.mark.parametrize("second", ["甲安", " 甲安 ", "机房王", "", "服务器终端"])
def test_at_the_machine_neither_the_proposer_nor_the_person_concerned_is_the_second(site: Site, second: str) -> None:
    given(site, ("甲安", "security_admin"), ("丁领", "leader"))
    machine = Staffing(site, Actor(MACHINE), DAY)
    one = machine.reset("甲安", "机房王")
    assert one.proposer == "服务器终端（机房王）"
    with pytest.raises(Refused) as caught:
        machine.confirm_at_the_machine(one.matter, second)
    assert refused(caught.value) == {"POL-019"}
    assert site.roll.proposals()[0].state == WAITING


def test_a_name_that_holds_the_proposers_is_another_person(site: Site) -> None:
    given(site, ("甲安", "security_admin"))
    machine = Staffing(site, Actor(MACHINE), DAY)
    one = machine.reset("甲安", "机房王某")
    assert machine.confirm_at_the_machine(one.matter, "机房王").state == CONFIRMED


def test_who_proposed_at_the_machine_is_not_the_second_from_his_account_either(site: Site) -> None:
    given(site, ("甲安", "security_admin"), ("乙安", "security_admin"), ("丙", "handler"))
    one = Staffing(site, Actor(MACHINE), DAY).reset("丙", "乙安")
    assert not at(site, "乙安").decidable(one)
    assert at(site, "甲安").decidable(one)
    assert site.roll.proposals()[0].operator == "乙安"
