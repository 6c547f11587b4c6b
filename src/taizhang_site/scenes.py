"""A few matters of a demonstration brought forward step by step, so that every desk has something on it.

Each step is done by the person whose it is, through that person's desk: what the policy refuses, it refuses here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
from docx import Document

from taizhang.charts.picture import chinese_font, paint_png
from taizhang.lists.query import Filter, Order, Page
from taizhang.matters.acts import Particulars
from taizhang.matters.entry import Head
from taizhang.notices.inbox import drafts, issue, letters_due, next_serial
from taizhang.policy.posts import actor_of
from taizhang.site.desk import Desk
from taizhang.site.site import Site
from taizhang_site.accounts.models import Upload

Step = tuple[str, str, str, str]
"""Who (a part of the cast), which act, what is said, which file it brings ('' for none)."""

LOOKED: Step = ("handler", "report_progress", "已到现场查看，与承建单位商定做法，材料本周到位。", "")
REPORTED: Step = ("handler", "report", "已按要求整改到位，附整改情况报告和验收清单，请核验。", "report")
ACCEPTED: Step = ("supervisor", "start_review", "", "")
FIRST: Step = ("unit_head", "verify", "材料齐全，经现场查看，属实。", "")
SECOND: Step = ("leader", "verify", "同意，情况属实。", "")
THIRD: Step = ("other supervisor", "verify", "抽查现场，与报告一致。", "list")
SCENES: tuple[tuple[Step, ...], ...] = (
    (LOOKED, REPORTED),
    (REPORTED, ACCEPTED, ("supervisor", "return_work", "验收清单缺第三项，请补齐后再报。", "")),
    (
        LOOKED,
        REPORTED,
        ACCEPTED,
        FIRST,
        SECOND,
        THIRD,
        ("other leader", "close", "同意办结。", ""),
        ("supervisor", "strike_off", "同意销号。", ""),
    ),
    (LOOKED, REPORTED, ACCEPTED, FIRST),
    (REPORTED, ACCEPTED),
    (LOOKED, REPORTED, ACCEPTED, FIRST, SECOND, THIRD),
    (REPORTED,),
    (LOOKED,),
)


PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" width="640" height="420" viewBox="0 0 640 420">
<rect width="640" height="420" fill="#cfe0ea"/><circle cx="540" cy="76" r="34" fill="#f6e7b4"/>
<path d="M0 210 120 120 230 190 360 90 500 190 640 130V420H0z" fill="#8fa89a"/><path d="M0 250H640V420H0z" fill="#7d9a6c"/>
<path d="M250 420 305 250H335L420 420z" fill="#6d7278"/><path d="M318 420 319 252H321L330 420z" fill="#f2f2f2"/>
<g fill="#e9edf0" stroke="#5c636a"><path d="M20 300H290V316H20zM20 326H284V342H20z"/><path d="M350 300H620V316H350zM358 326H620V342H358z"/></g>
<g fill="#5c636a"><path d="M40 292h8v76h-8zM120 292h8v76h-8zM200 292h8v76h-8zM420 292h8v76h-8zM500 292h8v76h-8zM580 292h8v76h-8z"/></g>
<path d="M470 236 506 174 542 236z" fill="#f2c230" stroke="#222" stroke-width="4"/><path d="M503 194h6v22h-6zM503 221h6v6h-6z" fill="#222"/>
<path d="M503 236h6v60h-6z" fill="#555"/><rect y="386" width="640" height="34" fill="#00000088"/>
<text x="16" y="409" font-size="17" fill="#fff">%s　现场　%s</text></svg>"""


@dataclass(frozen=True, slots=True)
class Stage:
    """The site, the day, and who plays each part."""

    site: Site
    today: date
    parts: Mapping[str, str]

    def desk(self, part: str) -> Desk:
        """The desk of whoever plays a part."""
        units, posts = self.site.roll.now()
        return Desk(self.site, actor_of(self.parts[part], posts, self.today), self.today, units)

    def play(self) -> int:
        """Plays each scene on a matter of the handler's unit, the newest first; gives how many were played."""
        desk = self.desk("handler")
        query = desk.query(
            Filter(ledgers=desk.loops, states=("in_progress",), turns=desk.turns, opened_to=self.today),
            order=Order("opened", descending=True),
        )
        heads = desk.page(query).heads
        played = [*zip(SCENES, heads, strict=False)]
        for scene, head in played:
            self._on(head, scene)
        self._press()
        return len(played)

    def _press(self) -> None:
        """A letter to the handler's unit about what has been due longest, so that one waits to be answered."""
        desk, unit = self.desk("supervisor"), self.desk("handler").actor.posts[0].unit
        heads = desk.page(
            replace(letters_due(desk), filter=replace(letters_due(desk).filter, units=(unit,)), page=Page(size=1))
        ).heads
        letters = drafts(desk, [(head, next_serial(desk)) for head in heads])
        issue(desk, [*zip(map(desk.opened, heads), letters, strict=True)], self.today, "scene:letter")

    def _on(self, head: Head, scene: tuple[Step, ...]) -> None:
        for number, (part, act, said, file) in enumerate(scene):
            now = self.site.journal.head(head.matter)
            if now is None:
                return
            given = Particulars(note=said, evidence=self._papers(head, file, self.parts[part]))
            desk = self.desk(part)
            desk.act(desk.opened(now), act, self.today, f"scene:{head.matter}:{number}", given)

    def _papers(self, head: Head, file: str, by: str) -> tuple[str, ...]:
        if not file:
            return ()
        checked = self._list(head, by)
        return (self._keep_report(head, by), checked, *self._keep_picture(head, by)) if file == "report" else (checked,)

    def _keep_picture(self, head: Head, by: str) -> tuple[str, ...]:
        """A drawn scene in place of a photo, on machines with a Chinese font."""
        if chinese_font() is None:
            return ()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "picture.png"
            path.write_bytes(paint_png(PICTURE % (escape(head.number), self.today.isoformat()), zoom=1.5))
            return (self._keep(path, f"现场照片 {head.number}.png", "png", by),)

    def _keep_report(self, head: Head, by: str) -> str:
        paper = Document()
        paper.add_heading("整改情况报告", 1)
        paper.add_paragraph(f"编号：{head.number}　承办单位：{head.unit}")
        for text in (
            "一、问题：见台账登记内容。",
            "二、措施：明确一名负责人，落实经费，逐项整改。",
            "三、结果：已整改到位，现场查看无遗留。",
        ):
            paper.add_paragraph(text)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report.docx"
            paper.save(str(path))
            return self._keep(path, f"整改情况报告 {head.number}.docx", "docx", by)

    def _list(self, head: Head, by: str) -> str:
        rows = (
            ("序号", "项目", "标准", "结果"),
            ("1", "问题整改", "全部整改", "合格"),
            ("2", "制度建立", "有制度文本", "合格"),
            ("3", "现场恢复", "无遗留", "合格"),
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list.xlsx"
            with xlsxwriter.Workbook(str(path)) as book:
                sheet = book.add_worksheet("验收清单")
                sheet.write_string(0, 0, f"{head.number}验收清单（{by}）")
                for at, row in enumerate(rows, 1):
                    sheet.write_row(at, 0, row)
            return self._keep(path, f"验收清单 {head.number}.xlsx", "xlsx", by)

    def _keep(self, path: Path, name: str, kind: str, by: str) -> str:
        digest = self.site.blobs.put(path)
        Upload.objects.create(digest=digest, name=name, kind=kind, size=path.stat().st_size, by=by)
        return digest
