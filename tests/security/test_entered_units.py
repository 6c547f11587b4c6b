"""Units typed into a form or a correction, or pasted into a table of corrections: read as an import reads them."""

from __future__ import annotations

import pytest

from taizhang.casework.corrections import Edit, correct, review
from taizhang.catalogue.values import Stored
from taizhang.intake.sheets import Cell
from taizhang.intake.units import Units
from taizhang.matters.acts import Particulars
from taizhang.matters.entry import Head
from taizhang.site.site import Site
from taizhang.terms.problem import Refused
from taizhang.terms.scope import Organisation, Unit
from tests.security.invented import EAST, TODAY, WEST, desk, head

GRIEVANCE: dict[str, Stored] = {"no": "FY-91", "status": "办理中", "opened": "2026-03-01"}
HAZARD: dict[str, Stored] = {
    "no": "YH-91",
    "level": "一般",
    "opened": "2026-03-01",
    "due": "2026-05-01",
    "text": "井盖",
    "status": "办理中",
}
LEDGERS = (("grievance", "township", GRIEVANCE), ("hazard", "township", HAZARD))
# What is typed, and what the refusal names.
NONE = (
    (f"{EAST}、{WEST}", "写了几个"),
    (f"{EAST}{WEST}", "写了几个"),
    (f"{EAST} {WEST}", "写了几个"),
    (f"{EAST}（原河口乡）", f"可能是{EAST}"),
    ("东出镇", f"可能是{EAST}"),
    ("新湖镇", "没有名为“新湖镇”的单位"),
)


@pytest.fixture
def unit_fields(site: Site) -> list[tuple[str, str, dict[str, Stored]]]:
    """Ledger, field of units and the other facts of a matter."""
    declared = site.catalogue.ledgers
    return [
        (ledger, name, {**facts, "township": WEST, name: ""})
        for ledger, _, facts in LEDGERS
        for name, one in declared[ledger].declared.field.items()
        if one.type == "unit"
    ]


@pytest.mark.parametrize(("typed", "said"), NONE)
def test_a_form_refuses_what_names_no_one_unit(
    site: Site, unit_fields: list[tuple[str, str, dict[str, Stored]]], typed: str, said: str
) -> None:
    assert len(unit_fields) > 1
    for ledger, name, facts in unit_fields:
        with pytest.raises(Refused) as refused:
            desk(site, "县督查").register(
                site.catalogue.ledgers[ledger], f"r{ledger}{name}", {**facts, name: typed}, Particulars(note="依据")
            )
        told = [one for one in refused.value.problems if one.place.key == name]
        assert [one.code for one in told] == ["LST-007"], (ledger, name)
        assert said in told[0].message
        assert told[0].hint
        assert head(site, ledger, str(facts["no"])) is None


def test_a_form_keeps_a_short_name_in_full(site: Site) -> None:
    for ledger, name, facts in LEDGERS:
        entry = desk(site, "县督查").register(
            site.catalogue.ledgers[ledger], f"r{ledger}", {**facts, name: "东山"}, Particulars(note="依据")
        )
        kept = site.journal.head(entry.matter)
        assert kept
        assert (kept.facts[name], kept.unit) == (EAST, EAST)


def kept(site: Site) -> Head:
    found = head(site, "hazard", "YH-1")
    assert found
    return found


@pytest.mark.parametrize(("typed", "said"), NONE)
def test_corrections_of_one_and_of_many_refuse_the_same(site: Site, typed: str, said: str) -> None:
    person, hazard = desk(site, "县督查"), site.catalogue.ledgers["hazard"]
    opened = person.opened(kept(site))
    with pytest.raises(Refused) as refused:
        person.act(opened, "correct", TODAY, "c1", Particulars(note="更正", facts={"township": typed}))
    (many,) = review(person, hazard, [Edit(kept(site), {"township": typed})], "更正", "c2")
    for told in (refused.value.problems, many.problems):
        assert [one.code for one in told] == ["LST-007"]
        assert said in told[0].message


def test_corrections_of_one_and_of_many_move_the_matter_to_the_unit_meant(site: Site) -> None:
    person, hazard = desk(site, "县督查"), site.catalogue.ledgers["hazard"]
    given = Particulars(note="更正", facts={"township": "西河"})
    person.act(person.opened(kept(site)), "correct", TODAY, "c1", given)
    assert (kept(site).facts["township"], kept(site).unit) == (WEST, WEST)
    correct(person, hazard, [Edit(kept(site), {"township": "东山"})], "更正", "c2")
    assert (kept(site).facts["township"], kept(site).unit) == (EAST, EAST)


def read(known: tuple[str, ...], cells: tuple[Cell, ...], last: str) -> tuple[str, set[str]]:
    units = Units(Organisation([Unit(name) for name in known]))
    for cell in cells:
        units.meet(cell)
    units.settle()
    return units.read(last).reason, set(units.found)


@pytest.mark.parametrize("joined", ["甲塘镇乙岭镇", "甲塘镇 乙岭镇", "水务局林业局", "甲塘镇乙岭镇丙河乡"])
def test_an_import_takes_names_of_known_units_written_together_for_several(joined: str) -> None:
    known = ("甲塘镇", "乙岭镇", "丙河乡", "水务局", "林业局")
    assert read(known, (joined,), joined) == ("several_units", set())
    assert read((), (*known, joined), joined) == ("several_units", set(known))


@pytest.mark.parametrize("name", ["甲塘镇财政所", "县委办公室", "甲塘镇丁岭镇"])
def test_a_branch_of_a_known_unit_is_a_unit_of_its_own(name: str) -> None:
    known = ("甲塘镇", "财政所", "县委", "办公室")
    assert read((), (*known, name), name) == ("", {one for one in known if one != "县委"} | {name})
    assert read(known, (name,), name) == ("unknown_unit", set()), "where there is a register it is asked about"


def test_a_list_of_units_says_that_a_joined_name_is_one() -> None:
    units = Units(Organisation([Unit("甲塘镇"), Unit("乙岭镇")]))
    units.listed("甲塘镇乙岭镇")
    units.settle()
    assert units.read("甲塘镇乙岭镇").value == "甲塘镇乙岭镇"
