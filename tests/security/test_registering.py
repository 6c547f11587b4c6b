"""Who registers what: by ledger and kind of unit; whoever registers sees his row, and it counts when its ledger says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.values import Stored
from taizhang.figures import naive
from taizhang.figures.value import Ask
from taizhang.lists.query import Filter
from taizhang.matters.acts import Particulars
from taizhang.policy.posts import Actor, Post
from taizhang.policy.registering import opening
from taizhang.policy.rights import roles_for
from taizhang.shipped import CATALOGUE
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation, Unit
from tests.security.invented import BODY, EAST, GRIEVANCE, TODAY, WEST, desk

YEAR = Period.year(2026)
OPENED = Ask("grievance_opened", YEAR)
FACTS: dict[str, Stored] = {"no": "FY-90", "township": EAST, "status": "办理中", "opened": "2026-03-01"}
MODES = ("at_once", "reviewed")
SHIPPED = load(CATALOGUE).ledgers


@pytest.fixture(params=MODES)
def declared(home: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Site, str]]:
    """The county, whose grievances handlers of towns register, and how they count."""
    more = f'[ledger.grievance.registration]\nby = {{ handler = ["乡镇"] }}\ncounts = "{request.param}"\n'
    at = "[ledger.grievance.state]"
    (home / "catalogue" / "grievance.toml").write_text(GRIEVANCE.replace(at, more + at), encoding="utf-8")
    with Site(home) as site:
        yield site, request.param


def test_a_units_row_counts_at_once_or_once_somebody_else_approved_it(declared: tuple[Site, str]) -> None:
    site, mode = declared

    def told() -> str:
        value = site.compute([OPENED]).value(OPENED)
        heads = list(site.journal.kept.heads("grievance"))
        assert naive.answer(site.catalogue, heads, OPENED, site.organisation()).text == value.text
        return value.text

    assert told() == "1"
    entry = desk(site, "东山承办").register(site.catalogue.ledgers["grievance"], "r", FACTS, Particulars(note="依据"))
    assert told() == ("2" if mode == "at_once" else "1")
    leader = desk(site, "县领导")
    opened = leader.open(entry.matter)
    assert opened
    leader.act(opened, "approve", TODAY, "a", Particulars(note="同意立项", said={"criterion": "全部整改到位"}))
    assert told() == "2"
    assert not list(site.altered())


def test_whoever_registers_sees_his_own_row_and_the_next_town_does_not(declared: tuple[Site, str]) -> None:
    site, _ = declared
    entry = desk(site, "东山承办").register(site.catalogue.ledgers["grievance"], "r", FACTS, Particulars(note="依据"))
    seen = {who: desk(site, who).head(entry.matter) is not None for who in ("东山承办", "西河督查", "撰稿人")}
    assert seen == {"东山承办": True, "西河督查": False, "撰稿人": False}
    mine = desk(site, "东山承办")
    assert mine.page(mine.query(Filter(numbers=("FY-90",)))).total == 1


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_form_is_offered_to_the_kinds_of_unit_a_ledger_declares(name: str) -> None:
    """Each shipped ledger × role × kind of unit, against the declaration read here another way."""
    units = Organisation([Unit(EAST, BODY, "乡镇"), Unit(WEST, BODY, "部门")])
    ledger = SHIPPED[name]
    rule = ledger.declared.registration
    confidential = ledger.declared.level == "confidential"
    for role in ("supervisor", "handler", "unit_head", "leader", "drafter", "reader", "intake", "security_admin"):
        for unit, kind in ((BODY, "本级"), (EAST, "乡镇"), (WEST, "部门")):
            actor = Actor("某人", (Post("某人", unit, role),))
            named = role in roles_for(ledger, "register") and (role == "supervisor" or kind == "本级")
            wanted = not rule.house and (named or kind in rule.by.get(role, ()))
            wanted = wanted and not (confidential and role not in ("supervisor", "leader"))
            assert bool(opening(actor, ledger, units)) == wanted, (role, kind)


def test_a_ledger_without_the_step_cannot_wait_for_it(tmp_path: Path) -> None:
    with Site.create(tmp_path / "site", BODY):
        pass
    text = GRIEVANCE.replace('lifecycle = "closed_loop"', 'lifecycle = "progress"').split("[ledger.grievance.state]")[0]
    text += '[ledger.grievance.registration]\ncounts = "reviewed"\n'
    (tmp_path / "site" / "catalogue" / "grievance.toml").write_text(text, encoding="utf-8")
    assert "CAT-042" in {one.code for one in Site.examine(tmp_path / "site")}
