"""The matrix of authorisation: role × relation × level × state × act, and every page × role, against a second opinion.

What is expected comes from two reviewed files and from the few lines below, which share nothing with the policy but the
words of roles and acts. A sample runs each time; every cell at night.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import NamedTuple, cast

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.lists.query import NEVER, ListRow, Party, sees
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.policy.decide import may, visible
from taizhang.policy.naming import WAITING
from taizhang.policy.posts import ROLES, Actor, Post, actor_of
from taizhang.policy.rights import RIGHTS
from taizhang.shipped import CATALOGUE
from taizhang.terms.scope import Organisation, Unit
from taizhang_site.permissions import PERMISSIONS, admits

BODY, TOWN, VILLAGE, HAMLET, OTHER = "某县政府", "甲镇", "甲村", "甲组", "乙镇"
UNITS = Organisation([Unit(TOWN, BODY), Unit(VILLAGE, TOWN), Unit(HAMLET, VILLAGE), Unit(OTHER, BODY)])
TODAY, WHO, SAMPLE = date(2026, 6, 1), "某人", 4000
LEVELS = ("public", "internal", "sensitive", "confidential")
STATES = ("registered", "in_progress", "struck_off")
BLIND = ("accused", "unit accused", "superior accused", "accused and took part")
RELATIONS = {
    "own unit": (VILLAGE, ()),
    "unit below": (TOWN, ()),
    "whole body": (BODY, ()),
    "unit above": (HAMLET, ()),
    "another's": (OTHER, ()),
    "no unit": ("没有登记", ()),
    "co-unit": (OTHER, (Party("unit", OTHER),)),
    "accused": (BODY, (Party("about", WHO),)),
    "unit accused": (VILLAGE, (Party("about", VILLAGE),)),
    "superior accused": (VILLAGE, (Party("about", BODY),)),
    "accused and took part": (BODY, (Party("about", WHO), Party("person", WHO))),
    "unmatched": (BODY, (Party("about", WAITING),)),
    "unmatched, took part": (BODY, (Party("about", WAITING), Party("person", WHO))),
    "former": (BODY, ()),
}
"""Relation → the unit of the post, and who is bound to the matter of the village besides its unit."""


def read(name: str) -> list[list[str]]:
    """The lines of a reviewed file."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


EXPECTED = {(life, act): frozenset(roles.split()) for life, act, roles in read("rights.tsv")}
PAGES = dict(cast("list[tuple[str, str]]", read("pages.tsv")))


def ledgers() -> dict[str, Ledger]:
    """A ledger for each lifecycle, level, and whether it says whom its matters are about."""
    made = {}
    shipped = load(CATALOGUE).ledgers
    for life, level, tells in product(LIFECYCLES, LEVELS, (False, True)):
        one = next(each for each in shipped.values() if each.declared.lifecycle == life)
        fields = {name: field for name, field in one.declared.field.items() if not field.about}
        if tells:
            fields["against"] = FieldDeclaration(title="被反映人", about=True)
        declared = one.declared.model_copy(update={"field": fields, "level": level})
        made[f"{life}_{level}_{tells}"] = replace(one, name=f"{life}_{level}_{tells}", declared=declared)
    return made


LEDGERS = ledgers()


class Cell(NamedTuple):
    """One question: may a role in a relation do the act on a matter of the ledger in the state?"""

    role: str
    relation: str
    life: str
    level: str
    tells: bool
    state: str
    act: str


def cells() -> Iterator[Cell]:
    """All of them."""
    for (life, act), level, tells, state in product(sorted(EXPECTED), LEVELS, (False, True), STATES):
        for role, relation in product(ROLES, RELATIONS):
            yield Cell(role, relation, life, level, tells, state, act)


def expected_sight(cell: Cell) -> bool:
    """Whether the matter is to be seen: the second opinion."""
    business = ("supervisor", "handler", "unit_head", "leader")
    by_level = {
        "public": (*business, "drafter", "approver", "assessor", "reader"),
        "internal": (*business, "drafter", "approver", "assessor", "reader"),
        "sensitive": business,
        "confidential": ("supervisor", "leader"),
    }
    role_sees = cell.tells if cell.role == "intake" else cell.role in by_level[cell.level]
    if not role_sees or cell.relation in ("unit above", "another's", "no unit", "former"):
        return False
    if cell.relation in BLIND:
        return False
    return cell.relation != "unmatched" or cell.role == "intake"


def answer(cell: Cell) -> tuple[bool, bool]:
    """What the policy says: seen, and done."""
    unit, more = RELATIONS[cell.relation]
    until = date(2026, 5, 31) if cell.relation == "former" else None
    actor = actor_of(WHO, [Post(WHO, unit, cell.role, date(2026, 1, 1), until)], TODAY)
    name, never = f"{cell.life}_{cell.level}_{cell.tells}", (NEVER, NEVER, NEVER)
    verified = int(cell.act[-1]) - 1 if cell.act.startswith("verify_") else 0
    parties = (Party("unit", VILLAGE), *more)
    row = ListRow(
        "m", 1, name, "1", VILLAGE, cell.state, verified, "", "", "", 1, "green", (), NEVER, never, NEVER, 0, parties
    )
    act = "verify" if cell.act.startswith("verify_") else cell.act
    here = {one: LEDGERS[one] for one in (name, "progress_public_True")}  # one that tells of persons is always there
    return sees(visible(actor, here, UNITS), row), may(actor, act, row, here, UNITS)


LEAD_ALONE = {"accept", "report", "ask_back", "ask_extension", "object", "verify_1"}


def wrong(cell: Cell) -> str:
    """How the policy differs from what is expected; '' when it does not."""
    seen, done = answer(cell)
    should_see = expected_sight(cell) or (
        cell.relation == "co-unit" and expected_sight(cell._replace(relation="own unit"))
    )
    should_do = should_see and cell.role in EXPECTED[cell.life, cell.act]
    if cell.relation == "co-unit" and cell.act in LEAD_ALONE:
        should_do = False
    return "" if (seen, done) == (should_see, should_do) else f"{cell}: {seen, done} not {should_see, should_do}"


def test_the_table_of_rights_is_the_reviewed_one() -> None:
    table = {(life, act): roles for life, acts in RIGHTS.items() for act, roles in acts.items()}
    assert table == EXPECTED


@pytest.mark.parametrize("role", ["", *ROLES])
def test_every_page_admits_whom_the_reviewed_table_says(role: str) -> None:
    """Every page × role; a page without a line fails."""
    assert PAGES.keys() == PERMISSIONS.keys()
    actor = Actor(WHO, (Post(WHO, BODY, role),)) if role else None
    for page, roles in PAGES.items():
        open_to = roles == "anyone" or (roles == "signed in" and bool(role)) or role in roles.split()
        assert admits(PERMISSIONS[page], actor) == (open_to and (bool(role) or roles == "anyone")), page


def test_a_sample_of_the_matrix_is_as_expected() -> None:
    seed = random.SystemRandom().randrange(1 << 32)
    chosen = random.Random(seed).sample(list(cells()), SAMPLE)
    assert [said for cell in chosen if (said := wrong(cell))][:5] == [], f"seed {seed}"
    assert 0 < sum(answer(cell)[1] for cell in chosen) < SAMPLE


@pytest.mark.nightly
def test_every_cell_of_the_matrix_is_as_expected() -> None:
    count, faults = 0, []
    for cell in cells():
        count += 1
        if said := wrong(cell):
            faults.append(said)
    assert faults[:5] == []
    assert count >= 100_000
    print(f"{count} cells")
