"""A definition is changed in the open: its effect shown first, decided by somebody else, and editions keep their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from taizhang.catalogue.versions import FOLDER, file_of, in_force
from taizhang.definitions.proposals import (
    DefinitionProposal,
    Weighed,
    change_catalogue,
    decide,
    proposals,
    propose,
    reconsider,
    weigh,
    write_approved,
)
from taizhang.figures.value import Ask
from taizhang.papers.editions import differences, settle
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused
from tests.papers.test_editions import FIRST, SECOND, TEMPLATE, book

YEAR = Period.year(2026)
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
TODAY = date(2026, 11, 24)
BIG = "交办日期 >= '2026-03-03'"
THIRD = ("D3", "通水", "批示件", "2025-03-02", "2025-03-20", "东桥镇", "2025-03-18", "已办结")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with three supervised matters, and an identity that a narrower definition breaks."""
    folder = tmp_path_factory.mktemp("office")
    Site.create(folder / "site", "青岚县人民政府办公室", "office").close()
    (folder / "site" / "catalogue" / "templates" / "mini.md").write_text(TEMPLATE, encoding="utf-8")
    with Site(folder / "site", clock=lambda: NOON) as site:
        path = book(folder / "督查.xlsx", FIRST, SECOND, THIRD)
        assert site.import_files([path], today=TODAY, actor="甲", ledger="supervision").applied
    return folder / "site"


@pytest.fixture
def site(filled: Path, tmp_path: Path) -> Iterator[Site]:
    """The office at noon."""
    shutil.copytree(filled, tmp_path / "site")
    with Site(tmp_path / "site", clock=lambda: NOON) as opened:
        yield opened


def narrowed(site: Site) -> Weighed:
    return weigh(site, "supervision_opened", {"where": BIG}, YEAR)


def proposed(site: Site, since: date = TODAY, idem: str = "1") -> DefinitionProposal:
    return propose(
        site, "supervision_opened", narrowed(site), reason="按新的督查办法", since=since, actor="甲", idem=idem
    )


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_the_effect_is_exact_and_names_rows_units_papers_and_identities_and_writes_nothing(site: Site) -> None:
    before = site.journal.size
    found = narrowed(site).effect
    own = [(one.before.exact, one.after.exact, one.by) for one in found.shifts if one.after.figure.name == found.figure]
    assert own == [("2", "1", "-1"), ("1", "0", "-1")]
    assert [(one.unit, one.by) for one in found.units] == [("东桥镇", "-1"), ("东桥镇", "-1")]
    assert [[number for _, number in one.gone] for one in found.moved] == [["D1"], ["D3"]]
    assert [(one.coming, one.going) for one in found.moved] == [(0, 1), (0, 1)]
    assert "mini" in found.templates
    assert any(
        "期初加登记等于办结加终止加期末" in one.title and one.after and not one.before for one in found.identities
    )
    assert "supervision_close_rate" in {one.after.figure.name for one in found.moving}
    assert site.journal.size == before
    assert not (site.home / FOLDER).exists()
    assert "where" not in site.catalogue.figures["supervision_opened"].declared.model_dump(exclude_defaults=True)


def test_the_effect_is_what_the_numbers_become_when_it_is_approved(site: Site) -> None:
    weighed = narrowed(site)
    told = {(one.after.figure.name, one.after.ask.period): one.after.exact for one in weighed.effect.shifts}
    one = proposed(site)
    decide(site, one, "approved", actor="乙", step=one.step)
    asks = [Ask(name, period) for name, period in told]
    answers = site.compute(asks)
    assert {(ask.figure, ask.period): answers.value(ask).exact for ask in asks} == told
    assert site.trace(Ask("supervision_opened", YEAR)).value.amount == Decimal(1)


def test_rows_come_in_as_well_as_out(site: Site) -> None:
    found = weigh(site, "supervision_closed_flow", {"date": "opened"}, YEAR).effect
    assert [[number for _, number in one.come] for one in found.moved] == [["D2"], []]


def test_every_fault_is_told_at_its_part_and_nothing_is_proposed(site: Site) -> None:
    with pytest.raises(Refused) as refused:
        weigh(site, "supervision_opened", {"where": "没有的栏 = 1", "date": "unit"}, YEAR)
    assert [one.place.key for one in refused.value.problems] == [
        "figure.supervision_opened.where",
        "figure.supervision_opened.date",
    ]
    with pytest.raises(Refused) as refused:
        weigh(site, "supervision_opened", {"title": "登记督查事项"}, YEAR)
    assert codes(refused) == ["FIG-031"]


