"""Companions of the year: every number opens or names its record, last year's plan and problems are answered."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.papers.appraisals import Appraisal, appraise
from taizhang.papers.companions.texts import COMPANIONS, text_of
from taizhang.papers.companions.wording import plain, quote, table
from taizhang.papers.report import report, volume
from taizhang.rendering.reread import reread
from taizhang.rendering.volume import prefix_cells
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused, errors

YEAR = Period.year(2026)
TARGETS = (
    (
        "目标编号",
        "目标年度",
        "目标层级",
        "目标指标",
        "目标责任单位",
        "目标要求",
        "目标计量单位",
        "年度目标值",
        "已完成值",
        "对应统计指标",
        "目标下达日期",
        "目标状态",
    ),
    ("T1", 2026, "总目标", "危桥改造座数", "", "完成", "座", 12, 9, "", "2026-01-05", "未完成"),
    ("T2", 2026, "总目标", "调研课题数", "", "不低于", "项", 4, "", "pairing_none", "2026-01-05", "未完成"),
    ("T3", 2027, "总目标", "危桥改造座数", "", "力争", "座", 15, "", "", "2026-12-20", "未完成"),
    ("T4", 2026, "分解目标", "危桥改造座数", "东桥镇", "完成", "座", 12, 9, "", "2026-01-05", "未完成"),
)
GAPS = (
    (
        "差距编号",
        "问题与差距",
        "提出年度",
        "佐证数据",
        "原因分析",
        "改进措施",
        "改进责任单位",
        "提出日期",
        "改进完成日期",
        "改进状态",
    ),
    ("G1", "按期率不高", 2026, "按期率81.5%", "催办不够", "逐件催办", "东桥镇", "2026-11-01", "", "推进中"),
    ("G2", "调研不深", 2025, "2项未结题", "力量不足", "抽调专班", "西塘镇", "2025-11-01", "2026-06-30", "已完成"),
)
SUPERVISED = (
    ("督查编号", "督查事项", "来源", "交办日期", "办理期限", "承办单位", "办结日期", "办理状态"),
    ("D1", "修路", "批示件", "2026-03-02", "2026-03-20", "东桥镇", "2026-03-18", "已办结"),
    ("D2", "修桥", "批示件", "2026-03-03", "2026-03-10", "西塘镇", "", "未办结"),
)


def book(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(list(row))
    workbook.save(path)
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with targets of two years, problems of two years and two supervised matters."""
    folder = tmp_path_factory.mktemp("office")
    home = folder / "site"
    Site.create(home, "青岚县人民政府办公室", "office").close()
    with Site(home) as site:
        for name, ledger, rows in (
            ("目标", "target", TARGETS),
            ("差距", "gap", GAPS),
            ("督查", "supervision", SUPERVISED),
        ):
            found = site.import_files(
                [book(folder / f"{name}.xlsx", rows)], today=date(2026, 12, 31), actor="甲", ledger=ledger
            )
            assert found.applied, [str(problem) for problem in found.obstacles]
    return home


def words(path: Path) -> str:
    return "".join(one.text or "" for one in docx.Document(str(path)).element.body.iter(qn("w:t")))


@pytest.mark.parametrize("name", COMPANIONS)
def test_every_companion_is_written_without_an_unsourced_number(home: Path, name: str) -> None:
    period = Period.month(2026, 3) if name == "summary" else YEAR
    with Site(home) as site:
        made = report(site, name, period)
    assert errors(made.problems) == (), [str(problem) for problem in made.problems]
    assert made.docx.is_file()
    assert made.html.is_file()


def test_targets_are_answered_and_next_years_are_listed(home: Path) -> None:
    with Site(home) as site:
        text = words(report(site, "targets", YEAR).docx)
    assert "危桥改造座数完成12座9座75.00%" in text.replace("\n", "")
    assert "2027年度目标" in text
    assert "力争15座" in text


def test_the_problem_list_answers_last_years(home: Path) -> None:
    with Site(home) as site:
        text = words(report(site, "problems", YEAR).docx)
    assert "按期率不高按期率81.5%催办不够逐件催办东桥镇" in text
    assert "调研不深抽调专班已完成2026-06-30" in text
    assert "督查事项11" in text


def test_a_bulletin_of_a_week_tells_flows_ranks_units_and_names_what_is_late(home: Path) -> None:
    week = Period.parse("2026-W12")
    with Site(home) as site:
        text = text_of(site, "bulletin", week)
        told = words(report(site, "bulletin", week).docx)
    assert "scope:东桥镇" in text
    assert "督查事项20111" in told
    assert "D2督查事项西塘镇12" in told


