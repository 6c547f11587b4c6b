"""Workbooks of other offices whose right answers are known, brought in as a clerk would."""

from __future__ import annotations

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from taizhang.casework.unit_register import UnitEdit, UnitRegister
from taizhang.definitions.ledgers import declare_ledger, import_declared, propose_ledgers
from taizhang.figures.value import Ask
from taizhang.matters.acts import Particulars
from taizhang.policy.posts import Post, at_the_machine
from taizhang.site.desk import Desk
from taizhang.site.site import Imported, Site
from taizhang.terms.period import Period

OWN = Path(os.environ.get("TAIZHANG_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "cases" / "own"
TODAY = date(2026, 11, 30)

pytestmark = pytest.mark.skipif(not (OWN / "README.md").exists(), reason="the other offices' workbooks are not here")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty site."""
    return Site.create(tmp_path / "site", "某县人民政府办公室")


def _bring(site: Site, name: str) -> Imported:
    return site.import_files([OWN / name], today=TODAY, actor="赵某", accept_refused=True)


def test_amounts_in_every_style_are_right(site: Site) -> None:
    _bring(site, "money.csv")
    found = {head.number: Decimal(str(head.facts["funds"])) for head in site.journal.heads("hazard")}
    right = ("2", "0.5", "2", "0.35", "2", "10000", "0.3", "0.12", "2")
    assert found == {f"M-{n}": Decimal(amount) for n, amount in enumerate(right, 1)}
    site.close()


def test_a_name_one_sign_off_is_asked_about(site: Site) -> None:
    UnitRegister(Desk(site, at_the_machine("赵某"), TODAY)).add("溦塘镇", UnitEdit((), "", None))
    done = _bring(site, "typo_unit.csv")
    assert [dict(one.draft.pending) for one in done.changes.waiting] == [{"township": "溦糖镇"}]
    assert "溦糖镇" not in site.organisation().units
    site.close()


def test_a_day_ten_years_on_is_not_taken(site: Site) -> None:
    done = _bring(site, "future.csv")
    assert (done.changes.new, {one.reason for one in done.changes.refused}) == ((), {"far_day"})
    site.close()


def test_a_matter_returned_is_open_again_and_overdue(site: Site) -> None:
    _bring(site, "A2_returned.csv")
    (head,) = site.journal.heads("hazard")
    people = {
        "钱承办": ("东桥镇", "handler"),
        "孙科长": ("东桥镇", "unit_head"),
        "周督查": ("某县人民政府办公室", "supervisor"),
    }
    for name, (unit, role) in people.items():
        site.appoint(Post(name, unit, role, date(2026, 1, 1), None), "赵某", date(2026, 1, 1))
    steps = (("钱承办", "report", 10), ("周督查", "start_review", 11), ("周督查", "return_work", 12))
    for name, act, day in steps:
        desk = Desk(site, site.acting(name, date(2026, 10, day)), date(2026, 10, day))
        opened = desk.open(head.matter)
        assert opened is not None
        said = {"flaw": "问题未解决"} if act == "return_work" else {}
        evidence = (site.blobs.put("整改前后对比".encode()),) if act == "report" else ()
        desk.act(
            opened, act, date(2026, 10, day), f"{act}-1", Particulars(note="核查情况说明", evidence=evidence, said=said)
        )
    desk = Desk(site, at_the_machine("赵某"), TODAY)
    now = desk.open(head.matter)
    assert now is not None
    assert (now.head.state, desk.lamp(now.head).colour) == ("in_progress", "red")
    site.close()


def test_an_office_s_own_hazards_are_all_there(site: Site) -> None:
    (path,) = OWN.glob("a_*.xlsx")
    key = json.loads((OWN / "a_key.json").read_text(encoding="utf-8"))
    (made,) = propose_ledgers(site, [path]).proposals
    found = {one.title: one.value for one in made.figures}
    assert len(made.records) == key["rows"]
    assert (found["已办结安全隐患"], found["未办结安全隐患"]) == (key["struck"], key["open"])
    assert found["投入（万元）合计"] == Decimal("29.45")
    towns = {town: found[f"属地单位“{town}”的安全隐患"] for town in key["by_town"]}
    assert towns == {town: Decimal(count) for town, count in key["by_town"].items()}
    site.close()


def test_a_kind_nobody_declared_gives_its_sums(site: Site) -> None:
    (path,) = OWN.glob("b1_*.xlsx")
    key = json.loads((OWN / "b1_key.json").read_text(encoding="utf-8"))
    (made,) = propose_ledgers(site, [path]).proposals
    name = declare_ledger(site, made, "赵某", "c-1")
    import_declared(site, [path], [(name, made)], "赵某", accept_refused=True)
    titles = {site.catalogue.figures[one].declared.title: one for one in site.catalogue.figures if one.startswith(name)}
    wanted = {"登记公务用车": "trips", "行驶里程合计": "km", "加油量合计": "fuel", "过路过桥费及油费合计": "fee"}
    asks = {short: Ask(titles[title], Period.year(2026)) for title, short in wanted.items()}
    answers = site.compute(list(asks.values()))
    assert {short: float(answers.value(ask).amount or 0) for short, ask in asks.items()} == key
    site.close()
