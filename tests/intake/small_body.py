"""A small body and its workbooks, and what its door says of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from taizhang.intake.admit import obstacles
from taizhang.site.site import Imported, Site

BODY = "泽川市"
Row = Sequence[object]
UNITS: list[Row] = [
    ["单位名称", "上级单位", "单位类型", "设立日期", "撤销日期", "承接单位"],
    ["城东街道", BODY, "乡镇（街道）", "", "", ""],
    ["西塘镇", BODY, "乡镇（街道）", "", date(2026, 3, 31), "新塘街道"],
    ["新塘街道", BODY, "乡镇（街道）", date(2026, 4, 1), "", ""],
    ["养护管理处", BODY, "部门", "", "", ""],
    ["发展科", BODY, "部门", "", "", ""],
]


def workbook(path: Path, sheets: Sequence[tuple[str, Sequence[Row]]]) -> Path:
    """A workbook of titled sheets."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, name)
            for line, row in enumerate(rows, 1):
                for column, cell in enumerate(row):
                    sheet.write(line, column, cell)
    return path


def made_site(tmp_path: Path) -> Site:
    """A body of five units, one of which took over from another."""
    made = Site.create(tmp_path / "site", BODY, "")
    book = workbook(tmp_path / "单位.xlsx", [("单位名录", UNITS)])
    assert made.import_files([book], today=date(2026, 12, 31), actor="a").applied
    return made


def imported(site: Site, tmp_path: Path, title: str, rows: Sequence[Row], *, apply: bool = False) -> Imported:
    """What an import of one sheet would do, or did."""
    book = workbook(tmp_path / "台账.xlsx", [(title, rows)])
    if apply:
        return site.import_files([book], today=date(2026, 12, 31), actor="a", accept_refused=True)
    return site.change_set([book])


def named(got: Imported) -> set[tuple[str, str]]:
    """Code and cell of everything told but that a unit is new."""
    told = (*obstacles(got.changes), *got.changes.warnings)
    return {(one.code, one.place.cell) for one in told if one.code != "INT-086"}


D = date
SPRING = D(2026, 3, 1)
MANUSCRIPTS: Row = [
    "文稿编号",
    "文稿类别",
    "文稿题目",
    "起草单位",
    "文稿交办日期",
    "交稿日期",
    "依据关通过日期",
    "内容关通过日期",
    "格式关通过日期",
    "办理状态",
]
CHECKS: Row = [
    "整治编号",
    "清理整治类别",
    "整治对象名称",
    "整治属地",
    "列入整治日期",
    "整治期限",
    "整治复核日期",
    "清理（销号）日期",
    "办理状态",
]
WORKS: Row = ["工程编号", "城建工程类别", "工程名称", "计划年度", "工程开工日期", "工程完工日期", "形象进度"]
TRAINING: Row = ["班次编号", "班次名称", "培训类别", "计划年度", "开班日期", "结业日期", "培训天数", "参训人数"]
WARNING: Row = ["教育编号", "教育形式", "举办组织", "教育日期", "参加人次", "首次参加人数"]
PETITION: Row = [
    "登记编号",
    "信访人代码",
    "信访渠道",
    "问题属地",
    "反映问题",
    "责任单位",
    "受理日期",
    "办理期限",
    "办结日期",
    "办理状态",
]
LIVELIHOOD: Row = [
    "实事编号",
    "年度",
    "实事类别",
    "实事名称",
    "计量单位",
    "年度任务量",
    "完成数量",
    "实施进度",
    "办结日期",
]
FUND: Row = ["资金登记号", "资金渠道", "下达日期", "使用单位", "下达金额", "到账日期", "到位金额"]