def test_a_rule_fixed_too_late_is_told_instead_of_a_ranking(home: Path) -> None:
    with Site(home) as site:
        assert "本期不排名：“督办落实考核得分”考核办法定于2024-12-20" in text_of(site, "summary", Period.month(2024, 5))


def test_the_command_takes_a_week_a_month_or_a_half_year(home: Path) -> None:
    for option, period in (("--week", "2026-W12"), ("--month", "2026-03"), ("--half", "2026H1")):
        told = CliRunner().invoke(app, ["report", "bulletin", option, period, "--home", str(home), "--json"])
        assert told.exit_code == 0, told.output
        assert json.loads(told.stdout)["docx"].endswith(f"bulletin-{Period.parse(period).key}.docx")
    assert CliRunner().invoke(app, ["report", "bulletin", "--week", "2026-W60", "--home", str(home)]).exit_code == 2


def test_words_of_records_cannot_open_a_slot_or_a_table() -> None:
    assert plain("甲|{{figure:x}}\n乙*") == "甲｜｛｛figure:x｝｝ 乙＊"
    assert len(plain("长" * 500)) == 120
    assert (quote("东桥镇", "D1"), quote("", "D1"), quote(3, "D1")) == ("东桥镇", "—", "{{quote:3|D1}}")
    assert table("名", ("一",), [("{{quote:3|D1}}",)]).endswith("| {{quote:3\\|D1}} |")


def test_an_appraisal_is_kept_against_the_document_that_was_read(home: Path) -> None:
    with Site(home) as site:
        read = report(site, "problems", YEAR).docx
        entry = appraise(
            site,
            "problems",
            YEAR,
            Appraisal("第一组", "原因写得不够", unit="东桥镇"),
            actor="甲",
            on=date(2026, 12, 31),
        )
        scored = appraise(
            site, "problems", YEAR, Appraisal("第一组", score=Decimal("91.5")), actor="甲", on=date(2026, 12, 31)
        )
        assert entry.intention.facts["document"] == hashlib.sha256(read.read_bytes()).hexdigest()
        assert (entry.state, scored.state) == ("in_progress", "struck_off")
        assert int(str(entry.intention.facts["entries"])) == entry.seq - 1
        assert site.verify().ok


def test_an_appraisal_without_a_document_or_words_is_refused_with_every_reason(home: Path) -> None:
    with Site(home) as site, pytest.raises(Refused) as refused:
        appraise(site, "nothing", YEAR, Appraisal(" "), actor="甲", on=date(2026, 12, 31))
    assert [problem.code for problem in refused.value.problems] == ["CMD-035", "CMD-035", "CMD-034"]
    with Site(home) as site, pytest.raises(Refused):
        appraise(site, "problems", YEAR, Appraisal("第一组", score=Decimal(101)), actor="甲", on=date(2026, 12, 31))
    told = CliRunner().invoke(
        app, ["appraise", "problems", "--group", "第一组", "--score", "九十", "--home", str(home)]
    )
    assert told.exit_code == 2


def test_reports_of_several_bodies_stand_in_one_volume_each_number_with_its_own_cell(
    home: Path, tmp_path: Path
) -> None:
    shutil.copytree(home, tmp_path / "other")
    with Site(home) as one, Site(tmp_path / "other") as other:
        made = volume([one, other], "problems", YEAR, tmp_path / "volume.docx")
    text = words(made.docx)
    assert text.startswith("2026年度述职述廉报告汇编（2篇）目　录青岚县人民政府办公室2026年度问题清单—")
    assert text.count("逐件催办") == 2
    tags = [tag.get(qn("w:val")) or "" for tag in docx.Document(str(made.docx)).element.body.iter(qn("w:tag"))]
    assert {tag[:2] for tag in tags if "@" in tag} == {"1/", "2/"}
    ids = [one.get(qn("w:val")) for one in docx.Document(str(made.docx)).element.body.iter(qn("w:id"))]
    assert len(ids) == len(set(ids))
    paper = prefix_cells(made.papers[0], 1)
    assert all(key == cell.id for key, cell in paper.cells.items())
    assert reread(made.docx, paper) != ()


def test_a_volume_needs_bodies_with_a_duty_report(home: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        volume([], "", YEAR, tmp_path / "volume.docx")
    assert refused.value.problems[0].code == "CMD-036"
    told = CliRunner().invoke(
        app, ["report", "compile", "--from", str(home), "--template", "problems", "-p", "2026", "--json"]
    )
    assert json.loads(told.stdout)["reports"] == ["青岚县人民政府办公室2026年度问题清单"]
