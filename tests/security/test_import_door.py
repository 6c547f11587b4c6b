"""Import is a way in like any other: what the importer does not see is not there, what he may not do is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from taizhang.figures.value import Ask
from taizhang.intake.identities import matter_identity
from taizhang.intake.rows import RowRefusal
from taizhang.matters.acts import Particulars
from taizhang.matters.entry import CORRECT, RECORD, Intention
from taizhang.policy.importing import BY_ACTS, CLAIMED, NOT_YOURS
from taizhang.site.site import Imported, Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused
from tests.security.invented import (
    ACCUSED,
    EAST,
    HAZARDS,
    PEOPLE,
    TODAY,
    TOLD,
    WEST,
    book,
    brought,
    desk,
    grievance,
    hazard,
    head,
)


def answer(found: Imported) -> list[tuple[str, str]]:
    """What the importer is told of each row refused, the number he wrote himself left out."""
    return [(one.reason, one.because) for one in found.changes.refused]


def told_of(found: Imported) -> tuple[object, ...]:
    """Everything an importer is told of his rows but the numbers and identities, which he brought or never sees."""
    changes = found.changes
    drafts = [replace(one.draft, key=(), content=(), facts={**one.draft.facts, "no": ""}) for one in changes.new]
    counts = (len(changes.new), len(changes.changed), changes.unchanged, len(changes.same), found.entries)
    says = [replace(one, message="") for one in (*changes.warnings, *changes.problems)]
    return counts, answer(found), drafts, [one.fields for one in changes.new], says, len(found.obstacles)


GUESSES = [
    (EAST, "名册外：他人", "办理中"),
    (EAST, ACCUSED, "办理中"),  # the very row, to learn whether it is the same
    (WEST, "名册外：他人", "办理中"),
    (EAST, "名册外：他人", "已完成"),
    (EAST, "无此人等3人", "办理中"),
    ("无此镇", "名册外：他人", "办理中"),
]


@pytest.mark.parametrize("who", [ACCUSED, "东山督查", "西河督查", "县督查"])
def test_a_number_of_a_matter_out_of_sight_answers_like_a_free_one(site: Site, tmp_path: Path, who: str) -> None:
    """Whoever does not see FY-1 cannot tell it from FY-9 by any answer or count, and leaves it as it was."""
    before = head(site, "grievance", "FY-1")
    assert before is not None
    blind = desk(site, who).head(before.matter) is None
    alike = []
    for town, against, status in GUESSES:
        found = []
        for number in ("FY-1", "FY-9"):
            path = book(tmp_path / "导入.xlsx", TOLD, [grievance(number, town, against, status)])
            found.append(told_of(site.import_files([path], today=TODAY, actor=who, dry_run=True)))
        alike.append(found[0] == found[1])
    for number in ("FY-1", "FY-9"):
        brought(site, tmp_path, TOLD, [grievance(number, EAST, "名册外：他人")], who, accept=True)
    assert blind == (who in (ACCUSED, "西河督查"))
    assert all(alike) if blind else not all(alike)
    assert head(site, "grievance", "FY-1") == before


def test_a_workbook_brought_again_by_the_same_hand_is_the_same(site: Site, tmp_path: Path) -> None:
    """The number of a hidden matter names the importer's own from then on: to be corrected, and shown with one number."""
    rows = [grievance("FY-1", WEST, "名册外：他人")]
    assert brought(site, tmp_path, TOLD, rows, ACCUSED).entries == 1
    again = brought(site, tmp_path, TOLD, rows, ACCUSED)
    assert (again.entries, again.changes.unchanged) == (0, 1)
    changed = brought(site, tmp_path, TOLD, [grievance("FY-1", WEST, "名册外：他人", text="补写")], ACCUSED)
    assert (changed.entries, len(changed.changes.changed)) == (1, 1)
    theirs = [one.number for one in site.journal.heads("grievance")]
    mine = desk(site, ACCUSED)
    assert theirs == ["FY-1", "FY-1"]
    assert [one.facts["text"] for one in mine.page(mine.query()).heads if one.ledger == "grievance"] == ["补写"]


def test_a_number_of_another_town_answers_like_one_that_names_another_town(site: Site, tmp_path: Path) -> None:
    """Where no matter hides from anybody, a row of another town is refused whatever its number is."""
    other = brought(site, tmp_path, HAZARDS, [hazard("YH-3", EAST, "改写", "办理中")], "东山督查")
    nowhere = brought(site, tmp_path, HAZARDS, [hazard("YH-99", WEST, "改写", "办理中")], "东山督查")
    assert answer(other) == answer(nowhere)
    assert all(found.changes.unchanged == 0 for found in (other, nowhere))


