"""A small county with two towns, people in posts, and a ledger that says whom its matters are about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl

from taizhang.intake.identities import matter_identity
from taizhang.matters.entry import RECORD, Head, Intention
from taizhang.policy.posts import Post
from taizhang.site.desk import Desk
from taizhang.site.site import Imported, Site

BODY, EAST, WEST = "青岚县人民政府办公室", "东山镇", "西河镇"
TODAY = date(2026, 6, 1)
PEOPLE = {
    "县督查": ("supervisor", BODY),
    "县督查乙": ("supervisor", BODY),
    "东山督查": ("supervisor", EAST),
    "西河督查": ("supervisor", WEST),
    "东山承办": ("handler", EAST),
    "东山镇长": ("unit_head", EAST),
    "县领导": ("leader", BODY),
    "撰稿人": ("drafter", BODY),
    "审核人": ("approver", BODY),
}
ACCUSED = "县督查乙"
GRIEVANCE = """
[ledger.grievance]
title = "反映问题登记"
noun = "反映事项"
counter = "件"
lifecycle = "closed_loop"
level = "sensitive"
key = ["no"]
unit = "township"
status = "status"
[ledger.grievance.field]
no = { title = "反映编号", required = true, headings = ["反映编号"] }
township = { title = "反映属地", type = "unit", group = true, headings = ["反映属地"] }
text = { title = "反映情况", headings = ["反映情况"] }
against = { title = "被反映人或单位", about = true, headings = ["被反映人或单位"] }
opened = { title = "反映日期", type = "date", headings = ["反映日期"] }
due = { title = "反映期限", type = "date", headings = ["反映期限"] }
closed = { title = "反映办结日期", type = "date", headings = ["反映办结日期"] }
status = { title = "反映办理状态", type = "choice", choices = "progress", required = true, headings = ["反映办理状态"] }
[ledger.grievance.state]
struck_off = "status = '已完成'"
in_progress = ""
[[ledger.grievance.family]]
family = "loop"
"""
TOLD = ("反映编号", "反映属地", "反映情况", "被反映人或单位", "反映日期", "反映期限", "反映办结日期", "反映办理状态")
HAZARDS = ("编号", "乡镇", "隐患描述", "隐患级别", "发现日期", "整改期限", "销号日期", "状态")


def made(home: Path) -> Site:
    """The site with its people, four hazards, and a grievance in the east that names a supervisor of the county."""
    site = Site.create(home, BODY)
    (home / "catalogue" / "grievance.toml").write_text(GRIEVANCE, encoding="utf-8")
    site.close()
    site = Site(home)
    units = [
        Intention(
            "初始", f"u{name}", "unit", RECORD, TODAY, matter_identity("unit", (name,)), number=name, facts=dict(facts)
        )
        for name, facts in ((town, {"name": town, "parent": BODY, "kind": "乡镇"}) for town in (EAST, WEST))
    ]
    site.journal.append(units)
    for name, (role, unit) in PEOPLE.items():
        site.appoint(Post(name, unit, role), "安全员", TODAY)
    rows = [hazard(f"YH-{n}", town, "排查发现", "办理中") for n, town in enumerate((EAST, EAST, WEST, WEST), 1)]
    assert brought(site, home, HAZARDS, rows, "县督查").applied
    assert brought(site, home, TOLD, [grievance("FY-1", EAST, ACCUSED)], "县督查").applied
    return site


def hazard(number: str, town: str, text: str, status: str, closed: str = "") -> tuple[str, ...]:
    """A row of the workbook of hazards."""
    return (number, town, text, "一般", "2026-03-01", "2026-05-01", closed, status)


def grievance(number: str, town: str, against: str, status: str = "办理中", text: str = "反映截留") -> tuple[str, ...]:
    """A row of the workbook of grievances."""
    return (number, town, text, against, "2026-03-01", "2026-05-01", "", status)


def book(path: Path, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """A workbook of one sheet."""
    made = openpyxl.Workbook()
    for row in (heading, *rows):
        made.active.append([cell or None for cell in row])
    made.save(path)
    return path


def brought(
    site: Site, folder: Path, heading: Sequence[str], rows: Sequence[Sequence[str]], actor: str, *, accept: bool = False
) -> Imported:
    """The rows imported by somebody, as he handed them in."""
    path = book(folder / "导入.xlsx", heading, rows)
    return site.import_files([path], today=TODAY, actor=actor, accept_refused=accept)


def head(site: Site, ledger: str, number: str) -> Head | None:
    """Where a matter stands, whoever may see it."""
    return site.journal.head(matter_identity(ledger, (number,)))


def desk(site: Site, name: str) -> Desk:
    """The desk of one of the people."""
    return Desk(site, site.acting(name, TODAY), TODAY)
