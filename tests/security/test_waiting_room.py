"""Names nobody has matched: their matters wait, hidden from all but the intake officer and whoever took them in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.casework.unmatched_names import match, unmatched
from taizhang.figures.value import Ask
from taizhang.intake.workbook import write_text
from taizhang.lists.query import Filter
from taizhang.matters.acts import Particulars
from taizhang.notices.inbox import notices, reminder_query
from taizhang.policy.naming import OUTSIDE, WAITING
from taizhang.policy.posts import Post
from taizhang.site.desk import Desk
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused
from tests.security.invented import BODY, EAST, TODAY, TOLD, WEST, brought, desk, grievance, head

WHO, OFFICER, TAKER = "柏立舟", "收信员", "县督查"
WAYS = (
    f"{WHO}等3人",
    f"{WHO}等",
    f"{WHO}（东山镇党委书记、镇长）",
    "柏镇长",
    "柏某某",
    "柏 镇 长",
    f"镇里的{WHO}他们几个",
    f"丁一、{WHO}的亲戚",
    "东山镇主要领导",
    f"{OUTSIDE}{WHO}",
)
"""Ten ways offices write him, none of which the roll takes for a name by itself."""
YEAR = Period.year(2026)


@pytest.fixture
def taken(site: Site, tmp_path: Path) -> Site:
    """The county with an intake officer, and a matter for each way of writing the head of the eastern town."""
    for name, unit, role in ((WHO, EAST, "unit_head"), (OFFICER, BODY, "intake")):
        site.appoint(Post(name, unit, role), "安全员", TODAY)
    rows = [grievance(f"FY-{n}", EAST, way, text=f"针{n}截留") for n, way in enumerate(WAYS, 50)]
    done = brought(site, tmp_path, TOLD, rows, TAKER)
    assert (done.applied, len(done.changes.new), done.changes.refused) == (True, len(WAYS), ())
    return site


def count(one: Desk, number: str) -> object:
    return one.counts(one.query(Filter(ledgers=("grievance",))), "unit")


def listed(one: Desk, number: str) -> object:
    return [(head.matter, head.number) for head in one.page(one.query(Filter(ledgers=("grievance",)))).heads]


def figured(one: Desk, number: str) -> object:
    asks = [Ask("grievance_opened", YEAR), Ask("grievance_opened", YEAR, "township")]
    answers = one.site.compute(asks)
    return answers.value(asks[0]).text, {key: value.text for key, value in answers.groups(asks[1]).items()}


def hinted(one: Desk, number: str) -> object:
    return one.page(one.query(Filter(ledgers=("grievance",), text=number))).total


def searched(one: Desk, number: str) -> object:
    return one.page(one.query(Filter(text=f"针{number[3:]}"))).total


def exported(one: Desk, number: str) -> object:
    path = one.site.home / "export.csv"
    write_text(path, one.site.catalogue.ledgers["grievance"], one.walk(one.query(Filter(ledgers=("grievance",)))))
    return path.read_text("utf-8")


def noticed(one: Desk, number: str) -> object:
    found = [*one.page(one.waiting).heads, *one.page(reminder_query(one)).heads]
    return [f"{each}" for each in notices(one, found)], [each.number for each in found]


def refused(one: Desk, number: str) -> object:
    """What opening it, and registering under its number, answers; the number itself taken out."""
    facts = {"no": number, "township": EAST, "status": "办理中", "opened": "2026-03-01"}
    said = [str(one.open(f"grievance-{number}")), str(one.head(f"grievance-{number}"))]
    asked = one.site.journal.size
    try:
        one.register(one.site.catalogue.ledgers["grievance"], f"r{number}", facts, Particulars())
    except Refused as why:
        said += [str(problem) for problem in why.problems]
    return [text.replace(number, "N") for text in said], one.site.journal.size == asked


CHANNELS = (count, listed, figured, hinted, searched, exported, noticed, refused)


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("who", [WHO, "东山承办", "县领导", "县督查乙"])
def test_no_way_of_writing_and_no_channel_tells_of_what_waits(
    taken: Site, who: str, channel: Callable[[Desk, str], object], caplog: pytest.LogCaptureFixture
) -> None:
    """Held against a number that nobody bears, or against the county without the ten matters."""
    caplog.set_level(logging.DEBUG)
    with Site(taken.home) as site:
        here = desk(site, who)
        bare = Desk(site.without([head(site, "grievance", f"FY-{n}").matter for n in range(50, 60)]), here.actor, TODAY)  # type: ignore[union-attr]
        for n in range(50, 60):
            told = str(channel(here, f"FY-{n}"))
            free = str(channel(bare if channel is figured else here, "FY-999" if channel is not figured else ""))
            assert told == free
            assert f"针{n}" not in told
    assert not any("针" in record.getMessage() or WHO in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("who", [OFFICER, TAKER])
def test_the_officer_and_who_took_it_in_see_it(taken: Site, who: str) -> None:
    page = desk(taken, who).page(desk(taken, who).query(Filter(ledgers=("grievance",))))
    assert {f"FY-{n}" for n in range(50, 60)} <= {one.number for one in page.heads}


def test_the_officer_alone_matches_names(taken: Site) -> None:
    found, total = unmatched(desk(taken, OFFICER))
    assert (len(found), total) == (10, 10)
    for who in (TAKER, WHO, "县领导", "东山承办"):
        assert unmatched(desk(taken, who)) == ((), 0)
        one = found[0]
        with pytest.raises(Refused) as why:
            match(desk(taken, who), one.head.matter, one.names[0].written, [WHO], "x")
        assert [problem.code for problem in why.value.problems] == ["POL-023"]


def test_once_matched_all_see_it_but_whom_it_is_about(taken: Site) -> None:
    for one in unmatched(desk(taken, OFFICER))[0]:
        for n, name in enumerate(one.names):
            match(desk(taken, OFFICER), one.head.matter, name.written, [WHO], f"{one.head.matter}-{n}")
    assert unmatched(desk(taken, OFFICER)) == ((), 0)
    for who, sees in (("县领导", 10), ("东山承办", 10), (WHO, 0)):
        page = desk(taken, who).page(desk(taken, who).query(Filter(ledgers=("grievance",))))
        assert len({f"FY-{n}" for n in range(50, 60)} & {each.number for each in page.heads}) == sees, who
    for n in range(50, 60):
        kept = head(taken, "grievance", f"FY-{n}")
        assert kept
        assert WAITING not in str(kept.facts["against"])
        assert WHO in str(kept.facts["against"])


def test_of_two_names_one_matched_still_waits(taken: Site) -> None:
    officer = desk(taken, OFFICER)
    one = next(each for each in unmatched(officer)[0] if len(each.names) == 2)
    match(officer, one.head.matter, one.names[0].written, [f"{OUTSIDE}丁一"], "a")
    assert desk(taken, "县领导").head(one.head.matter) is None
    match(desk(taken, OFFICER), one.head.matter, one.names[1].written, [f"{OUTSIDE}丁二"], "b")
    assert desk(taken, "县领导").head(one.head.matter) is not None


@pytest.mark.parametrize("given", ["", "不在名册的人", f"{OUTSIDE}{WHO}", f"{WHO}等"])
def test_a_name_is_matched_to_the_roll_or_said_to_be_outside_it(taken: Site, given: str) -> None:
    one = unmatched(desk(taken, OFFICER))[0][0]
    with pytest.raises(Refused) as why:
        match(desk(taken, OFFICER), one.head.matter, one.names[0].written, [given], "x")
    assert [problem.code for problem in why.value.problems] == ["POL-021"]


def test_a_workbook_brought_again_undoes_no_match(taken: Site, tmp_path: Path) -> None:
    rows = [grievance(f"FY-{n}", EAST, way, text=f"针{n}截留") for n, way in enumerate(WAYS, 50)]
    again = brought(taken, tmp_path, TOLD, rows, TAKER)
    assert (again.entries, again.changes.unchanged) == (0, 10)
    for one in unmatched(desk(taken, OFFICER))[0]:
        for n, name in enumerate(one.names):
            match(desk(taken, OFFICER), one.head.matter, name.written, [f"{OUTSIDE}某人"], f"{one.head.matter}-{n}")
    third = brought(taken, tmp_path, TOLD, rows, TAKER)
    assert (third.entries, third.changes.unchanged, third.changes.refused) == (0, 10, ())


def test_without_an_officer_nothing_waits_and_the_row_says_so(site: Site, tmp_path: Path) -> None:
    done = brought(site, tmp_path, TOLD, [grievance("FY-70", WEST, "柏镇长")], TAKER, accept=True)
    assert [one.reason for one in done.changes.refused] == ["name_unmatched"]


def test_a_form_waits_only_when_asked_to(taken: Site) -> None:
    ledger = taken.catalogue.ledgers["grievance"]
    facts = {"no": "FY-80", "township": WEST, "against": "柏镇长", "status": "办理中", "opened": "2026-03-01"}
    with pytest.raises(Refused) as why:
        desk(taken, TAKER).register(ledger, "f", facts, Particulars(note="依据"))
    assert WAITING in why.value.problems[0].hint
    desk(taken, TAKER).register(ledger, "g", {**facts, "against": f"柏镇长、{WAITING}"}, Particulars(note="依据"))
    assert desk(taken, "县领导").page(desk(taken, "县领导").query(Filter(numbers=("FY-80",)))).total == 0
    assert desk(taken, TAKER).page(desk(taken, TAKER).query(Filter(numbers=("FY-80",)))).total == 1


def test_the_command_lists_and_matches(taken: Site) -> None:
    taken.close()

    def run(*words: str) -> str:
        done = CliRunner().invoke(app, ["names", *words, "--home", str(taken.home)], env={"COLUMNS": "300"})
        return f"{done.exit_code} {done.output}"

    assert "共 10 件" in run("list", "--actor", OFFICER)
    assert "共 0 件" in run("list", "--actor", "县领导")
    matter = head(taken, "grievance", "FY-53")
    assert matter
    taken.close()
    assert "POL-023" in run("match", matter.matter, "柏镇长", WHO, "--actor", "县领导")
    assert run("match", matter.matter, "柏镇长", WHO, "--actor", OFFICER).startswith("0 ")
    assert "共 9 件" in run("list", "--actor", OFFICER)


def test_a_name_that_waits_in_two_fields_is_matched_in_both(home: Path, tmp_path: Path) -> None:
    told = home / "catalogue" / "grievance.toml"
    lines = told.read_text(encoding="utf-8")
    other = 'involved = { title = "其他涉及人", about = true, headings = ["其他涉及人"] }\nopened ='
    told.write_text(lines.replace("opened =", other, 1), encoding="utf-8")
    with Site(home) as site:
        for name, unit, role in ((WHO, EAST, "unit_head"), (OFFICER, BODY, "intake")):
            site.appoint(Post(name, unit, role), "安全员", TODAY)
        row = (*grievance("FY-70", EAST, f"{WHO}等3人"), f"{WHO}等3人、丁某某")
        assert brought(site, tmp_path, (*TOLD, "其他涉及人"), [row], TAKER).applied
        (one,) = unmatched(desk(site, OFFICER))[0]
        assert [name.field for name in one.names if name.written == f"{WHO}等3人"] == ["against", "involved"]
        match(desk(site, OFFICER), one.head.matter, f"{WHO}等3人", [WHO], "x")
        kept = site.journal.head(one.head.matter)
        assert kept
        assert kept.facts["against"] == WHO
        assert sorted(str(kept.facts["involved"]).split("、")) == sorted(("丁某某", WHO, WAITING)), "丁某某 still waits"
