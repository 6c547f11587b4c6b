"""Rows that imports leave out stand beside the numbers they are missing from, until they are brought in or accepted by name."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from taizhang.papers.bundle import bundle
from taizhang.papers.editions import frozen, settle
from taizhang.papers.in_sight import problems_in_sight
from taizhang.papers.left_out import Acceptance, accept, left_out_problems, missing_from
from taizhang.papers.report import report
from taizhang.site.left_out import rows_left_out
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused

YEAR, DAY = Period.year(2026), date(2026, 12, 31)
HEADINGS = ("督查编号", "督查事项", "来源", "交办日期", "办理期限", "承办单位", "办结日期", "办理状态")
GOOD = ("D1", "修路", "批示件", "2026-03-02", "2026-03-20", "东桥镇", "2026-03-18", "已办结")
MENDED = ("D2", "修桥", "批示件", "2026-03-03", "2026-03-10", "西塘镇", "", "未办结")
BAD = ("D2", "修桥", "批示件", "2026-02-30", "2026-03-10", "西塘镇", "", "未办结")
NAMELESS = ("", "修渠", "批示件", "2026-03-03", "2026-03-10", "西塘镇", "", "未办结")
TEMPLATE = '+++\ntitle = "督查情况"\n+++\n\n全年交办{{figure:supervision_opened|unit}}，召开会议{{figure:meeting_meetings|unit}}。\n'


MEETING = (
    ("会议编号", "会议名称", "会议类型", "会议日期", "参会人数", "是否印发纪要"),
    ("H1", "防汛专题会", "专题会议", "2026-03-05", "9", "否"),
)


def book(path: Path, *rows: Sequence[object], heads: Sequence[object] = HEADINGS) -> Path:
    workbook = openpyxl.Workbook()
    for row in (heads, *rows):
        workbook.active.append(list(row))
    workbook.save(path)
    return path


def put(site: Site, path: Path, by: str = "甲") -> bool:
    return site.import_files([path], today=DAY, actor=by, ledger="supervision", accept_refused=True).applied


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An office with one matter in and one row left out."""
    home = tmp_path / "site"
    Site.create(home, "青岚县人民政府办公室", "office").close()
    (home / "catalogue" / "templates" / "mini.md").write_text(TEMPLATE, encoding="utf-8")
    site = Site(home)
    assert put(site, book(tmp_path / "督查.xlsx", GOOD, BAD))
    meeting = book(tmp_path / "会议.xlsx", MEETING[1], heads=MEETING[0])
    done = site.import_files([meeting], today=DAY, actor="甲", ledger="meeting")
    assert done.applied, done.obstacles
    return site


def left(site: Site) -> list[tuple[str, str, int]]:
    return [(one.ledger, one.source.file, one.source.row) for one in rows_left_out(site)]


def test_a_row_left_out_is_kept_with_its_place_and_reason_and_nothing_it_says(site: Site) -> None:
    (row,) = rows_left_out(site)
    assert (row.ledger, row.source.file, row.source.row, row.because) == ("supervision", "督查.xlsx", 3, "日期不存在")
    (head,) = site.journal.heads("left_out")
    assert not {"修桥", "西塘镇", "D2"} & set(map(str, head.facts.values()))


def test_the_same_file_again_leaves_out_no_more_rows(site: Site, tmp_path: Path) -> None:
    size = site.journal.size
    put(site, tmp_path / "督查.xlsx", "乙")
    assert (left(site), site.journal.size) == ([("supervision", "督查.xlsx", 3)], size)


def test_a_row_refused_again_in_another_file_is_the_same_row_at_its_new_place(site: Site, tmp_path: Path) -> None:
    put(site, book(tmp_path / "改一半.xlsx", BAD))
    assert left(site) == [("supervision", "改一半.xlsx", 2)]


def test_a_later_import_that_brings_the_row_in_clears_it(site: Site, tmp_path: Path) -> None:
    assert put(site, book(tmp_path / "补.xlsx", MENDED))
    assert left(site) == []
    put(site, tmp_path / "督查.xlsx")  # the old file once more: the row is in, whatever the file says
    assert left(site) == []


