"""What is shown of guarded ledgers from the replica: words for who may see them, never a token, and nothing else in files that leave."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.boards.changes import draft_sentence, explain_change
from taizhang.figures.trace import retell
from taizhang.figures.value import Ask
from taizhang.matters.entry import Source
from taizhang.papers.bundle import bundle
from taizhang.papers.editions import differences, editions, open_edition, settle
from taizhang.papers.filed import filed_by_heads
from taizhang.papers.restated import restate
from taizhang.rendering.elements import legal
from taizhang.site.legible import Legible
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.vault.vault import ENCRYPTED, ERASED, MARK, is_token
from tests.papers.test_bundle import verified
from tests.site.test_erasure import DAY, FACTS, erase, petition

YEAR = Period.year(2026)
OPENED = Ask("petition_opened", YEAR)
OWN = "针村口意见箱"
TEMPLATE = '+++\ntitle = "信访情况"\n+++\n\n全年登记{{figure:petition_opened|unit}}，办结{{figure:petition_closed_flow|unit}}。\n'


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Five petitions, three of them by a channel that no list declares."""
    with Site.create(tmp_path / "site", "清源县信访局", "office") as made:
        (made.home / "catalogue" / "templates" / "mini.md").write_text(TEMPLATE, encoding="utf-8")
    with Site(tmp_path / "site") as made:
        given = [petition(number) for number in range(1, 6)]
        given = [
            replace(
                one,
                facts={**one.facts, "channel": OWN if place < 3 else FACTS["channel"]},
                source=Source(file="针册.xlsx"),
            )
            for place, one in enumerate(given)
        ]
        made.journal.append(given)
        yield made


def member(site: Site) -> str:
    """The token of the channel that is not declared."""
    (found,) = [
        one
        for one in site.compute([replace(OPENED, by="channel")]).groups(replace(OPENED, by="channel"))
        if is_token(one)
    ]
    return found


def test_traced_rows_read_as_their_matters_do(site: Site) -> None:
    traced = site.trace(OPENED)
    assert any(is_token(one) for row in traced.rows for _, one in row.columns)
    shown = Legible(site).trace(traced)
    assert MARK not in repr(shown)
    assert sorted(row.number for row in shown.rows) == ["信1", "信2", "信3", "信4", "信5"]
    first = dict(next(row for row in shown.rows if row.number == "信1").columns)
    assert (first["text"], first["against"], first["channel"]) == ("针1：围墙倒塌", "针甲1、某局", OWN)
    few = Legible(site).trace(traced, 2)
    assert (few.rows[:2], len(few.rows)) == (shown.rows[:2], 5)
    assert retell(traced) == traced.value


def test_a_member_is_a_word_again_and_erased_ones_are_said_to_be(site: Site) -> None:
    token = member(site)
    assert Legible(site).member("petition_opened", "channel", token) == OWN
    assert Legible(site).member("petition_opened", "channel", "来访") == "来访"
    assert Legible(site).member("petition_opened", "channel", MARK + "x") == ENCRYPTED
    erase(site, "信1")
    assert Legible(site).member("petition_opened", "channel", token) == OWN
    erase(site, "信2")
    erase(site, "信3")
    assert Legible(site).member("petition_opened", "channel", token) == ERASED
    assert site.compute([replace(OPENED, by="channel")]).groups(replace(OPENED, by="channel"))[token].text == "3"


def test_why_a_number_changed_is_told_in_words_and_no_draft_names_a_token(site: Site) -> None:
    split, _ = explain_change(site, (replace(OPENED, period=Period.year(2025)), OPENED), "channel")
    assert {one.part for one in split.contributions} == {OWN, FACTS["channel"]}
    assert {row.number for one in split.contributions for row in one.come} == {f"信{n}" for n in range(1, 6)}
    assert MARK not in draft_sentence(split)


def test_the_commands_print_words(site: Site) -> None:
    site.close()
    given = ["--home", str(site.home), "--period", "2026", "--json"]
    told = CliRunner().invoke(app, ["figures", "petition_opened", "--by", "channel", *given])
    rows = CliRunner().invoke(app, ["trace", "petition_opened", *given])
    for one in (told, rows):
        assert one.exit_code == 0, one.output
        assert MARK not in one.output
        assert "\\ue0ff" not in one.output
    assert OWN in told.output
    assert "信5" in rows.output


def test_a_document_that_leaves_names_neither_token_nor_word(site: Site) -> None:
    token = member(site)
    assert legal(f"甲{token}乙{token}") == f"甲{ENCRYPTED}乙{ENCRYPTED}"
    edition = settle(site, "mini", YEAR, "主任", actor="甲", on=DAY)
    pages = [*edition.folder.rglob("*.html")]
    assert pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not re.search(f"{MARK}|\\\\ue0ff|针", text)


def test_an_edition_and_its_bundle_hold_after_an_erasure_and_no_number_is_restated(site: Site, tmp_path: Path) -> None:
    settle(site, "mini", YEAR, "主任", actor="甲", on=DAY)
    (edition,) = editions(site)
    before = str(site.journal.checkpoint())
    erase(site, "信2")
    assert open_edition(edition)[0].cells
    assert [*differences(site, edition)] == []
    assert restate(site, edition) == ()
    (tmp_path / "old.txt").write_text(before, encoding="utf-8")
    folder = tmp_path / "bundle"
    (tmp_path / "b.zip").write_bytes(bundle(site, edition))
    zipfile.ZipFile(tmp_path / "b.zip").extractall(folder)
    code, said = verified(folder, "old.txt")
    assert code == 0, said
    assert site.verify().problems == ()


def test_what_a_correction_would_change_is_counted_from_what_is_kept_also_beside_an_erased_matter(site: Site) -> None:
    settle(site, "mini", YEAR, "主任", actor="甲", on=DAY)
    erase(site, "信2")
    (third,) = site.journal.find("petition", "信3")
    change = replace(
        petition(3), idem="c", act="correct", matter=third.matter, facts={"opened": "2025-11-03"}, note="核对原件"
    )
    found = filed_by_heads(site, site.journal.foresee([change]))
    assert {(one.told.id, one.now.text, one.then.text) for one in found} == {("petition_opened@2026", "5", "4")}
    site.journal.append([change])
    (edition,) = editions(site)
    (told,) = [one for one in restate(site, edition) if one.told.figure == "petition_opened"]
    assert told.now is not None
    assert (told.told.amount, told.now.exact) == ("5", "4")
    assert [one.number for one in told.moved] == ["信3"]
