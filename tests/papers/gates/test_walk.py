"""A document passes basis, content and format, is approved by name, and walks again when a word changes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.papers.gates.approvals import NAME
from taizhang.papers.gates.deciding import approve, sign, waive
from taizhang.papers.gates.subject import of_file, of_report
from taizhang.papers.gates.walk import GateReview, run_gates
from taizhang.papers.report import Report
from taizhang.proof.basis.shelf import Shelf
from taizhang.proof.content.rule import OfficeSettings
from taizhang.rendering.word import write_docx
from taizhang.reports.lineage import unsourced_problems
from taizhang.reports.paper import Paper, PaperTable, Paragraph, Quoted, Text
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused
from tests.proof.layout.official import official

TODAY = date(2026, 3, 5)
CLEAN = "沄翀县督查工作情况报告\n\n全县督查事项已经按期办结。\n\n沄翀县人民政府办公室\n2026年3月5日\n"
WRONG = CLEAN.replace("按期办结", "按期办结。。")
MASKED = CLEAN.replace("督查事项", "×××件督查事项")


def _walk(path: Path) -> GateReview:
    return run_gates(of_file(path, path.parent), Shelf(), TODAY)


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_clean_document_is_ready_then_approved_and_a_changed_word_opens_the_gates_again(tmp_path: Path) -> None:
    path = _written(tmp_path, CLEAN)
    assert _walk(path).standing == "ready"
    given = approve(_walk(path), by="甲主任", on=TODAY)
    assert (given.by, given.on, given.digest) == ("甲主任", "2026-03-05", _walk(path).subject.digest)
    assert _walk(path).standing == "approved"
    _written(tmp_path, CLEAN.replace("已经按期办结", "已经全部按期办结"))
    again = _walk(path)
    assert (again.standing, again.changed) == ("changed", (2,))
    approve(again, by="甲主任", on=TODAY)
    assert _walk(path).standing == "approved"


def test_what_blocks_keeps_it_from_approval_until_somebody_answers_by_name(tmp_path: Path) -> None:
    path = _written(tmp_path, MASKED)
    walk = _walk(path)
    assert (walk.standing, walk.first_blocked) == ("blocked", "content")
    with pytest.raises(Refused, match="PRF-402"):
        approve(walk, by="甲主任", on=TODAY)
    keys = [one.key for one in walk.blocking]
    with pytest.raises(Refused) as refused:
        waive(walk, keys, by="", reason=" ", on=TODAY)
    assert [one.code for one in refused.value.problems] == ["PRF-023", "PRF-024"]
    waive(walk, keys, by="乙科员", reason="公开稿按规定隐去件数", on=TODAY)
    assert _walk(path).standing == "ready"
    with pytest.raises(Refused, match="PRF-403"):
        approve(_walk(path), by="乙科员", on=TODAY)
    assert approve(_walk(path), by="甲主任", on=TODAY).waived == tuple(keys)


def test_a_warning_does_not_block(tmp_path: Path) -> None:
    walk = _walk(_written(tmp_path, WRONG))
    assert "F13" in [one.finding.rule for one in walk.at("format")]
    assert (walk.blocking, walk.standing) == ((), "ready")


def test_a_state_secret_cannot_be_waived(tmp_path: Path) -> None:
    walk = _walk(_written(tmp_path, "机密★1年\n" + CLEAN))
    secret = next(one for one in walk.noted if one.finding.level == "block")
    with pytest.raises(Refused, match="PRF-401"):
        waive(walk, [secret.key], by="乙科员", reason="误标", on=TODAY)


def test_an_approval_that_was_tampered_with_is_found(tmp_path: Path) -> None:
    path = _written(tmp_path, CLEAN)
    for name in ("甲主任", "丙主任"):
        approve(_walk(path), by=name, on=TODAY)
    record = _walk(path).subject.folder / NAME
    record.write_text(record.read_text("utf-8").replace("甲主任", "丁主任"), "utf-8")
    with pytest.raises(Refused, match="PRF-404"):
        _walk(path)


def test_only_the_look_of_an_approved_file_may_change(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(official())
    approve(_walk(path), by="甲主任", on=TODAY)
    path.write_bytes(official({"even": "", "body font": "宋体"}))
    walk = _walk(path)
    assert (walk.standing, [one.finding.rule for one in walk.at("format")]) == ("approved", ["L15", "L04"])
    path.write_bytes(official({"addressee": "各镇人民政府："}))
    assert _walk(path).standing == "changed"


def test_a_fault_told_by_text_and_by_layout_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(official({"date": "2026年03月05日", "annex": "附件：1.督查事项清单。"}))
    assert {one.finding.rule for one in _walk(path).at("format")} == {"F08", "F18"}


def test_every_number_of_a_paper_has_a_cell_a_page_or_somebody_who_answers_for_it(tmp_path: Path) -> None:
    blocks = (
        PaperTable(("单位", "件数", ""), (((Text("甲镇"),), (), (Text("完成"),)),), "督查事项表"),
        Paragraph((Text("全年受理来件37件，"), Quoted("12%", "省统计年鉴"), Text("，坚持“三个走在前”。")), line=4),
    )
    paper = Paper("office", "沄翀县人民政府办公室述职述廉报告", Period.year(2026), blocks, "县委考核组")
    docx = tmp_path / "office-2026.docx"
    write_docx(paper, docx)
    problems = unsourced_problems(paper, "office.md")
    made = Report(paper, paper, problems, tmp_path / "office.md", docx, docx)
    subject = of_report(made, "office-2026", tmp_path / "proof", OfficeSettings())
    walk = run_gates(subject, Shelf(), TODAY)
    told = [(one.finding.rule, one.finding.text, one.blocks) for one in walk.at("basis")]
    assert told == [("B03", "37", True), ("B04", "12%", False)]
    assert [one.key for one in walk.blocking] == [walk.at("basis")[0].key]
    waive(walk, [walk.at("basis")[0].key], by="乙科员", reason="修辞，不是统计数", on=TODAY)
    assert run_gates(subject, Shelf(), TODAY).standing == "ready"


def test_the_command_walks_waives_and_approves(tmp_path: Path) -> None:
    path, home = str(_written(tmp_path, MASKED)), str(tmp_path)
    run = CliRunner()
    told = run.invoke(app, ["gates", path, "--home", home, "--json"])
    assert told.exit_code == 1
    keys = [one["id"] for one in json.loads(told.stdout)["findings"] if one["blocks"]]
    waived = [part for key in keys for part in ("--waive", key)]
    run.invoke(app, ["gates", path, "--home", home, *waived, "--by", "乙科员", "--reason", "公开稿隐去件数"])
    approved = run.invoke(app, ["gates", path, "--home", home, "--approve", "--by", "甲主任"])
    assert approved.exit_code == 0
    assert "已批准" in approved.stdout
    _written(tmp_path, MASKED.replace("全县", "全市"))
    changed = run.invoke(app, ["gates", path, "--home", home])
    assert changed.exit_code == 1
    assert "与批准时不同：第2段" in changed.stdout


def test_what_leaves_the_body_is_signed_at_three_gates_by_three_people_none_of_whom_wrote_it(tmp_path: Path) -> None:
    path = _written(tmp_path, CLEAN)

    def outward() -> GateReview:
        walk = _walk(path)
        return run_gates(replace(walk.subject, external=True), Shelf(), TODAY)

    def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
        return [one.code for one in refused.value.problems]

    with pytest.raises(Refused) as refused:
        approve(outward(), by="甲主任", on=TODAY)
    assert codes(refused) == ["PRF-407"]
    with pytest.raises(Refused) as refused:
        sign(outward(), "basis", by="丙", on=TODAY, authors={"丙"})
    assert codes(refused) == ["PRF-405"]
    sign(outward(), "basis", by="乙", on=TODAY)
    with pytest.raises(Refused) as refused:
        sign(outward(), "content", by="乙", on=TODAY)
    assert codes(refused) == ["PRF-406"]
    sign(outward(), "content", by="丁", on=TODAY)
    assert outward().unsigned == ("format",)
    sign(outward(), "format", by="戊", on=TODAY)
    assert [(one.gate, one.by) for one in outward().signed] == [("basis", "乙"), ("content", "丁"), ("format", "戊")]
    assert outward().standing == "ready"
    approve(outward(), by="甲主任", on=TODAY)
    assert outward().standing == "approved"
    _written(tmp_path, CLEAN.replace("按期", "如期"))
    assert outward().unsigned == ("basis", "content", "format")


def test_a_gate_that_is_closed_or_whose_error_the_signer_waived_is_not_signed(tmp_path: Path) -> None:
    path = _written(tmp_path, MASKED)
    walk = _walk(path)
    with pytest.raises(Refused, match="PRF-402"):
        sign(walk, "content", by="乙", on=TODAY)
    errors = [one.key for one in walk.blocking]
    waive(walk, errors, by="乙", reason="原文如此", on=TODAY)
    with pytest.raises(Refused, match="PRF-403"):
        sign(_walk(path), "content", by="乙", on=TODAY)
    assert sign(_walk(path), "content", by="丁", on=TODAY).gate == "content"
