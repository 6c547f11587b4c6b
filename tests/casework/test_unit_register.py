"""Units are renamed, merged and moved by entries; an earlier day finds them as they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taizhang.casework.unit_register import UnitEdit, UnitRegister
from taizhang.policy.posts import at_the_machine
from taizhang.site.desk import Desk
from taizhang.site.site import Site
from taizhang.terms.problem import Refused

TODAY = date(2026, 11, 30)
PLAIN = UnitEdit((), "", None)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with a township, a village below it and an office."""
    made = Site.create(tmp_path / "site", "某县人民政府办公室")
    _register(made).add("溦塘镇", UnitEdit(("溦塘",), "", date(2020, 1, 1)))
    _register(made).add("榆村", UnitEdit((), "溦塘镇", None))
    _register(made).add("县住建局", PLAIN)
    return made


def _register(site: Site) -> UnitRegister:
    return UnitRegister(Desk(site, at_the_machine("钱某"), TODAY))


def _codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_the_register_is_a_tree(site: Site) -> None:
    lines = {one.unit.name: one.depth for one in _register(site).lines()}
    assert lines == {"县住建局": 0, "溦塘镇": 0, "榆村": 1}


def test_a_renamed_unit_ends_the_day_before_and_what_is_below_moves(site: Site) -> None:
    _register(site).rename("溦塘镇", "溦塘街道", date(2026, 7, 1))
    units = site.organisation().units
    old, new = units["溦塘镇"], units["溦塘街道"]
    assert (old.until, old.successor, new.since) == (date(2026, 6, 30), "溦塘街道", date(2026, 7, 1))
    assert old.stands_on(date(2026, 6, 30))
    assert not old.stands_on(date(2026, 7, 1))
    assert new.stands_on(date(2026, 7, 1))
    assert not new.stands_on(date(2026, 6, 30))
    assert units["榆村"].parent == "溦塘街道"


def test_a_merged_unit_names_who_took_over(site: Site) -> None:
    _register(site).merge("县住建局", "溦塘", date(2026, 7, 1))
    one = site.organisation().units["县住建局"]
    assert (one.until, one.successor) == (date(2026, 6, 30), "溦塘镇")
    with pytest.raises(Refused) as again:
        _register(site).merge("县住建局", "溦塘镇", date(2026, 8, 1))
    assert _codes(again) == ["POL-034"]


def test_names_parents_and_days_that_cannot_be_are_told_together(site: Site) -> None:
    with pytest.raises(Refused) as name:
        _register(site).rename("溦塘镇", "县住建局", None)
    assert _codes(name) == ["POL-032", "POL-034"]
    with pytest.raises(Refused) as loop:
        _register(site).edit("溦塘镇", UnitEdit(("县住建局",), "榆村", date(2020, 1, 1)))
    assert _codes(loop) == ["POL-033", "POL-036"]
    with pytest.raises(Refused) as below:
        _register(site).merge("溦塘镇", "榆村", date(2026, 7, 1))
    assert _codes(below) == ["POL-035"]


def test_the_first_day_itself_is_no_day_to_end_on(site: Site) -> None:
    with pytest.raises(Refused) as first:
        _register(site).rename("溦塘镇", "溦塘街道", date(2020, 1, 1))
    assert _codes(first) == ["POL-034"]
    _register(site).rename("溦塘镇", "溦塘街道", date(2020, 1, 2))
    assert site.organisation().units["溦塘镇"].until == date(2020, 1, 1)


def test_aliases_and_parents_are_put_right_and_resolve(site: Site) -> None:
    _register(site).edit("县住建局", UnitEdit(("住建局", "建设局"), "溦塘镇", None))
    units = site.organisation()
    assert (units.resolve("建设局"), units.units["县住建局"].parent) == ("县住建局", "溦塘镇")
    assert _register(site).edit("县住建局", UnitEdit(("住建局", "建设局"), "溦塘镇", None)) == ()
