"""The accused written in the ways offices write: each hides the matter from him, or waits for a name of the roll."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from taizhang.catalogue.load import load
from taizhang.matters.acts import Particulars
from taizhang.policy.importing import LIFTED, UNMATCHED
from taizhang.policy.naming import OUTSIDE, NameBook
from taizhang.policy.posts import Post
from taizhang.shipped import CATALOGUE
from taizhang.site.desk import Desk
from taizhang.site.site import Site
from taizhang.terms.problem import Refused
from taizhang.terms.scope import Organisation, Unit
from tests.security.invented import BODY, EAST, TODAY, TOLD, WEST, brought, desk, grievance, head

WHO = "柏立舟"
BOOK = NameBook(
    frozenset({WHO, "和平安", "县督查"}), Organisation([Unit(EAST, BODY, "乡镇", ("东山",)), Unit(WEST, BODY, "乡镇")])
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (WHO, (WHO,)),
        (f"{WHO}同志", (WHO,)),
        (f"东山镇镇长{WHO}", (WHO,)),
        (f"东山镇党委副书记、镇长{WHO}", None),
        (f"{WHO}（东山镇镇长）", None),
        (f"和平安；{WHO}", ("和平安", WHO)),
        (f"{WHO}、{EAST}", (WHO, EAST)),
        (f"{WHO}和和平安", (WHO, "和平安")),
        (f"{WHO}等3人", None),
        (f"{WHO}等", None),
        ("青岚县东山镇人民政府", (EAST,)),
        ("东山", (EAST,)),
        (BODY, (BODY,)),
        (" 柏 立 舟 ", (WHO,)),
        (f"{OUTSIDE}某企业经理丁一", (f"{OUTSIDE}某企业经理丁一",)),
        (f"{OUTSIDE}{WHO}", None),
        ("丁一", None),
        ("柏某某", None),
        ("柏立", None),
    ],
)
def test_a_name_means_somebody_of_the_roll_or_waits(written: str, meant: tuple[str, ...] | None) -> None:
    found, unknown = BOOK.settle(written)
    if meant is None:
        assert unknown
    else:
        assert (found, unknown) == (meant, ())


@pytest.mark.parametrize(
    "written",
    [
        WHO,
        f"{WHO}同志",
        f"镇长{WHO}",
        f"{EAST}镇长{WHO}",
        f"县督查；{WHO}",
        f"县督查、{WHO}",
        f"{WHO}和县督查",
        f"{WHO}等3人",
        f"{WHO}（镇长）",
        "青岚县东山镇人民政府",
        EAST,
    ],
)
@pytest.mark.parametrize("way", ["form", "workbook"])
def test_every_way_of_writing_hides_the_matter_or_waits(site: Site, tmp_path: Path, written: str, way: str) -> None:
    site.appoint(Post(WHO, EAST, "unit_head"), "安全员", TODAY)
    number = "FY-50"
    if way == "workbook":
        done = brought(site, tmp_path, TOLD, [grievance(number, EAST, written)], "县督查", accept=True)
        waits = [one.reason for one in done.changes.refused] == [UNMATCHED]
    else:
        facts = {"no": number, "township": EAST, "against": written, "status": "办理中", "opened": "2026-03-01"}
        codes: set[str] = set()
        try:
            desk(site, "县督查").register(site.catalogue.ledgers["grievance"], "n", facts, Particulars(note="依据"))
        except Refused as refused:
            codes = {one.code for one in refused.problems}
        waits = codes == {"POL-021"}
        assert waits or not codes
    kept = head(site, "grievance", number)
    assert waits == (kept is None)
    if kept is not None:
        assert desk(site, WHO).head(kept.matter) is None
        assert Desk(site, site.acting("县领导", TODAY), TODAY).head(kept.matter) is not None


def test_a_workbook_brought_again_is_the_same_whatever_way_it_writes(site: Site, tmp_path: Path) -> None:
    site.appoint(Post(WHO, EAST, "unit_head"), "安全员", TODAY)
    rows = [grievance("FY-60", WEST, f"{EAST}镇长{WHO}")]
    assert brought(site, tmp_path, TOLD, rows, "县督查").entries == 1
    again = brought(site, tmp_path, TOLD, rows, "县督查")
    assert (again.changes.unchanged, again.changes.changed, again.entries) == (1, (), 0)


def test_shipped_petitions_say_whom_they_are_about(site: Site) -> None:
    assert site.catalogue.ledgers["petition"].declared.field["against"].about


@pytest.mark.parametrize("written", ["名册外：他人", ""])
def test_a_workbook_takes_away_no_name_of_whom_the_matter_is_about(site: Site, tmp_path: Path, written: str) -> None:
    site.appoint(Post(WHO, EAST, "unit_head"), "安全员", TODAY)
    assert brought(site, tmp_path, TOLD, [grievance("FY-61", WEST, WHO)], "县督查").applied
    before = head(site, "grievance", "FY-61")
    done = brought(site, tmp_path, TOLD, [grievance("FY-61", WEST, written)], "县督查", accept=True)
    (refused,) = done.changes.refused
    assert (refused.reason, refused.at.cell) == (LIFTED, "D2")
    assert head(site, "grievance", "FY-61") == before


def test_a_workbook_may_add_whom_the_matter_is_about(site: Site, tmp_path: Path) -> None:
    site.appoint(Post(WHO, EAST, "unit_head"), "安全员", TODAY)
    assert brought(site, tmp_path, TOLD, [grievance("FY-62", WEST, "名册外：他人")], "县督查").applied
    added = brought(site, tmp_path, TOLD, [grievance("FY-62", WEST, f"名册外：他人、{WHO}")], "县督查")
    assert (added.applied, added.changes.refused) == (True, ())
    kept = head(site, "grievance", "FY-62")
    assert kept is not None
    assert desk(site, WHO).head(kept.matter) is None


PERSON = re.compile(
    r"被(反映|举报|投诉|检举|控告|评议|调查|问责|处分|约谈|审查|核查)(人|对象|干部|单位)|当事人|涉案人|违纪人|干部代码|案件代码|涉案"
)
CODED = {
    "cadre": "a register of appointments under codes; whoever is meant is not held in the system",
    "cadre_watch": "codes alone, names are refused at its door",
    "discipline_case": "codes and counts alone, names are refused at its door",
    "talk": "the unit that was talked to took part; names are refused at its door",
}
"""Ledger → why no field of it can say whom its matters are about by a name of the roll."""


def test_every_shipped_ledger_with_a_field_for_whom_it_is_about_declares_it() -> None:
    found = set()
    for name, ledger in load(CATALOGUE).ledgers.items():
        fields = [one for one in ledger.declared.field.values() if PERSON.search(one.title)]
        if fields and not any(one.about for one in fields):
            found.add(name)
    assert found == set(CODED)


@pytest.mark.parametrize("name", ["cadre_watch", "discipline_case", "talk"])
def test_a_ledger_that_keeps_codes_keeps_no_names(name: str) -> None:
    door = load(CATALOGUE).ledgers[name].declared.door
    assert door is not None
    assert door.codes or door.headings or door.longest
