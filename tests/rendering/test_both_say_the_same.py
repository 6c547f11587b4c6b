"""The Word file and the offline page of one report, read back: every number is the cell's, and its rows give it."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from taizhang.commands.report import show
from taizhang.confine import office
from taizhang.figures.trace import retell
from taizhang.matters.words import STATES
from taizhang.papers.report import Report, report
from taizhang.proof.files.printed import sheets
from taizhang.reports.paper import Number, Paper
from taizhang.shipped import COUNTY
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang_site.papers.sheets import lay_out

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The county office's report of 2026."""
    files = sorted(path for path in COUNTY.iterdir() if path.suffix in (".xlsx", ".xls", ".csv"))
    with Site.create(tmp_path_factory.mktemp("county") / "site", "沄翀县人民政府办公室", "office") as site:
        site.import_files(files, today=date(2026, 12, 31), actor="测试", accept_refused=True)
        return report(site, "county", Period.year(2026))


def controls(path: Path) -> list[tuple[str, str]]:
    """Tag and words of every content control, in reading order."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    found = []
    for control in body.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None:
            found.append((str(tag.get(f"{W}val")), "".join(text.text or "" for text in control.iter(f"{W}t"))))
    return found


def test_the_report_has_no_problem_but_the_rows_its_workbooks_lost(made: Report) -> None:
    whole, *sheets = made.problems
    assert (whole.code, {one.code for one in sheets}) == ("RPT-034", {"RPT-035"})
    assert "有110行没有计入" in whole.message
    assert (
        sum(len(re.findall(r"\d+", told)) for one in sheets for told in re.findall("第([\\d、]+)行", one.message))
        == 110
    )


def numbers_of(paper: Paper) -> list[tuple[str, str]]:
    """Cell and words of every number of a paper, in reading order."""
    return [(run.cell, run.text) for _, run in paper.runs() if isinstance(run, Number)]


def test_every_number_of_the_word_file_is_the_papers(made: Report) -> None:
    numbers = numbers_of(made.printed)
    written = [one for one in controls(made.docx) if not one[0].startswith("claim:")]
    assert [text for _, text in written] == [text for _, text in numbers]
    assert len(numbers) > 80


def test_one_count_of_the_numbers_with_a_source_is_told_everywhere(
    made: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    page = made.html.read_text(encoding="utf-8")
    data = json.loads(re.findall(r'id="data">(.*?)</script>', page, re.DOTALL)[0])
    assert len([one for one in data["numbers"] if one[0] != "gap"]) == made.printed.sourced
    assert page.count('class="n ') == len(data["numbers"])
    show(made)
    said = capsys.readouterr().out
    assert f"有出处的数 {made.paper.sourced} 处" in said
    hidden = made.paper.sourced - made.printed.sourced
    assert f"其中涉密台账的数 {hidden} 处" in said
    assert lay_out(made.paper, (), "/n/").sourced == made.paper.sourced


def test_no_page_shows_a_code_or_a_truth_value_of_the_program(made: Report) -> None:
    page = made.html.read_text(encoding="utf-8")
    data = json.loads(re.findall(r'id="data">(.*?)</script>', page, re.DOTALL)[0])
    told = set(data["pool"])
    assert {"已销号", "办理中", "是", "否"} <= told
    assert not told & {*STATES, "True", "False", "true", "false"} - {""}
    assert not [one for one in told if re.fullmatch(r"-?\d+\.\d*0", one)]


def test_every_number_is_told_again_by_its_rows(made: Report) -> None:
    for cell in made.paper.cells.values():
        assert retell(cell.trace).amount == cell.value.amount, cell.id


def test_what_leaves_keeps_back_small_counts_of_people_and_nothing_else(made: Report) -> None:
    """Of 25 petitions from above three were late: the rate would tell of them (22/25)."""
    assert made.withheld == ("petition_superior_on_time_rate@2026",)
    kept = [one for one in numbers_of(made.paper) if one[0] not in made.withheld]
    assert numbers_of(made.printed) == kept
    assert made.paper.cells.keys() - made.printed.cells.keys() == set(made.withheld)


def test_the_page_is_one_file_that_holds_every_cell_and_fetches_nothing(made: Report) -> None:
    page = made.html.read_text(encoding="utf-8")
    assert made.html.stat().st_size < 5 * 1024 * 1024
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", page)
    assert "Content-Security-Policy" in page
    for cell in made.printed.cells.values():
        assert cell.value.figure.title in page, cell.id
    for withheld in made.withheld:
        assert withheld not in page


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
def test_no_mark_is_lost_in_print(made: Report, tmp_path: Path) -> None:
    printed = office.convert(made.docx, "pdf", tmp_path)
    assert printed is not None
    text = "".join(row.text for page in sheets(printed) for row in page.rows)
    words = "".join(run.text for _, run in made.paper.runs())
    assert {mark: text.count(mark) >= words.count(mark) for mark in "，。、；：“”（）"} == dict.fromkeys(
        "，。、；：“”（）", True
    )


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
def test_a_printed_page_has_22_lines_of_28_characters_within_the_margins(made: Report, tmp_path: Path) -> None:
    """GB/T 9704-2012 5.1 and 5.2.2: text area 156 mm × 225 mm, 37 mm from the top, 28 mm from the left."""
    printed = office.convert(made.docx, "pdf", tmp_path)
    assert printed is not None
    pages = [[row for row in page.rows if row.top < 37 + 225] for page in sheets(printed)]
    inner = pages[1:-1]
    assert len(inner) > 3
    *full, last = inner  # whose last lines may go over to the signature, which does not stand alone
    assert {len(rows) for rows in full} == {22}
    assert 22 - 4 <= len(last) <= 22
    # A line may end early before a mark that may not begin the next: the step from character to character tells.
    steps = sorted(
        (row.right - row.left) / len(row.text)
        for rows in inner
        for row in rows
        if re.fullmatch("[一-鿿、，。；：]{22,30}", row.text)
    )
    assert len(steps) > 10
    assert 156 / steps[len(steps) // 2] == pytest.approx(28, abs=0.4)
    assert min(row.left for rows in inner for row in rows) == pytest.approx(28, abs=1)
    for rows in inner:
        assert rows[0].top - 37 < 225 / 22
        assert rows[-1].bottom <= 37 + 225 + 1
