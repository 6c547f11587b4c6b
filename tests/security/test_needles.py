"""Words of guarded matters, brought in by every way there is, lie in no file of the site: not in one byte."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.catalogue.load import load
from taizhang.figures.value import Ask
from taizhang.matters.entry import CORRECT, RECORD, Intention, Source
from taizhang.shipped import CATALOGUE
from taizhang.site.backup import backup
from taizhang.site.erasure import ask, decide
from taizhang.site.site import Site
from taizhang.terms.period import Period
from tests.security.needles import ENCODINGS, found

DAY = date(2026, 11, 3)
LEDGERS = load(CATALOGUE).ledgers
GUARDED = sorted(name for name, one in LEDGERS.items() if one.declared.guarded and not one.declared.registration.house)


class Needles:
    """Words that stand nowhere else, each given once."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def next(self) -> str:
        """Another one."""
        self.given.append(f"磔籰{len(self.given):04d}罅龏")
        return self.given[-1]


@pytest.fixture
def needles() -> Needles:
    return Needles()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site.create(tmp_path / "site", "清源县信访局") as made:
        yield made


def facts_of(ledger: str, needles: Needles) -> dict[str, str | int | bool | list[str] | None]:
    """A value for every field of a ledger: a needle wherever words may stand that nothing is grouped by."""
    facts: dict[str, str | int | bool | list[str] | None] = {}
    for name, one in LEDGERS[ledger].declared.field.items():
        if (one.type == "text" and not one.group) or one.about or name in LEDGERS[ledger].known:
            facts[name] = needles.next()
        elif one.type in ("date", "year"):
            facts[name] = "2026" if one.type == "year" else "2026-11-03"
    return facts


@pytest.mark.parametrize("how", ENCODINGS)
def test_the_scan_finds_a_needle_however_it_lies_there(tmp_path: Path, how: str) -> None:
    needle = "磔籰0001罅龏".encode(how)
    (tmp_path / "plain").write_bytes(b"x" * 100 + needle)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.gz", gzip.compress(needle))
    assert len(found([tmp_path], ["磔籰0001罅龏"])) == 2
    assert found([tmp_path], ["磔籰0002罅龏"]) == []


def test_every_field_of_every_guarded_ledger_and_every_word_of_its_acts(
    site: Site, needles: Needles, tmp_path: Path
) -> None:
    for number, ledger in enumerate(GUARDED * 2):
        title = needles.next()
        given = Intention(
            "收信员", f"a{number}", ledger, RECORD, DAY, number=title, facts=facts_of(ledger, needles), note=needles.next(),
            source=Source("", f"{needles.next()}.xlsx", needles.next(), 3, "B3"),
        )  # fmt: skip
        (entry,) = site.journal.append([given])
        more = replace(
            given,
            idem=f"b{number}",
            act=CORRECT,
            matter=entry.matter,
            facts=facts_of(ledger, needles),
            note=needles.next(),
        )
        site.journal.append([more])
        assert site.journal.head(entry.matter).number == title  # type: ignore[union-attr]
    year = Period.parse("2026")
    site.compute([Ask(name, year) for name, one in site.catalogue.figures.items() if one.ledger in GUARDED])
    site.journal.export(tmp_path / "site" / "out.txt")
    backup(site.home, tmp_path / "backup")
    site.journal.rebuild()
    site.remake()
    assert site.verify().problems == ()
    assert len(needles.given) > 200
    assert found([tmp_path], needles.given) == []


def book(path: Path, needles: Needles, rows: int) -> None:
    heads = (
        "登记编号",
        "信访人代码",
        "信访渠道",
        "问题属地",
        "反映问题",
        "受理日期",
        "办理期限",
        "被反映人或单位",
        "办理状态",
    )
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet(needles.next())
        sheet.write_row(0, 0, heads)
        for row in range(1, rows + 1):
            words = (needles.next(), f"X{row}-{needles.next()}", "来信", "清源街道", needles.next())
            sheet.write_row(row, 0, (*words, "2026-10-08", "2026-12-08", f"名册外：{needles.next()}", "办理中"))


def test_an_imported_workbook_with_everything_in_it(site: Site, needles: Needles, tmp_path: Path) -> None:
    path = tmp_path / f"{needles.next()}.xlsx"
    book(path, needles, 20)
    done = site.import_files([path], today=DAY, actor="收信员", ledger="petition", accept_refused=True)
    assert done.applied, done.obstacles
    assert done.entries >= 20, done.changes.refused[:3]
    assert site.blobs.wrong(done.changes.workbooks[0].digest) is None
    path.unlink()
    texts = {head.facts["text"] for head in site.journal.heads("petition")}
    assert len(texts & set(needles.given)) == 20
    assert found([tmp_path], needles.given) == []
    head = next(site.journal.heads("petition"))
    asked = ask(site, "petition", head.number, reason="来信人书面要求删除", actor="甲", today=DAY)
    assert decide(site, asked.number, approve=True, actor="乙", today=DAY).keys == 2
    with site.blobs.at_hand(done.changes.workbooks[0].digest) as gone:
        assert gone is None
    assert site.verify().problems == ()


def test_evidence_is_encrypted_shown_and_destroyed_with_its_matter(
    site: Site, needles: Needles, tmp_path: Path
) -> None:
    words = needles.next()
    digest = site.keep_file(f"附件：{words}".encode(), ["petition"])
    given = Intention(
        "收信员", "1", "petition", RECORD, DAY, number="信1", facts=facts_of("petition", needles), evidence=(digest,)
    )
    site.journal.append([given])
    with site.blobs.at_hand(digest) as path:
        assert path
        assert path.read_text("utf-8") == f"附件：{words}"
    assert not path.exists()
    assert site.blobs.has(digest)
    assert list(site.blobs.digests()) == [digest]
    assert found([tmp_path], needles.given) == []
    decide(
        site,
        ask(site, "petition", "信1", reason="保存期限届满", actor="甲", today=DAY).number,
        approve=True,
        actor="乙",
        today=DAY,
    )
    with site.blobs.at_hand(digest) as gone:
        assert gone is None
    assert site.blobs.wrong(digest) is None
    assert site.verify().problems == ()


def test_a_changed_byte_of_encrypted_evidence_is_found(site: Site) -> None:
    digest = site.keep_file("附件".encode(), ["petition"])
    (boxed,) = site.home.rglob("*.box")
    data = bytearray(boxed.read_bytes())
    data[-1] ^= 1
    boxed.write_bytes(data)
    wrong = site.blobs.wrong(digest)
    assert wrong
    assert wrong.code == "JRN-085"


def test_an_ordinary_file_stays_as_it_is(site: Site) -> None:
    digest = site.keep_file("附件".encode(), ["hazard"])
    assert site.blobs.path(digest).read_text("utf-8") == "附件"


def test_the_command_line_leaves_nothing_either(site: Site, needles: Needles, tmp_path: Path) -> None:
    site.close()
    path, paper = tmp_path / "book.xlsx", tmp_path / "paper.txt"
    book(path, needles, 3)
    paper.write_text(needles.next(), "utf-8")
    run = CliRunner()
    assert run.invoke(app, ["import", str(path), "--home", str(site.home), "--yes"]).exit_code in (0, 1, 2)
    run.invoke(app, ["matters", "list", "--home", str(site.home)])
    path.unlink()
    paper.unlink()
    assert found([tmp_path], needles.given) == []
