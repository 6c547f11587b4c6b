"""What each role sees and may do, over each kind of unit, and whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.lists.query import NEVER, ListRow, Party, sees
from taizhang.matters.entry import Head, Round
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.words import ACTS
from taizhang.policy.decide import is_barred, may, next_acts, turns, visible
from taizhang.policy.posts import ADMINISTRATORS, ROLES, Actor, Post, conflicts
from taizhang.policy.registering import may_open
from taizhang.policy.rights import RIGHTS, readable, roles_for
from taizhang.shipped import CATALOGUE
from taizhang.terms.scope import Organisation, Unit

BODY, TOWN, VILLAGE, OTHER = "某某县政府", "东山镇", "东山村", "西河镇"
UNITS = Organisation([Unit(TOWN, BODY), Unit(VILLAGE, TOWN), Unit(OTHER, BODY)])
SHIPPED = load(CATALOGUE).ledgers


def _telling(name: str) -> Ledger:
    """A shipped ledger with a field that says whom a matter is about."""
    declared = SHIPPED[name].declared
    fields = {**declared.field, "against": FieldDeclaration(title="被反映人或单位", about=True)}
    return replace(SHIPPED[name], declared=declared.model_copy(update={"field": fields}))


LEDGERS = {**SHIPPED, "petition": _telling("petition")}


def person(role: str, unit: str = BODY, name: str = "张某某") -> Actor:
    return Actor(name, (Post(name, unit, role),))


def row(
    ledger: str = "hazard", unit: str = TOWN, state: str = "in_progress", *more: Party, verified: int = 0
) -> ListRow:
    parties = (Party("unit", unit), *more)
    never = (NEVER, NEVER, NEVER)
    return ListRow(
        "m", 1, ledger, "甲1", unit, state, verified, "", "", "", 1, "green", (), NEVER, never, NEVER, 0, parties
    )


def seen(actor: Actor, one: ListRow) -> bool:
    return sees(visible(actor, LEDGERS, UNITS), one)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("ledger", ["hazard", "petition", "unit"])
def test_what_a_role_of_the_whole_body_sees(role: str, ledger: str) -> None:
    expected = {
        "hazard": set(ROLES) - {*ADMINISTRATORS, "intake"},
        "petition": {"supervisor", "handler", "unit_head", "leader", "intake"},
        "unit": set(),
    }[ledger]
    assert seen(person(role), row(ledger)) == (role in expected)


@pytest.mark.parametrize(
    ("post", "matter", "visible_"),
    [
        (TOWN, TOWN, True),
        (TOWN, VILLAGE, True),
        (VILLAGE, TOWN, False),
        (OTHER, TOWN, False),
        (BODY, VILLAGE, True),
        ("没有这个单位", TOWN, False),
    ],
)
def test_a_post_reaches_its_unit_and_what_lies_below(post: str, matter: str, visible_: bool) -> None:
    assert seen(person("handler", post), row(unit=matter)) == visible_


def test_the_top_of_the_only_tree_sees_whatever_unit_is_written() -> None:
    assert visible(person("leader"), LEDGERS, UNITS).grants[0].units is None
    two = Organisation([*UNITS.units.values(), Unit("别处")])
    assert visible(person("leader"), LEDGERS, two).grants[0].units == frozenset({BODY, TOWN, VILLAGE, OTHER})
    assert visible(person("leader", "别处"), LEDGERS, two).grants[0].units == frozenset({"别处"})


def test_a_co_unit_sees_the_matter_too() -> None:
    assert seen(person("handler", OTHER), row("hazard", TOWN, "in_progress", Party("unit", OTHER)))


@pytest.mark.parametrize("role", sorted(set(ROLES) - set(ADMINISTRATORS)))
@pytest.mark.parametrize("about", ["张某某", TOWN, BODY])
def test_whom_a_matter_is_about_never_sees_it_in_whatever_role(role: str, about: str) -> None:
    against = row("petition", TOWN, "in_progress", Party("about", about))
    assert not seen(person(role, TOWN), against)
    for act in ACTS:
        assert not may(person(role, TOWN), act, against, LEDGERS, UNITS)


def test_people_of_the_same_post_see_the_same_where_no_ledger_says_whom_it_is_about() -> None:
    plain = {"hazard": SHIPPED["hazard"]}
    one, other = (visible(person("leader", BODY, name), plain, UNITS) for name in ("张某某", "李某某"))
    assert one == other
    assert visible(person("leader"), LEDGERS, UNITS).blind == frozenset({"张某某", BODY})


def test_nobody_without_a_post_sees_or_does_anything() -> None:
    nobody = Actor("路人")
    assert not seen(nobody, row())
    assert not any(may(nobody, act, row(), LEDGERS, UNITS) for act in ACTS)
    assert turns(nobody, LEDGERS, UNITS) == ()


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_administrators_neither_see_nor_do_business(role: str) -> None:
    assert visible(person(role), LEDGERS, UNITS).grants == ()
    assert not any(may(person(role), act, row(), LEDGERS, UNITS) for act in ACTS)
    assert not any(may_open(person(role), ledger, UNITS) for ledger in LEDGERS.values())


def test_every_act_of_every_lifecycle_has_a_line_in_the_table() -> None:
    for name, lifecycle in LIFECYCLES.items():
        for one in lifecycle.rows:
            keys = [f"verify_{level}" for level in (1, 2, 3)] if one.act == "verify" else [one.act]
            assert set(keys) <= set(RIGHTS[name]), (name, one.act)


def test_three_levels_of_verification_belong_to_three_roles() -> None:
    levels = [roles_for(LEDGERS["hazard"], "verify", level) for level in range(3)]
    assert levels == [{"unit_head"}, {"leader"}, {"supervisor"}]


def test_a_unit_acts_on_its_own_matters_only() -> None:
    head = person("unit_head", TOWN)
    assert may(head, "report", row(unit=VILLAGE), LEDGERS, UNITS)
    assert not may(head, "report", row(unit=OTHER), LEDGERS, UNITS)
    assert not may(head, "strike_off", row(), LEDGERS, UNITS)


def test_who_reported_is_barred_from_verifying_whatever_the_post() -> None:
    head = Head("m", "hazard", "甲1", TOWN, "in_review", 5, 5, {}, round=Round(reporter="张某某"))
    assert is_barred(person("unit_head", TOWN), "verify", head, LEDGERS["hazard"])
    assert not is_barred(person("unit_head", TOWN, "李某某"), "verify", head, LEDGERS["hazard"])
    assert not is_barred(
        person("unit_head", TOWN), "report_progress", replace(head, state="in_progress"), LEDGERS["hazard"]
    )


def test_my_turn_is_where_i_may_act_and_have_not_acted() -> None:
    mine = turns(person("supervisor"), {"hazard": LEDGERS["hazard"]}, UNITS)
    states = {state for turn in mine for state in turn.states if turn.bound is None}
    assert states == {"approved", "handed_back", "reported", "in_review", "closed"}
    decisions = {turn.bound for turn in mine if turn.bound}
    assert decisions == {Party("asks", "hand_back"), Party("asks", "settle"), Party("checker", "张某某")}
    assert all(turn.not_by for turn in mine if "in_review" in turn.states)


def test_the_matter_says_who_is_waited_for() -> None:
    assert next_acts(LEDGERS["hazard"], row(state="assigned")) == (("accept", ("handler", "unit_head")),)
    assert next_acts(LEDGERS["hazard"], row(state="in_review", verified=1)) == (("verify", ("leader",)),)
    assert next_acts(LEDGERS["hazard"], row(state="archived")) == ()


@pytest.mark.parametrize("role", ADMINISTRATORS)
@pytest.mark.parametrize("other", sorted(ROLES))
def test_an_administrator_holds_no_second_role(role: str, other: str) -> None:
    held = [Post("张某某", BODY, role)]
    codes = {problem.code for problem in conflicts(Post("张某某", TOWN, other), held, UNITS)}
    assert codes == (set() if role == other else {"POL-002"})
    assert not conflicts(Post("李某某", TOWN, other), held, UNITS)


def test_posts_need_a_known_role_and_unit_and_last_from_day_to_day() -> None:
    found = conflicts(Post("张某某", "没有", "king"), [], UNITS)
    assert [problem.code for problem in found] == ["POL-003", "POL-004"]
    post = Post("张某某", TOWN, "reader", date(2026, 1, 1), date(2026, 6, 30))
    assert [post.held_on(date(2026, month, 30)) for month in (6, 7)] == [True, False]
    assert not post.held_on(date(2025, 12, 31))


@pytest.mark.parametrize("role", ROLES)
def test_confidential_rows_are_read_by_those_alone_who_follow_up_and_lead(role: str) -> None:
    secret = [name for name, ledger in LEDGERS.items() if ledger.declared.level == "confidential"]
    assert secret
    for name in secret:
        assert readable(role, LEDGERS[name]) == (role in ("supervisor", "leader"))
