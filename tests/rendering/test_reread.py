"""An edited Word document held against its paper: what was changed, typed in, taken out or brought along."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.proof.altered import trial

from taizhang.rendering.reread import reread
from taizhang.rendering.word import write_docx
from taizhang.reports.paper import Paper
from taizhang.terms.problem import Refused
from tests.rendering.county import report

PAPER = report(30)


def edited(tmp_path: Path, change: Callable[[str], str], paper: Paper = PAPER) -> tuple[str, ...]:
    """The codes of the problems, in their order, after the document's XML was changed."""
    return tuple(f"{one.code} {one.message}" for one in reread(_edit(tmp_path, change, paper), paper))


def _edit(tmp_path: Path, change: Callable[[str], str], paper: Paper) -> Path:
    made, path = tmp_path / "报告.docx", tmp_path / "改过.docx"
    write_docx(paper, made)
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(path, "w") as after:
        for part in before.namelist():
            data = before.read(part)
            if part == "word/document.xml":
                text = data.decode("utf-8")
                changed = change(text)
                data = changed.encode("utf-8")
            after.writestr(part, data)
    return path


def first_control(text: str, tag: str = "") -> re.Match[str]:
    """The first content control, or the first with that tag."""
    found = re.search(rf"<w:sdt>(?:(?!</w:sdt>).)*?<w:tag w:val=\"{tag}(?:(?!</w:sdt>).)*</w:sdt>", text, re.DOTALL)
    assert found
    return found


def test_an_untouched_document_agrees(tmp_path: Path) -> None:
    assert edited(tmp_path, lambda text: text) == ()


def test_words_of_the_drafter_may_change(tmp_path: Path) -> None:
    assert edited(tmp_path, lambda text: text.replace("较好完成了各项任务", "圆满完成了各项工作")) == ()


def test_a_number_changed_inside_its_control_is_found_with_both_words(tmp_path: Path) -> None:
    def change(text: str) -> str:
        control = first_control(text)[0]
        return text.replace(control, re.sub(r">\d[\d.]*</w:t>", ">98765</w:t>", control), 1)

    (found,) = edited(tmp_path, change)
    assert found.startswith("DOC-001")
    assert "98765" in found


def test_a_number_typed_in_elsewhere_is_found(tmp_path: Path) -> None:
    found = edited(tmp_path, lambda text: text.replace("统筹发展和安全", "办理事项73件，统筹发展和安全"))
    assert found == ("DOC-004 数字“73”是在 Word 里手工写的，没有出处。",)


def test_a_chinese_numeral_typed_in_is_found(tmp_path: Path) -> None:
    (found,) = edited(tmp_path, lambda text: text.replace("统筹发展和安全", "办理事项七十三件，统筹发展和安全"))
    assert found.startswith("DOC-004")


def test_a_control_taken_out_is_told_as_a_warning(tmp_path: Path) -> None:
    path = _edit(tmp_path, lambda text: text.replace(first_control(text)[0], "", 1), PAPER)
    (found,) = reread(path, PAPER)
    assert (found.code, found.level) == ("DOC-002", "warning")


def test_a_number_freed_from_its_control_is_both_gone_and_typed(tmp_path: Path) -> None:
    def change(text: str) -> str:
        control = first_control(text)[0]
        content = re.search(r"<w:sdtContent>(.*)</w:sdtContent>", control, re.DOTALL)
        assert content
        return text.replace(control, content[1], 1)

    assert [one[:7] for one in edited(tmp_path, change)] == ["DOC-004", "DOC-002"]


def test_a_control_brought_from_another_paper_is_found(tmp_path: Path) -> None:
    def change(text: str) -> str:
        control = first_control(text)[0]
        return text.replace(control, control + re.sub(r'(<w:tag w:val=")[^"]*', r"\1别处的数", control), 1)

    (found,) = edited(tmp_path, change)
    assert found.startswith("DOC-003")


def test_words_split_over_runs_are_read_as_one(tmp_path: Path) -> None:
    def change(text: str) -> str:
        control = first_control(text)[0]
        split = re.sub(
            r"(<w:r>(?:(?!</w:r>).)*?<w:t[^>]*>)(\d)(\d+)(</w:t></w:r>)", r"\1\2\4\1\3\4", control, flags=re.DOTALL
        )
        assert split != control
        return text.replace(control, split, 1)

    assert edited(tmp_path, change) == ()


def test_what_is_no_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "不是.docx"
    path.write_bytes(b"PK\x03\x04 damaged")
    for one in (path, tmp_path / "没有.docx"):
        with pytest.raises(Refused) as refused:
            reread(one, PAPER)
        assert [problem.code for problem in refused.value.problems] == ["DOC-010"]


def test_a_unit_or_direction_changed_beside_a_number_is_found(tmp_path: Path) -> None:
    (unit,) = edited(tmp_path, lambda text: text.replace("万元。年内", "亿元。年内"))
    assert unit.startswith("DOC-006")
    assert "亿元" in unit
    (direction,) = edited(tmp_path, lambda text: text.replace("同比增长", "同比下降"))
    assert direction.startswith("DOC-006")
    assert edited(tmp_path, lambda text: text.replace("同比增长", "比上年多")) == ()


def test_two_numbers_that_change_places_with_their_sources_are_found(tmp_path: Path) -> None:
    def change(text: str) -> str:
        one, two = first_control(text, "opened")[0], first_control(text, "closed")[0]
        return text.replace(one, "@@", 1).replace(two, one, 1).replace("@@", two, 1)

    assert {one[:7] for one in edited(tmp_path, change)} == {"DOC-005"}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_altered_number_is_found_and_nothing_else(tmp_path: Path, seed: int) -> None:
    planted, found, false = trial(tmp_path, 45, seed)
    assert found == planted
    assert false == 0