def test_a_row_without_a_number_is_known_by_its_place_and_who_sent_it(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "无号.xlsx"
    put(site, book(path, NAMELESS))
    assert left(site)[1:] == [("supervision", "无号.xlsx", 2)]
    put(site, book(path, ("D4", *NAMELESS[1:])), "乙")
    assert left(site)[1:] == [("supervision", "无号.xlsx", 2)], "another person's file of that name is another file"
    put(site, book(path, ("D5", *NAMELESS[1:])))
    assert left(site)[1:] == []


def test_a_matter_that_was_there_already_is_cleared_by_no_act_but_by_an_import(site: Site, tmp_path: Path) -> None:
    worse = (*GOOD[:3], "2026-02-30", *GOOD[4:])
    put(site, book(tmp_path / "更正.xlsx", worse))
    assert ("supervision", "更正.xlsx", 2) in left(site)
    put(site, book(tmp_path / "更正好.xlsx", GOOD))
    assert ("supervision", "更正.xlsx", 2) not in left(site)


def test_only_numbers_of_that_ledger_say_it_and_the_words_stay_as_they_are(site: Site) -> None:
    made = report(site, "mini", YEAR)
    assert [made.paper.cells[key].value.figure.name for key in made.paper.left_out] == ["supervision_opened"]
    assert set(made.paper.left_out.values()) == {1}
    assert "未计入" not in "".join(run.text for _, run in made.paper.runs())
    page = made.html.read_text("utf-8")
    assert page.count('data-left="另有1行未计入"') == 1
    with ZipFile(made.docx) as file:
        word = file.read("word/document.xml").decode()
    assert "另有1行未计入；" in word.split("<w:t")[0] + word  # in the title of the control
    assert 'w:alias w:val="另有1行未计入；' in word


def test_the_rows_are_named_and_an_edition_waits_until_somebody_accepts_them(site: Site) -> None:
    made = report(site, "mini", YEAR)
    (whole,) = [one for one in made.problems if one.code == "RPT-034"]
    (row,) = [one for one in made.problems if one.code == "RPT-035"]
    assert (whole.level, row.level, row.place.file, row.place.line) == ("error", "warning", "督查.xlsx", 3)
    assert "第3行日期不存在" in row.message
    with pytest.raises(Refused) as refused:
        settle(site, "mini", YEAR, "主任", actor="甲", on=DAY)
    assert "RPT-034" in [one.code for one in refused.value.problems]


@pytest.mark.parametrize(("person", "reason"), [(" ", "来件重复报送"), ("督查科长", "重复了")])
def test_nobody_accepts_without_a_name_and_a_reason(site: Site, person: str, reason: str) -> None:
    paper = report(site, "mini", YEAR).paper
    with pytest.raises(Refused) as refused:
        accept(site, paper, missing_from(site, paper), Acceptance(person, "2026-12-31", reason), actor="甲")
    assert [one.code for one in refused.value.problems] == ["CMD-062"]


def accepted(site: Site) -> None:
    paper = report(site, "mini", YEAR).paper
    given = Acceptance("督查科长", "2026-12-31", "重复报送")
    accept(site, paper, missing_from(site, paper), given, actor="甲")


def test_an_acceptance_is_for_these_rows_alone(site: Site, tmp_path: Path) -> None:
    accepted(site)
    (told,) = [one for one in report(site, "mini", YEAR).problems if one.code == "RPT-034"]
    assert (told.level, "督查科长于2026-12-31接受：重复报送" in told.message) == ("warning", True)
    put(site, book(tmp_path / "又.xlsx", ("D3", *BAD[1:])))
    (told,) = [one for one in report(site, "mini", YEAR).problems if one.code == "RPT-034"]
    assert told.level == "error"


def test_the_edition_and_its_bundle_say_what_is_missing_and_who_accepted_it(site: Site, tmp_path: Path) -> None:
    accepted(site)
    edition = settle(site, "mini", YEAR, "主任", actor="甲", on=DAY)
    manifest = frozen(edition)
    ledger = site.catalogue.ledgers["supervision"].title
    assert manifest.left_out == [(ledger, "督查.xlsx", "Sheet", 3, "日期不存在")]
    assert manifest.accepted == ("督查科长", "2026-12-31", "重复报送")
    with ZipFile(BytesIO(bundle(site, edition))) as file:
        file.extractall(tmp_path / "bundle")
    done = subprocess.run(
        [sys.executable, "verify.py"], cwd=tmp_path / "bundle", capture_output=True, text=True, check=False
    )
    assert "另有1行在导入时没有计入，督查科长于2026-12-31接受：重复报送" in done.stdout


def test_files_of_guarded_ledgers_are_sealed_and_named_to_nobody_else(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "某某信访件.xlsx"
    fields = site.catalogue.ledgers["petition"].declared.field
    workbook = openpyxl.Workbook()
    workbook.active.append([one.headings[0] for one in fields.values() if one.headings])
    workbook.active.append(["2026-02-30" if one.type == "date" else "1" for one in fields.values() if one.headings])
    workbook.save(path)
    given = site.import_files([path], today=DAY, actor="甲", ledger="petition", accept_refused=True)
    assert given.changes.refused
    (row,) = rows_left_out(site, {"petition"})
    assert row.source.file == path.name
    assert path.name.encode() not in b"".join(one.body for one in site.journal.stored())
    told = list(left_out_problems(site, report(site, "mini", YEAR).paper, [row]))
    assert path.name not in "".join(one.message for one in told)
    assert [one.code for one in problems_in_sight(site.catalogue, told, ("petition",))] == ["RPT-034"]
