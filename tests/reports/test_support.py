"""An empty ledger proves nothing: claims, zeros and 首次 need rows they could be said of, or reports of zero."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from taizhang.casework.zero_reports import ZeroReport, report_zero
from taizhang.papers.report import draft_text
from taizhang.reports.paper import Claim, Number, Paper, Unresolved
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused

YEAR, SECOND = Period.year(2026), Period.quarter(2026, 2)
UNITS = ("城东街道", "西塘镇")
BODY = "泽川市"


def workbook(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(line, column, cell)
    return path


DIRECTORY: list[list[object]] = [["单位名称", "上级单位", "单位类型"]]
DIRECTORY += [[one, BODY, "乡镇（街道）"] for one in UNITS]
HAZARDS: list[list[object]] = [
    ["隐患编号", "所在乡镇", "隐患级别", "检查日期", "整改期限", "销号日期", "状态"],
    ["AQ-1", UNITS[0], "一般", date(2026, 5, 6), date(2026, 6, 6), date(2026, 5, 20), "已完成"],
    ["AQ-2", UNITS[1], "一般", date(2026, 5, 7), date(2026, 6, 7), "", "办理中"],
]


def site_of(folder: Path, profile: str, *sheets: tuple[str, list[list[object]]]) -> Site:
    site = Site.create(folder / "site", BODY, profile)
    if sheets:
        book = workbook(folder / "台账.xlsx", ("单位名录", DIRECTORY), *sheets)
        assert site.import_files([book], today=date(2026, 12, 31), actor="台账员").applied
    return site


def drafted(site: Site, body: str, period: Period = YEAR) -> tuple[Paper, list[str]]:
    text = f'+++\ntitle = "报告"\n+++\n\n{body}\n'
    paper, problems = draft_text(site, text, period, "t.md")
    return paper, [one.code for one in problems if one.code == "RPT-029"]


@pytest.mark.parametrize("period", [YEAR, SECOND], ids=["year", "quarter"])
@pytest.mark.parametrize("profile", ["bureau", "city", "office"])
def test_an_almost_empty_site_prints_no_claim_and_no_zero_as_true(tmp_path: Path, profile: str, period: Period) -> None:
    with site_of(tmp_path, profile, ("安全隐患排查整治台账", HAZARDS)) as site:
        paper, problems = draft_text(site, site.catalogue.templates[profile], period, f"{profile}.md")
        claims = [run.text for _, run in paper.runs() if isinstance(run, Claim)]
        # The one hazard that is open is overdue: rows say so.
        assert set(claims) <= {"上年无可比基数", "，均已逾期"}
        zeros = [run for _, run in paper.runs() if isinstance(run, Number) and paper.cells[run.cell].value.amount == 0]
        kept = {"hazard", "unit"}
        told_of = {site.catalogue.figures[paper.cells[run.cell].value.ask.figure].ledger for run in zeros}
        assert told_of <= kept
        assert "RPT-029" in [one.code for one in problems]


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Site]:
    with site_of(tmp_path, "", ("安全隐患排查整治台账", HAZARDS)) as site:
        yield site


NONE = "全系统{{claim:accident_total=0|未发生生产安全事故}}。"


def test_no_accident_needs_a_report_of_zero_for_every_month(city: Site) -> None:
    assert drafted(city, NONE, SECOND)[1] == ["RPT-029"]
    for month in (4, 5):
        report_zero(city, ZeroReport("accident", Period.month(2026, month), "安办主任"), actor="a", on=date(2026, 7, 1))
    assert drafted(city, NONE, SECOND)[1] == ["RPT-029"]
    report_zero(city, ZeroReport("accident", Period.month(2026, 6), "安办主任"), actor="a", on=date(2026, 6, 30))
    paper, problems = drafted(city, NONE, SECOND)
    assert problems == []
    assert [run.text for _, run in paper.runs() if isinstance(run, Claim)] == ["未发生生产安全事故"]
    assert drafted(city, NONE, Period.quarter(2026, 3))[1] == ["RPT-029"]


def test_every_unit_may_report_zero_instead_of_the_body(city: Site) -> None:
    month = Period.month(2026, 5)
    report_zero(city, ZeroReport("accident", month, "甲", UNITS[0]), actor="a", on=date(2026, 6, 1))
    assert drafted(city, NONE, month)[1] == ["RPT-029"]
    report_zero(city, ZeroReport("accident", month, "乙", UNITS[1]), actor="a", on=date(2026, 6, 1))
    assert drafted(city, NONE, month)[1] == []


@pytest.mark.parametrize(
    ("given", "on", "told"),
    [
        (ZeroReport("accident", Period.month(2026, 5), "甲"), date(2026, 5, 30), "还没有过完"),
        (ZeroReport("accident", Period.month(2026, 5), " "), date(2026, 6, 1), "报告人"),
        (ZeroReport("accident", Period.month(2026, 5), "甲", "无此镇"), date(2026, 6, 1), "无此镇"),
        (ZeroReport("nothing", Period.month(2026, 5), "甲"), date(2026, 6, 1), "nothing"),
        (ZeroReport("hazard", Period.month(2026, 5), "甲"), date(2026, 6, 1), "AQ-1"),
    ],
)
def test_a_report_of_zero_that_cannot_be_is_refused_with_its_reason(
    city: Site, given: ZeroReport, on: date, told: str
) -> None:
    with pytest.raises(Refused) as caught:
        report_zero(city, given, actor="a", on=on)
    assert told in caught.value.problems[0].message


def test_none_left_of_a_kind_needs_one_of_that_kind(city: Site) -> None:
    assert drafted(city, "{{claim:hazard_open_end=0|全部销号}}", Period.quarter(2026, 1))[1] == ["RPT-029"]
    late = "{{claim:hazard_late_flow=0|没有超期}}"
    assert drafted(city, late, SECOND)[1] == []
    assert drafted(city, late, Period.quarter(2026, 3))[1] == ["RPT-029"]


def test_the_first_time_needs_this_time_and_an_earlier_record(tmp_path: Path) -> None:
    first = "{{claim:survey_slope_earlier=0|首次}}开展评定"
    heads: list[object] = [
        "评定编号",
        "评定类型",
        "路网类别",
        "受评单位",
        "评定年度",
        "评定日期",
        "整改完成日期",
        "评定状态",
    ]
    slope: list[object] = ["P-1", "边坡评定", "国省干线", UNITS[0], 2026, date(2026, 5, 1), date(2026, 6, 1), "已完成"]
    before: list[object] = ["P-0", "路况检测", "国省干线", UNITS[0], 2025, date(2025, 5, 1), date(2025, 6, 1), "已完成"]
    for place, (rows, found) in enumerate((([slope], 1), ([before], 1), ([before, slope], 0))):
        (tmp_path / str(place)).mkdir()
        with site_of(tmp_path / str(place), "bureau", ("路网技术状况评定台账", [heads, *rows])) as site:
            assert len(drafted(site, first)[1]) == found, rows


def test_an_unsupported_zero_stands_as_a_gap_that_says_what_is_lacking(city: Site) -> None:
    paper, _ = drafted(city, "全年受理信访事项{{figure:petition_opened|unit}}。")
    (gap,) = [run for _, run in paper.runs() if isinstance(run, Unresolved)]
    assert gap.text == "【待核：登记信访事项0件】"
    assert "信访事项登记" in gap.reason
    assert "零报告" in gap.reason


def test_a_zero_of_a_ledger_that_was_kept_is_a_number(city: Site) -> None:
    paper, problems = drafted(city, "逾期{{figure:hazard_late_flow|unit}}。", SECOND)
    assert problems == []
    assert [run.text for _, run in paper.runs() if isinstance(run, Number)] == ["0处"]
