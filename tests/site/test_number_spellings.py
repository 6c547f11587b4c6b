"""One matter whichever keyboard its number was typed on: in one file, against what is kept, in a form, and when looked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taizhang.intake.identities import identity, matter_identity
from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery
from taizhang.matters.acts import Particulars
from taizhang.matters.entry import RECORD, Intention
from taizhang.papers.kept_rows import unsound_rows
from taizhang.policy.posts import at_the_machine
from taizhang.site.desk import Desk
from taizhang.site.site import Site
from taizhang.terms.number_spelling import fold_number
from taizhang.terms.problem import Refused
from tests.intake.grids import SHIPPED, changes, sheet

TODAY = date(2026, 9, 30)
HEAD = "编号,乡镇,隐患内容,隐患级别,发现日期,整改期限,状态\n"
ROW = "{number},东桥镇,{text},一般,2026-09-01,2026-10-15,办理中\n"
SPELLINGS = (
    "ＡＱ2026－001",
    "aq2026-001",
    "AQ2026\u200b-001",
    "AQ2026-001\u00a0",
    "AQ\u3000２０２６－００１",
    "AQ2026–001",
    "AQ2026—001",
    "AQ2026‐001",
    "AQ2026−001",
    "АQ2026-001",
)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_number_has_one_spelling_for_comparing(spelling: str) -> None:
    assert fold_number(spelling) == "AQ2026-001"
    assert matter_identity("hazard", [spelling]) == identity("hazard", ["AQ2026-001"])


def test_what_differs_in_more_is_another_number() -> None:
    assert len({fold_number(one) for one in ("AQ2026-001", "AQ2026-01", "AQ2026001", "AQ2026-001A", "BQ2026-001")}) == 5
    assert fold_number("县政办（2026）1号") == fold_number("县政办[2026]１号") == "县政办〔2026〕1号"
    assert fold_number("县委(政府)办") == "县委（政府）办"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_two_rows_of_one_number_are_one_matter(spelling: str) -> None:
    rows = [
        ROW.format(number=one, text=text) for one, text in (("AQ2026-001", "甲"), (spelling, "甲"), (spelling, "乙"))
    ]
    found = changes(sheet((HEAD + "".join(rows)).replace(",", " | ").replace("\u3000", "_")))
    assert [one.draft.key for one in found.new] == [("AQ2026-001",)]
    assert len(found.repeats) == 1
    assert [one.reason for one in found.refused] == ["number_conflict"]
    assert ("写作“AQ2026-001”" in str(found.refused[0].because)) == (found.refused[0].value != "AQ2026-001")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site.create(tmp_path / "site", "清河县", "")


def bring(site: Site, tmp_path: Path, *rows: tuple[str, str]) -> list[str]:
    """Imports rows and gives the warnings and refusals."""
    path = tmp_path / "隐患.csv"
    path.write_text(HEAD + "".join(ROW.format(number=number, text=text) for number, text in rows), encoding="utf-8")
    got = site.import_files([path], today=TODAY, actor="甲", accept_refused=True)
    return [*(one.code for one in got.changes.warnings), *(one.reason for one in got.changes.refused)]


def kept(site: Site) -> dict[str, object]:
    return {head.number: head.facts["text"] for head in site.journal.heads("hazard")}


def found(site: Site, number: str) -> list[str]:
    asked = Filter(ledgers=("hazard",), numbers=(number,))
    return [head.number for head in site.journal.walk(HeadQuery(EVERYTHING_SEEN, TODAY, asked))]


def test_a_later_file_in_another_spelling_corrects_the_matter_and_leaves_its_number(site: Site, tmp_path: Path) -> None:
    bring(site, tmp_path, ("ａｑ2026－001", "甲"))
    told = bring(site, tmp_path, ("AQ2026-001", "乙"))
    assert kept(site) == {"ａｑ2026－001": "乙"}
    assert "INT-079" in told
    for number in ("AQ2026-001", "ａｑ2026－001", "Aq2026—001"):
        assert found(site, number) == ["ａｑ2026－001"]


def old(site: Site, *numbers: str) -> None:
    """Matters as they were kept when every spelling was a number of its own."""
    for n, number in enumerate(numbers):
        facts = {
            "no": number,
            "township": "东桥镇",
            "text": f"旧{n}",
            "level": "一般",
            "opened": "2026-09-01",
            "due": "2026-10-15",
            "status": "办理中",
        }
        matter = identity("hazard", (number,))
        site.journal.append([Intention("甲", f"old{n}", "hazard", RECORD, TODAY, matter, number=number, facts=facts)])


def test_a_matter_kept_before_is_found_in_every_spelling(site: Site, tmp_path: Path) -> None:
    old(site, "ＡＱ2026－001")
    bring(site, tmp_path, ("AQ2026-001", "新"))
    assert kept(site) == {"ＡＱ2026－001": "新"}


def test_the_search_box_finds_a_number_in_any_spelling(site: Site, tmp_path: Path) -> None:
    bring(site, tmp_path, ("ＡＱ2026－001", "甲"), ("BQ-2", "乙"))
    desk = Desk(site, at_the_machine("甲"), TODAY)
    for typed in ("AQ2026-001", "ＡＱ2026－001", "aq2026—001"):
        assert [head.number for head in desk.page(desk.query(Filter(text=typed))).heads] == ["ＡＱ2026－001"]
    assert [head.number for head in desk.page(desk.query(Filter(text="ｂｑ-2"))).heads] == ["BQ-2"]


def test_a_form_refuses_a_number_that_is_borne_in_another_spelling(site: Site, tmp_path: Path) -> None:
    bring(site, tmp_path, ("ＡＱ2026－001", "甲"))
    old(site, "ＣＱ-9")
    desk, ledger = Desk(site, at_the_machine("甲"), TODAY), site.catalogue.ledgers["hazard"]
    for n, number in enumerate(("AQ2026-001", "CQ-9")):
        facts = {
            "no": number,
            "township": "东桥镇",
            "text": "另写",
            "level": "一般",
            "opened": "2026-09-01",
            "due": "2026-10-15",
        }
        with pytest.raises(Refused) as refused:
            desk.register(ledger, f"f{n}", facts, Particulars())
        assert "JRN-009" in {one.code for one in refused.value.problems}
    assert set(kept(site)) == {"ＡＱ2026－001", "ＣＱ-9"}


def test_two_matters_kept_before_are_told_and_never_merged_in_silence(site: Site, tmp_path: Path) -> None:
    old(site, "ＡＱ2026－001", "AQ2026-001")
    assert [one.code for one in unsound_rows(site, TODAY) if one.code == "ROW-013"] == ["ROW-013"]
    assert "spelt_twice" in bring(site, tmp_path, ("aq2026-001", "新"))
    assert kept(site) == {"ＡＱ2026－001": "旧0", "AQ2026-001": "旧1"}
    bring(site, tmp_path, ("ＡＱ2026－001", "新甲"))
    bring(site, tmp_path, ("AQ2026-001", "新乙"))
    assert kept(site) == {"ＡＱ2026－001": "新甲", "AQ2026-001": "新乙"}


def test_references_between_ledgers_meet_in_any_spelling(site: Site) -> None:
    name, holder, field = next(
        (one, ledger.name, key)
        for ledger in SHIPPED.ledgers.values()
        for key, field in ledger.declared.field.items()
        for one in field.refers
        if "." not in one and not ledger.declared.guarded and not SHIPPED.ledgers[one].declared.guarded
    )
    for n, (ledger, facts) in enumerate(
        ((name, {"no": "ＨＹ2026－001"}), (holder, {"no": "Q-1", field: "hy2026-001"}))
    ):
        number = facts["no"]
        site.journal.append([Intention("甲", f"r{n}", ledger, RECORD, TODAY, f"m{n}", number=number, facts=facts)])
    links = [
        {one.name for one in site.journal.row(head).parties if one.role == "link"}
        for ledger in (name, holder)
        for head in site.journal.heads(ledger)
    ]
    assert links[0] & links[1] == {f"{name}#HY2026-001"}
