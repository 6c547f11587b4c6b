"""The drafter's file is made once and never overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.reports.drafts import keep
from taizhang.reports.template import read_template
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused
from tests.reports.county import YEAR, page

TEMPLATE = page("第一句。\n\n第二句。")


def test_the_first_draft_is_the_template_with_its_digest_noted(tmp_path: Path) -> None:
    kept = keep(tmp_path / "drafts", "office", TEMPLATE, YEAR)
    assert kept.created
    assert kept.path.name == "office-2026.md"
    template, problems = read_template(kept.text, "t.md")
    assert not problems
    assert template.title[1:] == ("年报告",)
    assert len(template.blocks) == 2
    assert kept.text.count("第一句") == 1


def test_an_edited_draft_is_read_again_and_never_overwritten(tmp_path: Path) -> None:
    first = keep(tmp_path, "office", TEMPLATE, YEAR)
    first.path.write_text(first.text.replace("第二句", "我改的"), encoding="utf-8")
    again = keep(tmp_path, "office", TEMPLATE, YEAR)
    assert not again.created
    assert "我改的" in again.text
    assert again.problems == ()


def test_each_period_has_its_own_file(tmp_path: Path) -> None:
    keep(tmp_path, "office", TEMPLATE, YEAR)
    assert keep(tmp_path, "office", TEMPLATE, Period.parse("2026Q1")).created


def test_a_changed_template_is_told_with_what_differs_and_the_draft_stays(tmp_path: Path) -> None:
    first = keep(tmp_path, "office", TEMPLATE, YEAR)
    again = keep(tmp_path, "office", TEMPLATE.replace("第二句", "新的一句"), YEAR)
    assert again.text == first.text
    (problem,) = again.problems
    assert (problem.code, problem.level) == ("RPT-040", "warning")
    assert "第二句" in problem.message
    assert "新的一句" in problem.message


def test_a_draft_without_its_mark_is_told(tmp_path: Path) -> None:
    first = keep(tmp_path, "office", TEMPLATE, YEAR)
    first.path.write_text(TEMPLATE, encoding="utf-8")
    assert [problem.code for problem in keep(tmp_path, "office", TEMPLATE, YEAR).problems] == ["RPT-041"]


@pytest.mark.parametrize("name", ["../office", "a/b", "", "甲"])
def test_a_name_that_could_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="RPT-042"):
        keep(tmp_path / "drafts", name, TEMPLATE, YEAR)
    assert not list(tmp_path.iterdir())


def test_a_file_in_another_encoding_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "office-2026.md"
    path.write_bytes("正文".encode("gb18030"))
    with pytest.raises(Refused, match="RPT-043"):
        keep(tmp_path, "office", TEMPLATE, YEAR)
    assert path.read_bytes() == "正文".encode("gb18030")


def test_only_the_draft_and_the_templates_lie_in_the_folder(tmp_path: Path) -> None:
    keep(tmp_path, "office", TEMPLATE, YEAR)
    keep(tmp_path, "office", TEMPLATE, YEAR)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["office-2026.md", "templates"]
