"""Sight follows numbers: of a matter about himself nothing is in anybody's figures, and nothing guarded in a preview."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from taizhang.definitions.review import Definitions
from taizhang.figures.value import Ask
from taizhang.intake.identities import matter_identity
from taizhang.papers.gates.examined import examine
from taizhang.papers.issue import Issue
from taizhang.papers.workbench import Papers
from taizhang.policy.posts import Post
from taizhang.site.legible import Legible
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused
from tests.security.invented import ACCUSED, EAST, TODAY, TOLD, WEST, brought, desk, grievance

YEAR = Period.year(2026)
OPENED = Ask("grievance_opened", YEAR)


def test_the_accused_counts_a_ledger_without_what_is_said_of_him(site: Site, tmp_path: Path) -> None:
    brought(site, tmp_path, TOLD, [grievance(f"FY-{n}", WEST, "名册外：他人") for n in range(2, 5)], "县督查")
    his, hers = desk(site, ACCUSED).site, desk(site, "县督查").site
    assert his.compute([OPENED]).value(OPENED).text == "3"
    assert hers.compute([OPENED]).value(OPENED).text == "4"
    for who, numbers in ((his, {"FY-2", "FY-3", "FY-4"}), (hers, {"FY-1", "FY-2", "FY-3", "FY-4"})):
        traced = Legible(who).trace(who.trace(OPENED))
        assert {row.number for row in traced.rows} == numbers
        assert traced.value.amount == len(numbers)
        by = Ask("grievance_opened", YEAR, "township")
        assert who.compute([by]).groups(by).get(EAST) is None or who is hers
    assert site.compute([OPENED]).value(OPENED).text == "4"


def test_what_is_counted_for_one_person_is_never_handed_to_another(site: Site) -> None:
    text = '---\ntitle = "试"\n---\n\n共{{figure:grievance_opened}}。\n'
    drawn = {name: Papers(desk(site, name)).draw("county", YEAR, text)[0] for name in (ACCUSED, "县督查")}
    told = {name: [cell.value.text for cell in paper.cells.values()] for name, paper in drawn.items()}
    assert told == {ACCUSED: [], "县督查": ["1"]}


@pytest.mark.parametrize("who", ["撰稿人", "审核人"])
@pytest.mark.parametrize(
    "slot",
    [
        "{{figure:grievance_opened}}",
        "{{figure:grievance_opened|unit}}",
        "{{figure:grievance_opened|scope:东山镇}}",
        "{{figure:grievance_opened|by:township}}",
        "{{figure:grievance_opened|period:2025}}",
        "{{change:grievance_opened}}",
        "{{claim:grievance_opened = 0|没有发生}}",
        "{{claim:grievance_opened = 1|恰好一件}}",
        "{{figure:grievance_closed_rate}}",
    ],
)
def test_a_preview_prints_no_number_of_a_guarded_ledger_out_of_sight(site: Site, who: str, slot: str) -> None:
    text = f'---\ntitle = "试"\n---\n\n共{slot}。\n'
    papers = Papers(desk(site, who))
    paper, problems = papers.draw("county", YEAR, text)
    assert not paper.cells
    said = "".join(getattr(block, "text", "") for block in paper.blocks) + "".join(one.message for one in problems)
    assert not set("0123456789") & set(said.replace("2026", "").replace("2025", ""))


@pytest.mark.parametrize(
    "slot",
    [
        "{{figure:grievance_opened|scope:东山镇}}",
        "{{change:grievance_opened}}",
        "{{claim:grievance_opened = 1|恰好一件}}",
    ],
)
def test_a_number_out_of_sight_is_not_saved_for_the_gates_to_print(site: Site, slot: str) -> None:
    """The gates draw the body's own paper for whoever looks: what a drafter may not preview he must not put there."""
    papers = Papers(desk(site, "撰稿人"))
    before = papers.start("county", YEAR)
    with pytest.raises(Refused) as refused:
        papers.save("county", YEAR, f"{before.text}\n\n共{slot}。\n", before.seen)
    assert [one.code for one in refused.value.problems] == ["RPT-064"]
    saved = papers.save("county", YEAR, f"{before.text}\n\n另有一段。\n", before.seen)
    path = site.home / "drafts" / "county-2026.md"
    path.write_text(f"{saved.text}\n\n共{slot}。\n", encoding="utf-8")  # written by who sees the ledger
    there = papers.draft("county", YEAR)
    assert papers.save("county", YEAR, f"{there.text}\n\n再一段。\n", there.seen).text.count(slot) == 1