@pytest.mark.parametrize("accept", [False, True])
@pytest.mark.parametrize("town", [EAST, WEST])
def test_a_supervisor_of_one_town_moves_nothing_of_another(site: Site, tmp_path: Path, town: str, accept: bool) -> None:
    rate = Ask("hazard_close_rate", Period.year(2026))
    before, told = head(site, "hazard", "YH-3"), site.compute([rate]).value(rate).text
    done = brought(
        site, tmp_path, HAZARDS, [hazard("YH-3", town, "排查发现", "已销号", "2026-04-01")], "东山督查", accept=accept
    )
    assert [one.reason for one in done.changes.refused] == [NOT_YOURS]
    assert head(site, "hazard", "YH-3") == before
    assert site.compute([rate]).value(rate).text == told


@pytest.mark.parametrize("number", ["YH-1", "YH-50"])
def test_a_town_closes_nothing_of_its_own_by_workbook(site: Site, tmp_path: Path, number: str) -> None:
    row = hazard(number, EAST, "排查发现", "已销号", "2026-04-01")
    before = head(site, "hazard", number)
    done = brought(site, tmp_path, HAZARDS, [row], "东山督查", accept=True)
    (refused,) = done.changes.refused
    assert (refused.reason, refused.at.cell) == (CLAIMED, "H2")
    assert head(site, "hazard", number) == before


def test_what_a_ledger_declares_of_workbooks_holds_for_whoever_follows_up_the_whole_body(
    site: Site, tmp_path: Path
) -> None:
    rows = [
        hazard("YH-1", EAST, "排查发现", "已销号", "2026-04-01"),
        hazard("YH-60", EAST, "新", "已销号", "2026-04-02"),
    ]
    assert brought(site, tmp_path, HAZARDS, rows, "县督查").applied
    for number in ("YH-1", "YH-60"):
        found = head(site, "hazard", number)
        assert found is not None
        assert (found.state, found.course.recorded) == ("struck_off", True)
        assert site.journal.history(found.matter)[-1].intention.actor == "县督查"


@pytest.mark.parametrize(
    ("declared", "new", "known"), [("acts", CLAIMED, CLAIMED), ("", "", CLAIMED), ("record", "", "")]
)
def test_the_three_ways_a_ledger_takes_what_a_workbook_claims(
    home: Path, tmp_path: Path, declared: str, new: str, known: str
) -> None:
    text = (home / "catalogue" / "grievance.toml").read_text("utf-8")
    more = f'[ledger.grievance.registration]\nworkbooks = "{declared}"\n' if declared else ""
    (home / "catalogue" / "grievance.toml").write_text(text + more, encoding="utf-8")
    with Site(home) as site:
        rows = [grievance("FY-2", WEST, "名册外：他人", "已完成"), grievance("FY-1", EAST, ACCUSED, "已完成")]
        done = brought(site, tmp_path, TOLD, rows, "县督查", accept=True)
        reasons = {one.number: one.reason for one in done.changes.refused}
        assert reasons == {number: reason for number, reason in (("FY-2", new), ("FY-1", known)) if reason}


def test_a_workbook_leaves_alone_what_acts_wrote(site: Site, tmp_path: Path) -> None:
    here = desk(site, "县督查")
    facts = {"no": "YH-70", "township": EAST, "level": "一般", "opened": "2026-03-01", "due": "2026-07-01"}
    entry = here.register(
        site.catalogue.ledgers["hazard"], "r1", {**facts, "status": "办理中"}, Particulars(note="依据")
    )
    before = site.journal.head(entry.matter)
    row = hazard("YH-70", EAST, "补写的情况", "已销号", "2026-04-01")
    done = brought(site, tmp_path, HAZARDS, [row], "县督查", accept=True)
    assert [one.reason for one in done.changes.refused] == [BY_ACTS]
    assert site.journal.head(entry.matter) == before


def test_a_town_takes_no_matter_out_of_its_sight_and_registers_no_unit(site: Site, tmp_path: Path) -> None:
    away = brought(site, tmp_path, HAZARDS, [hazard("YH-1", WEST, "排查发现", "办理中")], "东山督查", accept=True)
    assert [one.reason for one in away.changes.refused] == [NOT_YOURS]
    fresh = brought(site, tmp_path, HAZARDS, [hazard("YH-80", "南岭乡", "排查", "办理中")], "东山督查", accept=True)
    assert fresh.changes.units == ()
    assert site.organisation().units.keys() == {EAST, WEST}
    own = brought(site, tmp_path, HAZARDS, [hazard("YH-81", EAST, "排查", "办理中")], "东山督查")
    assert own.applied
    assert own.entries == 1


@pytest.mark.parametrize("who", [name for name, (role, _) in PEOPLE.items() if role != "supervisor"])
def test_nobody_imports_whose_posts_do_not_record(site: Site, tmp_path: Path, who: str) -> None:
    done = brought(site, tmp_path, HAZARDS, [hazard("YH-1", EAST, "改写", "办理中")], who, accept=True)
    assert [one.reason for one in done.changes.refused] == [NOT_YOURS]