def test_a_proposal_needs_a_reason_a_day_to_come_and_no_other_waiting(site: Site) -> None:
    weighed = narrowed(site)
    with pytest.raises(Refused) as refused:
        propose(site, "supervision_opened", weighed, reason="改", since=TODAY - timedelta(1), actor="甲", idem="1")
    assert codes(refused) == ["FIG-032", "FIG-033"]
    first = proposed(site)
    assert proposed(site) == first
    with pytest.raises(Refused) as refused:
        proposed(site, idem="2")
    assert codes(refused) == ["FIG-040"]
    assert [one.reason for one in proposals(site)] == ["按新的督查办法"]


def test_nobody_decides_on_their_own_proposal_and_a_rejection_says_why(site: Site) -> None:
    one = proposed(site)
    for outcome, actor, remark, code in (
        ("approved", "甲", "", "FIG-034"),
        ("withdrawn", "乙", "", "FIG-034"),
        ("rejected", "乙", "不", "FIG-038"),
    ):
        with pytest.raises(Refused) as refused:
            decide(site, one, outcome, actor=actor, remark=remark, step=one.step)
        assert codes(refused) == [code]
    done = decide(site, one, "rejected", actor="乙", remark="口径须与省里一致", step=one.step)
    assert (done.outcome, done.decider, done.remark) == ("rejected", "乙", "口径须与省里一致")
    assert in_force(site.home, TODAY) == ()
    with pytest.raises(Refused) as refused:
        decide(site, done, "approved", actor="丙", step=done.step)
    assert codes(refused) == ["FIG-035"]


def test_of_two_decisions_at_once_one_is_refused(site: Site) -> None:
    one = proposed(site)
    decide(site, one, "approved", actor="乙", step=one.step)
    with pytest.raises(Refused) as refused:
        decide(site, one, "rejected", actor="丙", remark="口径须与省里一致", step=one.step)
    assert codes(refused) == ["JRN-002"]


def test_a_definition_is_in_force_from_its_day_and_not_before(site: Site) -> None:
    tomorrow = TODAY + timedelta(1)
    one = proposed(site, since=tomorrow)
    decide(site, one, "approved", actor="乙", step=one.step)
    assert site.compute([Ask("supervision_opened", YEAR)]).value(Ask("supervision_opened", YEAR)).amount == Decimal(2)
    site._clock = lambda: NOON + timedelta(days=1)
    site.follow()
    assert site.compute([Ask("supervision_opened", YEAR)]).value(Ask("supervision_opened", YEAR)).amount == Decimal(1)
    with Site(site.home, clock=lambda: NOON + timedelta(days=1)) as again:
        assert again.catalogue.revision == site.catalogue.revision


def test_an_edition_frozen_before_keeps_verifying_by_its_own_definition(site: Site) -> None:
    edition = settle(site, "mini", YEAR, "丁", actor="甲", on=TODAY)
    one = proposed(site)
    decide(site, one, "approved", actor="乙", step=one.step)
    assert site.catalogue.figures["supervision_opened"].declared.where
    assert list(differences(site, edition)) == []


def test_a_proposal_against_an_older_version_is_not_weighed_again(site: Site) -> None:
    first = proposed(site)
    assert reconsider(site, first, YEAR).effect == narrowed(site).effect
    own = site.home / "catalogue" / "own.toml"
    own.write_text(
        '[figure.supervision_opened]\ntitle = "登记督查"\nkind = "flow"\nledger = "supervision"\ndate = "opened"\n',
        "utf-8",
    )
    with Site(site.home, clock=lambda: NOON) as again:
        with pytest.raises(Refused) as refused:
            reconsider(again, first, YEAR)
        assert codes(refused) == ["FIG-036"]


def test_a_lost_file_is_written_again_from_the_journal_and_a_changed_one_is_told(site: Site) -> None:
    one = proposed(site)
    done = decide(site, one, "approved", actor="乙", step=one.step)
    path = file_of(site.home, TODAY, done.entry)
    written = path.read_text("utf-8")
    path.unlink()
    assert write_approved(site) == ()
    assert path.read_text("utf-8") == written
    path.write_text(written + "# 改过\n", "utf-8")
    assert [one.code for one in write_approved(site)] == ["FIG-041"]


def test_a_file_that_cannot_be_read_leaves_the_catalogue_in_use_as_it_is(site: Site) -> None:
    (site.home / FOLDER).mkdir()
    file_of(site.home, TODAY, 1).write_text("[figure.x]\nkind = 1\n", "utf-8")
    before = site.catalogue
    site.follow()
    assert site.catalogue is before
    assert {one.code for one in Site.examine(site.home)} & {"CAT-004"}


def test_a_changed_figure_leaves_tables_and_rows_for_lists_as_they_are(site: Site) -> None:
    changed = change_catalogue(site, "supervision_opened", narrowed(site).declared)
    assert changed.layout == site.catalogue.layout
    assert changed.revision != site.catalogue.revision
