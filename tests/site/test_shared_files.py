"""Files several matters share, when one of the matters is destroyed: its own content goes, and nothing of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from taizhang.intake.reading.files import read
from taizhang.intake.workbook import write_workbook
from taizhang.matters.entry import CORRECT, RECORD, Intention
from taizhang.site.erasure import ask, decide
from taizhang.site.site import Site
from taizhang.vault.vault import ERASED

DAY = date(2026, 11, 3)
FACTS = {
    "channel": "来访",
    "township": "清源街道",
    "opened": "2026-11-03",
    "status": "办理中",
    "code": "甲001",
    "due": "2026-12-30",
}
ASKED = Intention("收信员", "1", "petition", RECORD, DAY)
SHARED, ALONE = b"%PDF-1.4 shared", b"%PDF-1.4 alone"


def petition(number: int) -> Intention:
    facts = {**FACTS, "no": f"信{number}", "text": f"针{number}：围墙倒塌"}
    return replace(ASKED, idem=str(number), number=f"信{number}", facts=facts)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Four petitions as a workbook."""
    with Site.create(tmp_path / "first", "清源县信访局") as first:
        first.journal.append([petition(number) for number in range(1, 5)])
        write_workbook(
            tmp_path / "来信.xlsx",
            first.catalogue.ledgers["petition"],
            first.catalogue,
            first.journal.heads("petition"),
        )
    return tmp_path / "来信.xlsx"


@pytest.fixture
def site(tmp_path: Path, book: Path) -> Iterator[Site]:
    with Site.create(tmp_path / "site", "清源县信访局") as made:
        done = made.import_files([book], today=DAY, actor="收信员")
        assert (done.obstacles, len(done.changes.new)) == ((), 4)
        yield made


def erase(site: Site, number: str) -> dict[str, str]:
    """Destroys a matter; what is then kept of workbooks, by digest of the rest, as one text."""
    asked = ask(site, "petition", number, reason="来信人书面要求删除", actor="安全员", today=DAY)
    done = decide(site, asked.number, approve=True, actor="主任", today=DAY)
    (head,) = site.journal.find("erasure", done.number)
    kept = [one.partition(">")[2] for one in str(head.facts.get("rests") or "").split("、") if one]
    return {digest: text_of(site, digest) for digest in kept}


def text_of(site: Site, digest: str) -> str:
    with site.blobs.at_hand(digest) as path:
        return "" if path is None else repr(read(path).sheets)


def source_of(site: Site, number: str) -> tuple[str, int]:
    source = site.journal.history(site.journal.find("petition", number)[0].matter)[0].intention.source
    return source.digest, source.row


def test_a_workbook_keeps_the_rows_of_the_others_where_they_stood(site: Site) -> None:
    digest, row = source_of(site, "信3")
    (rest,) = erase(site, "信2").items()
    assert text_of(site, digest) == ""
    assert [f"针{number}：" in rest[1] for number in (1, 2, 3, 4)] == [True, False, True, True]
    with site.blobs.at_hand(rest[0]) as path:
        assert path
        (sheet, *_) = read(path).sheets
    assert "信3" in map(str, sheet.rows[row - 1])
    assert any("来访" in str(cell) for cell in sheet.rows[row - 1])
    told = [str(site.journal.find("petition", f"信{number}")[0].facts["text"]) for number in (1, 3, 4)]
    assert told == ["针1：围墙倒塌", "针3：围墙倒塌", "针4：围墙倒塌"]
    assert site.verify().problems == ()


def test_a_second_destruction_takes_its_row_out_of_what_the_first_left(site: Site) -> None:
    (first,) = erase(site, "信2")
    (second,) = erase(site, "信3").values()
    assert text_of(site, first) == ""
    assert [f"针{number}：" in second for number in (1, 2, 3, 4)] == [True, False, False, True]
    erase(site, "信1")
    assert erase(site, "信4") == {}
    assert site.verify().problems == ()


def test_a_later_workbook_that_only_repeats_the_row_loses_it_too(site: Site, book: Path, tmp_path: Path) -> None:
    with Site.create(tmp_path / "third", "清源县信访局") as third:
        third.journal.append([petition(number) for number in (1, 2, 3, 4, 5)])
        write_workbook(book, third.catalogue.ledgers["petition"], third.catalogue, third.journal.heads("petition"))
    assert len(site.import_files([book], today=DAY, actor="收信员").changes.new) == 1
    left = erase(site, "信2")
    assert len(left) == 2
    assert not any("针2：" in text for text in left.values())
    assert any("针5：" in text for text in left.values())


def test_of_a_turned_workbook_the_columns_of_the_others_stay(tmp_path: Path, book: Path) -> None:
    grid = read(book).sheets[0].rows
    top = next(n for n, row in enumerate(grid) if sum(cell is not None for cell in row) > 3)
    turned = tmp_path / "横排来信.xlsx"
    with xlsxwriter.Workbook(turned) as made:
        page = made.add_worksheet("来信")
        for n, row in enumerate(grid[top:]):
            for m, cell in enumerate(row):
                page.write(m, n, None if cell is None else str(cell)[:10])
    with Site.create(tmp_path / "turned", "清源县信访局") as site:
        done = site.import_files([turned], today=DAY, actor="收信员")
        assert (done.obstacles, len(done.changes.new)) == ((), 4)
        assert {one.draft.at.cell[0] for one in done.changes.new} == {"B", "C", "D", "E"}
        (rest,) = erase(site, "信2").values()
        assert [f"针{number}：" in rest for number in (1, 2, 3, 4)] == [True, False, True, True]
        (rest,) = erase(site, "信3").values()
        assert [f"针{number}：" in rest for number in (1, 2, 3, 4)] == [True, False, False, True]


def test_evidence_another_matter_names_stays_and_its_own_goes(site: Site) -> None:
    shared, alone = (site.keep_file(one, ["petition"]) for one in (SHARED, ALONE))
    for number, given in (("信1", (shared, alone)), ("信2", (shared,))):
        (head,) = site.journal.find("petition", number)
        site.journal.append(
            [replace(ASKED, idem=f"e{number}", act=CORRECT, matter=head.matter, facts={"text": "改"}, evidence=given)]
        )
    erase(site, "信1")
    with site.blobs.at_hand(shared) as kept, site.blobs.at_hand(alone) as gone:
        assert (kept is not None and kept.read_bytes() == SHARED, gone) == (True, None)
    erase(site, "信2")
    with site.blobs.at_hand(shared) as kept:
        assert kept is None
    assert site.journal.find("petition", "信1")[0].facts["text"] == ERASED


def test_keys_restored_from_before_lose_the_same_files_at_the_opening(site: Site) -> None:
    keys = {path: path.read_bytes() for path in (site.home / "keys").iterdir()}
    digest, _ = source_of(site, "信3")
    erase(site, "信2")
    site.close()
    for path, data in keys.items():
        path.write_bytes(data)
    with Site(site.home) as again:
        assert again.verify().erased == 1
        assert text_of(again, digest) == ""
        assert again.journal.find("petition", "信2")[0].facts["text"] == ERASED
        assert again.journal.find("petition", "信3")[0].facts["text"] == "针3：围墙倒塌"