@pytest.mark.parametrize("ledger", ["waiver", "edition", "redefinition", "draft", "appraisal"])
def test_what_the_program_itself_writes_has_no_form_and_no_workbook(site: Site, tmp_path: Path, ledger: str) -> None:
    declared = site.catalogue.ledgers[ledger]
    fields = [name for name, one in declared.declared.field.items() if one.required]
    heading = [declared.declared.field[name].title for name in fields]
    path_rows = [["2026-03-01" if declared.declared.field[name].type == "date" else "1" for name in fields]]
    done = brought(site, tmp_path, heading, path_rows, "县督查", accept=True)
    assert not done.changes.new
    with pytest.raises(Refused):
        site.import_files([tmp_path / "导入.xlsx"], today=TODAY, actor="县督查", ledger=ledger)
    for name in PEOPLE:
        assert declared not in desk(site, name).openable()
        with pytest.raises(Refused):
            desk(site, name).register(declared, f"x-{name}", {}, Particulars(note="依据"))


def test_a_form_tells_nothing_of_a_number_out_of_sight(site: Site) -> None:
    """Whoever a matter is about registers its number as he would a free one; the matter stays as it was."""
    before = head(site, "grievance", "FY-1")
    ledger, mine = site.catalogue.ledgers["grievance"], desk(site, ACCUSED)
    told = {}
    for number in ("FY-1", "FY-77"):
        facts = {"no": number, "township": EAST, "status": "办理中", "opened": "2026-03-01"}
        told[number] = mine.register(ledger, f"form {number}", facts, Particulars(note="依据"))
    same = [replace(one, seq=0, at=before_at(site), matter="", intention=None) for one in told.values()]  # type: ignore[arg-type]
    assert same[0] == same[1]
    assert mine.head(told["FY-1"].matter) is not None
    for number in told:  # either is taken from now on, by a matter of his own
        with pytest.raises(Refused):
            mine.register(ledger, f"twice {number}", {"no": number, "township": EAST}, Particulars(note="依据"))
    assert head(site, "grievance", "FY-1") == before
    with pytest.raises(Refused):
        desk(site, "县督查").register(
            ledger, "again", {"no": "FY-1", "township": EAST, "status": "办理中"}, Particulars()
        )


def before_at(site: Site):  # type: ignore[no-untyped-def]
    """Any one time, so that entries compare without theirs."""
    return site.journal.history(matter_identity("grievance", ("FY-1",)))[0].at


def test_a_town_registers_what_its_ledger_lets_it_and_for_no_other_town(site: Site) -> None:
    mine = desk(site, "东山承办")
    names = {one.name for one in mine.openable()}
    assert {"hazard", "dispute"} <= names
    assert not names & {"party", "secrecy", "expense", "waiver", "edition"}
    ledger = site.catalogue.ledgers["hazard"]
    facts = {
        "no": "YH-90",
        "township": WEST,
        "level": "一般",
        "opened": "2026-03-01",
        "due": "2026-07-01",
        "text": "裂缝",
    }
    with pytest.raises(Refused) as refused:
        mine.register(ledger, "n1", facts, Particulars(note="依据"))
    assert [one.code for one in refused.value.problems] == ["POL-020"]
    entry = mine.register(ledger, "n2", {**facts, "township": EAST}, Particulars(note="依据"))
    assert mine.head(entry.matter) is not None


def test_a_name_not_on_the_roll_works_at_the_machine_and_stands_in_the_journal(site: Site, tmp_path: Path) -> None:
    done = brought(site, tmp_path, HAZARDS, [hazard("YH-91", WEST, "排查", "已销号", "2026-04-01")], "运维甲")
    assert done.applied
    assert site.journal.history(matter_identity("hazard", ("YH-91",)))[-1].intention.actor == "运维甲"


def test_a_person_of_the_roll_whose_posts_have_ended_imports_nothing(site: Site, tmp_path: Path) -> None:
    ended = [one for one in site.roll.posts() if one.person == "县督查"]
    site.journal.append(
        [Intention("安全员", "off", "post", CORRECT, TODAY, one.matter, facts={"until": "2026-05-01"}) for one in ended]
    )
    done = brought(site, tmp_path, HAZARDS, [hazard("YH-92", WEST, "排查", "办理中")], "县督查", accept=True)
    assert [one.reason for one in done.changes.refused] == [NOT_YOURS]
    assert RECORD == "record"


def test_every_refusal_names_its_cell_and_reason(site: Site, tmp_path: Path) -> None:
    done = brought(site, tmp_path, HAZARDS, [hazard("YH-3", WEST, "改写", "办理中")], "东山督查")
    (one,) = done.changes.refused
    assert isinstance(one, RowRefusal)
    assert one.at.cell == "A2"
    assert done.obstacles
    assert "不在导入人的职责之内" in done.obstacles[0].message