@pytest.mark.parametrize("who", ["撰稿人", "审核人", "县督查"])
@pytest.mark.parametrize("part", ["of", "over"])
@pytest.mark.parametrize("guarded", ["grievance_opened", "petition_opened", "lead_received"])
def test_a_visible_ratio_is_no_meter_of_a_guarded_ledger(site: Site, who: str, part: str, guarded: str) -> None:
    """Refused for who sees the ledger as well, before a number is computed; the refusal has none."""
    definitions = Definitions(desk(site, who))
    with pytest.raises(Refused) as refused:
        definitions.weigh("hazard_close_rate", {part: guarded}, YEAR)
    (one,) = refused.value.problems
    assert one.code == "FIG-043"
    assert not set("0123456789") & set(one.message)


def test_a_proposal_on_a_guarded_figure_has_no_words_for_who_does_not_see_the_ledger(site: Site) -> None:
    name, words = "grievance_opened", "东桥村某人反映"
    made = Definitions(desk(site, "县督查")).propose(
        name, {"where": "township is not null"}, YEAR, reason=f"因{words}", since=site.day, idem="p1"
    )
    for who, sees in (("县领导", True), ("撰稿人", False), ("审核人", False), ("东山承办", False)):
        definitions = Definitions(desk(site, who))
        told = (definitions.proposal(made.matter), *definitions.proposals(), *definitions.proposals(name))
        assert [words in f"{one}" for one in told] == [sees] * len(told), who


def test_an_edition_counts_every_matter_whoever_approves_it(site: Site) -> None:
    """The accused signs and approves the body's own numbers; his sight has no part in what is frozen."""
    his, hers = (Issue(desk(site, who), "county", YEAR) for who in (ACCUSED, "县领导"))
    assert desk(site, ACCUSED).site.unseen
    assert his.site.compute([OPENED]).value(OPENED).text == hers.site.compute([OPENED]).value(OPENED).text == "1"


@pytest.mark.parametrize(
    ("who", "told"), [("县督查", True), ("县领导", True), ("撰稿人", False), ("审核人", False), (ACCUSED, False)]
)
def test_what_a_filed_number_is_today_is_for_whoever_may_count_it(site: Site, who: str, told: bool) -> None:
    """The edition's page would else be a meter of a guarded ledger, one entry a step, and tell the accused of one more."""
    papers = Papers(desk(site, who))
    assert papers.tells_now("grievance_opened") is told
    ratios = [name for name, one in site.catalogue.figures.items() if name.startswith("grievance") and one.composed]
    assert ratios
    assert {papers.tells_now(name) for name in ratios} == {told}
    assert papers.tells_now("hazard_opened")
    assert papers.tells_now("no_longer_declared")
    row = matter_identity("grievance", ("FY-1",))
    assert (papers.seen([row]) == {row}) is told


def test_rows_of_an_edition_are_not_for_whom_one_of_them_is_about(site: Site) -> None:
    row, other = (f"grievance:{matter_identity('grievance', (number,))}" for number in ("FY-1", "FY-2"))
    assert Papers(desk(site, "县督查")).reads([row, other])
    assert Papers(desk(site, ACCUSED)).reads([other])
    assert not Papers(desk(site, ACCUSED)).reads([other, row])


def test_a_paper_is_examined_once_until_something_it_depends_on_changes(site: Site) -> None:
    first = examine(site, "county", YEAR, TODAY)
    assert examine(site, "county", YEAR, TODAY) is first
    assert examine(site, "county", YEAR, date(2026, 6, 2)) is not first
    again = examine(site, "county", YEAR, TODAY)
    again.report.docx.write_bytes(b"altered")
    third = examine(site, "county", YEAR, TODAY)
    assert third is not again
    draft = site.home / "drafts" / "county-2026.md"
    draft.write_text(draft.read_text("utf-8") + "\n补写一段。\n", encoding="utf-8")
    fourth = examine(site, "county", YEAR, TODAY)
    assert fourth is not third
    site.appoint(Post("新人", EAST, "handler"), "安全员", TODAY)
    assert examine(site, "county", YEAR, TODAY) is not fourth


def test_a_replica_that_was_altered_stands_behind_no_signature(site: Site) -> None:
    site.refresh()
    site.close()
    with duckdb.connect(str(site.home / "replica.duckdb")) as file:
        file.execute("DELETE FROM hazard WHERE rowid IN (SELECT min(rowid) FROM hazard)")
    examined = examine(site, "county", YEAR, TODAY)
    assert not list(site.altered())
    assert examined.report.paper.cells


@pytest.mark.parametrize("who", [ACCUSED, "县领导", "县督查"])
def test_the_effect_kept_with_a_proposal_tells_nobody_else_of_a_matter_about_himself(site: Site, who: str) -> None:
    """What the proposer was shown counts the matter about the accused; to everybody else it answers alike."""
    narrower = {"where": "township = '东山镇'"}
    day = site.day
    made = Definitions(desk(site, "县督查")).propose(
        "grievance_opened", narrower, YEAR, reason="只看一个镇", since=day, idem="p2"
    )
    definitions = Definitions(desk(site, who))
    told = [definitions.proposal(made.matter), *definitions.proposals()]
    assert [bool(one and one.effect) for one in told] == [who == "县督查"] * 2
