"""What encryption costs an import of a guarded ledger: the same workbook into two sites, one of which keeps its words in the clear.

Run: python -m benchmarks.journal.encryption [rows] [rounds]

Processor time of the whole import (reading, comparing, writing, keeping the workbook), both ways in turn in one run; the
middle round counts. Goal: at most 1.15.
"""

from __future__ import annotations

import json
import statistics
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from benchmarks.measure import measure
from taizhang.site.site import Site

DAY = date(2026, 11, 30)
HEADINGS = (
    "登记编号",
    "信访人代码",
    "信访渠道",
    "问题属地",
    "反映问题",
    "责任单位",
    "受理日期",
    "办理期限",
    "被反映人或单位",
    "办理状态",
)


def workbook(path: Path, rows: int) -> None:
    """Petitions as an office keeps them, one of five about somebody."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("信访台账")
        sheet.write_row(0, 0, HEADINGS)
        for n in range(rows):
            day = 1 + n % 28
            row = (
                f"信〔2026〕{n + 1}号",
                f"XF{n:06d}",
                ("来信", "来访", "网上")[n % 3],
                ("清源街道", "临溪镇", "石桥乡")[n % 3],
                f"反映第{n}号院落排水不畅，雨天积水倒灌，多次报修未果，要求尽快疏通并答复处理时限",
                "清源县住房和城乡建设局",
                f"2026-10-{day:02d}",
                f"2026-12-{day:02d}",
                "清源县市政公司" if n % 5 == 0 else "",
                "办理中",
            )
            sheet.write_row(n + 1, 0, row)


def bring_in(home: Path, book: Path, *, encrypted: bool) -> None:
    """One import into a new site."""
    with Site.create(home, "清源县信访局") as site:
        if not encrypted:
            site.journal.guard = type(site.journal.guard)()
            site.blobs.vault = None
        done = site.import_files([book], today=DAY, actor="收信员", accept_refused=True)
        assert done.applied, done.obstacles
        assert done.entries
        assert bool(site.vault.count()) == encrypted


def main(rows: int, rounds: int) -> None:
    """Prints both times and their ratio."""
    with TemporaryDirectory() as folder:
        book = Path(folder) / "信访台账.xlsx"
        workbook(book, rows)
        plain, boxed = [], []
        for n in range(rounds):
            for times, encrypted in ((plain, False), (boxed, True)):
                home = Path(folder) / f"{n}{encrypted}"
                told = measure("", lambda home=home, encrypted=encrypted: bring_in(home, book, encrypted=encrypted))  # type: ignore[misc]
                times.append(told.processor)
    before, after = statistics.median(plain), statistics.median(boxed)
    print(
        json.dumps(
            {
                "rows": rows,
                "rounds": rounds,
                "clear_s": round(before, 2),
                "encrypted_s": round(after, 2),
                "ratio": round(after / before, 3),
            }
        )
    )


if __name__ == "__main__":
    main(*(int(one) for one in (*sys.argv[1:], *("2000", "3")[len(sys.argv) - 1 :])))
